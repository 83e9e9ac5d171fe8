/**
 * One item of a run: take the target's lease, read, judge, announce in the journal, write, verify, note down, tell the store.
 * Nothing is written unless the target holds exactly what the person reviewed, and nothing is ever written twice.
 */
import type { PartnerLink } from '../shared/model.ts';
import type { Lease } from '../storage/lease.ts';
import { afterAnswer, afterFailure } from './afterWrite.ts';
import { doneState, finish, isClosing, judge, tell } from './itemEnd.ts';
import type { ItemEnd, ItemParts, RunItem, Wrote } from './itemEnd.ts';
import type { ItemState } from './itemState.ts';
import { heldOf, plannedHeld } from './journalLine.ts';
import { takeTarget } from './leases.ts';

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
  const refusal = item.association.refusal();
  if (refusal !== undefined) {
    return finish(parts, item, { kind: 'skipped', why: refusal }, unwritten(item));
  }
  const taken = await takeTarget(parts.leases, item, parts.cancelled, () => {
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
  const { action, association } = item;
  const before = await association.read(parts.cancelled);
  if (!before.ok) {
    if (parts.cancelled.aborted) {
      return stopped(parts);
    }
    tell(parts, () => association.tell(before, 'scan'));
    return finish(parts, item, { kind: 'failed', failure: before.failure }, unwritten(item));
  }
  const link = before.value;
  switch (judge(action, link)) {
    case 'asWanted':
      tell(parts, () => association.tell(before, 'run'));
      return finish(parts, item, doneState(link, item.open ? 'foundByReading' : 'alreadySo'), unwritten(item), {
        verified: true,
      });
    case 'changed':
      tell(parts, () => association.tell(before, 'scan'));
      return finish(parts, item, { kind: 'skipped', why: { kind: 'changedSinceReviewed', is: link } }, unwritten(item));
    case 'asReviewed':
      if (item.open && association.shows === 'later') {
        tell(parts, () => association.tell(before, 'scan'));
        return finish(parts, item, { kind: 'skipped', why: { kind: 'perhapsSubmitted' } }, 'perhaps');
      }
      return readOnly ? { kind: 'stillToDo' } : write(parts, item, lease, link);
  }
}

async function write(parts: ItemParts, item: RunItem, lease: Lease, before: PartnerLink | undefined): Promise<ItemEnd> {
  const { tenant, action, association } = item;
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
  if (isClosing(parts)) {
    return { kind: 'closing' };
  }
  // Announcing may have taken long (a slow disk, a machine asleep): nobody else may have begun meanwhile.
  if (!(await lease.stillOurs())) {
    return finish(parts, item, { kind: 'skipped', why: { kind: 'runningInAnotherWindow' } }, 'no', { from });
  }
  const answer = await association.send(action, before, parts.closing);
  if (answer.ok) {
    return afterAnswer(parts, item, before, answer.value);
  }
  return isClosing(parts) ? { kind: 'closing' } : afterFailure(parts, item, from, answer.failure);
}

/** What to note of an item that this window did not write: an earlier one may have. */
function unwritten(item: RunItem): Wrote {
  return item.open ? 'perhaps' : 'no';
}

function stopped(parts: ItemParts): ItemEnd {
  return { kind: isClosing(parts) ? 'closing' : 'cancelled' };
}
