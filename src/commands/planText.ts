/** A plan in words: what the confirmation says, what is left out and why, what came of a run. Foreign text comes out raw. */
import * as l10n from '@vscode/l10n';
import { failureReason } from '../shared/failureText.ts';
import type { Plan, PlanItem, PlannedAction } from '../operations/plan.ts';
import type { Confirmation } from './dialogs/dialogs.ts';

/** Up to so many targets a modal names them all; above, the list is reviewed in a document first. */
export const namedInModal = 5;

type Write = Extract<PlannedAction, { do: 'link' | 'change' | 'remove' }>;
export type WriteItem = PlanItem & { readonly action: Write };

export function isWrite(item: PlanItem): item is WriteItem {
  return item.action.do === 'link' || item.action.do === 'change' || item.action.do === 'remove';
}

export function tenantName(item: PlanItem): string {
  const name = item.tenantName ?? item.domain ?? item.tenant.tenantId;
  return item.domain !== undefined && item.domain !== name ? `${name} (${item.domain})` : name;
}

function withName(id: string, name: string | undefined): string {
  return name === undefined ? id : `${id} · ${name}`;
}

/** What will happen to one tenant, in a few words. */
export function actionText(action: PlannedAction, name?: string): string {
  switch (action.do) {
    case 'link':
      return l10n.t('link to {0}', withName(action.to, name));
    case 'change':
      return l10n.t('change from {0} to {1}', withName(action.from, action.fromName), withName(action.to, name));
    case 'remove':
      return l10n.t('remove {0}', withName(action.from, action.fromName));
    case 'nothing':
      return action.why === 'alreadySo' ? l10n.t('already so') : l10n.t('not linked');
    case 'cannot':
      return cannotText(action);
  }
}

function cannotText(action: Extract<PlannedAction, { do: 'cannot' }>): string {
  switch (action.why.kind) {
    case 'notChecked':
      return l10n.t('not checked');
    case 'signInNeeded':
      return l10n.t('sign-in needed');
    case 'accountNotAllowed':
      return l10n.t('access to this account not yet allowed');
    case 'notAvailableInCloud':
      return l10n.t('not available in this cloud');
    case 'unknown':
      return l10n.t('unknown ({0})', failureReason(action.why.failure));
    default:
      return '';
  }
}
