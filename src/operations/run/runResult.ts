/** What can be done when a run has ended: the same after a command as in the form. */
import type { RunItemState, RunResult } from './run.ts';
import { failedItems, unclearItems, writtenText } from '../text/runText.ts';

export interface RunOffers {
  readonly failed: readonly RunItemState[];
  readonly retry: boolean;
  readonly undo: boolean;
  readonly resume: boolean;
}

export function runOffers(result: RunResult): RunOffers {
  const failed = failedItems(result);
  const ended = result.how === 'finished' || result.how === 'cancelled';
  return {
    failed,
    retry: failed.length > 0 && result.how === 'finished',
    undo: ended && (writtenText(result.items).length > 0 || unclearItems(result).length > 0),
    resume: result.how === 'interrupted',
  };
}
