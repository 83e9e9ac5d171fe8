import * as l10n from '@vscode/l10n';
import { isNewWithoutDpor } from '../estate/view/attention.ts';
import { failureReason } from '../shared/text/failureText.ts';
import { staleDpor } from '../shared/model/dpor.ts';
import {
  knownPal,
  stalePal,
  staleSubscriptions,
  type PalState,
  type SavedPartnerId,
  type Subscription,
  type TenantRow,
} from '../shared/model/model.ts';
import { shortTimeAgo, timeAgo } from '../shared/text/relativeTime.ts';
import { dporLook, palText, underWayLook } from '../shared/text/statusText.ts';
import { forTree } from '../shared/escaping/foreignText.ts';
import { dporOnRow, dporStateOf } from './dporText.ts';
import { facetText, type Facet } from './facets.ts';
import { ownIn, rowIcon, subscriptionStateText } from './rowParts.ts';
import type { RowContext, RowIcon, RowText } from './rowText.ts';

export function subscriptionRowText(subscription: Subscription, tenant: TenantRow, context: RowContext): RowText {
  const label = forTree(subscription.displayName ?? '') || subscription.subscriptionId;
  const { state = 'Enabled' } = subscription;
  const pal = knownPal(tenant);
  const stale = stalePal(tenant);
  const through = [
    throughTenant(pal, ownIn(tenant, context)),
    ...(stale ? [shortTimeAgo(stale.asOf, context.now)] : []),
  ].join(' · ');
  const parts = [
    pal.kind === 'notAvailableInCloud' ? '' : through,
    dporOnRow(subscription, tenant, context),
    state === 'Enabled' ? '' : subscriptionStateText(state),
    delegatedText(subscription, tenant, context),
  ].filter((part) => part !== '');
  return {
    label,
    description: parts.join(' · '),
    icon: icon(subscription, tenant, context),
    facets: facetText(facets(subscription, tenant)),
    spoken: [label, l10n.t('subscription'), ...parts].join(', '),
    collapsible: 'none',
  };
}

function icon(subscription: Subscription, tenant: TenantRow, context: RowContext): RowIcon {
  const { state } = subscription;
  const dpor = dporStateOf(subscription, tenant);
  if (tenant.activity?.has(subscription.subscriptionId)) {
    return rowIcon(underWayLook);
  }
  const look = dporLook(dpor, ownIn(tenant, context));
  if (staleDpor(dpor)) {
    return rowIcon({ ...look, tone: 'stale' });
  }
  switch (dpor.kind) {
    case 'noneReported':
      return rowIcon(isNewWithoutDpor(subscription, tenant) ? { ...look, tone: 'wanting' } : look);
    case 'unknown':
    case 'notChecked':
    case 'doesNotApply':
    case 'notAvailableInCloud':
      return state === 'Disabled' || state === 'Deleted'
        ? { ...rowIcon(look), color: 'disabledForeground' }
        : rowIcon(look);
    case 'designated':
    case 'confirmed':
    case 'submitted':
    case 'submittedNotVisible':
    case 'unclear':
      return rowIcon(look);
  }
}

function facets(subscription: Subscription, tenant: TenantRow): readonly Facet[] {
  const dpor = dporStateOf(subscription, tenant);
  return [
    'subscription',
    ...(isDelegated(subscription, tenant) ? (['delegated'] as const) : []),
    ...(dpor.kind === 'doesNotApply' || dpor.kind === 'notAvailableInCloud' ? [] : (['dpor'] as const)),
    ...(dpor.kind === 'notChecked' ? (['dporNotChecked'] as const) : []),
    ...(dpor.kind === 'designated' ? (['designated'] as const) : []),
  ];
}

/** `PAL 1234567 (through the tenant)`: the partner's name stands on the tenant. */
export function throughTenant(pal: PalState, own: readonly SavedPartnerId[]): string {
  switch (pal.kind) {
    case 'linked':
      return l10n.t(
        '{0} (through the tenant)',
        forTree(palText({ ...pal, link: { partnerId: pal.link.partnerId } }, own)),
      );
    case 'notLinked':
      return l10n.t('{0} (through the tenant)', palText(pal, own));
    case 'notChecked':
    case 'checking':
    case 'signInNeeded':
    case 'accountNotAllowed':
    case 'notAvailableInCloud':
    case 'covered':
    case 'unclear':
    case 'unknown':
      return palText(pal, own);
  }
}

export function isDelegated(subscription: Subscription, tenant: TenantRow): boolean {
  return subscription.tenantId !== tenant.ref.tenantId;
}

/** Azure Lighthouse shows a subscription of another tenant here; `''` where it is the tenant's own. */
export function delegatedText(subscription: Subscription, tenant: TenantRow, context: RowContext): string {
  if (!isDelegated(subscription, tenant)) {
    return '';
  }
  const owner = context.tenantName(subscription.tenantId);
  return l10n.t('delegated by {0}', forTree(owner?.name ?? '') || forTree(subscription.tenantId));
}

/** The row that says why subscriptions are missing, or may be out of date. */
export function noteRowText(row: TenantRow, context: RowContext): RowText {
  const label = noteLabel(row, context);
  return {
    label,
    description: '',
    icon: row.subscriptions.kind === 'checking' ? { id: 'loading~spin' } : { id: 'info' },
    facets: facetText(['note']),
    spoken: label,
    collapsible: 'none',
  };
}

function noteLabel(row: TenantRow, { now, time }: RowContext): string {
  const { subscriptions, pal } = row;
  switch (subscriptions.kind) {
    case 'unknown': {
      const reason = failureReason(subscriptions.failure);
      const stale = staleSubscriptions(row);
      return stale === undefined
        ? l10n.t('subscriptions unknown ({0})', reason)
        : stale.asOf === undefined
          ? l10n.t('subscriptions as last known; could not be checked since: {0}', reason)
          : l10n.t('subscriptions as of {0}; could not be checked since: {1}', timeAgo(stale.asOf, now, time), reason);
    }
    case 'checking':
      return l10n.t('checking…');
    case 'notChecked':
    case 'known':
      return pal.kind === 'checking' ? l10n.t('checking…') : l10n.t('subscriptions not checked');
  }
}
