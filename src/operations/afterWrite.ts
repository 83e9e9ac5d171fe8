/** What became of a write: judged by reading the tenant again, never by sending again. */
import type { WriteAnswer } from '../azure/azure.ts';
import type { Failure, FailureKind } from '../shared/failure.ts';
import { failed, success } from '../shared/outcome.ts';
import { doneState, finish, isClosing, judge, tell } from './itemEnd.ts';
import type { ItemEnd, ItemParts, RunItem } from './itemEnd.ts';
import { heldOf } from './journalLine.ts';
import type { Held } from './journalLine.ts';

/** Reading right after a write may still show the former state for a moment. */
const verifyPauses: readonly number[] = [500, 2_000];

/** The answer was good; the tenant is read again, as only that shows what it holds. */
export async function verify(parts: ItemParts, item: RunItem, from: Held, answer: WriteAnswer): Promise<ItemEnd> {
  const { tenant, action } = item;
  const { link: answered, ...request } = answer;
  for (const pause of [0, ...verifyPauses]) {
    if (pause > 0) {
      await parts.timers.wait(pause, parts.closing);
    }
    const after = await parts.azure.readLink(tenant, parts.closing);
    if (!after.ok) {
      if (isClosing(parts)) {
        return { kind: 'closing' };
      }
      tell(parts, tenant, success(answered), 'run');
      return finish(parts, item, doneState(answered, 'notVerified'), 'yes', { from, to: heldOf(answered), request });
    }
    if (judge(action, after.value) === 'asWanted') {
      tell(parts, tenant, after, 'run');
      return finish(parts, item, doneState(after.value), 'yes', {
        from,
        to: heldOf(after.value),
        verified: true,
        request,
      });
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
  'cancelled',
];

/** A write that failed is never sent again; what the tenant holds decides what became of it. */
export async function afterFailure(parts: ItemParts, item: RunItem, from: Held, failure: Failure): Promise<ItemEnd> {
  const { tenant, action } = item;
  const lost = failure.mayHaveHappened === true;
  if (!lost && certainlyNotDone.includes(failure.kind)) {
    if (failure.kind === 'signInNeeded' || failure.kind === 'accountNotAllowed') {
      // A challenge to the write alone: reading would go on to say that all is well.
      tell(parts, tenant, failed(failure), 'scan');
    }
    return finish(parts, item, { kind: 'failed', failure }, 'no', { from });
  }
  const after = await parts.azure.readLink(tenant, parts.closing);
  const wrote = lost ? 'perhaps' : 'no';
  if (!after.ok) {
    if (isClosing(parts)) {
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
        request: failure,
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
        request: failure,
      });
  }
}
