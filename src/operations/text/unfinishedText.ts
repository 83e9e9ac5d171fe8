/** A run without an end that this window is not at, in words. */
import * as l10n from '@vscode/l10n';
import { countsText } from './planText.ts';
import type { UnfinishedRun } from '../journal/unfinishedRuns.ts';

export function unfinishedText(run: UnfinishedRun): string {
  if (run.where === 'anotherWindow') {
    return l10n.t('A run is in progress in another window: {0}.', countsText(run.plan));
  }
  const total = run.done + run.open + run.left;
  return run.open > 0
    ? l10n.t('A run was interrupted: {0} of {1} done, {2} sent without an answer.', run.done, total, run.open)
    : l10n.t('A run was interrupted: {0} of {1} done.', run.done, total);
}
