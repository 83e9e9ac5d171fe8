/** What a subscription was bought by, and whether Digital Partner of Record (DPOR) applies to it. Pure. */
import type { Failure } from './failure.ts';
import type { Outcome } from './outcome.ts';

/** What `Microsoft.Billing/billingProperty` (api-version 2024-04-01) tells of a subscription; any of it may be absent. */
export interface Agreement {
  /** `billingAccountAgreementType`, as sent: `EnterpriseAgreement`, `MicrosoftCustomerAgreement`, … */
  readonly agreementType?: string;
  /** Present: the subscription is led by a partner (CSP). */
  readonly customerId?: string;
  /** Untrusted text, like `Microsoft Azure Plan`. */
  readonly skuDescription?: string;
  /** A hint who may designate, never a gate. */
  readonly isAccountAdmin?: boolean;
  readonly billingTenantId?: string;
}

export type AgreementState =
  | { readonly kind: 'notChecked' }
  | { readonly kind: 'known'; readonly agreement: Agreement }
  | { readonly kind: 'unknown'; readonly failure: Failure };

/** The state that an answer of Azure amounts to. */
export function agreementState(outcome: Outcome<Agreement>): AgreementState {
  return outcome.ok ? { kind: 'known', agreement: outcome.value } : { kind: 'unknown', failure: outcome.failure };
}

/** Why DPOR does not apply; PAL is the way then. */
export type NoDporWhy =
  'azurePlan' | 'csp' | 'payAsYouGo' | 'benefit' | 'freeTrial' | 'microsoftCustomerAgreement' | 'otherAgreement';

/** A record, so that a reason forgotten here does not compile. */
const noDporWhys: Record<NoDporWhy, true> = {
  azurePlan: true,
  csp: true,
  payAsYouGo: true,
  benefit: true,
  freeTrial: true,
  microsoftCustomerAgreement: true,
  otherAgreement: true,
};

/** For what comes from a file. */
export function isNoDporWhy(value: unknown): value is NoDporWhy {
  return typeof value === 'string' && Object.hasOwn(noDporWhys, value);
}

/** `source`: the agreement itself, or no more than the offer (`quotaId`), which can rule an Enterprise Agreement out and never prove one. */
export type DporApplicability =
  | { readonly kind: 'applies'; readonly source: 'agreement' }
  | { readonly kind: 'doesNotApply'; readonly why: NoDporWhy; readonly source: 'agreement' | 'offer' }
  | { readonly kind: 'notKnown' };

/**
 * Offers that no Enterprise Agreement has, in lower case. `EnterpriseAgreement_2014-09-01` and `MSDNDevTest_2014-09-01` are missing
 * on purpose: Microsoft Customer Agreements use them as well.
 */
const offers: ReadonlyMap<string, NoDporWhy> = new Map([
  ['csp_2015-05-01', 'csp'],
  ['csp_mg_2017-12-01', 'csp'],
  ['cspdevtest_2018-05-01', 'csp'],
  ['payasyougo_2014-09-01', 'payAsYouGo'],
  ['msdn_2014-09-01', 'benefit'],
  ['mpn_2014-09-01', 'benefit'],
  ['sponsored_2016-01-01', 'benefit'],
  ['azurepass_2014-09-01', 'benefit'],
  ['azureforstudents_2018-01-01', 'benefit'],
  ['dreamspark_2015-02-01', 'benefit'],
  ['freetrial_2014-09-01', 'freeTrial'],
]);

function byOffer(quotaId: string | undefined): NoDporWhy | undefined {
  return offers.get(quotaId?.trim().toLowerCase() ?? '');
}

/** Partner-led: the new commerce (Azure plan) by its own name, or CSP, of which nobody said which. */
function partnerLed({ skuDescription }: Agreement): NoDporWhy {
  return /\bazure plan\b/i.test(skuDescription ?? '') ? 'azurePlan' : 'csp';
}

/** What an agreement says by itself; `undefined` where it says nothing about DPOR. */
function byAgreement(agreement: Agreement, quotaId: string | undefined): DporApplicability | undefined {
  const not = (why: NoDporWhy): DporApplicability => ({ kind: 'doesNotApply', why, source: 'agreement' });
  switch (agreement.agreementType?.trim().toLowerCase()) {
    case 'enterpriseagreement':
      return { kind: 'applies', source: 'agreement' };
    case 'microsoftpartneragreement':
      return not(partnerLed(agreement));
    case 'microsoftcustomeragreement':
      return not(agreement.customerId === undefined ? 'microsoftCustomerAgreement' : partnerLed(agreement));
    case 'microsoftonlineservicesprogram': {
      // The offer only tells which of the online programme's it is: that it is none of an EA is known already.
      const offer = byOffer(quotaId);
      return not(offer === undefined || offer === 'csp' ? 'payAsYouGo' : offer);
    }
    case 'other':
      return not(agreement.customerId === undefined ? 'otherAgreement' : partnerLed(agreement));
    default:
      return agreement.customerId === undefined ? undefined : not(partnerLed(agreement));
  }
}

/** Whether DPOR applies: the agreement decides. Where it is not known, or names no type, the offer can say no, and nothing says yes. */
export function dporApplies(subscription: { readonly quotaId?: string }, agreement: AgreementState): DporApplicability {
  const told = agreement.kind === 'known' ? byAgreement(agreement.agreement, subscription.quotaId) : undefined;
  if (told) {
    return told;
  }
  const offer = byOffer(subscription.quotaId);
  return offer === undefined ? { kind: 'notKnown' } : { kind: 'doesNotApply', why: offer, source: 'offer' };
}
