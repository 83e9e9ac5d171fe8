/** What ended an item: noted down in the journal, told to the store. */
import type { RequestIds } from '../azure/azure.ts';
import type { Log } from '../shared/log.ts';
import type { PartnerLink } from '../shared/model.ts';
import type { Timers } from '../shared/timers.ts';
import type { Association } from './association.ts';
import type { DoneNote, FinalState } from './itemState.ts';
import type { Held, OutcomeLine } from './journalLine.ts';
import type { LeasePlace } from './leases.ts';
import { goalOf, reviewedOf } from './plan.ts';
import type { PlanTarget, WriteAction } from './plan.ts';
import type { RunJournal } from './runJournal.ts';

export interface ItemParts {
  readonly journal: RunJournal;
  readonly leases: LeasePlace;
  readonly timers: Timers;
  readonly log: Log;
  /** Whether this window still owns the run. */
  readonly ownsRun: () => Promise<boolean>;
  /** The person cancelled: nothing new is begun, what was sent is waited for. */
  readonly cancelled: AbortSignal;
  /** Whether a sign-in may be waited for with this item, which then begins anew. */
  readonly mayWait: (item: RunItem) => boolean;
  /** The window closes: everything ends now, and what was announced stays open in the journal. */
  readonly closing: AbortSignal;
}

export interface RunItem extends PlanTarget {
  readonly index: number;
  /** How this target is read, written and told. */
  readonly association: Association;
  readonly action: WriteAction;
  /** An earlier window announced this write and did not note down what became of it. */
  readonly open: boolean;
}

export type FailedState = Extract<FinalState, { readonly kind: 'failed' }>;

export type Wrote = OutcomeLine['wrote'];

export type ItemEnd =
  | { readonly kind: 'final'; readonly state: FinalState; readonly wrote: Wrote }
  | { readonly kind: 'cancelled' }
  /**
   * It ended before anything was done, for want of a sign-in, and is not noted down: it may begin anew. `announced`: its write was,
   * and Azure refused it.
   */
  | { readonly kind: 'waits'; readonly state: FailedState; readonly announced: boolean }
  /** Another window owns the run now. */
  | { readonly kind: 'takenOver' }
  | { readonly kind: 'closing' }
  /** `readOnly`: the write has not happened and is still to be done. */
  | { readonly kind: 'stillToDo' };

export function judge(action: WriteAction, link: PartnerLink | undefined): 'asWanted' | 'asReviewed' | 'changed' {
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
  return parts.closing.aborted;
}

export interface Noted {
  readonly from?: Held;
  readonly to?: Held;
  readonly verified?: boolean;
  /** Of the write; absent: those of the failure that the item ended in. */
  readonly request?: RequestIds;
}

export async function finish(
  parts: ItemParts,
  item: RunItem,
  state: FinalState,
  wrote: Wrote,
  noted: Noted = {},
): Promise<ItemEnd> {
  // A run that another window owns now is that window's to write about.
  if (!(await parts.ownsRun())) {
    return { kind: 'takenOver' };
  }
  const forSignIn = state.kind === 'failed' && state.failure.kind === 'signInNeeded';
  if (forSignIn && wrote === 'no' && mayBeginAnew(item, noted) && parts.mayWait(item)) {
    return { kind: 'waits', state, announced: noted.from !== undefined };
  }
  const request = noted.request ?? (state.kind === 'failed' ? state.failure : undefined);
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

/**
 * An announced write of a PAL that was refused stays open in the journal while it waits: whoever resumes reads before writing. One
 * of a DPOR would then never be sent again, since it shows late.
 */
function mayBeginAnew({ association }: RunItem, { from }: Noted): boolean {
  return association.shows === 'atOnce' || from === undefined;
}

/** Puts something into the store. */
export function tell({ log }: ItemParts, put: () => void): void {
  try {
    put();
  } catch {
    log.error('A listener of the store failed while a run put a result there');
  }
}
