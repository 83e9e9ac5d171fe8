/** Node → what its row shows. Pure: the same store and outline give the same text. */
import type { Store } from '../estate/store/store.ts';
import type { TenantRow } from '../shared/model/model.ts';
import { identityRowText } from './identityRow.ts';
import { groupRowText } from './groupRow.ts';
import type { Node, ParentNode, RemedyNode } from './nodes.ts';
import { subscriptionIn, type Outline } from './outline.ts';
import type { RowContext } from './facts/rowContext.ts';
import type { RowText } from './rowText.ts';
import { noteRowText, subscriptionRowText } from './subscriptionRow.ts';
import { tenantRowText } from './tenantRow.ts';
import { identityTooltip, noteTooltip, subscriptionTooltip, tenantTooltip } from './tooltips.ts';

export type RowReader = Pick<Store, 'identity' | 'tenant'>;

/** What the tree draws for each node but the one that stands above all others. */
type EstateNode = Exclude<Node, RemedyNode>;

/** `undefined`: the row has gone since the tree last asked. */
export function rowText(
  node: EstateNode,
  estate: RowReader,
  outline: Outline,
  context: RowContext,
): RowText | undefined {
  switch (node.kind) {
    case 'identity': {
      const row = estate.identity(node.key);
      const counts = outline.counts.get(node.key) ?? { shown: 0, all: 0, listed: false };
      return row && identityRowText(row, counts, rowsBelow(node, estate, outline), context);
    }
    case 'group': {
      const rows = rowsBelow(node, estate, outline);
      return rows.length === 0 ? undefined : groupRowText(node.group, rows, context);
    }
    case 'tenant': {
      const row = estate.tenant(node.ref);
      return row && tenantRowText(row, context);
    }
    case 'subscription': {
      const row = estate.tenant(node.ref);
      const subscription = row && subscriptionIn(row, node.subscriptionId);
      return subscription && subscriptionRowText(subscription, row, context);
    }
    case 'note': {
      const row = estate.tenant(node.ref);
      return row && noteRowText(row, context);
    }
  }
}

function rowsBelow(node: ParentNode, estate: RowReader, outline: Outline): readonly TenantRow[] {
  return (outline.below.get(node.id) ?? []).flatMap(({ ref }) => estate.tenant(ref) ?? []);
}

/** As Markdown; `undefined`: the row has gone, or has nothing more to say. */
export function rowTooltip(node: EstateNode, estate: RowReader, context: RowContext): string | undefined {
  return tooltipOf(node, estate, context) || undefined;
}

function tooltipOf(node: EstateNode, estate: RowReader, context: RowContext): string | undefined {
  if (node.kind === 'identity') {
    const row = estate.identity(node.key);
    return row && identityTooltip(row);
  }
  if (node.kind === 'group') {
    return undefined;
  }
  const row = estate.tenant(node.ref);
  if (!row) {
    return undefined;
  }
  switch (node.kind) {
    case 'tenant':
      return tenantTooltip(row, estate.identity(node.ref.identity)?.identity, context);
    case 'subscription': {
      const subscription = subscriptionIn(row, node.subscriptionId);
      return subscription && subscriptionTooltip(subscription, row, context);
    }
    case 'note':
      return noteTooltip(row);
  }
}
