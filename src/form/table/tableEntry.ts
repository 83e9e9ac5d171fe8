/** What a line of the form's table is about: the PAL of a tenant, or the DPOR of a subscription that is seen through one. */
import { subscriptionKey } from '../../estate/scan/dporReader.ts';
import { dporOf } from '../../estate/store/dporRow.ts';
import { subscriptionsInOrder } from '../../estate/store/rowOrder.ts';
import { dporApplies } from '../../shared/model/agreement.ts';
import { knownPal, subscriptionList, tenantKey, type Subscription, type TenantRow } from '../../shared/model/model.ts';

export interface TenantEntry {
  readonly kind: 'tenant';
  readonly row: TenantRow;
}

export interface SubscriptionEntry {
  readonly kind: 'subscription';
  readonly row: TenantRow;
  readonly subscription: Subscription;
}

export type TableEntry = TenantEntry | SubscriptionEntry;

/** The same as a plan's `targetKey`. */
export function entryKey(entry: TableEntry): string {
  const tenant = entry.row.ref;
  return entry.kind === 'tenant'
    ? tenantKey(tenant)
    : subscriptionKey({ tenant, subscriptionId: entry.subscription.subscriptionId });
}

/** A tenant and, right after it and in the tree's order, its subscriptions to which DPOR applies as far as their agreements are known. */
export function entriesOf(row: TenantRow): readonly TableEntry[] {
  const tenant: TableEntry = { kind: 'tenant', row };
  // Of ten thousand tenants few have been asked about; those of a covered one stand below the tenant that covers it.
  return row.dpor === undefined || knownPal(row).kind === 'covered'
    ? [tenant]
    : [tenant, ...withDpor(row).map((subscription): TableEntry => ({ kind: 'subscription', row, subscription }))];
}

function withDpor(row: TenantRow): readonly Subscription[] {
  return subscriptionsInOrder(subscriptionList(row.subscriptions)).filter(
    (one) => dporApplies(one, dporOf(row, one.subscriptionId).agreement).kind === 'applies',
  );
}

export function tenantRows(entries: readonly TableEntry[]): readonly TenantRow[] {
  return entries.flatMap((entry) => (entry.kind === 'tenant' ? [entry.row] : []));
}

export function subscriptionEntries(entries: readonly TableEntry[]): readonly SubscriptionEntry[] {
  return entries.filter((entry) => entry.kind === 'subscription');
}
