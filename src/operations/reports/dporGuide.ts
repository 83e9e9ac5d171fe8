/**
 * What a user does in the Azure portal, step by step, where the billing service is not asked (guided mode). The steps to designate
 * and to remove are those that Microsoft documents (facts-azure.md, section 2).
 * assumed: a change is made like a designation, in the same field.
 */
import * as l10n from '@vscode/l10n';
import type { DporPartner } from '../../shared/model/dpor.ts';
import { partnerText } from '../../shared/text/statusText.ts';
import { ownerRule } from '../text/dporPlanText.ts';
import { markdown, numbered, type DocumentMedium } from './documentMedium.ts';
import type { PlannedSubscription } from '../plan/plan.ts';
import { subscriptionName } from '../text/planText.ts';

export type GuideAction =
  | { readonly do: 'designate' | 'change'; readonly partner: DporPartner }
  | { readonly do: 'remove' }
  /** To see who is designated. */
  | { readonly do: 'look' };

export interface GuidePlace {
  /** `undefined`: one subscription after the other of a list. */
  readonly subscription?: PlannedSubscription;
  /** Of the cloud's portal. */
  readonly portal: string;
}

/** A line for each step, without its number. */
export function portalSteps(action: GuideAction, place: GuidePlace, medium: DocumentMedium): readonly string[] {
  const { word, foreign } = medium;
  const page = word('Partner information');
  const opened =
    place.subscription === undefined
      ? l10n.t('Open {0}, choose one of the subscriptions named above, then {1}.', word('Subscriptions'), page)
      : l10n.t(
          'Open {0}, choose {1}, then {2}.',
          word('Subscriptions'),
          subscriptionWithId(place.subscription, foreign),
          page,
        );
  return [
    action.do === 'look'
      ? l10n.t('Sign in to the Azure portal ({0}).', place.portal)
      : l10n.t('Sign in to the Azure portal ({0}) as the owner of the account.', place.portal),
    opened,
    ...changing(action, medium),
  ];
}

/** `Woodgrove Core (5b00…)`, or the ID alone where there is no name. */
export function subscriptionWithId(subscription: PlannedSubscription, foreign: DocumentMedium['foreign']): string {
  const name = foreign(subscriptionName(subscription));
  const id = foreign(subscription.id);
  return name === id ? id : `${name} (${id})`;
}

function changing(action: GuideAction, { word, foreign }: DocumentMedium): readonly string[] {
  if (action.do === 'look') {
    return [l10n.t('See which partner is shown, or that none is.')];
  }
  if (action.do === 'remove') {
    return [l10n.t('Select the delete icon.'), l10n.t('Select {0}.', word(l10n.t('Yes')))];
  }
  const { partnerId, partnerName } = action.partner;
  const id = foreign(partnerId);
  return [
    action.do === 'designate'
      ? l10n.t('Enter the partner ID {0}.', id)
      : l10n.t('Enter the partner ID {0} in place of the one that is there.', id),
    partnerName
      ? l10n.t('Select {0}: the name {1} appears.', word('Validate ID'), foreign(partnerName))
      : l10n.t('Select {0}: the partner’s name appears. Go on only if it is the right one.', word('Validate ID')),
    l10n.t('Select {0}.', word('Save partner')),
  ];
}

/** A document to follow beside the portal. */
export function guideDocument(action: GuideAction, place: GuidePlace): string {
  return [
    ...markdown.heading(guideTitle(action, place, markdown), 1),
    ...(action.do === 'look' ? [] : [ownerRule(), '']),
    ...numbered(portalSteps(action, place, markdown)),
    ...(action.do === 'look' ? [] : [afterwards(), '']),
  ].join('\n');
}

function guideTitle(action: GuideAction, { subscription }: GuidePlace, { foreign }: DocumentMedium): string {
  const name = subscription ? foreign(subscriptionName(subscription)) : l10n.t('several subscriptions');
  switch (action.do) {
    case 'designate':
      return l10n.t('Designate {0} as Digital Partner of Record of {1}', foreign(partnerText(action.partner)), name);
    case 'change':
      return l10n.t('Change the Digital Partner of Record of {0} to {1}', name, foreign(partnerText(action.partner)));
    case 'remove':
      return l10n.t('Remove the Digital Partner of Record of {0}', name);
    case 'look':
      return l10n.t('See the Digital Partner of Record of {0}', name);
  }
}

function afterwards(): string {
  return l10n.t('It might take some time for the portal to show the change: refresh its page after a few minutes.');
}
