/**
 * One item of a run: take the target's lease, read, judge, announce in the journal, write, verify, tell the store, note down.
 * Nothing is written unless the target holds exactly what the user reviewed, and nothing is ever written twice.
 */
import type { Failure } from '../../shared/model/failure.ts';
import type { Lease } from '../../storage/lease.ts';
import { verifyAfterAnswer, verifyAfterFailure, type Sent } from './verifyWrite.ts';
import type { Holder } from './association.ts';
import {
  doneState,
  recordOutcome,
  isClosing,
  compareWithPlan,
  refuse,
  publishUnclear,
  reviewedHolder,
  unclear,
  type ItemEnd,
  type ItemParts,
  type RunItem,
} from './finishItem.ts';
import type { ItemState } from '../plan/itemState.ts';
import { linkedToOf, plannedLinkedTo } from '../journal/journalLine.ts';
import { takeTarget } from './leases.ts';
import type { Refusal } from './throttledWrites.ts';

/** Milliseconds after which a reading is too old to write upon: other tools know nothing of this product's leases. */
const freshFor = 5_000;

/** A refusal ends an attempt only. */
export type RunItemEnd = Exclude<ItemEnd, Refusal>;

/**
 * Does one item, again as long as it is refused for now. `readOnly`: finds out what became of a write that was announced, and writes nothing.
 */
export async function runItem(
  parts: ItemParts,
  item: RunItem,
  readOnly: boolean,
  onState: (state: ItemState) => void,
): Promise<RunItemEnd> {
  let end = await attempt(parts, item, readOnly, onState);
  while (end.kind === 'refused') {
    await parts.refusals.waitAfter(item.index, end, parts.stop.cancelled, onState);
    end = parts.stop.cancelled.aborted ? stoppedInBetween(parts) : await attempt(parts, item, readOnly, onState);
  }
  return end;
}

/** Between two attempts nothing is announced. */
function stoppedInBetween(parts: ItemParts): RunItemEnd {
  return isClosing(parts) ? { kind: 'closing', announced: false } : { kind: 'cancelled' };
}

async function attempt(
  parts: ItemParts,
  item: RunItem,
  readOnly: boolean,
  onState: (state: ItemState) => void,
): Promise<ItemEnd> {
  const refusal = item.association.refusal();
  if (refusal !== undefined) {
    return item.unresolvedSince === undefined
      ? recordOutcome(parts, item, { kind: 'skipped', why: refusal }, 'no')
      : stillOpen(parts, item, { kind: refusal.kind === 'clientNotAccepted' ? refusal.kind : 'notAvailableInCloud' });
  }
  const taken = await takeTarget(parts.leases, item, parts.stop.cancelled, () => {
    onState({ kind: 'running', waitingForAnotherWindow: true });
  });
  switch (taken.kind) {
    case 'cancelled':
      return stopped(parts, item);
    case 'busy':
      return item.unresolvedSince === undefined
        ? recordOutcome(parts, item, { kind: 'skipped', why: { kind: 'runningInAnotherWindow' } }, 'no')
        : stillOpen(parts, item, { kind: 'runningElsewhere' });
    case 'failed':
      return item.unresolvedSince === undefined
        ? recordOutcome(parts, item, { kind: 'failed', failure: taken.failure }, 'no')
        : stillOpen(parts, item, taken.failure);
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
  const { action, association, unresolvedSince } = item;
  const before = await association.read(parts.stop.cancelled);
  const readAt = parts.clock.now();
  if (!before.ok) {
    if (parts.stop.cancelled.aborted) {
      return stopped(parts, item);
    }
    if (unresolvedSince !== undefined) {
      return stillOpen(parts, item, before.failure);
    }
    association.tell(before, 'scan');
    return recordOutcome(parts, item, { kind: 'failed', failure: before.failure }, 'no');
  }
  const wrote = unresolvedSince === undefined ? 'no' : 'perhaps';
  const link = before.value;
  switch (compareWithPlan(action, link)) {
    case 'asWanted':
      association.tell(before, 'run');
      return recordOutcome(
        parts,
        item,
        doneState(link, unresolvedSince === undefined ? 'alreadySo' : 'foundByReading'),
        wrote,
        {
          verified: true,
        },
      );
    case 'changed':
      association.tell(before, 'scan');
      return recordOutcome(parts, item, { kind: 'skipped', why: { kind: 'changedSinceReviewed', is: link } }, wrote);
    case 'asReviewed':
      if (unresolvedSince !== undefined && association.shows === 'later') {
        // It may have been submitted, and does not show yet, which says nothing.
        return stillOpen(parts, item, { kind: 'interrupted' });
      }
      return readOnly ? { kind: 'stillToDo' } : write(parts, item, lease, link, readAt);
  }
}

async function write(parts: ItemParts, item: RunItem, lease: Lease, before: Holder, readAt: number): Promise<ItemEnd> {
  const { tenant, action, association } = item;
  if (parts.stop.cancelled.aborted) {
    return stopped(parts, item);
  }
  if (!(await parts.owner.stillOurs())) {
    return { kind: 'takenOver', announced: item.unresolvedSince !== undefined };
  }
  const announced = await parts.journal.intent(item.index, linkedToOf(before), plannedLinkedTo(action));
  if (!announced.ok) {
    return recordOutcome(
      parts,
      item,
      { kind: 'failed', failure: { ...announced.failure, tenantId: tenant.tenantId } },
      'no',
    );
  }
  const sent: Sent = { before, at: parts.clock.now() };
  // Announcing may have taken long (a slow disk, a machine asleep), and so may the token: all is asked once more when it is there.
  let stop: Stop | undefined;
  const mayBeSent = async (): Promise<boolean> => {
    stop = await whyNotSent(parts, lease, readAt);
    return stop === undefined;
  };
  const answer = isClosing(parts) ? undefined : await association.send(action, before, parts.stop.closing, mayBeSent);
  if (answer?.ok) {
    return verifyAfterAnswer(parts, item, sent, answer.value);
  }
  if (stop !== undefined || answer === undefined || neverLeft(answer.failure)) {
    return notSent(parts, item, stop ?? (isClosing(parts) ? 'closing' : 'cancelled'));
  }
  if (isClosing(parts)) {
    publishUnclear(parts, item, before, { kind: 'interrupted', tenantId: tenant.tenantId }, sent.at);
    return { kind: 'closing', announced: true };
  }
  return verifyAfterFailure(parts, item, sent, answer.failure);
}

/** Cancelled while its token was waited for. */
function neverLeft({ kind, mayHaveHappened }: Failure): boolean {
  return kind === 'cancelled' && mayHaveHappened !== true;
}

type Stop = 'cancelled' | 'closing' | 'takenOver' | 'anotherWindow' | 'stale';

/** What stands against sending an announced write now; `undefined`: nothing. */
async function whyNotSent(parts: ItemParts, lease: Lease, readAt: number): Promise<Stop | undefined> {
  if (!(await parts.owner.stillOurs())) {
    return 'takenOver';
  }
  if (!(await lease.stillOurs())) {
    return 'anotherWindow';
  }
  if (!parts.owner.isAlive()) {
    // On a slow disk the run's time was up while the target's lease was looked at.
    return 'takenOver';
  }
  if (isClosing(parts)) {
    return 'closing';
  }
  if (parts.stop.cancelled.aborted) {
    return 'cancelled';
  }
  const age = parts.clock.now() - readAt;
  return age >= 0 && age <= freshFor ? undefined : 'stale';
}

/** Nothing of the announced write has left this machine. */
async function notSent(parts: ItemParts, item: RunItem, stop: Stop): Promise<ItemEnd> {
  switch (stop) {
    case 'takenOver':
      return { kind: 'takenOver', announced: false };
    case 'closing':
      await refuse(parts, item, undefined);
      return { kind: 'closing', announced: false };
    case 'cancelled':
      await refuse(parts, item, undefined);
      return { kind: 'cancelled' };
    case 'anotherWindow':
      return recordOutcome(parts, item, { kind: 'skipped', why: { kind: 'runningInAnotherWindow' } }, 'no');
    case 'stale':
      if (!parts.refusals.mayBeginAnew(item.index, 'stale')) {
        return recordOutcome(
          parts,
          item,
          { kind: 'failed', failure: { kind: 'timedOut', tenantId: item.tenant.tenantId } },
          'no',
        );
      }
      await refuse(parts, item, undefined);
      return { kind: 'refused', after: 'stale' };
  }
}

/** A write of an earlier window, which cannot be looked at now: what became of it stays unclear. */
function stillOpen(parts: ItemParts, item: RunItem, failure: Failure): Promise<ItemEnd> {
  return unclear(parts, item, reviewedHolder(item), failure, item.unresolvedSince ?? parts.clock.now());
}

function stopped(parts: ItemParts, item: RunItem): ItemEnd {
  return isClosing(parts) ? { kind: 'closing', announced: item.unresolvedSince !== undefined } : { kind: 'cancelled' };
}
