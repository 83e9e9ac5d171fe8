/** What to draw again after a change: the whole tree, or some rows with what is below them. Pure. */
import type { StoreChange } from '../estate/store/store.ts';
import { tenantKey } from '../shared/model/model.ts';
import type { IdentityNode, Node } from './nodes.ts';
import type { Outline } from './outline.ts';

export type Redraw = { readonly kind: 'all' } | { readonly kind: 'rows'; readonly nodes: readonly Node[] };

export function redrawBetween(before: Outline, after: Outline, changes: readonly StoreChange[]): Redraw {
  if (
    !sameNodes(before.roots, after.roots) ||
    changes.some(({ kind }) => kind === 'all') ||
    after.roots.some((root) => root.kind === 'group' && !sameBelow(before, after, root.id))
  ) {
    // VS Code refuses a row that comes into one group before it has left another: all of them are drawn together.
    return { kind: 'all' };
  }
  const nodes = new Set<Node>(
    after.roots.filter((root) => root.kind === 'identity' && identityChanged(before, after, root, changes)),
  );
  const changed = new Set(changes.flatMap((one) => (one.kind === 'tenants' ? one.refs.map(tenantKey) : [])));
  for (const node of after.shown) {
    const name = [before.names.get(node.ref.tenantId), after.names.get(node.ref.tenantId)];
    if (changed.has(tenantKey(node.ref)) || name[0]?.name !== name[1]?.name || name[0]?.beside !== name[1]?.beside) {
      nodes.add(node);
    }
  }
  return { kind: 'rows', nodes: [...nodes] };
}

function identityChanged(
  before: Outline,
  after: Outline,
  { id, key }: IdentityNode,
  changes: readonly StoreChange[],
): boolean {
  const [a, b] = [before.counts.get(key), after.counts.get(key)];
  return (
    !sameBelow(before, after, id) ||
    a?.shown !== b?.shown ||
    a?.all !== b?.all ||
    a?.listed !== b?.listed ||
    changes.some((one) => one.kind === 'identity' && one.key === key)
  );
}

function sameBelow(before: Outline, after: Outline, id: string): boolean {
  return sameNodes(before.below.get(id) ?? [], after.below.get(id) ?? []);
}

function sameNodes(a: readonly Node[], b: readonly Node[]): boolean {
  return a.length === b.length && a.every((node, index) => node === b[index]);
}
