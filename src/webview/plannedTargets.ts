/** What would happen to each target under a draft, in the page's words: thousands of rows share a few actions. */
import * as l10n from '@vscode/l10n';
import { obstacleIn, type Obstacle, type Plan, type PlanItem } from '../operations/plan.ts';
import { actionText, isChangeFromOther, partner } from '../operations/planText.ts';
import { obstacleText } from '../operations/stateText.ts';
import type { PlannedTarget } from '../shared/form/messages.ts';
import type { SavedPartnerId, TenantRow } from '../shared/model.ts';
import { palText } from '../shared/status.ts';

export interface PlannedTargets {
  readonly actions: readonly PlannedTarget[];
  /** For each row its place in `actions`. */
  readonly of: readonly number[];
}

/** `plan`: of these rows, in their order, and perhaps not of all; `undefined` while the draft has no usable partner ID. */
export function plannedTargets(
  rows: readonly TenantRow[],
  plan: Plan | undefined,
  own: readonly SavedPartnerId[],
): PlannedTargets {
  const actions: PlannedTarget[] = [];
  const places = new Map<string, number>();
  // Thousands of rows: most are planned alike, and a text for each would be most of the work.
  const known = new Map<string, number>();
  const items = plan?.items ?? [];
  let next = 0;
  const of = rows.map((row) => {
    const item = items[next]?.tenant === row.ref ? items[next++] : undefined;
    const kind = kindOf(row, item);
    const before = kind === undefined ? undefined : known.get(kind);
    if (before !== undefined) {
      return before;
    }
    const action = actionOf(row, item, plan, own);
    const text = [action.do, action.fromOther, action.remedy, action.text].join('\n');
    const place = places.get(text) ?? actions.push(action) - 1;
    places.set(text, place);
    if (kind !== undefined) {
      known.set(kind, place);
    }
    return place;
  });
  return { actions, of };
}

/** Rows of the same kind read the same; `undefined`: each for itself. */
function kindOf(row: TenantRow, item: PlanItem | undefined): string | undefined {
  const action = item?.action;
  switch (action?.do) {
    case 'link':
      return `link ${action.to}`;
    case 'change':
      return `change ${action.from} ${action.to} ${action.fromName ?? ''}`;
    case 'remove':
      return `remove ${action.from} ${action.fromName ?? ''}`;
    case 'nothing':
      return action.why;
    case 'cannot':
    case undefined:
      return row.pal.kind === 'unknown' || row.pal.kind === 'covered'
        ? undefined
        : `${row.pal.kind} ${item ? 'planned' : 'not'}`;
  }
}

function actionOf(
  row: TenantRow,
  item: PlanItem | undefined,
  plan: Plan | undefined,
  own: readonly SavedPartnerId[],
): PlannedTarget {
  const obstacle = obstacleIn(row.pal);
  if (obstacle) {
    // What is being read right now asks for nothing.
    const checking = row.pal.kind === 'checking';
    const remedy = checking ? undefined : remedyFor(obstacle);
    const text = checking ? palText(row.pal, own) : l10n.t('cannot: {0}', obstacleText(obstacle));
    return { do: 'cannot', fromOther: false, text, ...(remedy === undefined ? {} : { remedy }) };
  }
  if (!plan) {
    return { do: 'nothing', fromOther: false, text: '' };
  }
  if (!item) {
    // Neither the list nor the person gives it one.
    return { do: 'cannot', fromOther: false, text: l10n.t('cannot: {0}', l10n.t('no partner ID is given for it')) };
  }
  const { action } = item;
  return {
    do: action.do,
    fromOther: isChangeFromOther(action, own),
    text: besideCurrent(item, plan),
  };
}

/** Whose link is there now stands in the column beside it: what is new is not to be cut off. */
function besideCurrent({ action }: PlanItem, plan: Plan): string {
  switch (action.do) {
    case 'link':
      return l10n.t('link to {0}', partner(action.to, action.toName ?? plan.partnerName));
    case 'change':
      return l10n.t('change {0} → {1}', action.from, partner(action.to, action.toName ?? plan.partnerName));
    case 'remove':
      return l10n.t('remove {0}', action.from);
    case 'nothing':
    case 'cannot':
      return actionText(action, plan);
  }
}

function remedyFor(obstacle: Obstacle): PlannedTarget['remedy'] {
  switch (obstacle.kind) {
    case 'notChecked':
    case 'notReadInSession':
    case 'agreementNotKnown':
      return 'check';
    case 'signInNeeded':
    case 'accountNotAllowed':
      return 'signIn';
    case 'unknown':
      // A token of another tenant: its advice is to sign in again.
      return obstacle.failure.kind === 'wrongTenant' ? 'signIn' : 'check';
    case 'notAvailableInCloud':
    case 'covered':
    case 'changedSince':
    case 'earlierStateUnknown':
    case 'doesNotApply':
    case 'clientNotAccepted':
    case 'stillWaitedFor':
    case 'notVisibleYet':
      return undefined;
  }
}
