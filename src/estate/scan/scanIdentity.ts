/** One identity: its tenants page by page, each page checked while the next one is on its way. */
import type { Azure } from '../../shared/ports/azure.ts';
import type { Log } from '../../shared/ports/log.ts';
import { failureTraits } from '../../shared/model/failureTraits.ts';
import type { IdentityKey, TenantInfo, TenantRef } from '../../shared/model/model.ts';
import { failed, type Outcome } from '../../shared/model/outcome.ts';
import { identityStateAfter } from '../store/identityFailure.ts';
import { nothing, together, type ScanSummary } from './scanSummary.ts';
import type { Store } from '../store/store.ts';

/** What a scan asks of Azure; `found`, where Azure calls it, gets each page of tenants as it comes. */
export type ScannedAzure = Pick<Azure, 'identities' | 'principal' | 'readLink' | 'subscriptions' | 'hasToken'> & {
  tenants(
    identity: IdentityKey,
    signal: AbortSignal,
    found: (page: readonly TenantInfo[]) => void,
  ): ReturnType<Azure['tenants']>;
};

export interface IdentityScanParts {
  readonly azure: ScannedAzure;
  readonly store: Store;
  readonly log: Log;
  /** Ids of tenants beside those that Azure lists, as they are at that moment. */
  readonly further: () => readonly string[];
  readonly check: (refs: readonly TenantRef[], signal: AbortSignal) => Promise<ScanSummary>;
}

/**
 * Lists the tenants of one identity and has them checked, each page as it comes. Once the signal has
 * fired, nothing more goes into the store but the identity's state from before.
 */
export async function scanIdentity(
  parts: IdentityScanParts,
  key: IdentityKey,
  signal: AbortSignal,
): Promise<ScanSummary> {
  const { azure, store, log } = parts;
  store.setIdentityState(key, { kind: 'checking' });
  const restore = (): void => store.restoreIdentity(key);
  signal.addEventListener('abort', restore, { once: true });
  const checks: Promise<ScanSummary>[] = [];
  const begun = new Set<string>();
  const check = (tenantIds: readonly string[]): void => {
    const fresh = tenantIds.filter((id) => !begun.has(id));
    fresh.forEach((id) => begun.add(id));
    checks.push(
      parts.check(
        fresh.map((tenantId) => ({ identity: key, tenantId })),
        signal,
      ),
    );
  };
  const found = (page: readonly TenantInfo[]): void => {
    if (!signal.aborted) {
      store.addTenants(key, page);
      check(page.map(({ tenantId }) => tenantId));
    }
  };
  const listed: Outcome<readonly TenantInfo[]> = await azure
    .tenants(key, signal, found)
    .catch(() => failed({ kind: 'unknown' }));
  signal.removeEventListener('abort', restore);
  let notScanned: ScanSummary['notScanned'] = [];
  if (!signal.aborted && listed.ok) {
    store.setIdentityState(key, { kind: 'ready' });
    const all = withFurther(listed.value, parts, key);
    store.putTenants(key, all);
    check(all.map(({ tenantId }) => tenantId));
  } else if (!signal.aborted && !listed.ok && listed.failure.kind === 'cancelled') {
    restore();
  } else if (!signal.aborted && !listed.ok) {
    log.warn(`Tenants of an identity cannot be listed: ${listed.failure.kind}`);
    const state = identityStateAfter(listed.failure);
    store.setIdentityState(key, state);
    notScanned = [{ key, state }];
    // The tenants known from before, and those added, are asked all the same, where the failure does not concern them as well.
    store.addTenants(
      key,
      withFurther(
        store.tenants(key).map((row) => row.info),
        parts,
        key,
      ),
    );
    check(failureTraits[listed.failure.kind].ofIdentity ? [] : store.tenants(key).map((row) => row.ref.tenantId));
  }
  const summary = (await Promise.all(checks)).reduce(together, nothing);
  const stopped = signal.aborted || (!listed.ok && listed.failure.kind === 'cancelled');
  return { ...summary, stopped, notScanned };
}

/** A service principal is told its own directory only. What is known of the others from before stays. */
function withFurther(
  listed: readonly TenantInfo[],
  { store, further }: IdentityScanParts,
  key: IdentityKey,
): readonly TenantInfo[] {
  const ids = new Set(listed.map(({ tenantId }) => tenantId));
  return [
    ...listed,
    ...further()
      .filter((tenantId) => !ids.has(tenantId))
      .map((tenantId) => ({
        ...(store.tenant({ identity: key, tenantId })?.info ?? { tenantId }),
        added: true as const,
      })),
  ];
}
