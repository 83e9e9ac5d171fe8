import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { guideDocument, type GuideAction } from '../../../../src/operations/reports/dporGuide.ts';
import {
  requestDocument,
  requestMail,
  type DesignationRequest,
} from '../../../../src/operations/reports/dporRequest.ts';
import { goldenIn } from '../../support/golden.ts';
import { tenant } from '../support/records.ts';

const assertGolden = goldenIn(import.meta.dirname);

const portal = 'https://portal.azure.com';
const contoso = { partnerId: '4810337', partnerName: 'Contoso Consulting' };
const core = { id: '5b000000-0000-4000-8000-000000000001', name: 'Woodgrove Core' };
const nameless = { id: '5b000000-0000-4000-8000-000000000002' };

const request: DesignationRequest = {
  partner: contoso,
  portal,
  subscriptions: [
    { ...tenant(1, 'Woodgrove Bank', 'woodgrove.example'), subscription: core },
    { ...tenant(2), subscription: { id: '5b000000-0000-4000-8000-000000000003', name: 'Alpine EA Production' } },
    { ...tenant(1, 'Woodgrove Bank', 'woodgrove.example'), subscription: nameless },
    { ...tenant(1, 'Woodgrove Bank', 'woodgrove.example'), subscription: core },
  ],
};

const actions: readonly GuideAction[] = [
  { do: 'designate', partner: contoso },
  { do: 'designate', partner: { partnerId: '4810337' } },
  { do: 'change', partner: contoso },
  { do: 'remove' },
  { do: 'look' },
];

describe('The steps in the portal', () => {
  it('to designate, change, remove and look', () => {
    assertGolden(
      'dpor-guide.md',
      actions
        .map((action) => guideDocument(action, { subscription: action.do === 'look' ? nameless : core, portal }))
        .join('\n---\n\n'),
    );
  });
});

describe('The request to a customer', () => {
  it('names subscriptions by tenant, the partner, the steps, what the customer has of it and what the partner sees', () => {
    assertGolden('dpor-request.md', requestDocument(request));
    const { subject, body } = requestMail(request);
    assertGolden('dpor-request.txt', `Subject: ${subject}\n\n${body}`);
  });

  it('keeps its shape, whatever subscriptions, tenants and partners are called', () => {
    const named = (name: string): DesignationRequest => ({
      portal,
      partner: { partnerId: '4810337', partnerName: name },
      subscriptions: [{ ...tenant(1, name, name), subscription: { ...core, name } }],
    });
    const lines = (text: string): number => text.split('\n').length;
    const usual = named('Woodgrove');
    const hostile = fc.constantFrom(
      '[x](command:quit)',
      '# y\n- z',
      '<b>',
      'https://evil.example',
      '$(zap)',
      '\u202Egnp',
      '=1+1',
    );
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), hostile), (name) => {
        const document = requestDocument(named(name));
        assert.equal(lines(document), lines(requestDocument(usual)));
        assert.doesNotMatch(document, /\]\(|<[a-z]|evil\.example/i);
        const mail = requestMail(named(name));
        assert.equal(lines(mail.body), lines(requestMail(usual).body));
        assert.equal(lines(mail.subject), 1);
        assert.doesNotMatch(mail.body.replaceAll(portal, ''), /:\/\/|command:/);
      }),
    );
  });
});
