/** What became of one target of a run, as data: for exports, which others read by machine. Pure. */
import type { Failure } from '../../shared/model/failure.ts';
import type { FinalState, ItemState } from '../plan/itemState.ts';
import type { LinkedTo } from '../journal/journalLine.ts';
import { associationKind, isWrite, type AssociationKind, type PlannedAction } from '../plan/plan.ts';
import { writtenBy, type ItemRecord, type RunRecord } from '../journal/runRecord.ts';

/**
 * What was held: *linked* or *not linked* of a tenant, *designated* or *none reported* of a subscription; *not known* (no such
 * field) is another thing.
 */
export type LinkedToFact =
  | { readonly state: 'linked' | 'designated'; readonly partnerId: string; readonly partnerName?: string }
  | { readonly state: 'notLinked' | 'noneReported' };

export type ResultKind =
  | 'done'
  /** DPOR: Azure took it; whether it shows is not part of the run. */
  | 'submitted'
  /** It was as wanted before, so nothing was written. */
  | 'alreadySo'
  /** A write was announced, and nothing proves what became of it. */
  | 'unclear'
  | 'failed'
  | 'skipped'
  | 'cancelled'
  /** The run has not ended, and did not come to it yet. */
  | 'notBegun';

type Cancelled = Extract<ItemState, { readonly kind: 'cancelled' }>;

export interface ItemResult {
  /** Absent: not known. */
  readonly before?: LinkedToFact;
  /** As read or answered, never as planned; where nothing was written, as read last. Absent: not known. */
  readonly after?: LinkedToFact;
  /** What Azure took and had not shown when the run ended. */
  readonly submitted?: LinkedToFact;
  readonly result: ResultKind;
  readonly wrote: 'yes' | 'no' | 'perhaps';
  /** Milliseconds since 1970. */
  readonly at?: number;
  readonly requestId?: string;
  readonly correlationId?: string;
}

export function itemResult(record: ItemRecord, run: RunRecord): ItemResult {
  const { intent, outcome, item, open } = record;
  const wrote = writtenBy(record);
  const failure = failureIn(outcome?.result);
  const from = wrote ? wrote.from : readBefore(record);
  const before = from === undefined && !wrote ? plannedBefore(item.action, run) : from;
  const found = wrote?.certain ? (outcome?.to ?? wrote.to) : foundAfter(record, run);
  const held = found === undefined && !wrote ? heldStill(record, run) : found;
  const kind = associationKind(item);
  const result = resultKind(endOf(record, run));
  return {
    before: factOf(before, kind),
    ...(result === 'submitted' ? { submitted: factOf(held, kind) } : { after: factOf(held, kind) }),
    result,
    wrote: wrote === undefined ? 'no' : wrote.certain && !open ? 'yes' : 'perhaps',
    at: outcome?.at ?? intent?.at,
    requestId: outcome?.requestId ?? failure?.requestId,
    correlationId: outcome?.correlationId ?? failure?.correlationId,
  };
}

/** What no answer, or a bad one, ended in. */
export function failureIn(result: FinalState | undefined): Failure | undefined {
  return result?.kind === 'failed' || result?.kind === 'unclear' ? result.failure : undefined;
}

function factOf(held: LinkedTo | undefined, kind: AssociationKind): LinkedToFact | undefined {
  if (held === undefined) {
    return undefined;
  }
  const [some, none] = kind === 'PAL' ? (['linked', 'notLinked'] as const) : (['designated', 'noneReported'] as const);
  return held === null ? { state: none } : { state: some, partnerId: held.id, partnerName: held.name };
}

/** What the reviewed plan showed. */
function plannedBefore(action: PlannedAction, { head }: RunRecord): LinkedTo | undefined {
  switch (action.do) {
    case 'link':
      return null;
    case 'change':
    case 'remove':
      return { id: action.from, name: action.fromName };
    case 'nothing':
      // A list or an undo notes no ID down where nothing is to be done.
      return action.why === 'notLinked'
        ? null
        : head.intent.kind === 'link'
          ? { id: head.intent.partnerId, name: head.partnerName }
          : undefined;
    case 'cannot':
      return undefined;
  }
}

function foundAfter({ outcome, item }: ItemRecord, run: RunRecord): LinkedTo | undefined {
  const result = outcome?.result;
  if (result === undefined) {
    return item.action.do === 'nothing' ? plannedBefore(item.action, run) : undefined;
  }
  const link =
    result.kind === 'done'
      ? (result.link ?? null)
      : result.kind === 'skipped' && result.why.kind === 'changedSinceReviewed'
        ? (result.why.is ?? null)
        : undefined;
  return link === null || link === undefined ? link : { id: link.partnerId, name: link.partnerName };
}

/** What the run itself read before it wrote, or did not. */
function readBefore({ intent, outcome }: ItemRecord): LinkedTo | undefined {
  return intent?.from === undefined ? outcome?.from : intent.from;
}

/** Of an item that nothing was written to: what was read last, unless somebody else was at it since. */
function heldStill(record: ItemRecord, run: RunRecord): LinkedTo | undefined {
  const { item, outcome, earlier } = record;
  if (!isWrite(item.action) || earlier) {
    return undefined;
  }
  const read = readBefore(record);
  const result = outcome?.result;
  switch (result?.kind) {
    case 'failed':
      return result.failure.kind === 'alreadyLinked' ? undefined : read;
    case 'skipped':
      if (result.why.kind === 'runningInAnotherWindow' || result.why.kind === 'perhapsSubmitted') {
        return undefined;
      }
      return read === undefined ? plannedBefore(item.action, run) : read;
    case undefined:
      return plannedBefore(item.action, run);
    default:
      return undefined;
  }
}

/** What its item ended in. `undefined`: the run has not ended, and did not come to it yet. */
export function endOf({ item, outcome, open }: ItemRecord, run: RunRecord): FinalState | Cancelled | undefined {
  const { action } = item;
  if (open) {
    return { kind: 'unclear', failure: { kind: 'interrupted' } };
  }
  if (outcome) {
    return outcome.result;
  }
  if (action.do === 'cannot') {
    return { kind: 'skipped', why: { kind: 'cannot', obstacle: action.why } };
  }
  if (!isWrite(action)) {
    return { kind: 'done', note: 'alreadySo' };
  }
  return run.ended && { kind: 'cancelled' };
}

function resultKind(end: FinalState | Cancelled | undefined): ResultKind {
  return end?.kind === 'done' && (end.note === 'alreadySo' || end.note === 'submitted')
    ? end.note
    : (end?.kind ?? 'notBegun');
}
