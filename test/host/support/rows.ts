/** The rows of the view, asked for as VS Code asks for them. */
import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { Node } from '../../../src/tree/nodes.ts';
import { eventually } from '../../e2e/support/eventually.ts';
import type { World } from './world.ts';

export interface Row {
  readonly node: Node;
  readonly item: vscode.TreeItem;
  readonly label: string;
  /** What is spoken, its name apart: `Northwind Traders | not linked, guest`. Of an identity, what stands on the row. */
  readonly text: string;
}

function rowOf(world: World, node: Node): Row {
  const item = world.app.view.getTreeItem(node);
  const label = typeof item.label === 'string' ? item.label : (item.label?.label ?? '');
  const description = typeof item.description === 'string' ? item.description : '';
  const spoken = item.accessibilityInformation?.label.slice(`${label}, `.length) ?? '';
  return { node, item, label, text: `${label} | ${node.kind === 'identity' ? description : spoken}` };
}

/** The rows below `parent` (of the first level, without one). */
export function rowsBelow(world: World, parent?: Node): readonly Row[] {
  return world.app.view.getChildren(parent).map((node) => rowOf(world, node));
}

/** Every row, from top to bottom. */
export function allRows(world: World, parent?: Node): readonly Row[] {
  return rowsBelow(world, parent).flatMap((row) => [row, ...allRows(world, row.node)]);
}

/** Once there are so many on the first level: the view draws at most ten times a second. */
export async function shownRows(world: World, count: number): Promise<readonly Node[]> {
  return eventually(() => {
    const nodes = world.app.view.getChildren();
    assert.equal(nodes.length, count);
    return nodes;
  });
}

/** Once there is one row that begins so and reads so. */
export async function rowReads(world: World, label: string, reads: RegExp): Promise<Row> {
  return eventually(() => {
    const rows = allRows(world).filter(({ text }) => text.startsWith(label));
    const [row] = rows;
    assert.ok(row && rows.length === 1, `${String(rows.length)} rows begin with ${label}`);
    assert.match(row.text, reads);
    return row;
  });
}
