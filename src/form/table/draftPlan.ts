/** A draft as a plan. */
import { planMixed, type DporPlanContext } from '../../operations/plan/dporPlan.ts';
import { planList, type PalIntent, type Plan } from '../../operations/plan/plan.ts';
import type { Draft } from '../../shared/form/messages.ts';
import { tenantKey } from '../../shared/model/model.ts';
import { checkPartnerId } from '../../shared/model/partnerId.ts';
import { subscriptionEntries, tenantRows, type TableEntry } from './tableEntry.ts';

/** What the list gives a tenant; `undefined`: the list gives it none, or no list is loaded. */
export type ListedPartnerId = (key: string) => string | undefined;

/**
 * Places for which the draft has no usable partner ID are not in the plan; `undefined`: it has none at all. A subscription that is seen
 * in several ways is in it once.
 */
export function planOfDraft(
  entries: readonly TableEntry[],
  draft: Draft,
  listed: ListedPartnerId,
  context: DporPlanContext,
): Plan | undefined {
  const rows = tenantRows(entries);
  if (isFromList(draft)) {
    const typed = typedPartnerId(draft);
    return planList(
      rows.flatMap((row) => {
        const partnerId = listed(tenantKey(row.ref)) ?? typed;
        return partnerId === undefined ? [] : [{ row, partnerId }];
      }),
      context,
    );
  }
  const intent = intentOf(draft);
  return intent && planMixed(rows, subscriptionEntries(entries), intent, context);
}

/** One wish for all; `undefined`: there is no usable partner ID. */
export function intentOf(draft: Draft): PalIntent | undefined {
  if (draft.action === 'remove') {
    return { kind: 'remove' };
  }
  const partnerId = typedPartnerId(draft);
  return partnerId === undefined ? undefined : { kind: 'link', partnerId };
}

/** Each tenant gets a partner ID of its own; subscriptions get none. */
export function isFromList(draft: Draft): boolean {
  return draft.action === 'link' && draft.fromList;
}

function typedPartnerId(draft: Draft): string | undefined {
  const check = checkPartnerId(draft.partnerId);
  return check.kind === 'usable' ? check.id : undefined;
}
