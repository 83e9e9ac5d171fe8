import * as l10n from '@vscode/l10n';
import { isNewWithoutDpor } from '../estate/view/attention.ts';
import { staleDpor } from '../shared/model/dpor.ts';
import { knownPal, stalePal, type Subscription, type TenantRow } from '../shared/model/model.ts';
import { shortTimeAgo } from '../shared/text/relativeTime.ts';
import { failedWriteLook, palStatus, type Look } from '../shared/text/statusTable.ts';
import { forTree } from '../shared/escaping/foreignText.ts';
import { dporOnRow, dporStateOf, dporStatusOn, spokenDpor } from './facts/dporText.ts';
import { facetText, type Facet } from './facets.ts';
import { noteLabel } from './facts/noteText.ts';
import type { RowContext } from './facts/rowContext.ts';
import { failedWriteOn, joined, ownIn, subscriptionStateText } from './facts/rowWords.ts';
import { delegatedText, isDelegated, throughTenant } from './facts/subscriptionWords.ts';
import { rowIcon } from './rowIcon.ts';
import type { RowIcon, RowText } from './rowText.ts';

export function subscriptionRowText(subscription: Subscription, tenant: TenantRow, context: RowContext): RowText {
  const label = forTree(subscription.displayName ?? '') || subscription.subscriptionId;
  const { state = 'Enabled' } = subscription;
  const pal = knownPal(tenant);
  const own = ownIn(tenant, context);
  const dpor = dporStatusOn(subscription, tenant, context);
  const stale = stalePal(tenant);
  const stateText = state === 'Enabled' ? '' : subscriptionStateText(state);
  return {
    label,
    // Its PAL is its tenant's, and stands there.
    description: joined(' · ', [
      failedWriteOn(tenant, subscription.subscriptionId, 'row'),
      ...dporOnRow(subscription, tenant, dpor, context),
      stateText,
      isDelegated(subscription, tenant) ? l10n.t('delegated') : '',
    ]),
    marks: palStatus(pal, own).mark + dpor.mark,
    icon: icon(subscription, tenant, dpor),
    facets: facetText(facets(subscription, tenant)),
    spoken: joined(', ', [
      label,
      l10n.t('subscription'),
      pal.kind === 'notAvailableInCloud' ? '' : throughTenant(pal, own),
      stale ? shortTimeAgo(stale.asOf, context.now) : '',
      ...spokenDpor(subscription, tenant, dpor, context),
      stateText,
      delegatedText(subscription, tenant, context),
      failedWriteOn(tenant, subscription.subscriptionId, 'spoken'),
    ]),
    collapsible: 'none',
  };
}

function icon(subscription: Subscription, tenant: TenantRow, look: Look): RowIcon {
  const { state } = subscription;
  const dpor = dporStateOf(subscription, tenant);
  if (tenant.activity?.has(subscription.subscriptionId)) {
    return rowIcon(look);
  }
  if (tenant.failedWrites?.has(subscription.subscriptionId)) {
    return rowIcon(failedWriteLook);
  }
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
    ...(tenant.failedWrites?.has(subscription.subscriptionId) ? (['unseen'] as const) : []),
    ...(isDelegated(subscription, tenant) ? (['delegated'] as const) : []),
    ...(dpor.kind === 'doesNotApply' || dpor.kind === 'notAvailableInCloud' ? [] : (['dpor'] as const)),
    ...(dpor.kind === 'notChecked' ? (['dporNotChecked'] as const) : []),
    ...(dpor.kind === 'designated' ? (['designated'] as const) : []),
  ];
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
