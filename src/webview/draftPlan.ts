/** A draft as a plan. */
import { planList, planPal, type Plan, type PlanContext } from '../operations/plan.ts';
import type { Draft } from '../shared/form/messages.ts';
import { tenantKey, type TenantRow } from '../shared/model.ts';
import { checkPartnerId } from '../shared/partnerId.ts';

/** What the list gives a target; `undefined`: the list gives it none, or no list is loaded. */
export type ListedPartnerId = (key: string) => string | undefined;

/** Rows for which the draft has no usable partner ID are not in the plan; `undefined`: it has none at all. */
export function planOfDraft(
  rows: readonly TenantRow[],
  draft: Draft,
  listed: ListedPartnerId,
  context: PlanContext,
): Plan | undefined {
  if (draft.action === 'remove') {
    return planPal(rows, { kind: 'remove' }, context);
  }
  const check = checkPartnerId(draft.partnerId);
  const typed = check.kind === 'usable' ? check.id : undefined;
  if (!draft.fromList) {
    return typed === undefined ? undefined : planPal(rows, { kind: 'link', partnerId: typed }, context);
  }
  return planList(
    rows.flatMap((row) => {
      const partnerId = listed(tenantKey(row.ref)) ?? typed;
      return partnerId === undefined ? [] : [{ row, partnerId }];
    }),
    context,
  );
}
