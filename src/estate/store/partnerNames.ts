/** Where the name of a partner ID is known from. */
import { knownPal, type TenantRow } from '../../shared/model/model.ts';
import type { SeenPartner } from '../../shared/text/partnerIdText.ts';
import { shownName } from './rowOrder.ts';

/** What is asked of the store. */
export interface LearntPartners {
  allTenants(): readonly TenantRow[];
  partnerName(partnerId: string): string | undefined;
}

/** The name as the last link showed it, with a tenant whose link shows that name now; `undefined`: no link ever did. */
export function partnerNames(store: LearntPartners, partnerId: string): SeenPartner | undefined {
  const name = store.partnerName(partnerId);
  if (name === undefined) {
    return undefined;
  }
  const row = store.allTenants().find((one) => {
    const pal = knownPal(one);
    return pal.kind === 'linked' && pal.link.partnerId === partnerId && pal.link.partnerName === name;
  });
  return row === undefined ? { name } : { name, seenIn: shownName(row.info) };
}
