/** What is visible and what needs attention is checked first. */
import { tenantKey, type TenantRow, type MarkReader } from '../../shared/model/model.ts';

export interface PriorityContext {
  /** Keys (`tenantKey`) of the rows that the view shows at this moment. */
  readonly visible: ReadonlySet<string>;
  readonly needsAttention: (row: TenantRow) => boolean;
  readonly marks: MarkReader;
}

/** Lower first: visible, needing attention, pinned, never checked, the others, hidden ones. */
export function scanPriority(row: TenantRow, context: PriorityContext): number {
  const marks = context.marks.get(row.ref.tenantId);
  if (context.visible.has(tenantKey(row.ref))) {
    return 0;
  }
  if (context.needsAttention(row)) {
    return 1;
  }
  if (marks.has('pinned')) {
    return 2;
  }
  if (marks.has('hidden')) {
    return 5;
  }
  return row.checkedAt === undefined ? 3 : 4;
}
