/** Words about DPOR on rows and in tooltips. */
import * as l10n from '@vscode/l10n';
import { isNewWithoutDpor } from '../estate/view/attention.ts';
import { dporOf } from '../estate/store/dporRow.ts';
import { activityText } from '../shared/model/activity.ts';
import { dporApplies } from '../shared/model/agreement.ts';
import { shownDpor, staleDpor, type DporState } from '../shared/model/dpor.ts';
import { freshDporText } from '../shared/text/dporText.ts';
import { subscriptionList, type Subscription, type TenantRow } from '../shared/model/model.ts';
import { shortTimeAgo } from '../shared/text/relativeTime.ts';
import { dporMeaning, type DporMeaning } from '../shared/text/statusText.ts';
import { forTree } from '../shared/escaping/foreignText.ts';
import { ownIn } from './rowParts.ts';
import type { RowContext } from './rowText.ts';

export function dporStateOf(subscription: Subscription, row: TenantRow): DporState {
  return shownDpor(subscription, dporOf(row, subscription.subscriptionId));
}

/** As it stands on the subscription's row. */
export function dporOnRow(subscription: Subscription, row: TenantRow, { now, time }: RowContext): string {
  const dpor = dporStateOf(subscription, row);
  const stale = staleDpor(dpor);
  const activity = row.activity?.get(subscription.subscriptionId);
  return [
    activity ? l10n.t('DPOR: {0}', activityText(activity)) : forTree(freshDporText(dpor, time)),
    stale && !activity ? shortTimeAgo(stale.asOf, now) : '',
    isNewWithoutDpor(subscription, row) ? l10n.t('new') : '',
    hasLeftEa(subscription, row) ? l10n.t('left EA, its DPOR did not move along') : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function hasLeftEa(subscription: Subscription, row: TenantRow): boolean {
  return dporOf(row, subscription.subscriptionId).leftEaAt !== undefined;
}

/** Whether a subscription is known to be under an Enterprise Agreement. */
export function hasEa(row: TenantRow): boolean {
  return eaStates(row).length > 0;
}

/** Of the subscriptions that are known to be under an Enterprise Agreement. */
function eaStates(row: TenantRow): readonly DporState[] {
  return row.dpor === undefined
    ? []
    : subscriptionList(row.subscriptions).flatMap((one) => {
        const { agreement, dpor } = dporOf(row, one.subscriptionId);
        return dporApplies(one, agreement).kind === 'applies' ? [dpor] : [];
      });
}

/**
 * `DPOR on 2 of 5 EA · 1 of another partner · 2 not checked`: the first number is of the user's own partner IDs, and what this
 * cloud does not have counts nowhere. `''` where no subscription is known to be under an Enterprise Agreement.
 */
export function dporRollUp(row: TenantRow, context: RowContext): string {
  const own = ownIn(row, context);
  const all = eaStates(row);
  const states = all.filter(({ kind }) => kind !== 'notAvailableInCloud');
  if (states.length === 0) {
    return all.length === 0 ? '' : l10n.t('DPOR not available in this cloud');
  }
  const count = (meaning: DporMeaning): number => states.filter((one) => dporMeaning(one, own) === meaning).length;
  const old = states.flatMap((one) => staleDpor(one)?.asOf ?? []);
  const rest: readonly (readonly [number, (n: number) => string])[] = [
    [count('anotherPartner'), (n) => l10n.t('{0} of another partner', n)],
    [count('confirmed'), (n) => l10n.t('{0} confirmed by you', n)],
    [count('submitted'), (n) => l10n.t('{0} submitted', n)],
    [count('unclear'), (n) => l10n.t('{0} unclear', n)],
    [count('noneReported'), (n) => l10n.t('{0} none reported', n)],
    [count('notChecked'), (n) => l10n.t('{0} not checked', n)],
    [count('unknown'), (n) => l10n.t('{0} unknown', n)],
    [old.length, (n) => l10n.t('{0} as of {1}', n, shortTimeAgo(Math.min(...old), context.now))],
  ];
  return [
    l10n.t('DPOR on {0} of {1} EA', count('ownLink'), states.length),
    ...rest.flatMap(([n, text]) => (n > 0 ? [text(n)] : [])),
  ].join(' · ');
}
