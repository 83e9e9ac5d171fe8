/** What is said of a DPOR beside its status: where it is known from, who may designate, what it may mean. Foreign names come out raw. */
import * as l10n from '@vscode/l10n';
import type { AgreementState } from '../model/agreement.ts';
import { type DporChange, type DporState } from '../model/dpor.ts';
import { failureAdvice } from './failureText.ts';
import { partnerText } from './statusText.ts';

/** What was submitted, or what the user said. */
export function dporChangeText(change: DporChange): string {
  return change.do === 'designate' ? l10n.t('designated: {0}', partnerText(change.partner)) : l10n.t('none designated');
}

/** Where the knowledge comes from, as a sentence; `undefined` where nothing is claimed. */
export function dporSourceText(state: DporState): string | undefined {
  switch (state.kind) {
    case 'notChecked':
      return undefined;
    case 'designated':
    case 'noneReported':
      return l10n.t('Read from the Azure portal’s billing service, which is not documented.');
    case 'submitted':
    case 'submittedNotVisible':
    case 'unclear':
      return l10n.t('Sent to the Azure portal’s billing service, which is not documented.');
    case 'confirmed':
      return l10n.t('You said so; Azure was not asked.');
    case 'doesNotApply':
      return state.source === 'agreement'
        ? l10n.t('Known from the subscription’s agreement.')
        : l10n.t('Concluded from the subscription’s offer; its agreement is not known.');
    case 'unknown':
      return state.source === 'agreement'
        ? l10n.t('The subscription’s agreement could not be read.')
        : l10n.t('The Azure portal’s billing service, which is not documented, gave no usable answer.');
    case 'notAvailableInCloud':
      return l10n.t('No address of the billing service is known for this cloud.');
  }
}

/** What Azure calls an agreement, as it names it; `''` where that is not known. */
export function agreementText(agreement: AgreementState): string {
  return agreement.kind === 'known'
    ? [agreement.agreement.agreementType, agreement.agreement.skuDescription].filter((part) => part).join(', ')
    : '';
}

/** Who may designate, and what for, as Microsoft documents it. */
export function dporRules(): string {
  return l10n.t(
    'Only the customer’s account owner may designate a partner of record, one for each subscription and anew for every new one. Since October 2021 it earns no incentive for Azure.',
  );
}

/** What else a user should know of a state, or do about it, as a sentence; `undefined` where there is nothing. */
export function dporHint(state: DporState): string | undefined {
  switch (state.kind) {
    case 'designated':
    case 'notChecked':
    case 'confirmed':
      return undefined;
    case 'submitted':
    case 'submittedNotVisible':
    case 'unclear':
      return l10n.t('It might take some time for Azure to reflect the change.');
    case 'noneReported':
      return noneReportedHint();
    case 'doesNotApply':
      return l10n.t('Use a Partner Admin Link for this subscription.');
    case 'unknown':
      return failureAdvice(state.failure);
    case 'notAvailableInCloud':
      return l10n.t('Use the portal of this cloud instead.');
  }
}

/** What *none reported* may mean. */
export function noneReportedHint(): string {
  return l10n.t(
    'Azure gives the same answer when no partner is designated, when access is missing, and when the subscription isn’t found.',
  );
}
