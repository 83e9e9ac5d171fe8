/** What a plan would write of each kind of association: pure. */
import { associationKind, isWrite, type AssociationKind, type Plan } from './plan.ts';

/** What a plan would write: links of tenants, designations of subscriptions, or both. */
export type WritesOf = AssociationKind | 'both';

export function writesOf(plan: Plan): WritesOf {
  const kinds = new Set(plan.items.filter(({ action }) => isWrite(action)).map(associationKind));
  return kinds.size > 1 ? 'both' : kinds.has('DPOR') ? 'DPOR' : 'PAL';
}

export interface KindCounts {
  readonly link: number;
  readonly change: number;
  readonly remove: number;
}

/** The writes of one kind. */
export function countsOf(plan: Plan, kind: AssociationKind): KindCounts {
  const counts = { link: 0, change: 0, remove: 0 };
  for (const item of plan.items) {
    if (associationKind(item) === kind && isWrite(item.action)) {
      counts[item.action.do] += 1;
    }
  }
  return counts;
}
