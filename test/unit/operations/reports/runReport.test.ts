import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { RunLine } from '../../../../src/operations/journal/journalLine.ts';
import { exportRun, type RunDocument } from '../../../../src/operations/reports/runExport.ts';
import { journalReport, runReport } from '../../../../src/operations/reports/runReport.ts';
import type { RunRecord } from '../../../../src/operations/journal/runRecord.ts';
import { goldenIn } from '../../support/golden.ts';
import { identityName, link, record, runHead, start, tenant, to } from '../support/records.ts';

const assertGolden = goldenIn(import.meta.dirname);

let at = start;
const stamp = (): { readonly v: 1; readonly at: number } => ({ v: 1, at: (at += 1000) });

function head(items: RunLine['items'], more: Partial<RunLine> = {}): RunLine {
  return {
    ...stamp(),
    ...runHead,
    items,
    ...more,
  };
}

function everyKind(): RunRecord {
  at = start;
  return record([
    head([
      { ...tenant(0, 'Woodgrove Bank', 'woodgrove.example'), action: { do: 'link', to: '4810337' } },
      {
        ...tenant(1, 'Default Directory', 'a.example'),
        action: { do: 'change', from: '6203519', fromName: 'Fabrikam', to: '4810337' },
      },
      { ...tenant(2), action: { do: 'link', to: '4810337' } },
      { ...tenant(3, 'Tailspin'), action: { do: 'link', to: '4810337' } },
      { ...tenant(4, 'Adatum'), action: { do: 'change', from: '1', to: '4810337' } },
      { ...tenant(5, 'Lamna'), action: { do: 'nothing', why: 'alreadySo' } },
      { ...tenant(6, 'Litware'), action: { do: 'cannot', why: { kind: 'signInNeeded' } } },
      { ...tenant(7, 'Proseware'), action: { do: 'link', to: '4810337' } },
      { ...tenant(8, 'Wingtip'), action: { do: 'link', to: '4810337' } },
    ]),
    { ...stamp(), kind: 'intent', item: 0, from: null, to },
    {
      ...stamp(),
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
    { ...stamp(), kind: 'gate', partnerId: '4810337', partnerName: 'Contoso Consulting' },
    { ...stamp(), kind: 'gate', partnerId: '4810337', partnerName: 'Contoso Consulting', answer: true },
    { ...stamp(), kind: 'intent', item: 1, from: { id: '6203519', name: 'Fabrikam' }, to },
    {
      ...stamp(),
      kind: 'outcome',
      item: 1,
      result: { kind: 'done', link, note: 'notVerified' },
      wrote: 'yes',
      verified: false,
      to: { id: '4810337', name: 'Contoso Consulting' },
    },
    { ...stamp(), kind: 'intent', item: 2, from: null, to },
    {
      ...stamp(),
      kind: 'outcome',
      item: 2,
      result: { kind: 'failed', failure: { kind: 'forbidden', serviceMessage: '[click](command:x) | <b>no</b>' } },
      wrote: 'no',
      verified: false,
      requestId: 'req-1',
      correlationId: 'cor-1',
    },
    {
      ...stamp(),
      kind: 'outcome',
      item: 3,
      result: {
        kind: 'skipped',
        why: { kind: 'changedSinceReviewed', is: { partnerId: '6203519', partnerName: 'Fabrikam | `x`' } },
      },
      wrote: 'no',
      verified: false,
    },
    { ...stamp(), kind: 'intent', item: 4, from: { id: '1' }, to },
    {
      ...stamp(),
      kind: 'outcome',
      item: 4,
      result: { kind: 'failed', failure: { kind: 'timedOut', mayHaveHappened: true } },
      wrote: 'perhaps',
      verified: false,
    },
    { ...stamp(), kind: 'intent', item: 7, from: null, to },
    { ...stamp(), kind: 'resumed', window: 'w2' },
    {
      ...stamp(),
      kind: 'outcome',
      item: 7,
      result: { kind: 'done', link, note: 'foundByReading' },
      wrote: 'perhaps',
      verified: false,
    },
    { ...stamp(), kind: 'end', how: 'cancelled' },
  ]);
}

describe('the report', () => {
  it('of a run shows what was changed, when, by which identity, from what to what, and the request IDs', () => {
    assertGolden('run.md', runReport(everyKind(), identityName));
  });

  it('of the journal shows unfinished, discarded, undo and list runs, and hostile names as text', () => {
    at = start;
    const hostile = {
      ...tenant(1, '**[Bank](https://evil.example)** | x\n# y', '<img src=x>'),
      action: { do: 'link', to: '4810337' },
    } as const;
    const unfinished = record([
      head([hostile], { partnerName: 'Contoso' }),
      { ...stamp(), kind: 'intent', item: 0, from: null, to },
    ]);
    const discarded = record([
      head([{ ...tenant(2, 'Bank'), action: { do: 'remove', from: '1' } }], { intent: { kind: 'remove' } }),
      { ...stamp(), kind: 'end', how: 'discarded' },
    ]);
    const undo = record([
      head([{ ...tenant(3, 'Bank'), action: { do: 'cannot', why: { kind: 'changedSince', is: '5' } } }], {
        intent: { kind: 'undo', runId: '20261123T093000000Z-0a1b2c3d' },
      }),
      { ...stamp(), kind: 'end', how: 'finished' },
    ]);
    const list = record([
      head(
        [
          { ...tenant(4, 'Bank'), action: { do: 'link', to: '4810337' } },
          { ...tenant(5, 'Toys'), action: { do: 'change', from: '1', to: '6203519', toName: 'Fabrikam' } },
        ],
        { intent: { kind: 'list' } },
      ),
      { ...stamp(), kind: 'gate', partnerId: '4810337' },
      { ...stamp(), kind: 'gate', partnerId: '4810337', answer: true },
      { ...stamp(), kind: 'gate', partnerId: '3921745', partnerName: 'Proseware | `x`' },
      { ...stamp(), kind: 'gate', partnerId: '3921745', partnerName: 'Proseware | `x`', answer: false },
      { ...stamp(), kind: 'end', how: 'cancelled' },
    ]);
    assertGolden('journal.md', journalReport([unfinished, discarded, undo, list], identityName));
  });

  it('of a run is called by what it is about, and counts it', () => {
    const pal = { ...tenant(0), action: { do: 'link', to: '4810337' } } as const;
    const dpor = { ...pal, subscription: { id: '5b000000-0000-4000-8000-000000000001' } };
    const remove = { kind: 'remove' } as const;
    for (const [items, more, title, targets] of [
      [[pal], {}, 'link partner ID 4810337', 'Tenants: 1, written: 0'],
      [[dpor], {}, 'designate partner ID 4810337', 'Subscriptions: 1, written: 0'],
      [[pal, dpor, dpor], {}, 'link and designate partner ID 4810337', 'Tenants: 1, subscriptions: 2, written: 0'],
      [[pal], { intent: remove }, 'remove links', 'Tenants: 1, written: 0'],
      [[dpor], { intent: remove }, 'remove designations', 'Subscriptions: 1, written: 0'],
      [[dpor, pal], { intent: remove }, 'remove links and designations', 'Tenants: 1, subscriptions: 1, written: 0'],
    ] as const) {
      const lines = runReport(record([{ ...head(items, more), v: 3 }])).split('\n');
      assert.ok(lines[0]?.endsWith(`: ${title}`), lines[0]);
      assert.ok(lines.includes(`- ${targets}`), lines.join('\n'));
    }
  });

  it('of a run says what was asked and not answered, and of what is skipped whether it may have been written before', () => {
    const run = record([
      head([
        { ...tenant(0), action: { do: 'link', to: '4810337' } },
        { ...tenant(1), action: { do: 'link', to: '4810337' } },
      ]),
      { ...stamp(), kind: 'gate', partnerId: '4810337' },
      ...(['perhaps', 'no'] as const).map((wrote, item) => ({
        ...stamp(),
        kind: 'outcome' as const,
        item,
        result: { kind: 'skipped' as const, why: { kind: 'runningInAnotherWindow' as const } },
        wrote,
        verified: false,
      })),
    ]);
    const report = runReport(run);
    assert.match(report, /^- After the first link \(4810337\): asked whether to continue, not answered$/m);
    assert.equal(report.match(/it may have been written before/g)?.length, 1);
    const document = JSON.parse(exportRun(run, 'json', String)) as RunDocument;
    assert.deepEqual(
      document.items.map(({ reason }) => reason),
      ['running in another window; it may have been written before', 'running in another window'],
    );
  });

  it('of an undo names the run that it undoes, in its export, too', () => {
    const undo = record([
      head([{ ...tenant(0), action: { do: 'remove', from: '1' } }], {
        intent: { kind: 'undo', runId: '20261123T080000000Z-0a1b2c3d' },
      }),
    ]);
    const document = JSON.parse(exportRun(undo, 'json', String)) as RunDocument;
    assert.deepEqual(
      [document.undoes, document.partnerId, document.items[0]?.plannedPartnerId],
      ['20261123T080000000Z-0a1b2c3d', undefined, undefined],
    );
    const list = record([head([], { intent: { kind: 'list' } })]);
    assert.equal((JSON.parse(exportRun(list, 'json', String)) as RunDocument).undoes, undefined);
  });

  it('keeps its columns narrow, whatever tenants, partners and identities are called', () => {
    at = start;
    const long = record([
      head([
        {
          ...tenant(1, 'T'.repeat(256), 'd'.repeat(250)),
          action: { do: 'change', from: '1', fromName: 'F'.repeat(256), to: '4810337' },
        },
      ]),
      { ...stamp(), kind: 'intent', item: 0, from: { id: '1', name: 'F'.repeat(256) }, to },
      {
        ...stamp(),
        kind: 'outcome',
        item: 0,
        result: { kind: 'done', link },
        wrote: 'yes',
        verified: true,
        to: { id: '4810337', name: 'P'.repeat(256) },
      },
    ]);
    const line = runReport(long, () => 'i'.repeat(256))
      .split('\n')
      .find((one) => one.includes('TTT'));
    const widths = line?.split(' | ').map((cell) => cell.replaceAll(/&#\d+;/g, '.').length) ?? [];
    assert.equal(widths.length, 5);
    assert.ok(
      widths.every((width) => width <= 2 * 80 + 5 + '<br>'.length + 36),
      widths.join(),
    );
  });

  /** The heads of the table, and the cells of its rows. */
  const table = (report: string): readonly (readonly string[])[] =>
    report
      .split('\n')
      .filter((line) => line.startsWith('|') && !line.startsWith('|---'))
      .map((line) => line.slice(2, -2).split(' | '));

  it('is as wide as an editor beside the side bar: no column for what all items share, none for ids', () => {
    const report = runReport(everyKind(), identityName);
    const [heads, first] = table(report);
    assert.deepEqual(heads, ['Tenant', 'Before', 'After', 'Result', 'Time (UTC)']);
    assert.match(first?.[0] ?? '', /<br>7e000000/);
    assert.equal(first?.[4], '09:30:03');
    assert.match(report, /^- Identity: alex&#64;contoso/m);
    assert.match(report, /^- Woodgrove Bank .*<br>request ID req&#45;0<br>correlation ID cor&#45;0$/m);
  });

  it('names the identity of each row where they differ, and the day where it is not the run’s', () => {
    at = start;
    const other = { tenant: { identity: 'vscode:2', tenantId: '7e000000-0000-4000-8000-000000000002' } };
    const action = { do: 'link', to: '4810337' } as const;
    const run = record([
      head([
        { ...tenant(1, 'Bank'), action },
        { ...other, action },
      ]),
      { ...stamp(), kind: 'intent', item: 0, from: null, to, at: start + 86_400_000 },
    ]);
    const report = runReport(run, (key) => key.slice(-1));
    const [heads, first, second] = table(report);
    assert.deepEqual(heads, ['Tenant', 'Identity', 'Before', 'After', 'Result', 'Time (UTC)']);
    assert.deepEqual([first?.[1], second?.[1]], ['1', '2']);
    assert.equal(first?.[5], '2026-11-24 09:30:00');
    assert.equal(second?.[0], '7e000000&#45;0000&#45;4000&#45;8000&#45;000000000002', 'its ID once');
    assert.doesNotMatch(report, /^- Identity/m);
  });

  it('of an empty journal says so, and identities that are gone are named by key', () => {
    assert.match(journalReport([]), /No run has changed anything yet/);
    assert.match(runReport(everyKind()), /vscode&#58;1/);
  });
});
