/** Which rows stand where: filter, hidden ones, order, and the level of identities. Pure; made anew after every change. */
import type { Store } from '../estate/store/store.ts';
import { inOrder, pinnedFirst, rowNames, subscriptionsInOrder, type RowName } from '../estate/store/rowOrder.ts';
import {
  knownPal,
  subscriptionList,
  type IdentityKey,
  type IdentityRow,
  type Subscription,
  type TenantMark,
  type TenantRow,
} from '../shared/model/model.ts';

import type { IdentityCounts } from './identityRow.ts';
import { hasNone } from './rowParts.ts';
import type { IdentityNode, NodePool, TenantNode, Node } from './nodes.ts';

export type EstateReader = Pick<Store, 'identities' | 'tenants' | 'areByName' | 'allTenants' | 'tenantsListedAt'>;

export interface OutlineChoice {
  /** Whether the filter lets the row through; marks aside. */
  readonly matches: (row: TenantRow) => boolean;
  /** Identities stand in the tree even without a tenant that matches. */
  readonly identityMatches: (row: IdentityRow) => boolean;
  readonly showHidden: boolean;
  marks(tenantId: string): ReadonlySet<TenantMark>;
  readonly scanning: boolean;
  /** Nothing could be scanned at all. */
  readonly failed: boolean;
}

export type OutlineState = 'loading' | 'noIdentity' | 'failed' | 'noTenants' | 'allFiltered' | 'allHidden' | 'rows';

export interface Outline {
  readonly state: OutlineState;
  readonly roots: readonly (IdentityNode | TenantNode)[];
  /** Whether identities are a level of the tree. */
  readonly identityLevel: boolean;
  /** Per identity that stands in the tree as a level. */
  readonly below: ReadonlyMap<IdentityKey, readonly TenantNode[]>;
  readonly counts: ReadonlyMap<IdentityKey, IdentityCounts>;
  /** Tenants that stand in the tree, in its order. */
  readonly shown: readonly TenantNode[];
  /** Tenants there are, without hidden ones unless these are shown. */
  readonly total: number;
  readonly names: ReadonlyMap<string, RowName>;
}

export function outlineOf(estate: EstateReader, choice: OutlineChoice, pool: NodePool): Outline {
  const identities = estate.identities();
  const counts = new Map<IdentityKey, IdentityCounts>();
  const below = new Map<IdentityKey, readonly TenantNode[]>();
  const shown: TenantNode[] = [];
  const standing: IdentityRow[] = [];
  let total = 0;
  for (const identity of identities) {
    const { key } = identity.identity;
    const candidates = estate
      .tenants(key)
      .filter((row) => choice.showHidden || !choice.marks(row.ref.tenantId).has('hidden'));
    const order = estate.areByName(key) ? pinnedFirst : inOrder;
    const nodes = order(candidates.filter(choice.matches), { get: (id) => choice.marks(id) }).map(({ ref }) =>
      pool.tenant(ref),
    );
    total += candidates.length;
    counts.set(key, {
      shown: nodes.length,
      all: candidates.length,
      listed: estate.tenantsListedAt(key) !== undefined,
    });
    below.set(key, nodes);
    if (nodes.length > 0 || choice.identityMatches(identity)) {
      standing.push(identity);
      shown.push(...nodes);
    }
  }
  const identityLevel = identities.length > 1 || (identities.length === 1 && mustShowAlone(identities, estate, choice));
  const roots = identityLevel ? standing.map(({ identity }) => pool.identity(identity.key)) : shown;
  return {
    state: roots.length > 0 ? 'rows' : stateWithoutRows(identities, estate, choice, total),
    roots,
    identityLevel,
    below,
    counts,
    shown,
    total,
    names: rowNames(estate.allTenants().map(({ info }) => info)),
  };
}

/** A single identity stands in the tree where it is in trouble, and where there is nothing else that could say why there are no rows. */
function mustShowAlone(identities: readonly IdentityRow[], estate: EstateReader, choice: OutlineChoice): boolean {
  return identities.every(({ identity, state, before }) => {
    // Its row does not go and come again with each attempt.
    switch (state.kind === 'checking' ? before?.kind : state.kind) {
      case 'signInNeeded':
      case 'notAllowed':
      case 'failed':
        return true;
      case 'ready':
        return (
          state.kind === 'ready' &&
          estate.tenants(identity.key).length === 0 &&
          estate.tenantsListedAt(identity.key) === undefined &&
          !choice.scanning
        );
      case 'checking':
      case undefined:
        return false;
    }
  });
}

function stateWithoutRows(
  identities: readonly IdentityRow[],
  estate: EstateReader,
  choice: OutlineChoice,
  total: number,
): OutlineState {
  if (identities.length === 0) {
    return choice.scanning ? 'loading' : choice.failed ? 'failed' : 'noIdentity';
  }
  if (total > 0) {
    return 'allFiltered';
  }
  if (estate.allTenants().length > 0) {
    return 'allHidden';
  }
  return choice.scanning || identities.some(({ state }) => state.kind === 'checking') ? 'loading' : 'noTenants';
}

/** Below a tenant: its subscriptions by name, each once, and a note where they are not, or not for sure, known. */
export function belowTenant(row: TenantRow, pool: NodePool): readonly Node[] {
  if (knownPal(row).kind === 'covered') {
    // They stand below the tenant that covers them.
    return [];
  }
  const subscriptions = subscriptionsInOrder(subscriptionList(row.subscriptions));
  const note = row.subscriptions.kind === 'unknown' || (subscriptions.length === 0 && !hasNone(row.subscriptions));
  return [
    ...(note ? [pool.note(row.ref)] : []),
    ...subscriptions.map(({ subscriptionId }) => pool.subscription(row.ref, subscriptionId)),
  ];
}

export function subscriptionIn(row: TenantRow, subscriptionId: string): Subscription | undefined {
  return subscriptionList(row.subscriptions).find((one) => one.subscriptionId === subscriptionId);
}
