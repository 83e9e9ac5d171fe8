/** One tenant: who the identity is there, then its PAL and its subscriptions side by side, each into the store as it comes. */
import type { Azure } from '../../shared/ports/azure.ts';
import { failureTraits } from '../../shared/model/failureTraits.ts';
import type { PartnerLink, TenantRef } from '../../shared/model/model.ts';
import { failed, type Outcome } from '../../shared/model/outcome.ts';
import { palAfterReading } from '../../shared/model/palAfterReading.ts';
import type { CheckResult } from './scanQueue.ts';
import type { Store } from '../store/store.ts';

/** What a check asks of Azure. */
export type CheckedAzure = Pick<Azure, 'principal' | 'readLink' | 'subscriptions'>;

/** Once the signal has fired, nothing more goes into the store; the caller restores the row. */
export async function checkTenant(
  azure: CheckedAzure,
  store: Store,
  ref: TenantRef,
  signal: AbortSignal,
): Promise<CheckResult> {
  if (!store.tenant(ref)) {
    return 'gone';
  }
  store.setPal(ref, { kind: 'checking' }, 'scan');
  store.setSubscriptions(ref, { kind: 'checking' });
  // The token comes first: a tenant that needs a sign-in is asked for once, not once per question.
  const principal = await caught(ref, () => azure.principal(ref, signal));
  if (signal.aborted) {
    return 'cancelled';
  }
  // A token that does not say whose it is (AD FS) may still do for reading.
  if (!principal.ok && principal.failure.kind !== 'unexpectedAnswer') {
    const result = put(store, ref, principal);
    if (result === 'failed') {
      store.setSubscriptions(ref, { kind: 'unknown', failure: principal.failure });
    }
    return result;
  }
  const [pal] = await Promise.all([readPal(azure, store, ref, signal), readSubscriptions(azure, store, ref, signal)]);
  return pal;
}

async function readPal(azure: CheckedAzure, store: Store, ref: TenantRef, signal: AbortSignal): Promise<CheckResult> {
  const read = await caught(ref, () => azure.readLink(ref, signal));
  if (signal.aborted) {
    return 'cancelled';
  }
  return put(store, ref, read);
}

async function readSubscriptions(
  azure: CheckedAzure,
  store: Store,
  ref: TenantRef,
  signal: AbortSignal,
): Promise<void> {
  const read = await caught(ref, () => azure.subscriptions(ref, signal));
  if (signal.aborted) {
    return;
  }
  if (!read.ok && read.failure.kind === 'cancelled') {
    store.restoreTenant(ref);
    return;
  }
  store.setSubscriptions(
    ref,
    read.ok ? { kind: 'known', list: read.value } : { kind: 'unknown', failure: read.failure },
  );
}

function put(store: Store, ref: TenantRef, reading: Outcome<PartnerLink | undefined>): CheckResult {
  const pal = palAfterReading(reading);
  if (pal === undefined) {
    store.restoreTenant(ref);
    return 'cancelled';
  }
  store.setPal(ref, pal, 'scan');
  if (!reading.ok && failureTraits[reading.failure.kind].needsPerson) {
    store.restoreTenant(ref);
    return 'needsPerson';
  }
  return pal.kind === 'unknown' ? 'failed' : 'checked';
}

/** Azure promises never to reject; a mistake there must cost one tenant only. */
async function caught<T>(ref: TenantRef, ask: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await ask();
  } catch {
    return failed({ kind: 'unknown', tenantId: ref.tenantId });
  }
}
