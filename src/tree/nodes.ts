/** What stands in the tree. A node only says which row it is; what the row shows is read from the store when it is rendered. */
import { groupKey, type Group } from '../estate/view/grouping.ts';
import type { IdentityKey, TenantRef } from '../shared/model/model.ts';

export interface IdentityNode {
  readonly kind: 'identity';
  readonly id: string;
  readonly key: IdentityKey;
}

/** Tenants that have something in common. */
export interface GroupNode {
  readonly kind: 'group';
  readonly id: string;
  readonly group: Group;
}

export interface TenantNode {
  readonly kind: 'tenant';
  readonly id: string;
  readonly ref: TenantRef;
}

export interface SubscriptionNode {
  readonly kind: 'subscription';
  readonly id: string;
  /** The tenant through which the subscription is seen. */
  readonly ref: TenantRef;
  readonly subscriptionId: string;
}

/** Stands below a tenant where its subscriptions are not, or not all, known, and says why. */
export interface NoteNode {
  readonly kind: 'note';
  readonly id: string;
  readonly ref: TenantRef;
}

/** Stands above all others where something could not be read that may be readable by now. */
export interface RemedyNode {
  readonly kind: 'remedy';
  readonly id: '/remedy';
}

export const remedyNode: RemedyNode = { kind: 'remedy', id: '/remedy' };

export type Node = IdentityNode | GroupNode | TenantNode | SubscriptionNode | NoteNode | RemedyNode;

/** What tenants may stand below. */
export type ParentNode = IdentityNode | GroupNode;

/** Unique across identities, and the same whatever tenants are grouped by. */
export function identityId(key: IdentityKey): string {
  return `/identities/${encodeURIComponent(key)}`;
}

export function tenantId(ref: TenantRef): string {
  return `${identityId(ref.identity)}/tenants/${encodeURIComponent(ref.tenantId)}`;
}

/**
 * The nodes handed out so far. VS Code finds a row to refresh or to reveal by the identity of its node, so one row has one
 * node for as long as the pool lives.
 */
export class NodePool {
  readonly #identities = new Map<IdentityKey, IdentityNode>();
  readonly #others = new Map<string, GroupNode | TenantNode | SubscriptionNode | NoteNode>();

  identity(key: IdentityKey): IdentityNode {
    const known = this.#identities.get(key);
    if (known) {
      return known;
    }
    const node: IdentityNode = { kind: 'identity', id: identityId(key), key };
    this.#identities.set(key, node);
    return node;
  }

  group(group: Group): GroupNode {
    const id = `/groups/${group.by}/${encodeURIComponent(groupKey(group))}`;
    const known = this.#others.get(id);
    return known?.kind === 'group' ? known : this.#keep({ kind: 'group', id, group });
  }

  tenant(ref: TenantRef): TenantNode {
    const id = tenantId(ref);
    const known = this.#others.get(id);
    return known?.kind === 'tenant' ? known : this.#keep({ kind: 'tenant', id, ref });
  }

  subscription(ref: TenantRef, subscriptionId: string): SubscriptionNode {
    const id = `${tenantId(ref)}/subscriptions/${encodeURIComponent(subscriptionId)}`;
    const known = this.#others.get(id);
    return known?.kind === 'subscription' ? known : this.#keep({ kind: 'subscription', id, ref, subscriptionId });
  }

  note(ref: TenantRef): NoteNode {
    const id = `${tenantId(ref)}/note`;
    const known = this.#others.get(id);
    return known?.kind === 'note' ? known : this.#keep({ kind: 'note', id, ref });
  }

  #keep<T extends GroupNode | TenantNode | SubscriptionNode | NoteNode>(node: T): T {
    this.#others.set(node.id, node);
    return node;
  }
}
