/** The snapshot as a file: versioned JSON with subscriptions by columns, bounded by dropping detail and never rows. */
import {
  isConfirmed,
  type ConfirmedPal,
  type LinkDrift,
  type PalState,
  type Subscription,
  type SubscriptionsState,
  type TenantInfo,
  type TenantRow,
} from '../../shared/model/model.ts';
import type { AgreementState } from '../../shared/model/agreement.ts';
import { nothingKnownOfDpor, type DporState, type SubscriptionDpor } from '../../shared/model/dpor.ts';
import { withLazySubscriptions } from '../store/lazySubscriptions.ts';
import type { IdentityRecord, LearntName, Snapshot } from '../store/merge.ts';
import { byName } from '../store/rowOrder.ts';
import { columnsOf, listFacts, subscriptionsOf, type SubscriptionColumns } from './subscriptionColumns.ts';

/** 2: subscriptions by columns. */
export const snapshotVersion = 2;

export type SubscriptionsRecord =
  | Exclude<SubscriptionsState, { readonly list?: readonly Subscription[] }>
  | { readonly kind: 'known'; readonly list: SubscriptionColumns; readonly detailDropped?: true }
  | (Omit<Extract<SubscriptionsState, { readonly kind: 'unknown' }>, 'list'> & {
      readonly list?: SubscriptionColumns;
    });

/** What is not checked is left out. */
export type DporRecord = Omit<SubscriptionDpor, 'agreement' | 'dpor'> & {
  readonly agreement?: AgreementState;
  readonly dpor?: DporState;
};

export interface TenantRecord {
  readonly info: TenantInfo;
  readonly pal: PalState;
  /** Absent where `pal` itself is confirmed. */
  readonly confirmed?: { readonly pal: ConfirmedPal; readonly at: number };
  readonly subscriptions: SubscriptionsRecord;
  readonly checkedAt?: number;
  readonly subscriptionsCheckedAt?: number;
  /** Absent where the list itself is *known*. Older versions know no such field and leave it out. */
  readonly subscriptionsListedAt?: number;
  readonly drift?: LinkDrift;
  readonly driftClearedAt?: number;
  /** By subscription id. Older versions know no such field and leave it out. */
  readonly dpor?: Readonly<Record<string, DporRecord>>;
}

export interface IdentityFileRecord extends Omit<IdentityRecord, 'tenants'> {
  readonly tenants: readonly TenantRecord[];
}

export interface SnapshotFile {
  readonly version: typeof snapshotVersion;
  readonly knownAsOf?: number;
  readonly identities: readonly IdentityFileRecord[];
  readonly removedIdentities: Readonly<Record<string, number>>;
  readonly partnerNames: Readonly<Record<string, LearntName>>;
}

export interface WrittenSnapshot {
  readonly text: string;
  /** In how many tenants details of subscriptions were left out. */
  readonly dropped: number;
}

/** How much is left out: nothing, offers and managing tenants, names and further domains as well. */
type Dropped = 0 | 1 | 2;

/** The same text for the same content, tenants by name. `maxBytes` is kept as far as leaving out details can. */
export function writeSnapshot(snapshot: Snapshot, maxBytes: number): WrittenSnapshot {
  const identities = [...snapshot.identities].sort((a, b) => (a.identity.key < b.identity.key ? -1 : 1));
  const rows = identities.flatMap(({ tenants }) => byName(tenants).map((row) => ({ row, text: rowText(row, 0) })));
  const heads = identities.map(({ identity, state, seenAt, tenantsListedAt }) =>
    JSON.stringify({ identity, state, seenAt, tenantsListedAt }).slice(0, -1),
  );
  const rest = JSON.stringify({
    version: snapshotVersion,
    knownAsOf: snapshot.knownAsOf,
    removedIdentities: sorted(snapshot.removedIdentities),
    partnerNames: sorted(snapshot.partnerNames),
  }).slice(0, -1);
  let bytes = [rest, ...heads].reduce((sum, text) => sum + Buffer.byteLength(text) + 16, 0);
  bytes = rows.reduce((sum, { text }) => sum + Buffer.byteLength(text) + 1, bytes);
  const dropped = new Set<unknown>();
  for (const level of [1, 2] as const) {
    if (bytes <= maxBytes) {
      break;
    }
    for (const part of [...rows].sort((a, b) => b.text.length - a.text.length)) {
      const shorter = rowText(part.row, level);
      if (shorter.length < part.text.length) {
        bytes += Buffer.byteLength(shorter) - Buffer.byteLength(part.text);
        part.text = shorter;
        dropped.add(part);
      }
      if (bytes <= maxBytes) {
        break;
      }
    }
  }
  let next = 0;
  const parts = identities.map(({ tenants }, index) => {
    const texts = rows.slice(next, next + tenants.length).map(({ text }) => text);
    next += tenants.length;
    return `${heads[index] ?? '{'},"tenants":[${texts.join(',')}]}`;
  });
  return { text: `${rest},"identities":[${parts.join(',')}]}`, dropped: dropped.size };
}

export function readSnapshot(file: SnapshotFile): Snapshot {
  return {
    knownAsOf: file.knownAsOf,
    identities: file.identities.map(({ tenants, ...record }) => ({
      ...record,
      tenants: tenants.map((tenant) => rowOf(record.identity.key, tenant)),
    })),
    removedIdentities: new Map(Object.entries(file.removedIdentities)),
    partnerNames: new Map(Object.entries(file.partnerNames)),
  };
}

function rowText(row: TenantRow, level: Dropped): string {
  const record: TenantRecord = {
    info: level === 2 ? { ...row.info, domains: undefined } : row.info,
    pal: level === 2 ? withoutMessage(row.pal) : row.pal,
    confirmed: isConfirmed(row.pal) ? undefined : row.confirmed,
    subscriptions: subscriptionsRecord(row, level),
    checkedAt: row.checkedAt,
    subscriptionsCheckedAt: row.subscriptionsCheckedAt,
    subscriptionsListedAt: row.subscriptions.kind === 'known' ? undefined : row.subscriptionsListedAt,
    drift: row.drift,
    driftClearedAt: row.driftClearedAt,
    dpor: row.dpor && dporRecord(row.dpor, level),
  };
  return JSON.stringify(record);
}

function rowOf(identity: string, record: TenantRecord): TenantRow {
  const { info, pal } = record;
  return {
    ...record,
    ref: { identity, tenantId: info.tenantId },
    dpor: record.dpor && dporOfRecord(record.dpor),
    confirmed: isConfirmed(pal) ? { pal, at: record.checkedAt ?? 0 } : record.confirmed,
    subscriptions: subscriptionsState(record.subscriptions, info.tenantId),
    subscriptionsListedAt:
      record.subscriptions.kind === 'known' ? record.subscriptionsCheckedAt : record.subscriptionsListedAt,
  };
}

function subscriptionsState(record: SubscriptionsRecord, tenantId: string): SubscriptionsState {
  const { kind } = record;
  switch (kind) {
    case 'notChecked':
      return { kind };
    case 'known': {
      const { list, ...state } = record;
      return withLazySubscriptions(state, listFacts(list), () => subscriptionsOf(list, tenantId));
    }
    case 'unknown': {
      const { list, ...state } = record;
      return list ? withLazySubscriptions(state, listFacts(list), () => subscriptionsOf(list, tenantId)) : state;
    }
  }
}

/** What is known goes last of all; that a subscription is new, and nothing else known of it, goes with the offers. */
function dporRecord(
  dpor: ReadonlyMap<string, SubscriptionDpor>,
  level: Dropped,
): Record<string, DporRecord> | undefined {
  const records = [...dpor].flatMap(([id, one]): readonly (readonly [string, DporRecord])[] => {
    const agreement = level === 2 ? withoutMessage(one.agreement) : one.agreement;
    const state = level === 2 ? withoutMessage(one.dpor) : one.dpor;
    const record = inOrder({
      ...one,
      agreement: agreement.kind === 'notChecked' ? undefined : agreement,
      dpor: state.kind === 'notChecked' ? undefined : state,
    });
    return level > 0 && !record.agreement && !record.dpor ? [] : [[id, record]];
  });
  return records.length > 0 ? sorted(new Map(records)) : undefined;
}

function dporOfRecord(records: Readonly<Record<string, DporRecord>>): ReadonlyMap<string, SubscriptionDpor> {
  return new Map(
    Object.entries(records).map(([id, record]) => [
      id,
      {
        ...record,
        agreement: record.agreement ?? nothingKnownOfDpor.agreement,
        dpor: record.dpor ?? nothingKnownOfDpor.dpor,
      },
    ]),
  );
}

/** The same text for the same content, whichever part was learnt first. */
function inOrder(record: DporRecord): DporRecord {
  const { agreement, agreementAt, agreementFailed, leftEaAt, dpor, dporAt, newSince, newClearedAt } = record;
  return { agreement, agreementAt, agreementFailed, leftEaAt, dpor, dporAt, newSince, newClearedAt };
}

function subscriptionsRecord({ subscriptions, ref }: TenantRow, level: Dropped): SubscriptionsRecord {
  const list = (all: readonly Subscription[]): SubscriptionColumns =>
    columnsOf(
      all.map((one) => withoutDetail(one, level)),
      ref.tenantId,
    );
  switch (subscriptions.kind) {
    case 'notChecked':
    case 'checking':
      return { kind: 'notChecked' };
    case 'known':
      return {
        kind: 'known',
        list: list(subscriptions.list),
        detailDropped: level > 0 && subscriptions.list.length > 0 ? true : subscriptions.detailDropped,
      };
    case 'unknown':
      return { ...subscriptions, list: subscriptions.list && list(subscriptions.list) };
  }
}

/** What a level leaves out of a subscription: offers and managing tenants, then names. */
function withoutDetail(one: Subscription, level: Dropped): Subscription {
  return level === 0
    ? one
    : {
        ...one,
        displayName: level === 2 ? undefined : one.displayName,
        quotaId: undefined,
        managedByTenantIds: undefined,
      };
}

function withoutMessage<T extends PalState | AgreementState | DporState>(state: T): T {
  return state.kind === 'unknown' ? { ...state, failure: { ...state.failure, serviceMessage: undefined } } : state;
}

function sorted<T>(map: ReadonlyMap<string, T>): Record<string, T> {
  return Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
}
