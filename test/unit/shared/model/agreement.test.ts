import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import {
  agreementState,
  dporApplies,
  type Agreement,
  type AgreementState,
} from '../../../../src/shared/model/agreement.ts';
import { failed, success } from '../../../../src/shared/model/outcome.ts';

const notChecked: AgreementState = { kind: 'notChecked' };
const unknown = agreementState(failed({ kind: 'forbidden' }));

function known(agreement: Agreement): AgreementState {
  return agreementState(success(agreement));
}

/** As facts-azure.md has them. */
const neverEa = [
  ['CSP_2015-05-01', 'csp'],
  ['CSP_MG_2017-12-01', 'csp'],
  ['CSPDEVTEST_2018-05-01', 'csp'],
  ['PayAsYouGo_2014-09-01', 'payAsYouGo'],
  ['MSDN_2014-09-01', 'benefit'],
  ['MPN_2014-09-01', 'benefit'],
  ['Sponsored_2016-01-01', 'benefit'],
  ['FreeTrial_2014-09-01', 'freeTrial'],
  ['AzurePass_2014-09-01', 'benefit'],
  ['AzureForStudents_2018-01-01', 'benefit'],
  ['DreamSpark_2015-02-01', 'benefit'],
] as const;
const ambiguousOffers = ['EnterpriseAgreement_2014-09-01', 'MSDNDevTest_2014-09-01', 'Something_2030-01-01', undefined];

describe('whether DPOR applies to a subscription', () => {
  it('is decided by the agreement, whatever the offer', () => {
    const cases: readonly (readonly [Agreement, string | undefined])[] = [
      [{ agreementType: 'EnterpriseAgreement' }, undefined],
      [{ agreementType: 'MicrosoftCustomerAgreement' }, 'microsoftCustomerAgreement'],
      [
        { agreementType: 'MicrosoftCustomerAgreement', skuDescription: 'Microsoft Azure Plan' },
        'microsoftCustomerAgreement',
      ],
      [
        { agreementType: 'MicrosoftCustomerAgreement', customerId: 'c', skuDescription: 'Microsoft Azure Plan' },
        'azurePlan',
      ],
      [{ agreementType: 'MicrosoftPartnerAgreement', skuDescription: 'Microsoft Azure Plan' }, 'azurePlan'],
      [{ agreementType: 'MicrosoftPartnerAgreement' }, 'csp'],
      [{ agreementType: 'Other' }, 'otherAgreement'],
      [{ agreementType: 'Other', customerId: 'c' }, 'csp'],
    ];
    for (const [agreement, why] of cases) {
      for (const quotaId of [...ambiguousOffers, ...neverEa.map(([id]) => id)]) {
        const told = dporApplies({ quotaId }, known(agreement));
        assert.deepEqual(
          told.kind === 'doesNotApply' ? [told.why, told.source] : told.kind,
          why ? [why, 'agreement'] : 'applies',
        );
      }
    }
  });

  it('is no for the online programme; the offer says which of it', () => {
    const online = known({ agreementType: 'MicrosoftOnlineServicesProgram' });
    for (const [quotaId, why] of [
      ['PayAsYouGo_2014-09-01', 'payAsYouGo'],
      ['MPN_2014-09-01', 'benefit'],
      ['FreeTrial_2014-09-01', 'freeTrial'],
      ['EnterpriseAgreement_2014-09-01', 'payAsYouGo'],
    ] as const) {
      assert.deepEqual(dporApplies({ quotaId }, online), { kind: 'doesNotApply', why, source: 'agreement' });
    }
  });

  it('is no where a customer ID says that a partner leads it, though no type is told', () => {
    assert.deepEqual(dporApplies({}, known({ customerId: 'c' })), {
      kind: 'doesNotApply',
      why: 'csp',
      source: 'agreement',
    });
  });

  it('may be no by the offer where the agreement is not known, and says that it is only the offer', () => {
    for (const agreement of [notChecked, unknown, known({}), known({ agreementType: 'FutureAgreement' })]) {
      for (const [quotaId, why] of neverEa) {
        for (const written of [quotaId, quotaId.toLowerCase()]) {
          assert.deepEqual(dporApplies({ quotaId: written }, agreement), {
            kind: 'doesNotApply',
            why,
            source: 'offer',
          });
        }
      }
      for (const quotaId of ambiguousOffers) {
        assert.deepEqual(dporApplies({ quotaId }, agreement), { kind: 'notKnown' });
      }
    }
  });

  it('is yes by nothing but an agreement that says EnterpriseAgreement', () => {
    const quotaIds = fc.oneof(fc.constantFrom(...neverEa.map(([id]) => id), ...ambiguousOffers), fc.string());
    const agreements = fc.oneof(
      fc.constantFrom(notChecked, unknown),
      fc
        .record(
          {
            agreementType: fc.oneof(
              fc.constantFrom('EnterpriseAgreement', 'MicrosoftCustomerAgreement', 'Other', 'Enterprise'),
              fc.string(),
            ),
            customerId: fc.string(),
            skuDescription: fc.string(),
            isAccountAdmin: fc.boolean(),
          },
          { requiredKeys: [] },
        )
        .map(known),
    );
    fc.assert(
      fc.property(quotaIds, agreements, (quotaId, agreement) => {
        const says = agreement.kind === 'known' && agreement.agreement.agreementType === 'EnterpriseAgreement';
        assert.equal(dporApplies({ quotaId }, agreement).kind === 'applies', says);
      }),
    );
  });
});
