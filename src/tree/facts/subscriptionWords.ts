/** What is said of a subscription in more than one place. */
import * as l10n from '@vscode/l10n';
import { forTree, oneLine } from '../../shared/escaping/foreignText.ts';
import type { PalState, SavedPartnerId, Subscription, TenantRow } from '../../shared/model/model.ts';
import { palStatus } from '../../shared/text/statusTable.ts';
import type { RowContext } from './rowContext.ts';
import { longestSpoken } from './rowWords.ts';

/** `PAL 1234567 (through the tenant)`: the partner's name stands on the tenant. */
export function throughTenant(pal: PalState, own: readonly SavedPartnerId[]): string {
  switch (pal.kind) {
    case 'linked':
      return l10n.t(
        '{0} (through the tenant)',
        forTree(palStatus({ ...pal, link: { partnerId: pal.link.partnerId } }, own).long),
      );
    case 'notLinked':
      return l10n.t('{0} (through the tenant)', oneLine(palStatus(pal, own).long, longestSpoken));
    case 'notChecked':
    case 'checking':
    case 'signInNeeded':
    case 'accountNotAllowed':
    case 'notAvailableInCloud':
    case 'covered':
    case 'unclear':
    case 'unknown':
      return oneLine(palStatus(pal, own).long, longestSpoken);
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
