/** Which commands a tenant or a subscription of the page has as buttons: those that its row has in the tree. */
import * as l10n from '@vscode/l10n';
import { isUnseen } from '../estate/view/attention.ts';
import type { DporState } from '../shared/model/dpor.ts';
import { knownPal, type TenantMark, type TenantRow } from '../shared/model/model.ts';
import type {
  ShownSubscription,
  ShownTenant,
  SubscriptionAction,
  TenantAction,
} from '../shared/tenantPage/messages.ts';

/** The one that this tenant needs comes first. */
export function actionsOn(row: TenantRow, marks: ReadonlySet<TenantMark>): ShownTenant['actions'] {
  return [
    ...actionsOnLink(row),
    ...(isUnseen(row) ? (['markSeen'] as const) : []),
    'refreshTenant' as const,
    'manageLinks' as const,
    'openInPortal' as const,
    'copyAsScript' as const,
    marks.has('pinned') ? ('unpin' as const) : ('pin' as const),
    marks.has('notOurs') ? ('unmarkNotOurs' as const) : ('markNotOurs' as const),
    marks.has('hidden') ? ('unhide' as const) : ('hide' as const),
  ].map((command) => ({ command, text: tenantActionText(command) }));
}

function actionsOnLink(row: TenantRow): readonly TenantAction[] {
  const person: readonly TenantAction[] =
    row.pal.kind === 'signInNeeded' ? ['signInToTenant'] : row.pal.kind === 'accountNotAllowed' ? ['allowAccount'] : [];
  switch (knownPal(row).kind) {
    case 'linked':
      return [...person, 'change', 'remove'];
    case 'notLinked':
      return [...person, 'link'];
    case 'covered':
      return ['signInToTenant'];
    default:
      return person;
  }
}

function tenantActionText(command: TenantAction): string {
  switch (command) {
    case 'link':
      return l10n.t('Link Partner ID…');
    case 'change':
      return l10n.t('Change Partner ID…');
    case 'remove':
      return l10n.t('Remove Partner Admin Link…');
    case 'signInToTenant':
      return l10n.t('Sign In to Tenant…');
    case 'allowAccount':
      return l10n.t('Allow Access to Account…');
    case 'refreshTenant':
      return l10n.t('Refresh Tenant');
    case 'manageLinks':
      return l10n.t('Manage Links…');
    case 'openInPortal':
      return l10n.t('Open in Azure Portal');
    case 'copyAsScript':
      return l10n.t('Copy as Script…');
    case 'markSeen':
      return l10n.t('Mark as Seen');
    case 'pin':
      return l10n.t('Pin Tenant');
    case 'unpin':
      return l10n.t('Unpin Tenant');
    case 'markNotOurs':
      return l10n.t('Mark Tenant as Not Ours');
    case 'unmarkNotOurs':
      return l10n.t('Mark Tenant as Ours');
    case 'hide':
      return l10n.t('Hide Tenant');
    case 'unhide':
      return l10n.t('Unhide Tenant');
  }
}

export function actionsOnSubscription({ kind }: DporState): ShownSubscription['actions'] {
  return dporActions(kind).map((command) => ({ command, text: subscriptionActionText(command) }));
}

function dporActions(kind: DporState['kind']): readonly SubscriptionAction[] {
  switch (kind) {
    case 'doesNotApply':
    case 'notAvailableInCloud':
      return [];
    case 'designated':
      return ['checkDpor', 'changeDpor', 'removeDpor'];
    case 'notChecked':
    case 'unknown':
      return ['checkDpor', 'confirmDpor'];
    case 'noneReported':
    case 'confirmed':
    case 'submitted':
    case 'submittedNotVisible':
    case 'unclear':
      return ['checkDpor', 'designate', 'requestDesignation', 'confirmDpor'];
  }
}

function subscriptionActionText(command: SubscriptionAction): string {
  switch (command) {
    case 'checkDpor':
      return l10n.t('Check DPOR…');
    case 'designate':
      return l10n.t('Designate Partner of Record…');
    case 'changeDpor':
      return l10n.t('Change Partner of Record…');
    case 'removeDpor':
      return l10n.t('Remove Partner of Record…');
    case 'requestDesignation':
      return l10n.t('Request Designation from Customer…');
    case 'confirmDpor':
      return l10n.t('Record What the Portal Shows…');
  }
}
