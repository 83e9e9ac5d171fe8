/** What VS Code passes to a command from the tree: the row clicked, and all picked rows if it is one of several. */
import { tenantKey, type TenantRef } from '../../shared/model/model.ts';
import type { Node } from '../../tree/nodes.ts';

export interface RowArguments {
  readonly clicked?: Node;
  readonly picked: readonly Node[];
}

/** From the palette there are none. */
export const fromPalette: RowArguments = { picked: [] };

/** The tenants of those rows, each once. A subscription row stands for its tenant; an identity row for none. */
export function refsOf(rows: RowArguments): readonly TenantRef[] {
  const refs = new Map<string, TenantRef>();
  for (const node of nodesOf(rows)) {
    if (node.kind === 'tenant' || node.kind === 'subscription') {
      refs.set(tenantKey(node.ref), node.ref);
    }
  }
  return [...refs.values()];
}

export function nodesOf({ clicked, picked }: RowArguments): readonly Node[] {
  if (picked.length > 0) {
    return picked;
  }
  return clicked ? [clicked] : [];
}
