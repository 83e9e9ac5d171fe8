/** Words about DPOR on rows and in tooltips. */
import * as l10n from '@vscode/l10n';
import { isNewWithoutDpor } from '../estate/attention.ts';
import { dporOf } from '../estate/dporRow.ts';
import { dporApplies } from '../shared/agreement.ts';
import { shownDpor, type DporState } from '../shared/dpor.ts';
import { dporText } from '../shared/dporText.ts';
import { subscriptionList, type Subscription, type TenantRow } from '../shared/model.ts';
import type { TimeFormat } from '../shared/relativeTime.ts';
import { forTree } from '../shared/text.ts';

export function dporStateOf(subscription: Subscription, row: TenantRow): DporState {
  return shownDpor(subscription, dporOf(row, subscription.subscriptionId));
}

/** As it stands on the subscription's row. */
export function dporOnRow(subscription: Subscription, row: TenantRow, time: TimeFormat): string {
  return [
    forTree(dporText(dporStateOf(subscription, row), time)),
    isNewWithoutDpor(subscription, row) ? l10n.t('new') : '',
    hasLeftEa(subscription, row) ? l10n.t('left EA, its DPOR did not move along') : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

export function hasLeftEa(subscription: Subscription, row: TenantRow): boolean {
  return dporOf(row, subscription.subscriptionId).leftEaAt !== undefined;
}

/** `DPOR on 2 of 5 EA · 3 not checked`; `''` where no subscription is known to be under an Enterprise Agreement. */
export function dporRollUp(row: TenantRow): string {
  if (row.dpor === undefined) {
    return '';
  }
  const states = subscriptionList(row.subscriptions).flatMap((one): readonly DporState[] => {
    const { agreement, dpor } = dporOf(row, one.subscriptionId);
    return dporApplies(one, agreement).kind === 'applies' ? [dpor] : [];
  });
  if (states.length === 0) {
    return '';
  }
  const count = (...kinds: readonly DporState['kind'][]): number =>
    states.filter(({ kind }) => kinds.includes(kind)).length;
  const rest: readonly (readonly [number, (n: number) => string])[] = [
    [count('confirmed'), (n) => l10n.t('{0} confirmed by you', n)],
    [count('submitted', 'submittedNotVisible'), (n) => l10n.t('{0} submitted', n)],
    [count('unclear'), (n) => l10n.t('{0} unclear', n)],
    [count('notChecked'), (n) => l10n.t('{0} not checked', n)],
    [count('unknown', 'notAvailableInCloud'), (n) => l10n.t('{0} unknown', n)],
  ];
  return [
    l10n.t('DPOR on {0} of {1} EA', count('designated'), states.length),
    ...rest.flatMap(([n, text]) => (n > 0 ? [text(n)] : [])),
  ].join(' · ');
}
