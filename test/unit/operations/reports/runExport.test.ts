import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import Papa from 'papaparse';
import { exportEstate, type EstateDocument } from '../../../../src/operations/reports/estateExport.ts';
import {
  exportFormats,
  exportRun,
  fileEnding,
  type RunDocument,
} from '../../../../src/operations/reports/runExport.ts';
import type { FinalState, SkippedWhy } from '../../../../src/operations/plan/itemState.ts';
import type { JournalLine, OutcomeLine, RunLine } from '../../../../src/operations/journal/journalLine.ts';
import type { FailureKind } from '../../../../src/shared/model/failure.ts';
import { runReport } from '../../../../src/operations/reports/runReport.ts';
import type { RunRecord } from '../../../../src/operations/journal/runRecord.ts';
import { parseTargets } from '../../../../src/operations/lists/parseTargets.ts';
import { matchTargets } from '../../../../src/operations/lists/matchTargets.ts';
import type { Identity, TenantRow } from '../../../../src/shared/model/model.ts';
import { goldenIn } from '../../support/golden.ts';
import { identityName, link, record, runHead, start, tenant, to } from '../support/records.ts';

const assertGolden = goldenIn(import.meta.dirname);

type Bare = JournalLine extends infer Line ? (Line extends JournalLine ? Omit<Line, 'v' | 'at'> : never) : never;

function recordOf(items: RunLine['items'], lines: readonly Bare[]): RunRecord {
  return record([{ ...runHead, items }, ...lines].map((line, index) => ({ v: 1, at: start + index * 1000, ...line })));
}

const everyKind = recordOf(
  [
    { ...tenant(0, 'Woodgrove Bank', 'woodgrove.example'), action: { do: 'link', to: '4810337' } },
    {
      ...tenant(1, '=HYPERLINK("https://evil.example")', '@a.example'),
      action: { do: 'change', from: '6203519', fromName: '+Fabrikam', to: '4810337' },
    },
    { ...tenant(2), action: { do: 'link', to: '4810337' } },
    { ...tenant(3, 'Tailspin,\n"Toys"'), action: { do: 'link', to: '4810337' } },
    { ...tenant(4, 'Adatum \u202Egnp'), action: { do: 'change', from: '1', to: '4810337' } },
    { ...tenant(5, 'Lamna'), action: { do: 'nothing', why: 'alreadySo' } },
    { ...tenant(6, 'Litware'), action: { do: 'cannot', why: { kind: 'signInNeeded' } } },
    { ...tenant(7, 'Proseware'), action: { do: 'link', to: '4810337' } },
    { ...tenant(8, 'Wingtip'), action: { do: 'link', to: '4810337' } },
    { ...tenant(9, 'Coho'), action: { do: 'remove', from: '6203519', fromName: 'Fabrikam' } },
  ],
  [
    { kind: 'intent', item: 0, from: null, to },
    {
      kind: 'outcome',
      item: 0,
      result: { kind: 'done', link },
      wrote: 'yes',
      verified: true,
      from: null,
      to: { id: '4810337', name: 'Contoso Consulting' },
      requestId: 'req-0',
      correlationId: 'cor-0',
    },
    { kind: 'intent', item: 1, from: { id: '6203519', name: '+Fabrikam' }, to },
    { kind: 'outcome', item: 1, result: { kind: 'done', link }, wrote: 'yes', verified: true, to: { id: '4810337' } },
    { kind: 'intent', item: 2, from: null, to },
    {
      kind: 'outcome',
      item: 2,
      result: { kind: 'failed', failure: { kind: 'forbidden', status: 403, code: 'Denied', requestId: 'req-2' } },
      wrote: 'no',
      verified: false,
    },
    {
      kind: 'outcome',
      item: 3,
      result: { kind: 'skipped', why: { kind: 'changedSinceReviewed', is: { partnerId: '6203519' } } },
      wrote: 'no',
      verified: false,
    },
    { kind: 'intent', item: 4, from: { id: '1' }, to },
    {
      kind: 'outcome',
      item: 4,
      result: { kind: 'failed', failure: { kind: 'timedOut', mayHaveHappened: true } },
      wrote: 'perhaps',
      verified: false,
    },
    { kind: 'intent', item: 7, from: null, to },
    { kind: 'intent', item: 9, from: { id: '6203519' }, to: null },
    {
      kind: 'outcome',
      item: 9,
      result: { kind: 'done' },
      wrote: 'yes',
      verified: true,
      from: { id: '6203519' },
      to: null,
    },
    { kind: 'end', how: 'cancelled' },
  ],
);

describe('The result of a run', () => {
  it('is exported as CSV, JSON and Markdown', () => {
    for (const format of exportFormats) {
      const text = exportRun(everyKind, format, identityName);
      assertGolden(`export.${fileEnding(format)}`, text);
    }
    assert.equal(exportRun(everyKind, 'markdown', identityName), runReport(everyKind, identityName));
  });

  it('opens in a spreadsheet: byte order mark, line ends, all cells quoted, none a formula', () => {
    const csv = exportRun(everyKind, 'csv', identityName);
    assert.ok(csv.startsWith('\uFEFF"Tenant","Tenant ID"'));
    assert.equal(csv.replaceAll('\r\n', '').includes('\n'), false);
    const { data, errors } = Papa.parse<string[]>(csv.slice(1), { skipEmptyLines: true });
    assert.deepEqual(errors, []);
    assert.equal(data.length, everyKind.items.length + 1);
    assert.ok(data.flat().every((cell) => !/^[\s"]*[=+\-@]/.test(cell)));
    assert.equal(data[2]?.[0], `'=HYPERLINK("https://evil.example")`);
  });

  it('tells in JSON what was, what is, and what is not known', () => {
    const document = JSON.parse(exportRun(everyKind, 'json', identityName)) as RunDocument;
    assert.deepEqual(
      document.items.map(({ result, wrote, before, after }) =>
        [result, wrote, before?.state ?? '?', after?.state ?? '?'].join(' '),
      ),
      [
        'done yes notLinked linked',
        'done yes linked linked',
        'failed no notLinked notLinked',
        'skipped no notLinked linked',
        'unclear perhaps linked ?',
        'alreadySo no linked linked',
        'skipped no ? ?',
        'unclear perhaps notLinked ?',
        'cancelled no notLinked notLinked',
        'done yes linked notLinked',
      ],
    );
    assert.equal(document.items[4]?.tenantName, 'Adatum \u202Egnp');
    assert.deepEqual(
      [document.format, document.version, document.items[2]?.requestId],
      ['partner-link.run', 2, 'req-2'],
    );
  });

  describe('of one target says what was there before and what is there after', () => {
    const action = { do: 'change', from: '6203519', fromName: 'Fabrikam', to: '4810337' } as const;
    const intent = { kind: 'intent', item: 0, from: { id: '1111111' }, to } as const;
    const ended = { kind: 'end', how: 'cancelled' } as const;
    const outcome = (result: FinalState, more: Partial<OutcomeLine> = {}): Bare => ({
      kind: 'outcome',
      item: 0,
      result,
      wrote: 'no',
      verified: false,
      ...more,
    });
    const failed = (kind: FailureKind): FinalState => ({ kind: 'failed', failure: { kind } });
    const skipped = (why: SkippedWhy): FinalState => ({ kind: 'skipped', why });
    const cases: readonly (readonly [what: string, lines: readonly Bare[], cells: readonly string[], wrote: string])[] =
      [
        ['never begun, in a run that goes on', [], ['6203519 · Fabrikam', '6203519 · Fabrikam', 'not begun'], 'no'],
        ['never begun, in a run that ended', [ended], ['6203519 · Fabrikam', '6203519 · Fabrikam', 'cancelled'], 'no'],
        ['refused by Azure', [intent, outcome(failed('forbidden'))], ['1111111', '1111111', 'failed'], 'no'],
        [
          'refused since there is a link by somebody else',
          [intent, outcome(failed('alreadyLinked'))],
          ['1111111', 'not known', 'failed'],
          'no',
        ],
        [
          'never begun, since it could not be read',
          [outcome(failed('offline'))],
          ['6203519 · Fabrikam', 'not known', 'failed'],
          'no',
        ],
        [
          'never begun, since the ID was refused elsewhere',
          [outcome(skipped({ kind: 'partnerIdRefused', failure: { kind: 'partnerIdInvalid' } }))],
          ['6203519 · Fabrikam', '6203519 · Fabrikam', 'skipped'],
          'no',
        ],
        [
          'never begun, since it had changed',
          [
            outcome(skipped({ kind: 'changedSinceReviewed', is: { partnerId: '2222222' } }), {
              from: { id: '2222222' },
            }),
          ],
          ['2222222', '2222222', 'skipped'],
          'no',
        ],
        [
          'never begun, since it was no longer linked',
          [outcome(skipped({ kind: 'changedSinceReviewed' }), { from: null })],
          ['not linked', 'not linked', 'skipped'],
          'no',
        ],
        [
          'never begun, since another window was at it',
          [outcome(skipped({ kind: 'runningInAnotherWindow' }))],
          ['6203519 · Fabrikam', 'not known', 'skipped'],
          'no',
        ],
        [
          'found as wanted before it was begun',
          [outcome({ kind: 'done', note: 'alreadySo', link }, { from: { id: '4810337' } })],
          ['4810337', '4810337 · Contoso Consulting', 'nothing to write'],
          'no',
        ],
        [
          'written',
          [
            intent,
            outcome({ kind: 'done', link }, { wrote: 'yes', to: { id: '4810337', name: 'Contoso Consulting' } }),
          ],
          ['1111111', '4810337 · Contoso Consulting', 'done'],
          'yes',
        ],
      ];
    for (const [what, lines, cells, wrote] of cases) {
      it(`where its write was ${what}`, () => {
        const run = recordOf([{ ...tenant(1), action }], lines);
        const { data } = Papa.parse<string[]>(exportRun(run, 'csv', String).slice(1), { skipEmptyLines: true });
        assert.deepEqual(data[1]?.slice(7, 10), cells);
        const document = JSON.parse(exportRun(run, 'json', String)) as RunDocument;
        assert.equal(document.items[0]?.wrote, wrote);
        assert.equal(document.items[0].after === undefined, cells[1] === 'not known');
      });
    }

    it('where no answer said whether it was written', () => {
      const lost = outcome(failed('timedOut'), { wrote: 'perhaps' });
      for (const lines of [[intent], [intent, lost], [intent, ended]]) {
        const run = recordOf([{ ...tenant(1), action }], lines);
        const { data } = Papa.parse<string[]>(exportRun(run, 'csv', String).slice(1), { skipEmptyLines: true });
        assert.deepEqual(data[1]?.slice(7, 9), ['1111111', 'not known']);
      }
    });

    it('where an earlier write is not proved, whatever became of the last one', () => {
      const lost = outcome({ kind: 'unclear', failure: { kind: 'timedOut' } }, { wrote: 'perhaps' });
      const run = recordOf([{ ...tenant(1), action }], [intent, lost, intent, outcome(failed('forbidden'))]);
      const { data } = Papa.parse<string[]>(exportRun(run, 'csv', String).slice(1), { skipEmptyLines: true });
      assert.deepEqual(data[1]?.slice(7, 9), ['1111111', 'not known']);
    });

    it('where nothing could be planned for it', () => {
      const run = recordOf([{ ...tenant(1), action: { do: 'cannot', why: { kind: 'signInNeeded' } } }], []);
      const { data } = Papa.parse<string[]>(exportRun(run, 'csv', String).slice(1), { skipEmptyLines: true });
      assert.deepEqual(data[1]?.slice(7, 10), ['not known', 'not known', 'skipped']);
    });
  });

  it('holds any name as text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const run = recordOf([{ ...tenant(1, name, name), action: { do: 'link', to: '1' } }], []);
        const { data } = Papa.parse<string[]>(exportRun(run, 'csv', () => name).slice(1), { skipEmptyLines: true });
        assert.deepEqual([data.length, data[1]?.length], [2, 14]);
        assert.doesNotMatch(data[1]?.[0] ?? '', /^[\s"]*[=+\-@]/);
        const document = JSON.parse(exportRun(run, 'json', () => name)) as RunDocument;
        assert.equal(document.items[0]?.tenantName, JSON.parse(JSON.stringify(name)));
      }),
    );
  });
});

describe('The overview of all tenants', () => {
  const alex: Identity = { key: 'vscode:1', kind: 'vscodeAccount', name: 'alex@contoso.example', homeTenantId: 'home' };
  const row = (number: number, more: Partial<TenantRow>, name: string, domain: string): TenantRow => {
    const { tenant: ref } = tenant(number);
    return {
      ref,
      info: { tenantId: ref.tenantId, displayName: name, defaultDomain: domain, category: 'Home' },
      pal: { kind: 'notChecked' },
      subscriptions: { kind: 'notChecked' },
      ...more,
    };
  };
  const list = [{ subscriptionId: 's', tenantId: 't', state: 'Enabled' }];
  const rows: readonly TenantRow[] = [
    row(
      0,
      { pal: { kind: 'linked', link }, subscriptions: { kind: 'known', list }, checkedAt: start },
      'Alpine',
      'a.example',
    ),
    row(1, { pal: { kind: 'notLinked' }, subscriptions: { kind: 'known', list } }, '=cmd|calc', 'b.example'),
    row(2, { pal: { kind: 'linked', link: { partnerId: '6203519' } } }, '**Bold** | cell', 'c.example'),
    row(3, {}, '', 'd.example'),
  ];
  const context = {
    own: [{ id: '4810337' }],
    marks: { get: () => new Set<never>() },
    expected: new Map([[tenant(2).tenant.tenantId, { partnerId: '4810337' }]]),
    identity: (key: string) => (key === alex.key ? alex : undefined),
    now: start,
  };

  it('is exported with status, access and what needs attention', () => {
    for (const format of exportFormats) {
      assertGolden(`estate.${fileEnding(format)}`, exportEstate(rows, format, context));
    }
    const document = JSON.parse(exportEstate(rows, 'json', context)) as EstateDocument;
    assert.deepEqual(
      document.tenants.map(({ attention }) => attention.join('+')),
      ['', 'notLinked', 'anotherPartner+notAsExpected', ''],
    );
  });

  it('can be edited in a spreadsheet and loaded as a list of targets', () => {
    const { entries, problems } = parseTargets(exportEstate(rows, 'csv', context));
    const { matched } = matchTargets(entries, rows);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      matched.map(({ partnerId }) => partnerId),
      ['4810337', undefined, '6203519', undefined],
    );
  });
});
