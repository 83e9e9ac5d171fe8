/** Which partner IDs are linked and designated, and on how much. Pure. */
import { dporOf } from '../estate/store/dporRow.ts';
import type { AttentionContext } from '../estate/view/attention.ts';
import { countedSubscriptions } from '../estate/view/estateCounts.ts';
import { shownDpor } from '../shared/model/dpor.ts';
import { knownPal, type Subscription, type TenantRow } from '../shared/model/model.ts';
import { isOwn } from '../shared/text/statusText.ts';

export interface PartnerIdCount {
  readonly id: string;
  readonly own: boolean;
  /** In which it is linked. */
  readonly tenants: number;
  /** For which it is designated. */
  readonly subscriptions: number;
}

/** Most first. */
export function countPartnerIds(rows: readonly TenantRow[], context: AttentionContext): readonly PartnerIdCount[] {
  const counts = new Map<string, { tenants: number; subscriptions: number }>();
  const of = (id: string): { tenants: number; subscriptions: number } => {
    const known = counts.get(id) ?? { tenants: 0, subscriptions: 0 };
    counts.set(id, known);
    return known;
  };
  for (const row of rows) {
    const linked = linkedIn(row);
    if (linked !== undefined) {
      of(linked).tenants += 1;
    }
    for (const subscription of row.dpor === undefined ? [] : countedSubscriptions(row, context)) {
      const designated = designatedFor(subscription, row);
      if (designated !== undefined) {
        of(designated).subscriptions += 1;
      }
    }
  }
  return [...counts]
    .map(([id, count]) => ({ id, own: isOwn(id, context.own), ...count }))
    .sort((a, b) => b.tenants + b.subscriptions - (a.tenants + a.subscriptions) || (a.id < b.id ? -1 : 1));
}

export function linkedIn(row: TenantRow): string | undefined {
  const pal = knownPal(row);
  return pal.kind === 'linked' ? pal.link.partnerId : undefined;
}

export function designatedFor(subscription: Subscription, row: TenantRow): string | undefined {
  const dpor = shownDpor(subscription, dporOf(row, subscription.subscriptionId));
  return dpor.kind === 'designated' ? dpor.partner.partnerId : undefined;
}
