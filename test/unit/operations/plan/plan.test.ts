import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import {
  askedIds,
  goalOf,
  isWrite,
  palPart,
  palStanding,
  planCounts,
  planList,
  planPal,
  reviewedOf,
  type PalIntent,
} from '../../../../src/operations/plan/plan.ts';
import type { PalState, TenantRow } from '../../../../src/shared/model/model.ts';

const context = { identityName: () => 'me', partnerName: () => undefined };

function row(tenantId: string, pal: PalState): TenantRow {
  return { ref: { identity: 'sample:one', tenantId }, info: { tenantId }, pal, subscriptions: { kind: 'notChecked' } };
}

const linkedTo = (partnerId: string): PalState => ({
  kind: 'linked',
  link: { partnerId, partnerName: `Partner ${partnerId}` },
});
const states: readonly PalState[] = [
  { kind: 'notChecked' },
  { kind: 'checking' },
  linkedTo('11111'),
  linkedTo('22222'),
  { kind: 'notLinked' },
  { kind: 'signInNeeded' },
  { kind: 'accountNotAllowed' },
  { kind: 'notAvailableInCloud' },
  { kind: 'unknown', failure: { kind: 'forbidden' } },
  { kind: 'covered', through: [{ tenantId: 'm', name: 'Managing' }], itself: { kind: 'signInNeeded' } },
  { kind: 'unclear', write: { at: 5, failure: { kind: 'timedOut' } } },
];

function plan(intent: PalIntent) {
  return planPal(
    states.map((pal, index) => row(`t${String(index)}`, pal)),
    intent,
    context,
  );
}

describe('a plan', () => {
  it('to link: links what is not linked, changes what holds another ID, leaves alone what is so, and guesses nothing', () => {
    assert.deepEqual(
      plan({ kind: 'link', partnerId: '11111' }).items.map(({ action }) => action),
      [
        { do: 'cannot', why: { kind: 'notChecked' } },
        { do: 'cannot', why: { kind: 'notChecked' } },
        { do: 'nothing', why: 'alreadySo' },
        { do: 'change', from: '22222', fromName: 'Partner 22222', to: '11111' },
        { do: 'link', to: '11111' },
        { do: 'cannot', why: { kind: 'signInNeeded', failure: undefined } },
        { do: 'cannot', why: { kind: 'accountNotAllowed' } },
        { do: 'cannot', why: { kind: 'notAvailableInCloud' } },
        { do: 'cannot', why: { kind: 'unknown', failure: { kind: 'forbidden' } } },
        { do: 'cannot', why: { kind: 'covered', through: [{ tenantId: 'm', name: 'Managing' }] } },
        { do: 'cannot', why: { kind: 'unclear', failure: { kind: 'timedOut' } } },
      ],
    );
    assert.deepEqual(planCounts(plan({ kind: 'link', partnerId: '11111' })), {
      link: 1,
      change: 1,
      remove: 0,
      nothing: 1,
      cannot: 8,
      writes: 2,
    });
  });

  it('to remove: removes exactly the ID that is linked', () => {
    assert.deepEqual(
      plan({ kind: 'remove' })
        .items.slice(2, 5)
        .map(({ action }) => action),
      [
        { do: 'remove', from: '11111', fromName: 'Partner 11111' },
        { do: 'remove', from: '22222', fromName: 'Partner 22222' },
        { do: 'nothing', why: 'notLinked' },
      ],
    );
    assert.deepEqual(planCounts(plan({ kind: 'remove' })), {
      link: 0,
      change: 0,
      remove: 2,
      nothing: 1,
      cannot: 8,
      writes: 2,
    });
  });

  it('has a partner’s name where one ID is to be linked, and begins with what each tenant holds', () => {
    const named = { ...context, partnerName: (id: string) => `Name of ${id}` };
    assert.equal(planPal([], { kind: 'link', partnerId: '11111' }, named).partnerName, 'Name of 11111');
    assert.equal(planPal([], { kind: 'remove' }, named).partnerName, undefined);
    assert.deepEqual(palStanding(linkedTo('11111')), {
      kind: 'holds',
      link: { partnerId: '11111', partnerName: 'Partner 11111' },
    });
    assert.deepEqual(palStanding({ kind: 'notLinked' }), { kind: 'holds', link: undefined });
    const actions = [
      { do: 'link', to: '2' },
      { do: 'change', from: '1', to: '2' },
      { do: 'remove', from: '1' },
    ] as const;
    assert.deepEqual(
      actions.map((action) => [reviewedOf(action), goalOf(action)]),
      [
        [undefined, '2'],
        ['1', '2'],
        ['1', undefined],
      ],
    );
  });

  it('says how old that is where the tenant could not be read since, but for one that is being read', () => {
    const confirmed = { pal: { kind: 'notLinked' }, at: 5 } as const;
    const unread: PalState = { kind: 'unknown', failure: { kind: 'timedOut' } };
    const rows: readonly TenantRow[] = [
      { ...row('t0', unread), confirmed },
      { ...row('t1', { kind: 'checking' }), lastKnown: unread, confirmed },
      { ...row('t2', { kind: 'notLinked' }), confirmed },
    ];
    assert.deepEqual(
      planPal(rows, { kind: 'link', partnerId: '11111' }, context).items.map(({ action, asOf }) => [action.do, asOf]),
      [
        ['link', 5],
        ['cannot', undefined],
        ['link', undefined],
      ],
    );
  });

  it('has a part about tenants, and asks nothing about subscriptions', () => {
    const many = plan({ kind: 'link', partnerId: '33333' });
    const designations = many.items.map((item) => ({ ...item, subscription: { id: 's' } }));
    assert.deepEqual(palPart({ ...many, items: [...designations, ...many.items] }), many);
    assert.deepEqual(askedIds({ ...many, items: designations }), []);
  });

  it('has each (identity, tenant) once, in order, and writes only where the state is known', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.constantFrom(...states))),
        fc.constantFrom<PalIntent>({ kind: 'link', partnerId: '11111' }, { kind: 'remove' }),
        (rows, intent) => {
          const given = rows.map(([number, pal]) => row(`t${String(number)}`, pal));
          const { items } = planPal(given, intent, context);
          assert.deepEqual(
            items.map((item) => item.tenant.tenantId),
            [...new Set(given.map((one) => one.ref.tenantId))],
          );
          for (const item of items) {
            const pal = given.find((one) => one.ref.tenantId === item.tenant.tenantId)?.pal;
            assert.equal(item.action.do !== 'cannot', pal?.kind === 'linked' || pal?.kind === 'notLinked');
            if (isWrite(item.action)) {
              assert.equal(reviewedOf(item.action), pal?.kind === 'linked' ? pal.link.partnerId : undefined);
              assert.notEqual(reviewedOf(item.action), goalOf(item.action));
            }
          }
        },
      ),
    );
  });

  it('asks after the first link only where several tenants get an ID without a known name', () => {
    const many = plan({ kind: 'link', partnerId: '33333' });
    assert.deepEqual(askedIds(many), ['33333']);
    assert.deepEqual(askedIds({ ...many, partnerName: 'Contoso' }), []);
    assert.deepEqual(askedIds({ ...many, items: many.items.slice(3, 4) }), []);
    assert.deepEqual(askedIds(plan({ kind: 'remove' })), []);
    assert.deepEqual(askedIds({ ...many, intent: { kind: 'undo', runId: 'x' } }), []);
  });
});

describe('a plan from a list', () => {
  const known = { identityName: () => 'me', partnerName: (id: string) => (id === '11111' ? 'Contoso' : undefined) };

  it('gives each tenant its own ID, with the name where it is known, and leaves alone what is so', () => {
    const targets = [
      { row: row('t0', { kind: 'notLinked' }), partnerId: '11111' },
      { row: row('t1', linkedTo('22222')), partnerId: '11111' },
      { row: row('t2', linkedTo('22222')), partnerId: '22222' },
      { row: row('t3', { kind: 'notLinked' }), partnerId: '33333' },
      { row: row('t4', { kind: 'signInNeeded' }), partnerId: '33333' },
    ];
    const made = planList(targets, known);
    assert.deepEqual(made.intent, { kind: 'list' });
    assert.deepEqual(
      made.items.map(({ action }) => action),
      [
        { do: 'link', to: '11111', toName: 'Contoso' },
        { do: 'change', from: '22222', fromName: 'Partner 22222', to: '11111', toName: 'Contoso' },
        { do: 'nothing', why: 'alreadySo' },
        { do: 'link', to: '33333' },
        { do: 'cannot', why: { kind: 'signInNeeded', failure: undefined } },
      ],
    );
  });

  it('of one ID is what planning to link it is, each (identity, tenant) once, and the first wins', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.integer({ min: 0, max: 5 }),
            fc.constantFrom(...states),
            fc.constantFrom('11111', '22222', '33333'),
          ),
        ),
        (rows) => {
          const targets = rows.map(([number, pal, partnerId]) => ({ row: row(`t${String(number)}`, pal), partnerId }));
          const { items } = planList(targets, context);
          assert.deepEqual(
            items.map((item) => item.tenant.tenantId),
            [...new Set(targets.map((target) => target.row.ref.tenantId))],
          );
          for (const item of items) {
            const first = targets.find((target) => target.row.ref.tenantId === item.tenant.tenantId);
            assert.ok(first);
            const alone = planPal([first.row], { kind: 'link', partnerId: first.partnerId }, context);
            assert.deepEqual(item, alone.items[0]);
          }
        },
      ),
    );
  });

  it('asks about each ID without a known name that goes into several tenants, and about no other', () => {
    const targets = [
      { row: row('t0', { kind: 'notLinked' }), partnerId: '44444' },
      { row: row('t1', { kind: 'notLinked' }), partnerId: '33333' },
      { row: row('t2', { kind: 'notLinked' }), partnerId: '11111' },
      { row: row('t3', linkedTo('22222')), partnerId: '11111' },
      { row: row('t4', linkedTo('22222')), partnerId: '33333' },
      { row: row('t5', linkedTo('44444')), partnerId: '44444' },
      { row: row('t6', { kind: 'notLinked' }), partnerId: '55555' },
      { row: row('t7', linkedTo('22222')), partnerId: '55555' },
    ];
    assert.deepEqual(askedIds(planList(targets, known)), ['33333', '55555']);
  });
});
