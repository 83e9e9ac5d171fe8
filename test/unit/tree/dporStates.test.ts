import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Agreement, AgreementState } from '../../../src/shared/agreement.ts';
import type { DporState } from '../../../src/shared/dpor.ts';
import { goldenIn } from '../golden.ts';
import { alice, known, linked, noon, subscription, TestEstate } from './estate.ts';
import { renderTree } from './render.ts';

const assertGolden = goldenIn(import.meta.dirname);

const eaOffer = 'EnterpriseAgreement_2014-09-01';
const contoso = { partnerId: '1234567', partnerName: 'Contoso Consulting' };
const fabrikam = { partnerId: '7654321', partnerName: 'Fabrikam' };

function agreed(agreement: Agreement): AgreementState {
  return { kind: 'known', agreement };
}

const ea = agreed({ agreementType: 'EnterpriseAgreement', skuDescription: 'Microsoft Azure Enterprise' });

interface Spec {
  readonly offer?: string;
  readonly agreement?: AgreementState;
  readonly dpor?: DporState;
}

const states: Readonly<Record<string, Spec>> = {
  'not checked': { offer: eaOffer },
  'not checked, EA': { offer: eaOffer, agreement: ea },
  designated: { agreement: ea, dpor: { kind: 'designated', partner: contoso, at: noon, source: 'portalService' } },
  'another partner': {
    agreement: ea,
    dpor: { kind: 'designated', partner: fabrikam, at: noon, source: 'portalService' },
  },
  confirmed: {
    agreement: ea,
    dpor: { kind: 'confirmed', change: { do: 'designate', partner: contoso }, at: noon, source: 'person' },
  },
  submitted: {
    agreement: ea,
    dpor: { kind: 'submitted', change: { do: 'designate', partner: contoso }, at: noon, source: 'portalService' },
  },
  'not visible yet': {
    agreement: ea,
    dpor: {
      kind: 'submittedNotVisible',
      change: { do: 'designate', partner: contoso },
      before: fabrikam,
      at: noon,
      source: 'portalService',
    },
  },
  'none reported': { agreement: ea, dpor: { kind: 'noneReported', at: noon, source: 'portalService' } },
  'service refuses': {
    agreement: ea,
    dpor: {
      kind: 'unknown',
      failure: {
        kind: 'clientNotAccepted',
        status: 403,
        serviceMessage: 'No [x](command:a) for you',
        requestId: 'r-1',
      },
      source: 'portalService',
    },
  },
  'another cloud': { agreement: ea, dpor: { kind: 'notAvailableInCloud', source: 'cloud' } },
  'agreement unknown': {
    offer: eaOffer,
    agreement: { kind: 'unknown', failure: { kind: 'forbidden', status: 403, code: 'AuthorizationFailed' } },
  },
  'Azure plan': {
    agreement: agreed({ agreementType: 'MicrosoftPartnerAgreement', customerId: 'c', skuDescription: 'Azure plan' }),
  },
  CSP: { offer: 'CSP_2015-05-01' },
  'pay as you go': { offer: 'PayAsYouGo_2014-09-01' },
  benefit: { offer: 'MSDN_2014-09-01', agreement: agreed({ agreementType: 'MicrosoftOnlineServicesProgram' }) },
  'customer agreement': { offer: eaOffer, agreement: agreed({ agreementType: 'MicrosoftCustomerAgreement' }) },
};

describe('DPOR on the rows of the Tenants view', () => {
  function estate(): TestEstate {
    const all = Object.entries(states);
    const made = new TestEstate().identities(alice).tenants(alice.identity.key, {
      tenantId: 't-1',
      displayName: 'Woodgrove Bank',
      pal: linked(),
      subscriptions: known(
        ...all.map(([name, { offer }], index) =>
          subscription(`s-${String(index + 1)}`, { displayName: name, quotaId: offer }),
        ),
      ),
    });
    all.forEach(([, { agreement, dpor }], index) => {
      const ref = { identity: alice.identity.key, tenantId: 't-1' };
      if (agreement) {
        made.store.setAgreement(ref, `s-${String(index + 1)}`, agreement);
      }
      if (dpor) {
        made.store.setDpor(ref, `s-${String(index + 1)}`, dpor);
      }
    });
    return made;
  }

  it('shows every state, says where its knowledge comes from, and rolls up on the tenant', () => {
    assertGolden('dpor.txt', renderTree(estate().model(), { tooltips: true }));
  });

  it('says that a subscription is new, and that one left EA', () => {
    const made = estate();
    const ref = { identity: alice.identity.key, tenantId: 't-1' };
    made.now += 60_000;
    made.store.setSubscriptions(
      ref,
      known(
        subscription('s-new', { displayName: 'New', quotaId: eaOffer }),
        subscription('s-left', { displayName: 'Left', quotaId: eaOffer }),
      ),
    );
    made.store.setAgreement(ref, 's-new', ea);
    made.store.setDpor(ref, 's-new', { kind: 'noneReported', at: made.now, source: 'portalService' });
    made.store.setAgreement(ref, 's-left', ea);
    made.store.setAgreement(ref, 's-left', agreed({ agreementType: 'MicrosoftCustomerAgreement' }));
    assertGolden('dporNews.txt', renderTree(made.model(), { tooltips: true }));
    made.store.dismissDrift(ref);
    assert.doesNotMatch(renderTree(made.model()), /new EA subscription| · new/);
  });
});
