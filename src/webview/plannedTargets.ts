/** What would happen to each target under a draft, in the page's words: thousands of rows share a few actions. */
import { obstacleIn, type Obstacle, type Plan, type PlanItem } from '../operations/plan.ts';
import { actionText } from '../operations/planText.ts';
import { obstacleText } from '../operations/stateText.ts';
import type { PlannedTarget } from '../shared/form/messages.ts';
import { tenantKey, type SavedPartnerId, type TenantRow } from '../shared/model.ts';
import { palText } from '../shared/status.ts';

export interface PlannedTargets {
  readonly actions: readonly PlannedTarget[];
  /** For each row its place in `actions`. */
  readonly of: readonly number[];
}

/** `plan`: of these rows; `undefined` while the draft has no usable partner ID. */
export function plannedTargets(
  rows: readonly TenantRow[],
  plan: Plan | undefined,
  own: readonly SavedPartnerId[],
): PlannedTargets {
  const items = new Map(plan?.items.map((item) => [tenantKey(item.tenant), item]));
  const actions: PlannedTarget[] = [];
  const places = new Map<string, number>();
  const of = rows.map((row) => {
    const item = items.get(tenantKey(row.ref));
    const action = actionOf(row, item && plan ? { item, plan } : undefined, own);
    const text = [action.do, action.fromOther, action.remedy, action.text].join('\n');
    const place = places.get(text) ?? actions.push(action) - 1;
    places.set(text, place);
    return place;
  });
  return { actions, of };
}

interface PlannedItem {
  readonly item: PlanItem;
  readonly plan: Plan;
}

function actionOf(row: TenantRow, planned: PlannedItem | undefined, own: readonly SavedPartnerId[]): PlannedTarget {
  const obstacle = obstacleIn(row.pal);
  if (obstacle) {
    // What is being read right now asks for nothing.
    const checking = row.pal.kind === 'checking';
    const remedy = checking ? undefined : remedyFor(obstacle);
    const text = checking ? palText(row.pal, own) : obstacleText(obstacle);
    return { do: 'cannot', fromOther: false, text, ...(remedy === undefined ? {} : { remedy }) };
  }
  if (!planned) {
    return { do: 'nothing', fromOther: false, text: '' };
  }
  const { action } = planned.item;
  return {
    do: action.do,
    fromOther: action.do === 'change' && own.length > 0 && !own.some(({ id }) => id === action.from),
    text: actionText(action, planned.plan),
  };
}

function remedyFor(obstacle: Obstacle): PlannedTarget['remedy'] {
  switch (obstacle.kind) {
    case 'notChecked':
      return 'check';
    case 'signInNeeded':
    case 'accountNotAllowed':
      return 'signIn';
    case 'unknown':
      // A token of another tenant: its advice is to sign in again.
      return obstacle.failure.kind === 'wrongTenant' ? 'signIn' : 'check';
    case 'notAvailableInCloud':
    case 'changedSince':
    case 'earlierStateUnknown':
      return undefined;
  }
}
