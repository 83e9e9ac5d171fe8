/** What a line of the form's table is about: the PAL of a tenant, or the DPOR of a subscription that is seen through one. */
import { subscriptionKey } from '../../estate/scan/dporReader.ts';
import { dporOf } from '../../estate/store/dporRow.ts';
import { subscriptionsInOrder } from '../../estate/store/rowOrder.ts';
import { dporApplies } from '../../shared/model/agreement.ts';
import { knownPal, subscriptionList, tenantKey, type Subscription, type TenantRow } from '../../shared/model/model.ts';

export interface TenantPlace {
  readonly kind: 'tenant';
  readonly row: TenantRow;
}

export interface SubscriptionPlace {
  readonly kind: 'subscription';
  readonly row: TenantRow;
  readonly subscription: Subscription;
}

export type Place = TenantPlace | SubscriptionPlace;

/** The same as a plan's `targetKey`. */
export function placeKey(place: Place): string {
  const tenant = place.row.ref;
  return place.kind === 'tenant'
    ? tenantKey(tenant)
    : subscriptionKey({ tenant, subscriptionId: place.subscription.subscriptionId });
}

/** A tenant and, right after it and in the tree's order, its subscriptions to which DPOR applies as far as their agreements are known. */
export function placesOf(row: TenantRow): readonly Place[] {
  const tenant: Place = { kind: 'tenant', row };
  // Of ten thousand tenants few have been asked about; those of a covered one stand below the tenant that covers it.
  return row.dpor === undefined || knownPal(row).kind === 'covered'
    ? [tenant]
    : [tenant, ...withDpor(row).map((subscription): Place => ({ kind: 'subscription', row, subscription }))];
}

function withDpor(row: TenantRow): readonly Subscription[] {
  return subscriptionsInOrder(subscriptionList(row.subscriptions)).filter(
    (one) => dporApplies(one, dporOf(row, one.subscriptionId).agreement).kind === 'applies',
  );
}

export function tenantRows(places: readonly Place[]): readonly TenantRow[] {
  return places.flatMap((place) => (place.kind === 'tenant' ? [place.row] : []));
}

export function subscriptionPlaces(places: readonly Place[]): readonly SubscriptionPlace[] {
  return places.filter((place) => place.kind === 'subscription');
}
