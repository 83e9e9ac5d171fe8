/** What would do again what failed: pure. A retry is a plan like any other, reviewed, confirmed and run. */
import type { PalState, TenantRef, TenantRow } from '../shared/model.ts';
import { goalOf, isWrite, obstacleIn, planList, planPal, reviewedOf } from './plan.ts';
import type { Plan, PlanContext, PlanItem, PlannedAction, WriteAction } from './plan.ts';
import type { RunItemState } from './run.ts';

/**
 * The plan that does the failed ones of these items again: same intent, same partner ID per tenant, from what the rows say
 * now (the caller reads these tenants first). A tenant that has no row any more is an item that says so. The retry of an undo
 * puts back only what still holds what the undone run wrote, as the undo did.
 */
export function retryPlan(
  plan: Plan,
  items: readonly RunItemState[],
  rowOf: (tenant: TenantRef) => TenantRow | undefined,
  context: PlanContext,
): Plan {
  const { intent } = plan;
  const again = items.flatMap(({ item, state }): readonly PlanItem[] => {
    const { action } = item;
    if (!isWrite(action) || state.kind !== 'failed') {
      return [];
    }
    const row = rowOf(item.tenant);
    if (row === undefined) {
      return [{ ...item, action: { do: 'cannot', why: { kind: 'notChecked' } } }];
    }
    switch (intent.kind) {
      case 'link':
      case 'remove':
        return planPal([row], intent, context).items;
      case 'list':
        return action.do === 'remove' ? [] : planList([{ row, partnerId: action.to }], context).items;
      case 'undo':
        return [{ ...item, action: undoAgain(action, row.pal) }];
    }
  });
  return {
    intent,
    partnerName: intent.kind === 'link' ? context.partnerName(intent.partnerId) : undefined,
    items: again,
  };
}

function undoAgain(action: WriteAction, pal: PalState): PlannedAction {
  const obstacle = obstacleIn(pal);
  if (obstacle !== undefined) {
    return { do: 'cannot', why: obstacle };
  }
  const link = pal.kind === 'linked' ? pal.link : undefined;
  if (link?.partnerId === goalOf(action)) {
    return { do: 'nothing', why: link === undefined ? 'notLinked' : 'alreadySo' };
  }
  return link?.partnerId === reviewedOf(action)
    ? action
    : { do: 'cannot', why: { kind: 'changedSince', is: link?.partnerId, isName: link?.partnerName } };
}
