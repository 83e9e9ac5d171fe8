/** What a plan needs to know besides its targets: the names it shows, from the store, and what was read in this session. */
import type { Store } from '../../estate/store/store.ts';
import type { DporPlanContext } from './dporPlan.ts';

export type NamingStore = Pick<Store, 'identity' | 'partnerName'>;

/** `readInSession` absent: no DPOR was. */
export function planContext(
  store: NamingStore,
  readInSession: DporPlanContext['readInSession'] = () => false,
): DporPlanContext {
  return {
    readInSession,
    identityName: (key) => store.identity(key)?.identity.name ?? key,
    partnerName: (id) => store.partnerName(id),
  };
}
