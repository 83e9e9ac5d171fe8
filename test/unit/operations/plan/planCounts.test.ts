import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { dporChange } from '../../../../src/operations/plan/dporChange.ts';
import { planContext } from '../../../../src/operations/plan/planContext.ts';
import { countsOf, writesOf } from '../../../../src/operations/plan/planCounts.ts';
import type { Plan, PlanItem, PlannedAction } from '../../../../src/operations/plan/plan.ts';

const link: PlannedAction = { do: 'link', to: '1' };
const change: PlannedAction = { do: 'change', from: '1', to: '2' };
const remove: PlannedAction = { do: 'remove', from: '1' };
const nothing: PlannedAction = { do: 'nothing', why: 'alreadySo' };

const pal = (action: PlannedAction): PlanItem => ({
  tenant: { identity: 'sample:one', tenantId: 't' },
  identityName: 'me',
  action,
});
const dpor = (action: PlannedAction): PlanItem => ({ ...pal(action), subscription: { id: 's' } });
const plan = (...items: readonly PlanItem[]): Plan => ({ intent: { kind: 'list' }, items });

describe('What a plan would write', () => {
  for (const [what, items, kind] of [
    ['links of tenants', [pal(link), dpor(nothing)], 'PAL'],
    ['designations', [dpor(remove), pal(nothing)], 'DPOR'],
    ['both', [dpor(change), pal(link)], 'both'],
    ['nothing, which counts as links', [dpor(nothing)], 'PAL'],
  ] as const) {
    it(`is ${what}`, () => {
      assert.equal(writesOf(plan(...items)), kind);
    });
  }

  it('is counted by kind and by what is done', () => {
    const mixed = plan(pal(link), pal(change), pal(nothing), dpor(link), dpor(link), dpor(remove));
    assert.deepEqual(countsOf(mixed, 'PAL'), { link: 1, change: 1, remove: 0 });
    assert.deepEqual(countsOf(mixed, 'DPOR'), { link: 2, change: 0, remove: 1 });
  });

  it('of a DPOR is a designation or a removal', () => {
    assert.deepEqual(dporChange({ ...remove }), { do: 'remove', partnerId: '1' });
    assert.deepEqual(dporChange({ ...change, toName: 'Contoso' }), {
      do: 'designate',
      partner: { partnerId: '2', partnerName: 'Contoso' },
    });
    assert.deepEqual(dporChange({ do: 'link', to: '1' }), {
      do: 'designate',
      partner: { partnerId: '1', partnerName: undefined },
    });
  });
});

describe('The names that a plan shows', () => {
  it('are those of the store, and the key of an identity that it does not know', () => {
    const identity = { key: 'sample:one', kind: 'sample', name: 'me' } as const;
    const context = planContext({
      identity: (key) => (key === identity.key ? { identity, state: { kind: 'ready' } } : undefined),
      partnerName: (id) => `Name of ${id}`,
    });
    assert.deepEqual(
      ['sample:one', 'sample:two'].map((key) => context.identityName(key)),
      ['me', 'sample:two'],
    );
    assert.equal(context.partnerName('1'), 'Name of 1');
    assert.equal(context.readInSession({ identity: identity.key, tenantId: 't' }, 's'), false);
  });
});
