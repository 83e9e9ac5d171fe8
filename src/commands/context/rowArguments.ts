/** What VS Code passes to a command from the tree: the row clicked, and all picked rows if it is one of several. */
import { tenantKey, type TenantRef } from '../../shared/model/model.ts';
import type { GroupNode, Node, ParentNode, TenantNode } from '../../tree/nodes.ts';

/** The row of a group stands for its tenants. */
export type RowNode = Exclude<Node, GroupNode>;

export interface RowArguments {
  readonly clicked?: RowNode;
  readonly picked: readonly RowNode[];
  /** What a link in a tooltip passes (a section of the page about failures), or a key (`focusedRow`). */
  readonly text?: string;
}

/** From the palette there are none. */
export const fromPalette: RowArguments = { picked: [] };

/** As if these rows had been picked in the Tenants view. */
export function pickedRows(nodes: readonly RowNode[]): RowArguments {
  const [clicked] = nodes;
  return { ...(clicked ? { clicked } : {}), picked: nodes };
}

/** A group gives way to the tenants that stand below it; an identity has them behind it, since some commands are about itself. */
export function rowArguments(
  clicked: Node | undefined,
  picked: readonly Node[],
  tenantsBelow: (node: ParentNode) => readonly TenantNode[],
): RowArguments {
  const rows = (picked.length > 0 ? picked : clicked ? [clicked] : []).flatMap((row): readonly RowNode[] => {
    switch (row.kind) {
      case 'group':
        return tenantsBelow(row);
      case 'identity':
        return [row, ...tenantsBelow(row)];
      default:
        return [row];
    }
  });
  return { picked: [...new Map(rows.map((row) => [row.id, row])).values()] };
}

/** The tenants of those rows, each once. A subscription row stands for its tenant. */
export function refsOf(rows: RowArguments): readonly TenantRef[] {
  const refs = new Map<string, TenantRef>();
  for (const node of nodesOf(rows)) {
    if (node.kind === 'tenant' || node.kind === 'subscription') {
      refs.set(tenantKey(node.ref), node.ref);
    }
  }
  return [...refs.values()];
}

export function nodesOf({ clicked, picked }: RowArguments): readonly RowNode[] {
  if (picked.length > 0) {
    return picked;
  }
  return clicked ? [clicked] : [];
}
