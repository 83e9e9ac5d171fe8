import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { expectedEntries, matchTargets, targetsOf } from '../../../../src/operations/lists/matchTargets.ts';
import { problemOf, type TargetLine } from '../../../../src/operations/lists/targetLine.ts';
import { row } from '../../estate/support/rows.ts';

const rows = [row('t1', { domain: ' one.example ' }), row('t2', { domain: 'two.example' })];
const line = (number: number, domain: string, more: Partial<TargetLine> = {}): TargetLine => ({
  line: number,
  text: domain,
  tenant: { kind: 'domain', domain },
  ...more,
});

describe('What a list means in an estate', () => {
  it('is in the order of its lines, those that cannot be used, too', () => {
    const entries = [
      line(2, 'one.example'),
      line(4, 'two.example', { partnerId: '1' }),
      line(5, 'nobody.example'),
      line(6, 'two.example', { partnerId: '2' }),
      line(7, 'one.example'),
    ];
    const problems = [problemOf(3, '', { kind: 'emptyTenant' }), problemOf(8, '', { kind: 'emptyTenant' })];
    assert.deepEqual(matchTargets(entries, rows).matched, [
      { ref: rows[0]?.ref, line: 2, partnerId: undefined, label: undefined },
    ]);
    const meant = targetsOf({ entries, problems }, rows);
    assert.deepEqual(
      meant.problems.map(({ line: number, trouble }) => `${String(number)} ${trouble.kind}`),
      ['3 emptyTenant', '4 contradiction', '5 noSuchTenant', '6 contradiction', '7 duplicate', '8 emptyTenant'],
    );
    assert.deepEqual(meant.matched, matchTargets(entries, rows).matched);
  });

  it('is expected with its own partner IDs, or another one, and not at all without any', () => {
    const entries = [line(1, 'one.example', { partnerId: '1', label: 'One' }), line(2, 'two.example')];
    const { matched } = matchTargets(entries, rows);
    const one = { tenantId: 't1', partnerId: '1', label: 'One' };
    assert.deepEqual(expectedEntries(matched), [one]);
    assert.deepEqual(expectedEntries(matched, '2'), [one, { tenantId: 't2', partnerId: '2', label: undefined }]);
  });
});
