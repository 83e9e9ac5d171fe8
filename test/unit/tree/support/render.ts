/** The whole tree as text: what a user sees, hears, and reads in tooltips. */
import type { Node } from '../../../../src/tree/nodes.ts';
import type { TreeModel } from '../../../../src/tree/treeModel.ts';

export interface RenderOptions {
  readonly tooltips?: boolean;
}

export function renderTree(model: TreeModel, { tooltips = false }: RenderOptions = {}): string {
  const { message, description, badge } = model.texts();
  const lines = [
    `state: ${model.outline.state}`,
    `message: ${message ?? '–'}`,
    `description: ${description ?? '–'}`,
    `badge: ${badge ? `${String(badge.value)} (${badge.tooltip})` : '–'}`,
    '',
  ];
  const render = (node: Node, depth: number): void => {
    const row = model.row(node);
    const indent = '    '.repeat(depth);
    if (!row) {
      lines.push(`${indent}GONE ${node.id}`);
      return;
    }
    const sign = { none: ' ', collapsed: '›', expanded: '⌄' }[row.collapsible];
    const colour = row.icon.color ? ` ${row.icon.color}` : '';
    lines.push(`${indent}${sign} ${row.label} | ${row.description} | ${row.marks ?? ''} [${row.icon.id}${colour}]`);
    lines.push(`${indent}    says: ${row.spoken}`);
    lines.push(`${indent}    facets: ${row.facets}`);
    if (tooltips) {
      const tooltip = model.tooltip(node) ?? '';
      lines.push(...tooltip.split('\n').map((line) => `${indent}    > ${line}`.trimEnd()));
    }
    model.children(node).forEach((child) => render(child, depth + 1));
  };
  model.outline.roots.forEach((node) => render(node, 0));
  return `${lines.join('\n')}\n`;
}

/** Ids of all rows, for their uniqueness. */
export function allIds(model: TreeModel): readonly string[] {
  const ids: string[] = [];
  const walk = (node: Node): void => {
    ids.push(node.id);
    model.children(node).forEach(walk);
  };
  model.outline.roots.forEach(walk);
  return ids;
}
