/**
 * What needs attention, as product.md defines it, but for one thing: the sandbox never counts. That is left to who counts (the
 * badge and its summary), so that the filter can be tried with sample data.
 */
import * as l10n from '@vscode/l10n';
import type { Failure } from '../../shared/model/failure.ts';
import { failureTraits } from '../../shared/model/failureTraits.ts';
import { dporApplies } from '../../shared/model/agreement.ts';
import { dporFailure, shownDpor } from '../../shared/model/dpor.ts';
import {
  checkedPal,
  isConfirmed,
  knownPal,
  subscriptionList,
  type SavedPartnerId,
  type Subscription,
  type TenantMark,
  type TenantRow,
  type MarkReader,
} from '../../shared/model/model.ts';
import { dporMeaning, palMeaning, rightIn } from '../../shared/text/statusText.ts';
import { dporOf } from '../store/dporRow.ts';
import type { ExpectedPartnerId, ExpectedReader } from '../files/expectedPartnerIds.ts';
import { subscriptionCount } from '../store/lazySubscriptions.ts';
import { linkedId } from '../store/row.ts';

export type AttentionReason =
  | 'anotherPartner'
  | 'dporOfAnotherPartner'
  | 'notLinked'
  | 'notAsExpected'
  | 'linkDrifted'
  | 'newWithoutDpor'
  | 'unclear'
  | 'checkFailed';

export interface AttentionContext {
  /** The user's own partner IDs. */
  readonly own: readonly SavedPartnerId[];
  readonly marks: MarkReader;
  /** The partner IDs that a kept list expects. */
  readonly expected: ExpectedReader;
}

const none: readonly AttentionReason[] = [];
const onlyNotAsExpected: readonly AttentionReason[] = ['notAsExpected'];

/** The user has said of the tenant that it is nothing to be told of. */
export function isLeftAlone(marks: ReadonlySet<TenantMark>): boolean {
  return marks.has('hidden') || marks.has('notOurs');
}

/** Why a tenant needs attention; empty: it does not. A tenant that is being checked is judged by what it was before. */
export function attentionReasons(row: TenantRow, context: AttentionContext): readonly AttentionReason[] {
  if (isLeftAlone(context.marks.get(row.ref.tenantId))) {
    return none;
  }
  if (knownPal(row).kind === 'covered') {
    // Its subscriptions are judged with the tenant that covers them.
    return none;
  }
  const expected = context.expected.get(row.ref.tenantId);
  const own = rightIn(context.own, expected);
  const notAsExpected = isNotAsExpected(row, expected);
  if (isWithoutSubscriptions(row)) {
    // Who expects a partner ID there has a reason for it.
    return notAsExpected ? onlyNotAsExpected : none;
  }
  const reasons: AttentionReason[] = [];
  const meaning = palMeaning(knownPal(row), own);
  if (meaning === 'anotherPartner') {
    reasons.push('anotherPartner');
  }
  if (designatedToOther(row, own).length > 0) {
    reasons.push('dporOfAnotherPartner');
  }
  if (meaning === 'notLinked' && hasEnabledSubscription(row)) {
    reasons.push('notLinked');
  }
  if (notAsExpected) {
    reasons.push('notAsExpected');
  }
  if (row.drift) {
    reasons.push('linkDrifted');
  }
  if (newWithoutDpor(row).length > 0) {
    reasons.push('newWithoutDpor');
  }
  if (meaning === 'unclear' || [...(row.dpor?.values() ?? [])].some(({ dpor }) => dpor.kind === 'unclear')) {
    reasons.push('unclear');
  }
  if (failedChecks(row).length > 0) {
    reasons.push('checkFailed');
  }
  return reasons.length === 0 ? none : reasons;
}

/** Something that the user may take notice of: a changed link, a new EA subscription with none reported, what a run failed to do. */
export function isUnseen(row: TenantRow): boolean {
  return row.drift !== undefined || row.failedWrites !== undefined || newWithoutDpor(row).length > 0;
}

/** Azure told of another partner ID than the expected one, or of none. What is not known is not held against a tenant. */
export function isNotAsExpected(row: TenantRow, expected: ExpectedPartnerId | undefined): boolean {
  const pal = knownPal(row);
  return expected !== undefined && isConfirmed(pal) && linkedId(pal) !== expected.partnerId;
}

/** Why what could not be read of a tenant and its subscriptions could not be; what waits for a sign-in is left out. */
function failedChecks(row: TenantRow): readonly Failure[] {
  const pal = checkedPal(row);
  return [
    ...(pal.kind === 'unknown' ? [pal.failure] : []),
    ...(row.subscriptions.kind === 'unknown' ? [row.subscriptions.failure] : []),
    ...(row.dpor === undefined
      ? []
      : subscriptionList(row.subscriptions).flatMap((one) => dporFailedCheck(one, row) ?? [])),
  ].filter(isFailedCheck);
}

/** That the portal's service does not accept this client is told of no subscription in particular. */
function dporFailedCheck(subscription: Subscription, row: TenantRow): Failure | undefined {
  const known = dporOf(row, subscription.subscriptionId);
  const shown = shownDpor(subscription, known);
  const failure = shown.kind === 'doesNotApply' ? undefined : (dporFailure(shown) ?? known.agreementFailed?.failure);
  return failure && failure.kind !== 'clientNotAccepted' && isFailedCheck(failure) ? failure : undefined;
}

/** Subscriptions of which somebody else is the partner of record. `own`: the partner IDs that are right in the tenant. */
export function designatedToOther(row: TenantRow, own: readonly SavedPartnerId[]): readonly Subscription[] {
  return row.dpor === undefined
    ? []
    : subscriptionList(row.subscriptions).filter((one) => isDesignatedToOther(one, row, own));
}

function isDesignatedToOther(subscription: Subscription, row: TenantRow, own: readonly SavedPartnerId[]): boolean {
  return dporMeaning(shownDpor(subscription, dporOf(row, subscription.subscriptionId)), own) === 'anotherPartner';
}

/** Subscriptions under an Enterprise Agreement of which none was reported. */
export function withNoneReported(row: TenantRow): readonly Subscription[] {
  return row.dpor === undefined ? [] : subscriptionList(row.subscriptions).filter((one) => isNoneReported(one, row));
}

/** Those that appeared beside the subscriptions that were known of the tenant before. */
export function newWithoutDpor(row: TenantRow): readonly Subscription[] {
  return withNoneReported(row).filter((one) => isNewWithoutDpor(one, row));
}

export function isNewWithoutDpor(subscription: Subscription, row: TenantRow): boolean {
  return dporOf(row, subscription.subscriptionId).newSince !== undefined && isNoneReported(subscription, row);
}

function isNoneReported(subscription: Subscription, row: TenantRow): boolean {
  const { agreement, dpor } = dporOf(row, subscription.subscriptionId);
  return dpor.kind === 'noneReported' && dporApplies(subscription, agreement).kind === 'applies';
}

/** A reason in the words of the product. */
export function attentionText(reason: AttentionReason): string {
  switch (reason) {
    case 'anotherPartner':
      return l10n.t('another partner’s ID');
    case 'dporOfAnotherPartner':
      return l10n.t('DPOR of another partner');
    case 'notLinked':
      return l10n.t('not linked, with an enabled subscription');
    case 'notAsExpected':
      return l10n.t('not the expected partner ID');
    case 'linkDrifted':
      return l10n.t('link lost or changed since the last scan');
    case 'newWithoutDpor':
      return l10n.t('a new EA subscription with no DPOR reported');
    case 'unclear':
      return l10n.t('a write that may have been carried out');
    case 'checkFailed':
      return l10n.t('a check failed');
  }
}

export function needsAttention(row: TenantRow, context: AttentionContext): boolean {
  return attentionReasons(row, context).length > 0;
}

/** Of a subscription by itself: another partner's, newly seen with no DPOR reported, or a check that failed. */
export function subscriptionNeedsAttention(
  subscription: Subscription,
  row: TenantRow,
  context: AttentionContext,
): boolean {
  const { tenantId } = row.ref;
  return (
    !isLeftAlone(context.marks.get(tenantId)) &&
    (isNewWithoutDpor(subscription, row) ||
      isDesignatedToOther(subscription, row, rightIn(context.own, context.expected.get(tenantId))) ||
      dporFailedCheck(subscription, row) !== undefined)
  );
}

/** How many rows need attention, for the badge: as many as its filter shows. */
export function attentionCount(rows: readonly TenantRow[], context: AttentionContext): number {
  return rows.reduce((count, row) => (needsAttention(row, context) ? count + 1 : count), 0);
}

/** Known to have none: *not checked* and *unknown* are not the same as none. */
function isWithoutSubscriptions(row: TenantRow): boolean {
  return row.subscriptions.kind === 'known' && subscriptionCount(row.subscriptions) === 0;
}

export function hasEnabledSubscription(row: TenantRow): boolean {
  return subscriptionList(row.subscriptions).some((subscription) => subscription.state?.toLowerCase() === 'enabled');
}

function isFailedCheck({ kind }: Failure): boolean {
  return failureTraits[kind].failedCheck;
}
