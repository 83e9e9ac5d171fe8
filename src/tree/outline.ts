/** Which rows stand where: filter, hidden ones, groups, order, and the level of identities. Pure; made anew after every change. */
import {
  compareGroups,
  defaultGrouping,
  groupOf,
  type GroupedBy,
  type Grouping,
  type GroupingContext,
} from '../estate/view/grouping.ts';
import type { AttentionContext } from '../estate/view/attention.ts';
import { sorted, type Sorting } from '../estate/view/sorting.ts';
import type { Store } from '../estate/store/store.ts';
import { rowNames, subscriptionsInOrder, type RowName } from '../estate/store/rowOrder.ts';
import {
  knownPal,
  subscriptionList,
  type IdentityKey,
  type IdentityRow,
  type Subscription,
  type TenantRow,
} from '../shared/model/model.ts';

import type { IdentityCounts } from './identityRow.ts';
import { hasNone } from './facts/rowWords.ts';
import type { GroupNode, IdentityNode, NodePool, TenantNode, Node } from './nodes.ts';

export type EstateReader = Pick<Store, 'identities' | 'tenants' | 'areByName' | 'allTenants' | 'tenantsListedAt'>;

export interface OutlineChoice {
  /** Whether the filter lets the row through; marks aside. */
  readonly matches: (row: TenantRow) => boolean;
  /** Identities stand in the tree even without a tenant that matches. */
  readonly identityMatches: (row: IdentityRow) => boolean;
  readonly showHidden: boolean;
  /** `undefined`: the user has not chosen one. */
  readonly grouping: Grouping | undefined;
  readonly sorting: Sorting;
  readonly attention: AttentionContext;
  readonly scanning: boolean;
  /** Nothing could be scanned at all. */
  readonly failed: boolean;
}

export type OutlineState = 'loading' | 'noIdentity' | 'failed' | 'noTenants' | 'allFiltered' | 'allHidden' | 'rows';

export type RootNode = IdentityNode | GroupNode | TenantNode;

export interface Outline extends Arranged {
  readonly state: OutlineState;
  /** Whether tenants stand below their identities. */
  readonly identityLevel: boolean;
  readonly counts: ReadonlyMap<IdentityKey, IdentityCounts>;
  /** Tenants there are, without hidden ones unless these are shown. */
  readonly total: number;
  readonly names: ReadonlyMap<string, RowName>;
  /** Ids of tenants that several identities reach, while nothing above their rows says through which. */
  readonly ambiguous: ReadonlySet<string>;
}

interface Arranged {
  readonly roots: readonly RootNode[];
  /** By the ids of identities and groups that tenants stand below. */
  readonly below: ReadonlyMap<string, readonly TenantNode[]>;
  /** Tenants that stand in the tree, in its order. */
  readonly shown: readonly TenantNode[];
}

export function outlineOf(estate: EstateReader, choice: OutlineChoice, pool: NodePool): Outline {
  const identities = estate.identities();
  const { marks } = choice.attention;
  const counts = new Map<IdentityKey, IdentityCounts>();
  const matching = new Map<IdentityRow, readonly TenantRow[]>();
  let total = 0;
  for (const identity of identities) {
    const { key } = identity.identity;
    const candidates = estate
      .tenants(key)
      .filter((row) => choice.showHidden || !marks.get(row.ref.tenantId).has('hidden'));
    const rows = candidates.filter(choice.matches);
    total += candidates.length;
    matching.set(identity, rows);
    counts.set(key, {
      shown: rows.length,
      all: candidates.length,
      listed: estate.tenantsListedAt(key) !== undefined,
    });
  }
  const stands = (identity: IdentityRow): boolean => mustStand(identity, estate, choice);
  const [first] = identities;
  // A single identity is a level where there is nothing else that could say why there are no rows.
  const alone = identities.length === 1 && first !== undefined && stands(first);
  const grouping = choice.grouping ?? (alone ? 'identity' : defaultGrouping(identities.length));
  const arranged =
    grouping === 'identity'
      ? belowIdentities(matching, estate, choice, pool)
      : belowGroups(matching, grouping, stands, estate, choice, pool);
  return {
    ...arranged,
    state: arranged.roots.length > 0 ? 'rows' : stateWithoutRows(identities, estate, choice, total),
    identityLevel: grouping === 'identity',
    counts,
    total,
    names: rowNames(estate.allTenants().map(({ info }) => info)),
    ambiguous: grouping === 'identity' ? new Set() : repeated(arranged.shown),
  };
}

type Matching = ReadonlyMap<IdentityRow, readonly TenantRow[]>;

function belowIdentities(matching: Matching, estate: EstateReader, choice: OutlineChoice, pool: NodePool): Arranged {
  const standing = [...matching].filter(([identity, rows]) => rows.length > 0 || choice.identityMatches(identity));
  const below = new Map(
    standing.map(([{ identity }, rows]) => {
      const areByName = estate.areByName(identity.key);
      const nodes = sorted(rows, choice.sorting, { ...choice.attention, areByName }).map(({ ref }) => pool.tenant(ref));
      return [pool.identity(identity.key).id, nodes];
    }),
  );
  return {
    roots: standing.map(([{ identity }]) => pool.identity(identity.key)),
    below,
    shown: [...below.values()].flat(),
  };
}

/** Identities that have something to say of themselves stand above the groups. */
function belowGroups(
  matching: Matching,
  grouping: Exclude<Grouping, 'identity'>,
  stands: (identity: IdentityRow) => boolean,
  estate: EstateReader,
  choice: OutlineChoice,
  pool: NodePool,
): Arranged {
  const identities = [...matching.keys()];
  const only = identities.length === 1 ? identities[0] : undefined;
  const rows = sorted([...matching.values()].flat(), choice.sorting, {
    ...choice.attention,
    areByName: only !== undefined && estate.areByName(only.identity.key),
  });
  const above = identities
    .filter((one) => stands(one) && choice.identityMatches(one))
    .map(({ identity }) => pool.identity(identity.key));
  if (grouping === 'nothing') {
    const shown = rows.map(({ ref }) => pool.tenant(ref));
    return { roots: [...above, ...shown], below: new Map(), shown };
  }
  const known = new Map(identities.map(({ identity }) => [identity.key, identity]));
  const groups = gathered(rows, grouping, { ...choice.attention, identity: (key) => known.get(key) }, pool);
  return {
    roots: [...above, ...groups.keys()],
    below: new Map([...groups].map(([{ id }, nodes]) => [id, nodes])),
    shown: [...groups.values()].flat(),
  };
}

/** Groups in their order, each with its tenants in theirs. */
function gathered(
  rows: readonly TenantRow[],
  by: GroupedBy,
  context: GroupingContext,
  pool: NodePool,
): ReadonlyMap<GroupNode, readonly TenantNode[]> {
  const groups = new Map<GroupNode, TenantNode[]>();
  for (const row of rows) {
    const node = pool.group(groupOf(row, by, context));
    const nodes = groups.get(node);
    if (nodes) {
      nodes.push(pool.tenant(row.ref));
    } else {
      groups.set(node, [pool.tenant(row.ref)]);
    }
  }
  return new Map([...groups].sort(([a], [b]) => compareGroups(a.group, b.group, context.own)));
}

function repeated(nodes: readonly TenantNode[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { ref } of nodes) {
    (seen.has(ref.tenantId) ? twice : seen).add(ref.tenantId);
  }
  return twice;
}

/** An identity is in trouble, or there is nothing else that could say why it has no rows. */
function mustStand({ identity, state, before }: IdentityRow, estate: EstateReader, choice: OutlineChoice): boolean {
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
