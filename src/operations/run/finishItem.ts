/** What ended an item: told to the store, and noted down in the journal. */
import type { RequestIds } from '../../shared/ports/azure.ts';
import type { Failure } from '../../shared/model/failure.ts';
import type { PartnerLink } from '../../shared/model/model.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { isSettled } from '../../shared/model/unclearWrite.ts';
import type { Association, Holder } from './association.ts';
import type { DoneNote, FinalState, ItemState } from '../plan/itemState.ts';
import { linkedToOf, type LinkedTo, type OutcomeLine } from '../journal/journalLine.ts';
import type { LeasePlace } from './leases.ts';
import type { RunStop } from './runStop.ts';
import type { Refusal, ThrottledWrites } from './throttledWrites.ts';
import type { Lease } from '../../storage/lease.ts';
import { goalOf, reviewedOf, type PlanTarget, type WriteAction } from '../plan/plan.ts';
import type { JournalWriter } from '../journal/journalWriter.ts';

export interface ItemParts {
  readonly runId: string;
  readonly journal: JournalWriter;
  readonly leases: LeasePlace;
  readonly clock: Clock;
  /** Whether this window owns the run. */
  readonly owner: Lease;
  readonly stop: RunStop;
  readonly refusals: ThrottledWrites;
  /** Whether a sign-in may be waited for with this item, which then begins anew. */
  readonly mayWait: (item: RunItem) => boolean;
}

export interface RunItem extends PlanTarget {
  readonly index: number;
  /** How this target is read, written and told. */
  readonly association: Association;
  readonly action: WriteAction;
  /** When an earlier window announced this write, without a proof of what became of it. */
  readonly unresolvedSince?: number;
}

export type FailedState = Extract<FinalState, { readonly kind: 'failed' }>;

export type Wrote = OutcomeLine['wrote'];

export type ItemEnd =
  | { readonly kind: 'final'; readonly state: FinalState; readonly wrote: Wrote }
  | { readonly kind: 'cancelled' }
  /** It ended before anything was done, for want of a sign-in, and is not noted down: it may begin anew. */
  | { readonly kind: 'waits'; readonly state: FailedState }
  | Refusal
  /** Another window owns the run now, or this one closes. `announced`: a write of this item is, and nothing proves what became of it. */
  | { readonly kind: 'takenOver' | 'closing'; readonly announced: boolean }
  /** `readOnly`: the write has not happened and is still to be done. */
  | { readonly kind: 'stillToDo' };

export function compareWithPlan(
  action: WriteAction,
  link: PartnerLink | undefined,
): 'asWanted' | 'asReviewed' | 'changed' {
  if (link?.partnerId === goalOf(action)) {
    return 'asWanted';
  }
  return link?.partnerId === reviewedOf(action) ? 'asReviewed' : 'changed';
}

export function doneState(link: PartnerLink | undefined, note?: DoneNote): FinalState {
  return { kind: 'done', link, note };
}

/** Asked anew each time, as awaiting lets it change. */
export function isClosing(parts: ItemParts): boolean {
  return parts.stop.closing.aborted;
}

export interface Noted {
  readonly from?: LinkedTo;
  readonly to?: LinkedTo;
  readonly verified?: boolean;
  /** Of the write; absent: those of the failure that the item ended in. */
  readonly request?: RequestIds;
}

export async function recordOutcome(
  parts: ItemParts,
  item: RunItem,
  ended: FinalState,
  endedWrote: Wrote,
  noted: Noted = {},
): Promise<ItemEnd> {
  const { state, wrote } = withEarlier(parts, item, ended, endedWrote);
  // A run that another window owns now is that window's to write about.
  if (!(await parts.owner.stillOurs())) {
    return { kind: 'takenOver', announced: wrote !== 'no' };
  }
  const forSignIn = state.kind === 'failed' && state.failure.kind === 'signInNeeded';
  if (forSignIn && wrote === 'no' && parts.mayWait(item)) {
    if (noted.from !== undefined) {
      await parts.journal.refused(item.index, state.failure);
    }
    return { kind: 'waits', state };
  }
  const request = noted.request ?? (state.kind === 'failed' || state.kind === 'unclear' ? state.failure : undefined);
  await parts.journal.outcome({
    item: item.index,
    result: state,
    wrote,
    verified: noted.verified ?? false,
    from: noted.from,
    to: noted.to,
    requestId: request?.requestId,
    correlationId: request?.correlationId,
  });
  return { kind: 'final', state, wrote };
}

/** What ends this attempt proves nothing of a write that an earlier window announced shortly before. */
function withEarlier(
  { clock }: ItemParts,
  { association, unresolvedSince }: RunItem,
  state: FinalState,
  wrote: Wrote,
): { readonly state: FinalState; readonly wrote: Wrote } {
  const kind = association.shows === 'atOnce' ? 'pal' : 'dpor';
  if (unresolvedSince === undefined || wrote !== 'no' || isSettled(unresolvedSince, clock.now(), kind)) {
    return { state, wrote };
  }
  return { state: state.kind === 'failed' ? { kind: 'unclear', failure: state.failure } : state, wrote: 'perhaps' };
}

/** The write is announced, and nothing proves what became of it: the row says so, and is read again until something does. */
export function unclear(
  parts: ItemParts,
  item: RunItem,
  before: Holder,
  failure: Failure,
  at: number,
): Promise<ItemEnd> {
  publishUnclear(parts, item, before, failure, at);
  return recordOutcome(parts, item, { kind: 'unclear', failure }, 'perhaps', { from: linkedToOf(before) });
}

/** A run ends without knowing what became of a write that was announced, by this window or an earlier one. `isOver`: for good. */
export async function leaveUnclear(parts: ItemParts, item: RunItem, isOver: boolean): Promise<ItemState> {
  const failure: Failure = { kind: 'interrupted', tenantId: item.tenant.tenantId };
  const state = { kind: 'unclear', failure } as const;
  if (isOver) {
    await parts.journal.outcome({ item: item.index, result: state, wrote: 'perhaps', verified: false });
  }
  if (item.unresolvedSince !== undefined) {
    publishUnclear(parts, item, reviewedHolder(item), failure, item.unresolvedSince);
  }
  return state;
}

/** Who held the target when the user reviewed the plan. */
export function reviewedHolder({ action }: RunItem): Holder {
  const partnerId = reviewedOf(action);
  return partnerId === undefined ? undefined : { partnerId };
}

export function publishUnclear(parts: ItemParts, item: RunItem, before: Holder, failure: Failure, at: number): void {
  const run = { id: parts.runId, item: item.index };
  item.association.tellUnclear({ action: item.action, before, at, failure, run });
}

/** The announced write was refused or never sent: the journal says so before the item may begin anew. */
export async function refuse(parts: ItemParts, item: RunItem, failure: Failure | undefined): Promise<void> {
  if (await parts.owner.stillOurs()) {
    await parts.journal.refused(item.index, failure);
  }
}
