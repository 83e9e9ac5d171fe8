/** What would happen to each target under a draft, in the page's words: thousands of rows share a few actions. */
import * as l10n from '@vscode/l10n';
import { associationKind, obstacleIn, type Obstacle, type Plan, type PlanItem } from '../../operations/plan/plan.ts';
import { actionText, isChangeFromOther, partner } from '../../operations/text/planText.ts';
import { obstacleText } from '../../operations/text/stateText.ts';
import type { Failure } from '../../shared/model/failure.ts';
import { failureTraits } from '../../shared/model/failureTraits.ts';
import type { PlannedTarget } from '../../shared/form/messages.ts';
import { shownPal, type SavedPartnerId, type TenantRow } from '../../shared/model/model.ts';
import { palStatus } from '../../shared/text/statusTable.ts';
import type { TableEntry, SubscriptionEntry } from './tableEntry.ts';

export interface PlannedTargets {
  readonly actions: readonly PlannedTarget[];
  /** For each entry that of its action in `actions`. */
  readonly of: readonly number[];
}

export interface PlannedParts {
  /** Of the tenants among the entries, in their order, and perhaps not of all; `undefined` while the draft has no usable partner ID. */
  readonly plan: Plan | undefined;
  readonly own: readonly SavedPartnerId[];
  /** What would happen to a subscription by itself, whichever other ways there are to it. */
  readonly dpor: (entry: SubscriptionEntry) => PlannedTarget;
}

export function plannedTargets(targets: readonly TableEntry[], parts: PlannedParts): PlannedTargets {
  const { plan, own } = parts;
  const actions: PlannedTarget[] = [];
  const entries = new Map<string, number>();
  // Thousands of rows: most are planned alike, and a text for each would be most of the work.
  const known = new Map<string, number>();
  const items = plan?.items ?? [];
  let next = 0;
  const add = (action: PlannedTarget): number => {
    const text = [action.do, action.fromOther, action.remedy, action.text].join('\n');
    const entry = entries.get(text) ?? actions.push(action) - 1;
    entries.set(text, entry);
    return entry;
  };
  const of = targets.map((target) => {
    if (target.kind === 'subscription') {
      return add(parts.dpor(target));
    }
    const { row } = target;
    const item = items[next]?.tenant === row.ref ? items[next++] : undefined;
    const kind = kindOf(row, item);
    const before = kind === undefined ? undefined : known.get(kind);
    if (before !== undefined) {
      return before;
    }
    const entry = add(actionOf(row, item, plan, own));
    if (kind !== undefined) {
      known.set(kind, entry);
    }
    return entry;
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
    case undefined: {
      const { kind } = shownPal(row);
      return kind === 'unknown' || kind === 'unclear' || kind === 'covered'
        ? undefined
        : `${kind} ${item ? 'planned' : 'not'}`;
    }
  }
}

function actionOf(
  row: TenantRow,
  item: PlanItem | undefined,
  plan: Plan | undefined,
  own: readonly SavedPartnerId[],
): PlannedTarget {
  const obstacle = obstacleIn(shownPal(row));
  if (obstacle) {
    // What is being read right now asks for nothing.
    const checking = row.pal.kind === 'checking';
    return cannot(
      checking ? palStatus(row.pal, own).long : l10n.t('cannot: {0}', obstacleText(obstacle)),
      checking ? undefined : remedyFor(obstacle),
    );
  }
  if (!plan) {
    return undecided;
  }
  if (!item) {
    // Neither the list nor the user gives it one.
    return cannot(l10n.t('cannot: {0}', l10n.t('no partner ID is given for it')));
  }
  return plannedItem(item, plan, own);
}

/** The draft has no usable partner ID. */
export const undecided: PlannedTarget = { do: 'nothing', fromOther: false, text: '' };

export function cannot(text: string, remedy?: PlannedTarget['remedy']): PlannedTarget {
  return { do: 'cannot', fromOther: false, text, ...(remedy === undefined ? {} : { remedy }) };
}

export function plannedItem(item: PlanItem, plan: Plan, own: readonly SavedPartnerId[]): PlannedTarget {
  const { action } = item;
  return action.do === 'cannot'
    ? cannot(l10n.t('cannot: {0}', obstacleText(action.why, associationKind(item))), remedyFor(action.why))
    : { do: action.do, fromOther: isChangeFromOther(action, own), text: besideCurrent(item, plan) };
}

/** Who is linked or designated now stands in the column beside it: what is new is not to be cut off. */
function besideCurrent(item: PlanItem, plan: Plan): string {
  const { action } = item;
  const kind = associationKind(item);
  switch (action.do) {
    case 'link': {
      const to = partner(action.to, action.toName ?? plan.partnerName);
      return kind === 'PAL' ? l10n.t('link to {0}', to) : l10n.t('designate {0}', to);
    }
    case 'change':
      return l10n.t('change {0} → {1}', action.from, partner(action.to, action.toName ?? plan.partnerName));
    case 'remove':
      return l10n.t('remove {0}', action.from);
    case 'nothing':
    case 'cannot':
      return actionText(action, plan, kind);
  }
}

function remedyFor(obstacle: Obstacle): PlannedTarget['remedy'] {
  switch (obstacle.kind) {
    case 'notChecked':
    case 'agreementNotKnown':
    case 'unclear':
      return 'check';
    case 'notReadInSession':
      return obstacle.failure && mendedBySigningIn(obstacle.failure) ? 'signIn' : 'check';
    case 'signInNeeded':
    case 'accountNotAllowed':
      return 'signIn';
    case 'unknown':
      return mendedBySigningIn(obstacle.failure) ? 'signIn' : 'check';
    case 'clientNotAccepted':
    case 'guidedMode':
      return 'guide';
    case 'notAvailableInCloud':
    case 'covered':
    case 'changedSince':
    case 'earlierStateUnknown':
    case 'doesNotApply':
    case 'stillWaitedFor':
    case 'notVisibleYet':
      return undefined;
  }
}

/** The form's one button for it leads to an account that is not allowed yet, too. */
function mendedBySigningIn({ kind }: Failure): boolean {
  const { needsPerson, signInHelps } = failureTraits[kind];
  return needsPerson || signInHelps;
}
