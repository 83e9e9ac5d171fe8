/** What the overview counts and says. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { coverageOf, countPal, palGroups } from '../../../src/estate/view/estateCounts.ts';
import { shownDays, withDay, type HistoryDay } from '../../../src/estate/files/historyFile.ts';
import type { AttentionContext } from '../../../src/estate/view/attention.ts';
import { matches } from '../../../src/estate/view/filter.ts';
import { chosenRows } from '../../../src/overview/chosenRows.ts';
import { nextSteps, stepButton } from '../../../src/overview/nextSteps.ts';
import { estateView, type EstateView } from '../../../src/overview/overviewView.ts';
import type { PalState, TenantMark, TenantRow } from '../../../src/shared/model/model.ts';

const own = '1234567';
const now = Date.UTC(2026, 10, 29, 12);

const linked = (partnerId: string): PalState => ({ kind: 'linked', link: { partnerId } });
const pals: Readonly<Record<string, PalState>> = {
  own: linked(own),
  other: linked('7654321'),
  none: { kind: 'notLinked' },
  signIn: { kind: 'signInNeeded' },
  unread: { kind: 'notChecked' },
  failed: { kind: 'unknown', failure: { kind: 'offline' } },
};

function row(index: number, pal: PalState, identity = 'sample:a'): TenantRow {
  const tenantId = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
  return {
    ref: { identity, tenantId },
    info: { tenantId },
    pal,
    ...(pal.kind === 'linked' || pal.kind === 'notLinked' ? { confirmed: { pal, at: now } } : {}),
    subscriptions: {
      kind: 'known',
      list: [
        { subscriptionId: `s${String(index)}`, tenantId, state: 'Enabled', quotaId: 'EnterpriseAgreement_2014-09-01' },
      ],
    },
  };
}

function contextOf(marks: Readonly<Record<string, readonly TenantMark[]>> = {}): AttentionContext {
  return {
    own: [{ id: own, label: 'Contoso Consulting' }],
    marks: { get: (id) => new Set(marks[id] ?? []) },
    expected: { get: () => undefined },
  };
}

function viewOf(rows: readonly TenantRow[], context = contextOf(), days: readonly HistoryDay[] = []): EstateView {
  return estateView({
    rows,
    identities: [],
    context,
    history: { days },
    now,
    time: { locale: 'en' },
    partnerName: () => undefined,
  });
}

const anyRows = fc
  .array(fc.constantFrom(...Object.keys(pals)), { maxLength: 40 })
  .map((kinds) => kinds.map((kind, index) => row(index, pals[kind] ?? { kind: 'notChecked' })));

describe('The overview', () => {
  it('counts each tenant once, and shows behind each number just as many', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const context = contextOf();
        const { tenants } = viewOf(rows);
        assert.equal(
          tenants.reduce((sum, { count }) => sum + count, 0),
          rows.length,
        );
        for (const { group, count } of tenants) {
          const chosen = chosenRows({ ask: 'show', of: 'tenants', group }, () => context);
          assert.equal(rows.filter((one) => matches(one, 'chosen', { ...context, chosen })).length, count, group);
        }
      }),
    );
  });

  it('never says of all what is true of some', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const { linked: of, tenants } = coverageOf(countPal(rows, contextOf()));
        const { headline, coverage } = viewOf(rows);
        assert.equal(headline.startsWith('All') || headline === 'The tenant is linked.', tenants > 0 && of === tenants);
        assert.equal(coverage.text.startsWith('100%'), tenants > 0 && of === tenants);
      }),
    );
  });

  it('says that all tenants are linked, and that there is nothing to do', () => {
    const view = viewOf(Array.from({ length: 13 }, (_, index) => row(index, linked(own))));
    assert.equal(view.headline, 'All 13 tenants are linked.');
    assert.deepEqual(
      view.steps.map(({ button }) => button),
      ['Check DPOR of 13'],
    );
  });

  it('leaves out hidden tenants, and holds it against nobody that a tenant is not theirs', () => {
    const rows = [row(1, linked(own)), row(2, { kind: 'notLinked' }), row(3, { kind: 'notLinked' })];
    const view = viewOf(
      rows,
      contextOf({ [rows[1]?.ref.tenantId ?? '']: ['hidden'], [rows[2]?.ref.tenantId ?? '']: ['notOurs'] }),
    );
    assert.deepEqual(
      view.tenants.map(({ text, count }) => [text, count]),
      [
        ['linked', 1],
        ['not ours', 1],
      ],
    );
    assert.equal(view.headline, 'The tenant is linked.');
  });

  it('counts by partner ID, own ones with their label', () => {
    const view = viewOf([row(1, linked(own)), row(2, linked('7654321')), row(3, linked('7654321'))]);
    assert.deepEqual(view.partnerIds, [
      { id: '7654321', own: false, tenants: 2, subscriptions: 0 },
      { id: own, own: true, tenants: 1, subscriptions: 0, name: 'Contoso Consulting' },
    ]);
  });

  it('tells what changed since the last look', () => {
    const rows = [row(1, linked(own)), row(2, linked(own)), row(3, linked('7654321'))];
    const looked = {
      at: now - 2 * 86_400_000,
      tenants: { ownLink: 1, notLinked: 2 },
      subscriptions: { notChecked: 3 },
    };
    const view = estateView({
      rows,
      identities: [],
      context: contextOf(),
      history: { days: [], looked },
      now,
      time: { locale: 'en' },
      partnerName: () => undefined,
    });
    assert.deepEqual(
      view.changes?.parts.map(({ text, by }) => [text, by]),
      [
        ['linked', 1],
        ['another partner', 1],
        ['not linked', -2],
      ],
    );
    assert.equal(view.changes?.since, '2 days ago');
  });
});

describe('Next steps', () => {
  it('come by worth, each for those that it is about, at most five', () => {
    const rows = [
      row(1, { kind: 'signInNeeded' }),
      row(2, { kind: 'notLinked' }),
      row(3, { kind: 'notLinked' }),
      row(4, linked('7654321')),
      row(5, { kind: 'unknown', failure: { kind: 'offline' } }),
    ];
    assert.deepEqual(nextSteps(rows, contextOf()).map(stepButton), [
      'Sign In to 1',
      'Link 2 Tenants',
      'Review 1 Link',
      'Check DPOR of 5',
      'Check 1 Again',
    ]);
  });

  it('do not ask to link a tenant without an enabled subscription', () => {
    const without: TenantRow = { ...row(1, { kind: 'notLinked' }), subscriptions: { kind: 'known', list: [] } };
    assert.deepEqual(nextSteps([without], contextOf()), []);
  });
});

describe('The line of 90 days', () => {
  const day = fc.record({
    day: fc.integer({ min: 0, max: 200 }).map((ago) => new Date(now - ago * 86_400_000).toISOString().slice(0, 10)),
    linked: fc.nat(10),
    tenants: fc.constant(10),
  });

  it('has each day once, in order, the last word of it, and no more than are shown', () => {
    fc.assert(
      fc.property(fc.array(day, { maxLength: 150 }), (noted) => {
        const days = noted.reduce<readonly HistoryDay[]>(withDay, []);
        const names = days.map((one) => one.day);
        assert.deepEqual(names, [...new Set(names)].sort());
        assert.ok(days.length <= shownDays);
        const [last] = [...days].reverse();
        assert.deepEqual(last, last && noted.findLast((one) => one.day === last.day));
      }),
    );
  });

  it('names each group of tenants once', () => {
    assert.equal(new Set(palGroups).size, palGroups.length);
  });
});
