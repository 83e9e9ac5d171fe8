/** What would do again what failed: pure. A retry is a plan like any other, reviewed, confirmed and run. */
import { dporOf } from '../../estate/store/dporRow.ts';
import { shownPal, subscriptionList, type TenantRef, type TenantRow } from '../../shared/model/model.ts';
import { currentDpor, planDpor, type DporPlanContext, type DporTarget } from '../plan/dporPlan.ts';
import {
  goalOf,
  isWrite,
  palStanding,
  planList,
  planPal,
  reviewedOf,
  type Plan,
  type PlanItem,
  type PlannedAction,
  type CurrentState,
  type WriteAction,
} from '../plan/plan.ts';
import type { RunItemState } from '../run/runStates.ts';

/**
 * The plan that does the failed ones of these items again: same intent, same partner ID per tenant, from what the rows say
 * now (the caller reads these first). A tenant or subscription that is not there any more is an item that says so. The retry of an undo
 * puts back only what still holds what the undone run wrote, as the undo did.
 */
export function retryPlan(
  plan: Plan,
  items: readonly RunItemState[],
  rowOf: (tenant: TenantRef) => TenantRow | undefined,
  context: DporPlanContext,
): Plan {
  const { intent } = plan;
  const again = items.flatMap(({ item, state }): readonly PlanItem[] => {
    const { action } = item;
    if (!isWrite(action) || state.kind !== 'failed') {
      return [];
    }
    const row = rowOf(item.tenant);
    const subscription = row && subscriptionOf(row, item);
    if (row === undefined || (item.subscription && !subscription)) {
      return [{ ...item, action: { do: 'cannot', why: { kind: 'notChecked' } } }];
    }
    if (subscription) {
      return dporAgain(plan, { ...item, action }, { row, subscription }, context);
    }
    switch (intent.kind) {
      case 'link':
      case 'remove':
        return planPal([row], intent, context).items;
      case 'list':
        return action.do === 'remove' ? [] : planList([{ row, partnerId: action.to }], context).items;
      case 'undo':
        return [{ ...item, action: undoAgain(action, palStanding(shownPal(row))) }];
    }
  });
  return {
    intent,
    partnerName: intent.kind === 'link' ? context.partnerName(intent.partnerId) : undefined,
    items: again,
  };
}

function subscriptionOf(row: TenantRow, { subscription }: PlanItem): DporTarget['subscription'] | undefined {
  return subscriptionList(row.subscriptions).find(({ subscriptionId }) => subscriptionId === subscription?.id);
}

function dporAgain(
  { intent }: Plan,
  item: PlanItem & { readonly action: WriteAction },
  target: DporTarget,
  context: DporPlanContext,
): readonly PlanItem[] {
  const { action } = item;
  const { subscriptionId } = target.subscription;
  if (intent.kind === 'undo') {
    const { dpor } = dporOf(target.row, subscriptionId);
    const standing = currentDpor(dpor, context.readInSession(target.row.ref, subscriptionId));
    return [{ ...item, action: undoAgain(action, standing) }];
  }
  const again =
    action.do === 'remove' ? ({ kind: 'remove' } as const) : { kind: 'link' as const, partnerId: action.to };
  return planDpor([target], again, context).items;
}

function undoAgain(action: WriteAction, standing: CurrentState): PlannedAction {
  if (standing.kind === 'obstacle') {
    return { do: 'cannot', why: standing.why };
  }
  const { link } = standing;
  if (link?.partnerId === goalOf(action)) {
    return { do: 'nothing', why: link === undefined ? 'notLinked' : 'alreadySo' };
  }
  return link?.partnerId === reviewedOf(action)
    ? action
    : { do: 'cannot', why: { kind: 'changedSince', is: link?.partnerId, isName: link?.partnerName } };
}
