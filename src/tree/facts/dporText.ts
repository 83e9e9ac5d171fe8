/** Words about DPOR on rows and in tooltips. */
import * as l10n from '@vscode/l10n';
import { isNewWithoutDpor } from '../../estate/view/attention.ts';
import { dporOf } from '../../estate/store/dporRow.ts';
import { quotaIdsIn } from '../../estate/store/lazySubscriptions.ts';
import { dporApplies } from '../../shared/model/agreement.ts';
import { shownDpor, staleDpor, type DporState } from '../../shared/model/dpor.ts';
import { statusMarks as marks } from '../../shared/text/statusMarks.ts';
import { activityStatus, dporStatus, type Status } from '../../shared/text/statusTable.ts';
import type { Stale } from '../../shared/model/failure.ts';
import { knownPal, subscriptionList, type Subscription, type TenantRow } from '../../shared/model/model.ts';
import { shortTimeAgo } from '../../shared/text/relativeTime.ts';
import { dporMeaning, type DporMeaning } from '../../shared/text/statusText.ts';
import { forTree } from '../../shared/escaping/foreignText.ts';
import { ownIn, spokenStatus } from './rowWords.ts';
import type { RowContext } from './rowContext.ts';

export function dporStateOf(subscription: Subscription, row: TenantRow): DporState {
  return shownDpor(subscription, dporOf(row, subscription.subscriptionId));
}

/** What a run is doing with it, or its state. */
export function dporStatusOn(subscription: Subscription, row: TenantRow, context: RowContext): Status {
  const activity = row.activity?.get(subscription.subscriptionId);
  if (activity) {
    const status = activityStatus(activity);
    const text = l10n.t('DPOR: {0}', status.long);
    return { ...status, short: text, long: text };
  }
  return dporStatus(dporStateOf(subscription, row), ownIn(row, context), context.time);
}

/** As it stands on the subscription's row. */
export function dporOnRow(
  subscription: Subscription,
  row: TenantRow,
  { short }: Status,
  context: RowContext,
): readonly string[] {
  const stale = staleDporOn(subscription, row);
  return [
    forTree(short),
    stale ? shortTimeAgo(stale.asOf, context.now) : '',
    isNewWithoutDpor(subscription, row) ? l10n.t('new') : '',
    hasLeftEa(subscription, row) ? l10n.t('left EA') : '',
  ];
}

/** As it is spoken, with all that is known of it. */
export function spokenDpor(
  subscription: Subscription,
  row: TenantRow,
  { long }: Status,
  context: RowContext,
): readonly string[] {
  const stale = staleDporOn(subscription, row);
  return [
    spokenStatus(long, stale, context),
    isNewWithoutDpor(subscription, row) ? l10n.t('new') : '',
    hasLeftEa(subscription, row) ? l10n.t('left EA, its DPOR wasn’t carried over') : '',
  ];
}

/** What a run is doing now has no age. */
function staleDporOn(subscription: Subscription, row: TenantRow): Stale | undefined {
  return row.activity?.has(subscription.subscriptionId) ? undefined : staleDpor(dporStateOf(subscription, row));
}

const notChecked = { kind: 'notChecked' } as const;

/** The worst first: what a tenant's one mark is about. */
const worstFirst: readonly string[] = [
  marks.other,
  marks.unproved,
  marks.underWay,
  marks.none,
  marks.notRead,
  marks.confirmed,
  marks.own,
];

/** That of the worst of its subscriptions; of those that cannot have one, only where there are no others. */
export function dporMark(row: TenantRow, context: RowContext): string {
  const { subscriptions } = row;
  if (knownPal(row).kind === 'covered') {
    // They stand below the tenant that covers them.
    return marks.notHere;
  }
  if (subscriptions.kind === 'unknown' && subscriptions.list === undefined) {
    return marks.unproved;
  }
  if (subscriptions.kind === 'notChecked' || (subscriptions.kind === 'checking' && subscriptions.list === undefined)) {
    return marks.notRead;
  }
  if (row.dpor === undefined && !hasDporActivity(row)) {
    // Only the offers are known; the list of a tenant that nobody opened is not made for its mark.
    return quotaIdsIn(subscriptions).every(
      (quotaId) => dporApplies({ quotaId: quotaId ?? undefined }, notChecked).kind === 'doesNotApply',
    )
      ? marks.notHere
      : marks.notRead;
  }
  const found = new Set(subscriptionList(row.subscriptions).map((one) => dporStatusOn(one, row, context).mark));
  return worstFirst.find((mark) => found.has(mark)) ?? marks.notHere;
}

function hasDporActivity({ activity }: TenantRow): boolean {
  return activity !== undefined && [...activity.keys()].some((subscriptionId) => subscriptionId !== undefined);
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
