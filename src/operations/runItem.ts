/**
 * One item of a run: take the tenant's lease, read, judge, announce in the journal, write, verify, note down, tell the store.
 * Nothing is written unless the tenant holds exactly what the person reviewed, and nothing is ever written twice.
 */
import type { Azure } from '../azure/azure.ts';
import type { Failure, FailureKind } from '../shared/failure.ts';
import type { Log } from '../shared/log.ts';
import type { PalState, PartnerLink, TenantRef } from '../shared/model.ts';
import { failed, success } from '../shared/outcome.ts';
import type { Outcome } from '../shared/outcome.ts';
import type { Timers } from '../shared/timers.ts';
import type { Lease } from '../storage/lease.ts';
import { palAfterReading } from './itemState.ts';
import type { FinalState, ItemState } from './itemState.ts';
import { heldOf } from './journalLine.ts';
import type { Held, OutcomeLine } from './journalLine.ts';
import { takeTenant } from './leases.ts';
import type { LeasePlace } from './leases.ts';
import { goalOf, reviewedOf } from './plan.ts';
import type { WriteAction } from './plan.ts';
import type { RunJournal } from './runJournal.ts';

/** Reading right after a write may still show the former state for a moment. */
const verifyPauses: readonly number[] = [500, 2_000];

export interface PalStore {
  setPal(ref: TenantRef, pal: PalState, by: 'scan' | 'run'): void;
}

export interface ItemParts {
  readonly azure: Azure;
  readonly store: PalStore;
  readonly journal: RunJournal;
  readonly leases: LeasePlace;
  readonly timers: Timers;
  readonly log: Log;
  /** Whether this window still owns the run. */
  readonly ownsRun: () => Promise<boolean>;
  /** The person cancelled: nothing new is begun, what was sent is waited for. */
  readonly cancelled: AbortSignal;
  /** The window closes: everything ends now, and what was announced stays open in the journal. */
  readonly closing: AbortSignal;
}

export interface RunItem {
  readonly index: number;
  readonly tenant: TenantRef;
  readonly action: WriteAction;
  /** An earlier window announced this write and did not note down what became of it. */
  readonly open: boolean;
}

export type Wrote = OutcomeLine['wrote'];

export type ItemEnd =
  | { readonly kind: 'final'; readonly state: FinalState; readonly wrote: Wrote }
  | { readonly kind: 'cancelled' }
  /** Another window owns the run now. */
  | { readonly kind: 'takenOver' }
  | { readonly kind: 'closing' }
  /** `readOnly`: the write has not happened and is still to be done. */
  | { readonly kind: 'stillToDo' };

/**
 * Does one item. `readOnly`: finds out what became of a write that was announced, and writes nothing.
 * Never rejects.
 */
export async function runItem(
  parts: ItemParts,
  item: RunItem,
  readOnly: boolean,
  onState: (state: ItemState) => void,
): Promise<ItemEnd> {
  const taken = await takeTenant(parts.leases, item.tenant, parts.cancelled, () => {
    onState({ kind: 'running', waitingForAnotherWindow: true });
  });
  switch (taken.kind) {
    case 'cancelled':
      return stopped(parts);
    case 'busy':
      return finish(parts, item, { kind: 'skipped', why: { kind: 'runningInAnotherWindow' } }, unwritten(item));
    case 'failed':
      return finish(parts, item, { kind: 'failed', failure: taken.failure }, unwritten(item));
    case 'held':
      onState({ kind: 'running' });
      try {
        return await underLease(parts, item, readOnly, taken.lease);
      } finally {
        await taken.lease.release();
      }
  }
}

async function underLease(parts: ItemParts, item: RunItem, readOnly: boolean, lease: Lease): Promise<ItemEnd> {
  const { tenant, action } = item;
  const before = await parts.azure.readLink(tenant, parts.cancelled);
  if (!before.ok) {
    if (parts.cancelled.aborted) {
      return stopped(parts);
    }
    tell(parts, tenant, before, 'scan');
    return finish(parts, item, { kind: 'failed', failure: before.failure }, unwritten(item));
  }
  const link = before.value;
  switch (judge(action, link)) {
    case 'asWanted':
      tell(parts, tenant, before, 'run');
      return finish(parts, item, doneState(link, item.open ? 'foundByReading' : 'alreadySo'), unwritten(item), {
        verified: true,
      });
    case 'changed':
      tell(parts, tenant, before, 'scan');
      return finish(parts, item, { kind: 'skipped', why: { kind: 'changedSinceReviewed', is: link } }, unwritten(item));
    case 'asReviewed':
      return readOnly ? { kind: 'stillToDo' } : write(parts, item, lease, link);
  }
}

async function write(parts: ItemParts, item: RunItem, lease: Lease, before: PartnerLink | undefined): Promise<ItemEnd> {
  const { tenant, action } = item;
  if (parts.cancelled.aborted) {
    return stopped(parts);
  }
  if (!(await parts.ownsRun())) {
    return { kind: 'takenOver' };
  }
  const from = heldOf(before);
  const announced = await parts.journal.intent(item.index, from, plannedHeld(action));
  if (!announced.ok) {
    return finish(parts, item, { kind: 'failed', failure: { ...announced.failure, tenantId: tenant.tenantId } }, 'no');
  }
  if (parts.closing.aborted) {
    return { kind: 'closing' };
  }
  // Announcing may have taken long (a slow disk, a machine asleep): nobody else may have begun meanwhile.
  if (!(await lease.stillOurs())) {
    return finish(parts, item, { kind: 'skipped', why: { kind: 'runningInAnotherWindow' } }, 'no', { from });
  }
  const answer = await send(parts, tenant, action, before);
  if (answer.ok) {
    return verify(parts, item, from, answer.value);
  }
  return parts.closing.aborted ? { kind: 'closing' } : afterFailure(parts, item, from, answer.failure);
}

/** The exact ID that was read is removed: what DELETE does with another one is not known. */
async function send(
  { azure, closing }: ItemParts,
  tenant: TenantRef,
  action: WriteAction,
  before: PartnerLink | undefined,
): Promise<Outcome<PartnerLink | undefined>> {
  switch (action.do) {
    case 'link':
      return azure.createLink(tenant, action.to, closing);
    case 'change':
      return azure.changeLink(tenant, action.to, closing);
    case 'remove': {
      const removed = await azure.removeLink(tenant, before?.partnerId ?? action.from, closing);
      return removed.ok ? success(undefined) : removed;
    }
  }
}

/** The answer was good; the tenant is read again, as only that shows what it holds. */
async function verify(
  parts: ItemParts,
  item: RunItem,
  from: Held,
  answered: PartnerLink | undefined,
): Promise<ItemEnd> {
  const { tenant, action } = item;
  for (const pause of [0, ...verifyPauses]) {
    if (pause > 0) {
      await parts.timers.wait(pause, parts.closing);
    }
    const after = await parts.azure.readLink(tenant, parts.closing);
    if (!after.ok) {
      if (parts.closing.aborted) {
        return { kind: 'closing' };
      }
      tell(parts, tenant, success(answered), 'run');
      return finish(parts, item, doneState(answered, 'notVerified'), 'yes', { from, to: heldOf(answered) });
    }
    if (judge(action, after.value) === 'asWanted') {
      tell(parts, tenant, after, 'run');
      return finish(parts, item, doneState(after.value), 'yes', { from, to: heldOf(after.value), verified: true });
    }
    if (pause === verifyPauses.at(-1)) {
      tell(parts, tenant, after, 'scan');
    }
  }
  const failure: Failure = {
    kind: 'unexpectedAnswer',
    code: 'NotAsWritten',
    tenantId: tenant.tenantId,
    mayHaveHappened: true,
  };
  return finish(parts, item, { kind: 'failed', failure }, 'yes', { from, to: heldOf(answered) });
}

/** These failures say that nothing was changed, unless the failure itself says that something may have been. */
const certainlyNotDone: readonly FailureKind[] = [
  'partnerIdInvalid',
  'noAccountInTenant',
  'forbidden',
  'signInNeeded',
  'signInUnavailable',
  'accountNotAllowed',
  'tenantBlocked',
  'throttled',
  'offline',
  'proxyOrCertificate',
  'notAvailableInCloud',
  'cancelled',
];

/** A write that failed is never sent again; what the tenant holds decides what became of it. */
async function afterFailure(parts: ItemParts, item: RunItem, from: Held, failure: Failure): Promise<ItemEnd> {
  const { tenant, action } = item;
  const lost = failure.mayHaveHappened === true;
  if (!lost && certainlyNotDone.includes(failure.kind)) {
    return finish(parts, item, { kind: 'failed', failure }, 'no', { from });
  }
  const after = await parts.azure.readLink(tenant, parts.closing);
  const wrote = lost ? 'perhaps' : 'no';
  if (!after.ok) {
    if (parts.closing.aborted) {
      return { kind: 'closing' };
    }
    if (lost) {
      tell(parts, tenant, after, 'scan');
    }
    return finish(parts, item, { kind: 'failed', failure }, wrote, { from });
  }
  switch (judge(action, after.value)) {
    case 'asWanted':
      tell(parts, tenant, after, 'run');
      return finish(parts, item, doneState(after.value, 'foundByReading'), wrote, {
        from,
        to: heldOf(after.value),
        verified: true,
        failure,
      });
    case 'asReviewed':
      tell(parts, tenant, after, 'scan');
      return finish(parts, item, { kind: 'failed', failure: { ...failure, mayHaveHappened: undefined } }, 'no', {
        from,
      });
    case 'changed':
      tell(parts, tenant, after, 'scan');
      return finish(parts, item, { kind: 'skipped', why: { kind: 'changedSinceReviewed', is: after.value } }, wrote, {
        from,
        failure,
      });
  }
}

function judge(action: WriteAction, link: PartnerLink | undefined): 'asWanted' | 'asReviewed' | 'changed' {
  if (link?.partnerId === goalOf(action)) {
    return 'asWanted';
  }
  return link?.partnerId === reviewedOf(action) ? 'asReviewed' : 'changed';
}

function plannedHeld(action: WriteAction): Held {
  return action.do === 'remove' ? null : { id: action.to, name: action.toName };
}

function doneState(link: PartnerLink | undefined, note?: 'alreadySo' | 'foundByReading' | 'notVerified'): FinalState {
  return { kind: 'done', link, note };
}

/** What to note of an item that this window did not write: an earlier one may have. */
function unwritten(item: RunItem): Wrote {
  return item.open ? 'perhaps' : 'no';
}

function stopped(parts: ItemParts): ItemEnd {
  return { kind: parts.closing.aborted ? 'closing' : 'cancelled' };
}

interface Noted {
  readonly from?: Held;
  readonly to?: Held;
  readonly verified?: boolean;
  /** The failure behind an item that did not fail, for its request id. */
  readonly failure?: Failure;
}

async function finish(
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
  const failure = noted.failure ?? (state.kind === 'failed' ? state.failure : undefined);
  await parts.journal.outcome({
    item: item.index,
    result: state,
    wrote,
    verified: noted.verified ?? false,
    from: noted.from,
    to: noted.to,
    requestId: failure?.requestId,
    correlationId: failure?.correlationId,
  });
  return { kind: 'final', state, wrote };
}

/** Only foreign changes count as drift: a state this run brought about is told as the run's. */
function tell(
  parts: ItemParts,
  tenant: TenantRef,
  reading: Outcome<PartnerLink | undefined>,
  by: 'scan' | 'run',
): void {
  const pal = palAfterReading(reading.ok ? reading : failed(reading.failure));
  if (pal === undefined) {
    return;
  }
  try {
    parts.store.setPal(tenant, pal, by);
  } catch {
    parts.log.error('A listener of the store failed while a run put a result there');
  }
}
