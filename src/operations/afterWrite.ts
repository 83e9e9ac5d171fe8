/** What became of a write: judged by reading again, never by sending again. */
import type { WriteAnswer } from '../azure/azure.ts';
import type { Holder, ShownLater } from './association.ts';
import type { Failure, FailureKind } from '../shared/failure.ts';
import { failed, success } from '../shared/outcome.ts';
import { doneState, finish, isClosing, judge, tell } from './itemEnd.ts';
import type { ItemEnd, ItemParts, RunItem } from './itemEnd.ts';
import { heldOf, plannedHeld } from './journalLine.ts';
import type { Held } from './journalLine.ts';

/** Reading right after a write may still show the former state for a moment. */
const verifyPauses: readonly number[] = [500, 2_000];

/** The answer was good. */
export function afterAnswer(parts: ItemParts, item: RunItem, before: Holder, answer: WriteAnswer): Promise<ItemEnd> {
  const { association } = item;
  switch (association.shows) {
    case 'atOnce':
      return verify(parts, item, heldOf(before), answer);
    case 'later':
      return submitted(parts, item, association, before, answer);
  }
}

/** A run does not wait for it to show: that is read in the background (dporWatch.ts). */
async function submitted(
  parts: ItemParts,
  item: RunItem,
  association: ShownLater,
  before: Holder,
  answer: WriteAnswer,
): Promise<ItemEnd> {
  const { link, ...request } = answer;
  tell(parts, () => association.tellSubmitted(item.action, before));
  return finish(parts, item, doneState(undefined, 'submitted'), 'yes', {
    from: heldOf(before),
    to: link === undefined ? plannedHeld(item.action) : heldOf(link),
    request,
  });
}

/** The tenant is read again, as only that shows what it holds. */
async function verify(parts: ItemParts, item: RunItem, from: Held, answer: WriteAnswer): Promise<ItemEnd> {
  const { tenant, action, association } = item;
  const { link: answered, byAnswer, ...request } = answer;
  for (const pause of [0, ...verifyPauses]) {
    if (pause > 0) {
      await parts.timers.wait(pause, parts.closing);
    }
    const after = await association.read(parts.closing);
    if (!after.ok) {
      if (isClosing(parts)) {
        return { kind: 'closing' };
      }
      tell(parts, () => association.tell(success(answered), 'run'));
      return finish(parts, item, doneState(answered, 'notVerified'), 'yes', { from, to: heldOf(answered), request });
    }
    if (judge(action, after.value) === 'asWanted') {
      tell(parts, () => association.tell(after, 'run'));
      return finish(parts, item, doneState(after.value, byAnswer ? 'byAnswer' : undefined), 'yes', {
        from,
        to: heldOf(after.value),
        verified: true,
        request,
      });
    }
    if (pause === verifyPauses.at(-1)) {
      tell(parts, () => association.tell(after, 'scan'));
    }
  }
  const failure: Failure = {
    kind: 'unexpectedAnswer',
    code: 'NotAsWritten',
    tenantId: tenant.tenantId,
    mayHaveHappened: true,
    ...request,
  };
  return finish(parts, item, { kind: 'failed', failure }, 'yes', { from, to: heldOf(answered), request });
}

/** These failures say that nothing was changed, unless the failure itself says that something may have been. */
const certainlyNotDone: readonly FailureKind[] = [
  'partnerIdInvalid',
  'noAccountInTenant',
  'forbidden',
  'signInNeeded',
  'signInUnavailable',
  'credentialRefused',
  'credentialUnusable',
  'appNotInTenant',
  'tenantNotFound',
  'toolMissing',
  'clockWrong',
  'accountNotAllowed',
  'tenantBlocked',
  'throttled',
  'offline',
  'proxyOrCertificate',
  'notAvailableInCloud',
  'clientNotAccepted',
  'cloudUnusable',
  'cancelled',
];

/** A write that failed is never sent again; what is held decides what became of it, as far as that shows already. */
export async function afterFailure(parts: ItemParts, item: RunItem, from: Held, failure: Failure): Promise<ItemEnd> {
  const { action, association } = item;
  const lost = failure.mayHaveHappened === true;
  if (!lost && certainlyNotDone.includes(failure.kind)) {
    if (failure.kind === 'signInNeeded' || failure.kind === 'accountNotAllowed') {
      // A challenge to the write alone: reading would go on to say that all is well.
      tell(parts, () => association.tell(failed(failure), 'scan'));
    }
    return finish(parts, item, { kind: 'failed', failure }, 'no', { from });
  }
  const after = await association.read(parts.closing);
  const wrote = lost ? 'perhaps' : 'no';
  if (!after.ok) {
    if (isClosing(parts)) {
      return { kind: 'closing' };
    }
    if (lost) {
      tell(parts, () => association.tell(after, 'scan'));
    }
    return finish(parts, item, { kind: 'failed', failure }, wrote, { from });
  }
  switch (judge(action, after.value)) {
    case 'asWanted':
      tell(parts, () => association.tell(after, 'run'));
      return finish(parts, item, doneState(after.value, 'foundByReading'), wrote, {
        from,
        to: heldOf(after.value),
        verified: true,
        request: failure,
      });
    case 'asReviewed':
      tell(parts, () => association.tell(after, 'scan'));
      return association.shows === 'later'
        ? finish(parts, item, { kind: 'failed', failure }, wrote, { from })
        : finish(parts, item, { kind: 'failed', failure: { ...failure, mayHaveHappened: undefined } }, 'no', { from });
    case 'changed':
      tell(parts, () => association.tell(after, 'scan'));
      return finish(parts, item, { kind: 'skipped', why: { kind: 'changedSinceReviewed', is: after.value } }, wrote, {
        from,
        request: failure,
      });
  }
}
