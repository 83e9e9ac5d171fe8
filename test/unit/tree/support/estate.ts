/** Estates for tests of the tree, made by hand in a real store. */
import { Store } from '../../../../src/estate/store/store.ts';
import type { ExpectedPartnerId } from '../../../../src/estate/files/expectedPartnerIds.ts';
import type { Chosen, Filter } from '../../../../src/estate/view/filter.ts';
import type { Grouping } from '../../../../src/estate/view/grouping.ts';
import type { Sorting } from '../../../../src/estate/view/sorting.ts';
import type { ScanProgress } from '../../../../src/estate/scan/scanner.ts';
import type { Failure } from '../../../../src/shared/model/failure.ts';
import { publicCloud } from '../../../../src/shared/model/cloudChoice.ts';
import type { IdentityListing } from '../../../../src/shared/ports/identitySource.ts';
import type {
  IdentityKey,
  IdentityState,
  Mode,
  PalState,
  SavedPartnerId,
  Subscription,
  SubscriptionsState,
  TenantInfo,
  TenantMark,
  TenantRef,
} from '../../../../src/shared/model/model.ts';
import { TreeModel } from '../../../../src/tree/treeModel.ts';

/** 2026-11-23T12:00:00Z */
export const noon = Date.UTC(2026, 10, 23, 12);

export const alice: IdentityListing = {
  identity: { key: 'vscode:alice', kind: 'vscodeAccount', name: 'alice@contoso.example' },
  state: { kind: 'ready' },
};
export const bob: IdentityListing = {
  identity: { key: 'vscode:bob', kind: 'vscodeAccount', name: 'bob@contoso.example' },
  state: { kind: 'ready' },
};

export function withState(listing: IdentityListing, state: IdentityState): IdentityListing {
  return { ...listing, state };
}

export const ours: SavedPartnerId = { id: '1234567', label: 'Contoso' };

export function linked(partnerId = ours.id, partnerName: string | null = 'Contoso Consulting'): PalState {
  return {
    kind: 'linked',
    link: {
      partnerId,
      partnerName: partnerName ?? undefined,
      objectId: 'o-1',
      version: 2,
      updatedTime: '2026-05-03T09:30:00.1234567Z',
    },
  };
}

export const notLinked: PalState = { kind: 'notLinked' };

export function subscription(id: string, more: Partial<Subscription> = {}): Subscription {
  return { subscriptionId: id, displayName: `Subscription ${id}`, tenantId: 't-1', state: 'Enabled', ...more };
}

export function known(...list: readonly Subscription[]): SubscriptionsState {
  return { kind: 'known', list };
}

export interface TenantSpec extends TenantInfo {
  readonly pal?: PalState;
  /** Set before `pal`, as an earlier scan would have. */
  readonly before?: PalState;
  readonly subscriptions?: SubscriptionsState;
}

export class TestEstate {
  now = noon;
  progress: ScanProgress = { kind: 'idle' };
  failure: Failure | undefined;
  /** The model that was made of it sees what is changed here. */
  readonly choice: {
    filter: Filter;
    chosen: Chosen | undefined;
    showHidden: boolean;
    grouping: Grouping | undefined;
    sorting: Sorting;
  } = {
    chosen: undefined,
    filter: 'all',
    showHidden: false,
    grouping: undefined,
    sorting: 'name',
  };
  own: readonly SavedPartnerId[] = [ours];
  readonly marks = new Map<string, ReadonlySet<TenantMark>>();
  readonly expected = new Map<string, ExpectedPartnerId>();
  readonly store = new Store({ now: () => this.now });

  identities(...listing: readonly IdentityListing[]): this {
    this.store.putIdentities(listing);
    return this;
  }

  tenants(key: IdentityKey, ...specs: readonly TenantSpec[]): this {
    this.store.putTenants(
      key,
      specs.map(({ tenantId, displayName, defaultDomain, category, countryCode }) => ({
        tenantId,
        displayName,
        defaultDomain,
        category,
        countryCode,
      })),
    );
    for (const { tenantId, pal, before, subscriptions } of specs) {
      const ref: TenantRef = { identity: key, tenantId };
      if (before) {
        this.store.setPal(ref, before, 'scan');
      }
      if (pal) {
        this.store.setPal(ref, pal, 'scan');
      }
      if (subscriptions) {
        this.store.setSubscriptions(ref, subscriptions);
      }
    }
    return this;
  }

  mark(tenantId: string, ...marks: readonly TenantMark[]): this {
    this.marks.set(tenantId, new Set(marks));
    return this;
  }

  expect(tenantId: string, partnerId: string, label?: string): this {
    this.expected.set(tenantId, { partnerId, label });
    return this;
  }

  model(mode: Mode = 'azure'): TreeModel {
    const model = new TreeModel({
      store: this.store,
      marks: { get: (tenantId) => this.marks.get(tenantId) ?? new Set() },
      expected: this.expected,
      ownPartnerIds: { list: () => this.own },
      choice: this.choice,
      progress: () => this.progress,
      failure: () => this.failure,
      mode,
      cloud: { choice: publicCloud, workspaceIgnored: false },
      clock: { now: () => this.now },
      time: { locale: 'en', timeZone: 'UTC' },
    });
    // As on the screen: drawn once before anything changes.
    model.update([]);
    return model;
  }
}
