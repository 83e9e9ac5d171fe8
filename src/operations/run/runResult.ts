/** What came of a run's items, and what can be done when it has ended: the same after a command as in the form. */
import type { Failure } from '../../shared/model/failure.ts';
import { failureTraits } from '../../shared/model/failureTraits.ts';
import type { TenantRef } from '../../shared/model/model.ts';
import type { RunEnding } from '../journal/journalLine.ts';
import { isWrite } from '../plan/plan.ts';
import type { RunCounts, RunItemState } from './runStates.ts';

/**
 * `takenOver`: another window went on with it. `interrupted`: this window could not keep hold of it (machine asleep, storage
 * gone) or closed; the run is offered for resuming.
 */
export type RunResultHow = Exclude<RunEnding, 'discarded'> | 'takenOver' | 'interrupted';

export interface RunResult {
  readonly id: string;
  readonly how: RunResultHow;
  readonly counts: RunCounts;
  readonly items: readonly RunItemState[];
  /** The journal's last line could not be written: the run will be offered for resuming, which only reads. */
  readonly journalFailure?: Failure;
}

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
    undo: ended && (result.items.some(isWritten) || unclearItems(result).length > 0),
    resume: result.how === 'interrupted',
  };
}

/** Whether something was really written: it was not so already. */
export function isWritten({ item, state }: RunItemState): boolean {
  return state.kind === 'done' && isWrite(item.action) && state.note !== 'alreadySo';
}

/** Items that were to be written and failed; cancelled, skipped and unclear ones are not among them. */
export function failedItems({ items }: Pick<RunResult, 'items'>): readonly RunItemState[] {
  return items.filter(({ item, state }) => isWrite(item.action) && state.kind === 'failed');
}

/** Items whose write may have been carried out. */
export function unclearItems({ items }: Pick<RunResult, 'items'>): readonly RunItemState[] {
  return items.filter(({ item, state }) => isWrite(item.action) && state.kind === 'unclear');
}

/** The tenants of failed items that are waiting for a sign-in: before they are tried again, somebody must sign in. */
export function tenantsToSignInTo(failures: readonly RunItemState[]): readonly TenantRef[] {
  return failures.flatMap(({ item, state }) =>
    state.kind === 'failed' && failureTraits[state.failure.kind].needsPerson ? [item.tenant] : [],
  );
}
