/** The names that a plan shows, from the store. */
import type { IdentityKey, IdentityRow } from '../shared/model.ts';
import type { PlanContext } from './plan.ts';

export interface NamingStore {
  identity(key: IdentityKey): IdentityRow | undefined;
  partnerName(partnerId: string): string | undefined;
}

export function planContext(store: NamingStore): PlanContext {
  return {
    identityName: (key) => store.identity(key)?.identity.name ?? key,
    partnerName: (id) => store.partnerName(id),
  };
}
