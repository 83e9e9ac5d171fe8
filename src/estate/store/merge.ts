/**
 * What two windows know, made one. Per tenant the latestOf check wins, for its PAL and its subscriptions each; the latestOf
 * listing says which tenants there are; a removed identity stays removed until it is seen again later. The result does not
 * depend on the order in which snapshots meet.
 */
import {
  subscriptionList,
  type Identity,
  type IdentityKey,
  type IdentityState,
  type LinkDrift,
  type SubscriptionsState,
  type TenantInfo,
  type TenantRow,
} from '../../shared/model/model.ts';
import { mergeDpor } from './dporMerge.ts';
import { laterOf, latestOf } from './latest.ts';
import { linkedId } from './row.ts';

export interface IdentityRecord {
  readonly identity: Identity;
  readonly state: IdentityState;
  /** When anything was last heard of the identity. */
  readonly seenAt: number;
  /** When its tenants were last listed; absent while they never were. */
  readonly tenantsListedAt?: number;
  /** Nothing in it is *checking*. */
  readonly tenants: readonly TenantRow[];
}

export interface LearntName {
  readonly name: string;
  readonly at: number;
}

/** Everything that is known of the estate, as it goes to the disk and from window to window. No token in it. */
export interface Snapshot {
  /** When the last full scan ended. */
  readonly knownAsOf?: number;
  readonly identities: readonly IdentityRecord[];
  /** When an identity was removed: what was heard of it before that is void. */
  readonly removedIdentities: ReadonlyMap<IdentityKey, number>;
  readonly partnerNames: ReadonlyMap<string, LearntName>;
}

export const emptySnapshot: Snapshot = { identities: [], removedIdentities: new Map(), partnerNames: new Map() };

export function mergeSnapshots(a: Snapshot, b: Snapshot): Snapshot {
  const removedIdentities = mergeMaps(a.removedIdentities, b.removedIdentities, Math.max);
  const identities = new Map<IdentityKey, IdentityRecord>();
  for (const record of [...a.identities, ...b.identities]) {
    if (record.seenAt > (removedIdentities.get(record.identity.key) ?? -Infinity)) {
      const other = identities.get(record.identity.key);
      identities.set(record.identity.key, other ? mergeIdentities(other, record) : record);
    }
  }
  return {
    knownAsOf: laterOf(a.knownAsOf, b.knownAsOf),
    identities: [...identities.values()],
    removedIdentities,
    partnerNames: mergeMaps(a.partnerNames, b.partnerNames, (x, y) => latestOf(x, x.at, y, y.at)),
  };
}

function mergeIdentities(a: IdentityRecord, b: IdentityRecord): IdentityRecord {
  const latest = latestOf(
    { identity: a.identity, state: a.state },
    a.seenAt,
    { identity: b.identity, state: b.state },
    b.seenAt,
  );
  return {
    ...latest,
    seenAt: Math.max(a.seenAt, b.seenAt),
    tenantsListedAt: laterOf(a.tenantsListedAt, b.tenantsListedAt),
    tenants: mergeTenants(a, b),
  };
}

function mergeTenants(a: IdentityRecord, b: IdentityRecord): readonly TenantRow[] {
  const [listed, other] = (a.tenantsListedAt ?? -Infinity) >= (b.tenantsListedAt ?? -Infinity) ? [a, b] : [b, a];
  const others = new Map(other.tenants.map((row) => [row.ref.tenantId, row]));
  const merged = listed.tenants.map((row) => {
    const match = others.get(row.ref.tenantId);
    others.delete(row.ref.tenantId);
    return match ? mergeRows(row, match, listed.tenantsListedAt === other.tenantsListedAt) : row;
  });
  // Listed at the very same time: neither window's listing is the newer one, so no row is dropped.
  return listed.tenantsListedAt === other.tenantsListedAt ? [...merged, ...others.values()] : merged;
}

/** Two rows of the same tenant; neither is being checked. `info` is the first one's unless both were listed at the same time. */
function mergeRows(a: TenantRow, b: TenantRow, sameListing = false): TenantRow {
  if (a === b) {
    return a;
  }
  const pal = latestOf(a.pal, a.checkedAt, b.pal, b.checkedAt);
  const confirmed = latestOf(a.confirmed, a.confirmed?.at, b.confirmed, b.confirmed?.at);
  const subscriptions = mergeSubscriptions(a, b);
  const driftClearedAt = laterOf(a.driftClearedAt, b.driftClearedAt);
  return {
    ref: a.ref,
    info: sameListing ? infoInFull(a.info, b.info) : a.info,
    pal,
    confirmed,
    subscriptions,
    checkedAt: laterOf(a.checkedAt, b.checkedAt),
    subscriptionsCheckedAt: laterOf(a.subscriptionsCheckedAt, b.subscriptionsCheckedAt),
    subscriptionsListedAt: laterOf(a.subscriptionsListedAt, b.subscriptionsListedAt),
    drift: mergeDrift(a.drift, b.drift, driftClearedAt, confirmed && linkedId(confirmed.pal)),
    driftClearedAt,
    dpor: mergeDpor(a.dpor, b.dpor, subscriptions.kind === 'known' ? idsOf(subscriptions) : undefined),
  };
}

/** The latestOf check says whether they are known; one that failed leaves the latestOf list, whichever window read that. */
function mergeSubscriptions(a: TenantRow, b: TenantRow): SubscriptionsState {
  const checked = newestInFull(a.subscriptions, a.subscriptionsCheckedAt, b.subscriptions, b.subscriptionsCheckedAt);
  if (checked.kind !== 'unknown') {
    return checked;
  }
  const listed = newestInFull(a.subscriptions, a.subscriptionsListedAt, b.subscriptions, b.subscriptionsListedAt);
  return listed === checked || listed.kind === 'notChecked' || listed.list === undefined
    ? checked
    : { ...checked, list: listed.list };
}

function idsOf(state: SubscriptionsState): ReadonlySet<string> {
  return new Set(subscriptionList(state).map(({ subscriptionId }) => subscriptionId));
}

function mergeDrift(
  a: LinkDrift | undefined,
  b: LinkDrift | undefined,
  clearedAt: number | undefined,
  is: string | undefined,
): LinkDrift | undefined {
  const valid = (drift: LinkDrift | undefined): LinkDrift | undefined =>
    drift && drift.noticedAt > (clearedAt ?? -Infinity) ? drift : undefined;
  const latest = latestOf(valid(a), valid(a)?.noticedAt, valid(b), valid(b)?.noticedAt);
  if (!latest || latest.was === is) {
    return undefined;
  }
  return latest.is === is ? latest : { ...latest, is };
}

/** Of one and the same listing, the entry whose domains a snapshot has not dropped. */
function infoInFull(a: TenantInfo, b: TenantInfo): TenantInfo {
  const lacks = (info: TenantInfo): boolean => info.domains === undefined;
  return lacks(a) === lacks(b) ? latestOf(a, 0, b, 0) : lacks(a) ? b : a;
}

/** Of one and the same list, the one whose details a snapshot has not dropped. */
function newestInFull(
  a: SubscriptionsState,
  aAt: number | undefined,
  b: SubscriptionsState,
  bAt: number | undefined,
): SubscriptionsState {
  const dropped = (state: SubscriptionsState): boolean => state.kind === 'known' && state.detailDropped === true;
  return aAt === bAt && dropped(a) !== dropped(b) ? (dropped(a) ? b : a) : latestOf(a, aAt, b, bAt);
}

function mergeMaps<K, V>(a: ReadonlyMap<K, V>, b: ReadonlyMap<K, V>, pick: (x: V, y: V) => V): ReadonlyMap<K, V> {
  const merged = new Map(a);
  for (const [key, value] of b) {
    const other = merged.get(key);
    merged.set(key, other === undefined ? value : pick(other, value));
  }
  return merged;
}
