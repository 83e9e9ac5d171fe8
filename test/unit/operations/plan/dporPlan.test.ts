import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import {
  currentDpor,
  planDpor,
  planMixed,
  type DporPlanContext,
  type DporTarget,
} from '../../../../src/operations/plan/dporPlan.ts';
import { goalOf, isWrite, reviewedOf, targetKey, type PalIntent } from '../../../../src/operations/plan/plan.ts';
import type { AgreementState } from '../../../../src/shared/model/agreement.ts';
import {
  dporConfirmed,
  dporNotWaitedFor,
  dporSubmitted,
  type DporPartner,
  type DporState,
} from '../../../../src/shared/model/dpor.ts';
import type { TenantRow } from '../../../../src/shared/model/model.ts';
import { actions } from '../support/world.ts';

const at = Date.UTC(2026, 4, 4);
const ours: DporPartner = { partnerId: '11111', partnerName: 'Contoso' };
const theirs: DporPartner = { partnerId: '22222', partnerName: 'Fabrikam' };
const ea: AgreementState = { kind: 'known', agreement: { agreementType: 'EnterpriseAgreement' } };
const link: PalIntent = { kind: 'link', partnerId: '11111' };
const remove: PalIntent = { kind: 'remove' };

const states: readonly DporState[] = [
  { kind: 'notChecked' },
  { kind: 'designated', partner: ours, at, source: 'portalService' },
  { kind: 'designated', partner: theirs, at, source: 'portalService' },
  { kind: 'noneReported', at, source: 'portalService' },
  dporConfirmed({ do: 'designate', partner: ours }, at),
  dporSubmitted({ do: 'designate', partner: ours }, theirs, at),
  dporNotWaitedFor(dporSubmitted({ do: 'designate', partner: ours }, theirs, at)),
  { kind: 'unknown', failure: { kind: 'timedOut' }, source: 'portalService' },
  { kind: 'unknown', failure: { kind: 'clientNotAccepted' }, source: 'portalService' },
  { kind: 'notAvailableInCloud', source: 'cloud' },
  { kind: 'doesNotApply', why: 'csp', source: 'offer' },
  { kind: 'unclear', write: { at, failure: { kind: 'offline' } }, source: 'portalService' },
];

const agreements: readonly AgreementState[] = [
  ea,
  { kind: 'notChecked' },
  { kind: 'unknown', failure: { kind: 'forbidden' } },
  { kind: 'known', agreement: {} },
  { kind: 'known', agreement: { agreementType: 'MicrosoftPartnerAgreement', skuDescription: 'Microsoft Azure Plan' } },
];

function target(number: number, dpor: DporState, agreement = ea, identity = 'sample:one'): DporTarget {
  const subscriptionId = `s${String(number)}`;
  const row: TenantRow = {
    ref: { identity, tenantId: 't0' },
    info: { tenantId: 't0', displayName: 'Woodgrove' },
    pal: { kind: 'notLinked' },
    subscriptions: { kind: 'notChecked' },
    dpor: new Map([[subscriptionId, { agreement, dpor }]]),
  };
  return { row, subscription: { subscriptionId, displayName: `Subscription ${String(number)}` } };
}

const context: DporPlanContext = {
  identityName: () => 'me',
  partnerName: (id) => (id === '11111' ? 'Contoso' : undefined),
  readInSession: () => true,
};

const all = (intent: PalIntent, more: Partial<DporPlanContext> = {}): readonly string[] =>
  actions(
    planDpor(
      states.map((state, index) => target(index, state)),
      intent,
      { ...context, ...more },
    ).items,
  );

describe('a plan of DPORs, from what is known', () => {
  it('to designate: designates where none is reported, changes what is another’s, and guesses nothing', () => {
    assert.deepEqual(all(link), [
      'cannot: notChecked',
      'nothing: alreadySo',
      'change 22222 11111',
      'link 11111',
      'cannot: notReadInSession',
      'cannot: stillWaitedFor',
      'change 22222 11111',
      'cannot: unknown',
      'cannot: clientNotAccepted',
      'cannot: notAvailableInCloud',
      'cannot: doesNotApply',
      'cannot: unclear',
    ]);
    const whys = planDpor(
      states.slice(-2).map((state, index) => target(index, state)),
      link,
      context,
    ).items.map(({ action }) => action.do === 'cannot' && action.why);
    assert.deepEqual(whys, [
      { kind: 'doesNotApply', why: 'csp' },
      { kind: 'unclear', failure: { kind: 'offline' } },
    ]);
  });

  it('to remove: removes who is designated', () => {
    assert.deepEqual(all(remove).slice(1, 4), ['remove 11111', 'remove 22222', 'nothing: notLinked']);
  });

  it('needs a reading or a validation of this session, and a service that may be asked', () => {
    assert.ok(all(link, { readInSession: () => false }).every((action) => action.startsWith('cannot')));
    assert.deepEqual(all(link, { readInSession: () => false })[3], 'cannot: notReadInSession');
    assert.deepEqual(all(link, { portalService: 'mayBeAsked' }), all(link));
    assert.deepEqual(
      new Set(all(link, { guided: true, portalService: 'mayBeAsked' })),
      new Set(['cannot: guidedMode']),
    );
    assert.deepEqual(
      new Set(all(link, { portalService: 'clientNotAccepted' })),
      new Set(['cannot: clientNotAccepted']),
    );
    assert.deepEqual(
      new Set(all(link, { portalService: 'notAvailableInCloud' })),
      new Set(['cannot: notAvailableInCloud']),
    );
  });

  it('is made only where DPOR applies, as the agreement says', () => {
    const none: DporState = { kind: 'noneReported', at, source: 'portalService' };
    assert.deepEqual(
      actions(
        planDpor(
          agreements.map((agreement, index) => target(index, none, agreement)),
          link,
          context,
        ).items,
      ),
      [
        'link 11111',
        'cannot: agreementNotKnown',
        'cannot: agreementNotKnown',
        'cannot: agreementNotKnown',
        'cannot: doesNotApply',
      ],
    );
  });

  it('says why whether DPOR applies is not known', () => {
    const none: DporState = { kind: 'noneReported', at, source: 'portalService' };
    assert.deepEqual(
      planDpor(
        agreements.slice(1, 3).map((agreement, index) => target(index, none, agreement)),
        link,
        context,
      ).items.map(({ action }) => action),
      [
        { do: 'cannot', why: { kind: 'agreementNotKnown', failure: undefined } },
        { do: 'cannot', why: { kind: 'agreementNotKnown', failure: { kind: 'forbidden' } } },
      ],
    );
  });

  it('begins with what was read last where it cannot be read now, and says how old that is; of an earlier session it is not enough', () => {
    for (const [failure, obstacle] of [
      [{ kind: 'timedOut' }, { kind: 'notReadInSession', failure: { kind: 'timedOut' } }],
      [{ kind: 'clientNotAccepted' }, { kind: 'clientNotAccepted' }],
    ] as const) {
      const stale = target(1, { kind: 'noneReported', at, source: 'portalService', failed: { failure, at: at + 5 } });
      assert.deepEqual(
        planDpor([stale], link, context).items.map(({ action, asOf }) => [action.do, asOf]),
        [['link', at]],
      );
      assert.deepEqual(
        planDpor([stale], link, { ...context, readInSession: () => false }).items.map(({ action }) => action),
        [{ do: 'cannot', why: obstacle }],
      );
    }
    assert.deepEqual(currentDpor({ kind: 'noneReported', at, source: 'portalService' }, true), {
      kind: 'holds',
      link: undefined,
    });
  });

  it('goes by the first way to a subscription by which something is known', () => {
    const known = (identity: string): DporTarget =>
      target(1, { kind: 'noneReported', at, source: 'portalService' }, ea, identity);
    const unknown = (identity: string): DporTarget => target(1, { kind: 'notChecked' }, ea, identity);
    for (const [ways, by] of [
      [[unknown('a'), known('b'), known('c')], 'b'],
      [[known('a'), known('b')], 'a'],
      [[unknown('a'), unknown('b')], 'a'],
    ] as const) {
      const { items } = planDpor(ways, link, context);
      assert.deepEqual(
        items.map(({ tenant }) => tenant.identity),
        [by],
      );
    }
    const [{ row, subscription }] = [known('a')];
    const named = planDpor([{ row, subscription }], link, context).items;
    const nameless = planDpor([{ row, subscription: { subscriptionId: 's1', displayName: '' } }], link, context).items;
    assert.deepEqual(
      [...named, ...nameless].map((item) => item.subscription),
      [
        { id: 's1', name: 'Subscription 1' },
        { id: 's1', name: undefined },
      ],
    );
  });

  it('beside links is one plan, tenants first, each target once', () => {
    const one = target(3, { kind: 'noneReported', at, source: 'portalService' });
    const { items, partnerName } = planMixed([one.row, one.row], [one, one], link, context);
    assert.equal(partnerName, 'Contoso');
    assert.deepEqual(items.map(targetKey), ['sample:one|t0', 'sample:one|t0|s3']);
    assert.deepEqual(
      items.map(({ action }) => action.do),
      ['link', 'link'],
    );
  });

  it('writes only upon an answer of this session, never twice to a subscription, whoever sees it', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.integer({ min: 0, max: 4 }),
            fc.constantFrom(...states),
            fc.constantFrom(...agreements),
            fc.constantFrom('sample:one', 'sample:two'),
          ),
        ),
        fc.constantFrom(link, remove),
        fc.boolean(),
        (given, intent, read) => {
          const targets = given.map(([number, state, agreement, identity]) =>
            target(number, state, agreement, identity),
          );
          const { items } = planDpor(targets, intent, { ...context, readInSession: () => read });
          const ids = items.map(({ subscription }) => subscription?.id);
          assert.deepEqual(ids, [...new Set(targets.map(({ subscription }) => subscription.subscriptionId))]);
          for (const { action, subscription, tenant } of items) {
            if (isWrite(action)) {
              assert.ok(read);
              assert.notEqual(goalOf(action), reviewedOf(action));
              const from = targets.filter(
                ({ row, subscription: one }) =>
                  one.subscriptionId === subscription?.id && row.ref.identity === tenant.identity,
              );
              const held = from.map(({ row }) => row.dpor?.get(subscription?.id ?? '')?.dpor);
              assert.ok(
                held.some((state) =>
                  state?.kind === 'designated'
                    ? state.partner.partnerId === reviewedOf(action)
                    : state?.kind === 'submittedNotVisible'
                      ? state.before?.partnerId === reviewedOf(action)
                      : state?.kind === 'noneReported' && reviewedOf(action) === undefined,
                ),
              );
            }
          }
        },
      ),
    );
  });
});
