/** In which order the tenants of the view stand. Pinned ones are first in any. Pure. */
import { knownPal, type TenantRow } from '../../shared/model/model.ts';
import { byName, pinnedFirst } from '../store/rowOrder.ts';
import type { AttentionContext } from './attention.ts';
import { whatToDo, whatToDoRank } from './grouping.ts';

export const sortings = ['name', 'attention', 'lastChanged'] as const;

export type Sorting = (typeof sortings)[number];

/** `areByName`: the rows are so already, as the snapshot keeps them. */
export function sorted(
  rows: readonly TenantRow[],
  sorting: Sorting,
  { areByName, ...context }: AttentionContext & { readonly areByName: boolean },
): readonly TenantRow[] {
  const named = areByName ? rows : byName(rows);
  return pinnedFirst(inOrderOf(named, sorting, context), context.marks);
}

/** Rows that are alike stay by name. */
function inOrderOf(named: readonly TenantRow[], sorting: Sorting, context: AttentionContext): readonly TenantRow[] {
  switch (sorting) {
    case 'name':
      return named;
    case 'attention':
      return ascending(named, (row) => whatToDoRank(whatToDo(row, context)));
    case 'lastChanged':
      return ascending(named, (row) => -lastChangedAt(row));
  }
}

function ascending(rows: readonly TenantRow[], valueOf: (row: TenantRow) => number): readonly TenantRow[] {
  return rows
    .map((row) => ({ row, value: valueOf(row) }))
    .sort((a, b) => (a.value === b.value ? 0 : a.value - b.value))
    .map(({ row }) => row);
}

/** When Azure says that the link was changed, or a scan noticed it; those of which neither is known come last. */
function lastChangedAt(row: TenantRow): number {
  const pal = knownPal(row);
  const told = pal.kind === 'linked' && pal.link.updatedTime !== undefined ? Date.parse(pal.link.updatedTime) : NaN;
  return Math.max(Number.isNaN(told) ? -Infinity : told, row.drift?.noticedAt ?? -Infinity);
}
