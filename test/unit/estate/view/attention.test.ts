import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  attentionCount,
  attentionReasons,
  subscriptionNeedsAttention,
  type AttentionContext,
} from '../../../../src/estate/view/attention.ts';
import type { filters } from '../../../../src/estate/view/filter.ts';
import { matches, type FilterContext } from '../../../../src/estate/view/filter.ts';
import { subscriptionList, type PalState, type TenantRow } from '../../../../src/shared/model/model.ts';
import { linked, marksOf, row, withSubscriptions } from '../support/rows.ts';

const context: AttentionContext = { own: [{ id: '111' }], marks: marksOf(), expected: new Map() };
const enabled = withSubscriptions('Enabled', 'Disabled');
const notLinked: PalState = { kind: 'notLinked' };
const failedCheck: PalState = { kind: 'unknown', failure: { kind: 'timedOut' } };
const drift = { was: '111', noticedAt: 5 };

describe('What needs attention', () => {
  const cases: readonly (readonly [string, Partial<TenantRow>, readonly string[]])[] = [
    ['an own link', { pal: linked('111'), subscriptions: enabled }, []],
    ['another partner’s link', { pal: linked('999'), subscriptions: enabled }, ['anotherPartner']],
    ['not linked, with an enabled subscription', { pal: notLinked, subscriptions: enabled }, ['notLinked']],
    [
      'not linked, with disabled and past due subscriptions only',
      { pal: notLinked, subscriptions: withSubscriptions('Disabled', 'PastDue') },
      [],
    ],
    ['not linked, without subscriptions', { pal: notLinked, subscriptions: withSubscriptions() }, []],
    ['not linked, subscriptions not checked', { pal: notLinked }, []],
    [
      'not linked, subscriptions not listed this time, enabled last time',
      { pal: notLinked, subscriptions: { ...enabled, kind: 'unknown', failure: { kind: 'throttled' } } },
      ['notLinked', 'checkFailed'],
    ],
    [
      'a link lost since the last scan',
      { pal: notLinked, subscriptions: withSubscriptions('Disabled'), drift },
      ['linkDrifted'],
    ],
    ['a link changed to an own one', { pal: linked('111'), subscriptions: enabled, drift }, ['linkDrifted']],
    ['a check that failed', { pal: failedCheck }, ['checkFailed']],
    [
      'subscriptions that could not be listed',
      { pal: linked('111'), subscriptions: { kind: 'unknown', failure: { kind: 'offline' } } },
      ['checkFailed'],
    ],
    ['sign-in needed', { pal: { kind: 'signInNeeded' }, subscriptions: enabled }, []],
    ['access to the account not yet allowed', { pal: { kind: 'accountNotAllowed' } }, []],
    ['not available in this cloud', { pal: { kind: 'notAvailableInCloud' }, subscriptions: enabled }, []],
    ['not checked', {}, []],
    ['being checked for the first time', { pal: { kind: 'checking' }, subscriptions: enabled }, []],
    [
      'being checked again, not linked before',
      { pal: { kind: 'checking' }, lastKnown: notLinked, subscriptions: enabled },
      ['notLinked'],
    ],
    [
      'another partner’s link in a tenant without subscriptions',
      { pal: linked('999'), subscriptions: withSubscriptions() },
      [],
    ],
  ];
  for (const [what, parts, reasons] of cases) {
    it(`${what}: ${reasons.join(', ') || 'no'}`, () => {
      assert.deepEqual(attentionReasons(row('t', parts), context), reasons);
    });
  }

  it('never: hidden tenants, tenants marked not ours', () => {
    const bad = row('t', { pal: linked('999'), subscriptions: enabled, drift });
    assert.deepEqual(attentionReasons(bad, context), ['anotherPartner', 'linkDrifted']);
    assert.deepEqual(attentionReasons(bad, { ...context, marks: marksOf({ t: ['hidden'] }) }), []);
    assert.deepEqual(attentionReasons(bad, { ...context, marks: marksOf({ t: ['notOurs'] }) }), []);
    assert.equal(attentionReasons(bad, { ...context, marks: marksOf({ t: ['pinned'] }) }).length, 2);
  });

  it('is also: another partner ID than the expected one, or none, wherever one is expected', () => {
    const expecting: AttentionContext = { ...context, expected: new Map([['t', { partnerId: '222' }]]) };
    const reasons = (parts: Partial<TenantRow>, marks: AttentionContext['marks'] = marksOf()): readonly string[] =>
      attentionReasons(row('t', parts), { ...expecting, marks });
    assert.deepEqual(reasons({ pal: linked('111'), subscriptions: enabled }), ['notAsExpected']);
    assert.deepEqual(reasons({ pal: linked('999'), subscriptions: enabled }), ['anotherPartner', 'notAsExpected']);
    assert.deepEqual(reasons({ pal: notLinked, subscriptions: enabled }), ['notLinked', 'notAsExpected']);
    assert.deepEqual(reasons({ pal: { kind: 'checking' }, lastKnown: notLinked }), ['notAsExpected']);
    // Without subscriptions it is the only reason.
    assert.deepEqual(reasons({ pal: linked('999'), subscriptions: withSubscriptions(), drift }), ['notAsExpected']);
    assert.deepEqual(reasons({ pal: linked('222'), subscriptions: withSubscriptions() }), []);
    for (const pal of [{ kind: 'notChecked' }, { kind: 'signInNeeded' }, { kind: 'checking' }] as const) {
      assert.deepEqual(reasons({ pal }), [], pal.kind);
    }
    assert.deepEqual(reasons({ pal: failedCheck }), ['checkFailed']);
    for (const mark of ['hidden', 'notOurs'] as const) {
      assert.deepEqual(reasons({ pal: notLinked, subscriptions: enabled }, marksOf({ t: [mark] })), []);
    }
    assert.deepEqual(attentionReasons(row('u', { pal: linked('111') }), expecting), []);
    assert.ok(matches(row('t', { pal: notLinked }), 'needsAttention', expecting));
  });

  it('is also: an EA subscription designated to another partner, unless its ID is expected there', () => {
    const designated = (partnerId: string): TenantRow => ({
      ...row('t', { pal: linked('111'), subscriptions: enabled }),
      dpor: new Map(
        subscriptionList(enabled).map(({ subscriptionId }) => [
          subscriptionId,
          {
            agreement: { kind: 'known', agreement: { agreementType: 'EnterpriseAgreement' } },
            dpor: { kind: 'designated', partner: { partnerId }, at: 1, source: 'portalService' },
          },
        ]),
      ),
    });
    assert.deepEqual(attentionReasons(designated('111'), context), []);
    assert.deepEqual(attentionReasons(designated('999'), context), ['dporOfAnotherPartner']);
    assert.ok(matches(designated('999'), 'anotherPartner', context));
    assert.ok(!matches(designated('111'), 'anotherPartner', context));
    const [first] = subscriptionList(enabled);
    assert.ok(first);
    assert.ok(subscriptionNeedsAttention(first, designated('999'), context));
    assert.ok(!subscriptionNeedsAttention(first, designated('111'), context));
    const expecting: AttentionContext = { ...context, expected: new Map([['t', { partnerId: '999' }]]) };
    assert.deepEqual(attentionReasons(designated('999'), expecting), ['notAsExpected']);
  });

  it('is not: the expected partner ID, saved as own or not', () => {
    const expecting: AttentionContext = { ...context, expected: new Map([['t', { partnerId: '999' }]]) };
    const held = row('t', { pal: linked('999'), subscriptions: enabled });
    assert.deepEqual(attentionReasons(held, expecting), []);
    assert.ok(!matches(held, 'anotherPartner', expecting));
    assert.ok(matches(held, 'anotherPartner', context));
  });

  it('calls no link another partner’s while no own partner ID is saved', () => {
    assert.deepEqual(
      attentionReasons(row('t', { pal: linked('999'), subscriptions: enabled }), { ...context, own: [] }),
      [],
    );
  });

  it('is counted in rows', () => {
    const rows = [
      row('t1', { pal: failedCheck }),
      row('t2', { pal: linked('999') }),
      row('t3', { pal: linked('111') }),
    ];
    assert.equal(attentionCount(rows, context), 2);
  });
});

describe('The filter', () => {
  const rows: Readonly<Record<string, TenantRow>> = {
    own: row('own', { pal: linked('111') }),
    other: row('other', { pal: linked('999') }),
    none: row('none', { pal: notLinked }),
    noneHidden: row('noneHidden', { pal: notLinked, subscriptions: enabled }),
    signIn: row('signIn', { pal: { kind: 'signInNeeded' } }),
    notAllowed: row('notAllowed', { pal: { kind: 'accountNotAllowed' } }),
    failed: row('failed', { pal: failedCheck }),
    again: row('again', { pal: { kind: 'checking' }, lastKnown: notLinked }),
    first: row('first', { pal: { kind: 'checking' } }),
  };
  const shown = (filter: (typeof filters)[number], more: Partial<FilterContext> = {}): readonly string[] =>
    Object.keys(rows).filter((name) => {
      const one = rows[name];
      return one && matches(one, filter, { ...context, marks: marksOf({ noneHidden: ['hidden'] }), ...more });
    });

  it('shows what it says, and hidden tenants only on demand', () => {
    assert.deepEqual(
      shown('all'),
      Object.keys(rows).filter((name) => name !== 'noneHidden'),
    );
    assert.deepEqual(shown('all', { showHidden: true }), Object.keys(rows));
    assert.deepEqual(shown('needsAttention'), ['other', 'failed']);
    assert.deepEqual(shown('notLinked'), ['none', 'again']);
    assert.deepEqual(shown('notLinked', { showHidden: true }), ['none', 'noneHidden', 'again']);
    assert.deepEqual(shown('anotherPartner'), ['other']);
    assert.deepEqual(shown('signInNeeded'), ['signIn', 'notAllowed']);
  });
});
