import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Agreement, AgreementState } from '../../../src/shared/model/agreement.ts';
import type { DporState } from '../../../src/shared/model/dpor.ts';
import { goldenIn } from '../support/golden.ts';
import { alice, known, linked, noon, subscription, TestEstate } from './support/estate.ts';
import { renderTree } from './support/render.ts';

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
  old: {
    agreement: ea,
    dpor: {
      kind: 'designated',
      partner: contoso,
      at: noon - 3 * 86_400_000,
      source: 'portalService',
      failed: { failure: { kind: 'offline' }, at: noon - 5 * 60_000 },
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

  it('separates whose a designation is, what none is reported of, what was not checked, is unknown or old; and looks wrong where one is another’s', () => {
    const ref = { identity: alice.identity.key, tenantId: 't-1' };
    const expected = new Map<string, string>();
    const own: DporState = { kind: 'designated', partner: contoso, at: noon, source: 'portalService' };
    const other: DporState = { ...own, partner: fabrikam };
    const none: DporState = { kind: 'noneReported', at: noon, source: 'portalService' };
    const unknown: DporState = { kind: 'unknown', failure: { kind: 'timedOut' }, source: 'portalService' };
    const nowhere: DporState = { kind: 'notAvailableInCloud', source: 'cloud' };
    const failed = { failure: { kind: 'offline' }, at: noon } as const;
    const old: DporState = { ...own, at: noon - 3 * 86_400_000, failed };
    const shown = (...states: readonly DporState[]): readonly (string | undefined)[] => {
      const made = new TestEstate().identities(alice);
      expected.forEach((partnerId, tenantId) => made.expect(tenantId, partnerId));
      const ids = states.map((_, index) => `s-${String(index)}`);
      made.tenants(alice.identity.key, {
        tenantId: 't-1',
        displayName: 'Woodgrove Bank',
        pal: linked(),
        subscriptions: known(...ids.map((id) => subscription(id, { quotaId: eaOffer }))),
      });
      ids.forEach((id, index) => {
        made.store.setAgreement(ref, id, ea);
        made.store.setDpor(ref, id, states[index] ?? own);
      });
      const model = made.model();
      const [node] = model.children(undefined);
      const row = node && model.row(node);
      return [row?.spoken.split(', ').find((part) => part.startsWith('DPOR')), row?.marks?.[1], row?.icon.color];
    };
    const [good, warning] = ['charts.green', 'list.warningForeground'];
    assert.deepEqual(shown(own, own), ['DPOR on 2 of 2 EA', '✓', good]);
    assert.deepEqual(shown(own, other), ['DPOR on 1 of 2 EA · 1 of another partner', '≠', warning]);
    assert.deepEqual(shown(own, none, none), ['DPOR on 1 of 3 EA · 2 none reported', '○', good]);
    assert.deepEqual(shown(own, unknown, { kind: 'notChecked' }), [
      'DPOR on 1 of 3 EA · 1 not checked · 1 unknown',
      '?',
      good,
    ]);
    assert.deepEqual(shown(own, old), ['DPOR on 2 of 2 EA · 1 as of 3 d ago', '✓', good]);
    assert.deepEqual(shown(own, nowhere), ['DPOR on 1 of 1 EA', '✓', good]);
    assert.deepEqual(shown(nowhere, nowhere), ['DPOR not available in this cloud', '–', good]);
    // An expected partner ID is right, saved or not.
    expected.set('t-1', fabrikam.partnerId);
    assert.match(shown(own, other)[0] ?? '', /DPOR on 2 of 2 EA$/);
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
    made.store.markSeen(ref);
    assert.doesNotMatch(renderTree(made.model()), /new EA subscription| · new/);
  });
});
