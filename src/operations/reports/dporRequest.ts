/** *Request designation from customer*: what a partner sends to a customer, as a document or a mail. Pure. */
import * as l10n from '@vscode/l10n';
import type { DporPartner } from '../../shared/model/dpor.ts';
import { partnerText } from '../../shared/text/statusText.ts';
import { ownerRule } from '../text/dporPlanText.ts';
import { portalSteps, subscriptionWithId } from './dporGuide.ts';
import { listed, markdown, numbered, plain, type DocumentMedium } from './documentMedium.ts';
import type { PlanItem, PlannedSubscription } from '../plan/plan.ts';
import { tenantName } from '../text/planText.ts';

export type RequestedSubscription = Pick<PlanItem, 'tenant' | 'tenantName' | 'domain'> & {
  readonly subscription: PlannedSubscription;
};

export interface DesignationRequest {
  readonly partner: DporPartner;
  /** At least one; of several tenants, each tenant's are named together. */
  readonly subscriptions: readonly RequestedSubscription[];
  /** Of the cloud's portal. */
  readonly portal: string;
}

export function requestDocument(request: DesignationRequest): string {
  return [...markdown.heading(requestTitle(request, markdown), 1), ...body(request, markdown)].join('\n');
}

/** Neither subject nor body is encoded for an address. */
export function requestMail(request: DesignationRequest): { readonly subject: string; readonly body: string } {
  return { subject: requestTitle(request, plain), body: body(request, plain).join('\n') };
}

function requestTitle({ partner }: DesignationRequest, { foreign }: DocumentMedium): string {
  return l10n.t('Please designate {0} as Digital Partner of Record', foreign(partnerText(partner)));
}

function body(request: DesignationRequest, medium: DocumentMedium): readonly string[] {
  const { partner, portal } = request;
  const { heading, foreign } = medium;
  return [
    l10n.t('Hello,'),
    '',
    l10n.t(
      'we ask you to designate us, {0}, as the Digital Partner of Record (DPOR) of these Azure subscriptions of your Enterprise Agreement:',
      foreign(partnerText(partner)),
    ),
    '',
    ...heading(l10n.t('Subscriptions'), 2),
    ...named(request, medium),
    ...heading(l10n.t('What to do'), 2),
    `${ownerRule()} ${l10n.t('Service administrators, co-administrators and partners with delegated administration cannot.')}`,
    '',
    ...numbered(portalSteps({ do: 'designate', partner }, { portal }, medium)),
    l10n.t(
      'Repeat this for each subscription: a designation is made for one subscription, and a new subscription needs it again.',
    ),
    '',
    ...heading(l10n.t('What you get from it'), 2),
    ...listed([
      l10n.t('You decide which partner is designated for each of your subscriptions.'),
      l10n.t('You can change or remove the designation whenever you like, on the same page.'),
      l10n.t('We see what the subscription uses, so that we can support you and help you to use it well.'),
    ]),
    ...heading(l10n.t('What we will see of these subscriptions'), 2),
    ...listed([
      l10n.t('your customer ID and name'),
      l10n.t('the subscription’s ID, name, start date and end date'),
      l10n.t('consumption data, and total metered and seat usage'),
      l10n.t('a summary of the services used'),
      l10n.t('the date of the designation'),
    ]),
    ...heading(l10n.t('Good to know'), 2),
    ...listed([
      l10n.t(
        'A subscription has one Digital Partner of Record at a time: designating us replaces whoever is designated.',
      ),
      l10n.t('The designation isn’t carried over when a subscription leaves the Enterprise Agreement.'),
      l10n.t('It might take some time for the portal to show the change.'),
    ]),
    l10n.t('Thank you!'),
    '',
  ];
}

/** Under the name of their tenant, in the order given; each subscription once. */
function named({ subscriptions }: DesignationRequest, { heading, foreign }: DocumentMedium): readonly string[] {
  const tenants = new Map<string, Map<string, RequestedSubscription>>();
  for (const one of subscriptions) {
    const { tenantId } = one.tenant;
    const group = tenants.get(tenantId) ?? new Map<string, RequestedSubscription>();
    tenants.set(tenantId, group.set(one.subscription.id, group.get(one.subscription.id) ?? one));
  }
  return [...tenants.values()].flatMap((group) => {
    const all = [...group.values()];
    return [
      ...all.slice(0, 1).flatMap((one) => heading(foreign(tenantName(one)), 3)),
      ...listed(all.map(({ subscription }) => subscriptionWithId(subscription, foreign))),
    ];
  });
}
