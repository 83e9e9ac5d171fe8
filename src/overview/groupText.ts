/** What the groups of tenants and subscriptions are called, and how each looks. */
import * as l10n from '@vscode/l10n';
import type { DporGroup, PalGroup } from '../estate/view/estateCounts.ts';
import type { Look } from '../shared/overview/messages.ts';

export function palGroupText(group: PalGroup): string {
  switch (group) {
    case 'ownLink':
      return l10n.t('linked');
    case 'covered':
      return l10n.t('covered through another tenant');
    case 'anotherPartner':
      return l10n.t('another partner');
    case 'notLinked':
      return l10n.t('not linked');
    case 'needsPerson':
      return l10n.t('sign-in needed');
    case 'unclear':
      return l10n.t('unclear');
    case 'unknown':
      return l10n.t('unknown');
    case 'pending':
      return l10n.t('not checked');
    case 'notAvailable':
      return l10n.t('not available in this cloud');
    case 'notOurs':
      return l10n.t('not ours');
  }
}

export function dporGroupText(group: DporGroup): string {
  switch (group) {
    case 'ownLink':
      return l10n.t('designated');
    case 'confirmed':
      return l10n.t('confirmed by you');
    case 'submitted':
      return l10n.t('submitted, waiting for Azure');
    case 'anotherPartner':
      return l10n.t('another partner');
    case 'noneReported':
      return l10n.t('none reported');
    case 'unclear':
      return l10n.t('unclear');
    case 'unknown':
      return l10n.t('unknown');
    case 'notChecked':
      return l10n.t('not checked');
    case 'doesNotApply':
      return l10n.t('DPOR does not apply');
    case 'notAvailable':
      return l10n.t('not available in this cloud');
  }
}

export const palLooks: Readonly<Record<PalGroup, Look>> = {
  ownLink: 'own',
  covered: 'covered',
  anotherPartner: 'other',
  notLinked: 'none',
  needsPerson: 'needsPerson',
  unclear: 'unclear',
  unknown: 'unknown',
  pending: 'notRead',
  notAvailable: 'notHere',
  notOurs: 'notHere',
};

export const dporLooks: Readonly<Record<DporGroup, Look>> = {
  ownLink: 'own',
  confirmed: 'covered',
  submitted: 'underWay',
  anotherPartner: 'other',
  noneReported: 'none',
  unclear: 'unclear',
  unknown: 'unknown',
  notChecked: 'notRead',
  doesNotApply: 'notHere',
  notAvailable: 'notHere',
};
