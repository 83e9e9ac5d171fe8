/** All that is known of a subscription, as its tooltip and its tenant's page say it. */
import * as l10n from '@vscode/l10n';
import { dporOf } from '../../estate/store/dporRow.ts';
import { shownName } from '../../estate/store/rowOrder.ts';
import { dporApplies } from '../../shared/model/agreement.ts';
import { dporFailed, dporFailure, type SubscriptionDpor } from '../../shared/model/dpor.ts';
import type { Failure } from '../../shared/model/failure.ts';
import { knownPal, stalePal, type Subscription, type TenantRow } from '../../shared/model/model.ts';
import { agreementText, dporChangeText, dporHint, dporRules, dporSourceText } from '../../shared/text/dporText.ts';
import { dporStatus } from '../../shared/text/statusTable.ts';
import { dporStateOf } from './dporText.ts';
import { whenText, type Fact } from './fact.ts';
import { distinct } from './failureFacts.ts';
import type { RowContext } from './rowContext.ts';
import { failedWriteOn, ownIn, subscriptionStateText } from './rowWords.ts';
import { delegatedText, throughTenant } from './subscriptionWords.ts';
import { aged } from './tenantFacts.ts';

export function subscriptionFacts(subscription: Subscription, row: TenantRow, context: RowContext): readonly Fact[] {
  return [
    { what: l10n.t('Status'), value: aged(throughTenant(knownPal(row), ownIn(row, context)), row, context) },
    ...dporFacts(subscription, row, context),
    { what: l10n.t('State'), value: stateText(subscription) },
    { what: l10n.t('Seen through'), value: shownName(row.info) },
    { what: l10n.t('Azure Lighthouse'), value: delegatedText(subscription, row, context) },
    { what: l10n.t('Subscription ID'), value: subscription.subscriptionId, isId: true },
    { what: l10n.t('Tenant ID'), value: subscription.tenantId, isId: true },
    { what: l10n.t('Offer'), value: subscription.quotaId ?? '' },
    { what: l10n.t('Agreement'), value: agreementWithAge(dporOf(row, subscription.subscriptionId), context) },
    { what: l10n.t('Checked'), value: whenText(row.subscriptionsCheckedAt, context) },
  ];
}

function dporFacts(subscription: Subscription, row: TenantRow, context: RowContext): readonly Fact[] {
  const dpor = dporStateOf(subscription, row);
  return [
    { what: l10n.t('Partner of record'), value: dporStatus(dpor, ownIn(row, context), context.time).long },
    { what: l10n.t('Last run'), value: failedWriteOn(row, subscription.subscriptionId, 'spoken') },
    { what: l10n.t('Change'), value: 'change' in dpor ? dporChangeText(dpor.change) : '' },
    { what: l10n.t('As of'), value: 'at' in dpor ? whenText(dpor.at, context) : '' },
    { what: l10n.t('Tried again'), value: whenText(dporFailed(dpor)?.at, context) },
  ];
}

function stateText({ state }: Subscription): string {
  return state === undefined ? '' : subscriptionStateText(state);
}

function agreementWithAge({ agreement, agreementAt, agreementFailed }: SubscriptionDpor, context: RowContext): string {
  const text = agreementText(agreement);
  return text !== '' && agreementFailed && agreementAt !== undefined
    ? l10n.t('{0}, as of {1}', text, whenText(agreementAt, context))
    : text;
}

/** Sentences on what is known of its DPOR and from whom. */
export function subscriptionNotes(subscription: Subscription, row: TenantRow): readonly string[] {
  const known = dporOf(row, subscription.subscriptionId);
  const dpor = dporStateOf(subscription, row);
  return [
    dporSourceText(dpor) ?? '',
    dpor.kind === 'unknown' ? '' : (dporHint(dpor) ?? ''),
    known.leftEaAt === undefined
      ? ''
      : l10n.t('This subscription used to be under an Enterprise Agreement. Its DPOR wasn’t carried over.'),
  ].filter((sentence) => sentence !== '');
}

/** Who may designate, where it is known that anybody may: the same sentence for each. `undefined` where not. */
export function designationRules(subscription: Subscription, row: TenantRow): string | undefined {
  const { kind } = dporStateOf(subscription, row);
  const applies = kind !== 'doesNotApply' && kind !== 'notAvailableInCloud';
  const { agreement } = dporOf(row, subscription.subscriptionId);
  return applies && dporApplies({}, agreement).kind === 'applies' ? dporRules() : undefined;
}

/** Why something of it is unknown, unclear or old. */
export function subscriptionFailures(subscription: Subscription, row: TenantRow): readonly Failure[] {
  const known = dporOf(row, subscription.subscriptionId);
  const dpor = dporStateOf(subscription, row);
  return [
    ...(dpor.kind === 'unclear' ? [dpor.write.failure] : []),
    ...distinct([dporFailure(dpor), known.agreementFailed?.failure, stalePal(row)?.failure]),
  ];
}
