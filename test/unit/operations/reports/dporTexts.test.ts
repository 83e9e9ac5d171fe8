import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { exportRun, type RunDocument } from '../../../../src/operations/reports/runExport.ts';
import type { JournalLine } from '../../../../src/operations/journal/journalLine.ts';
import type { Obstacle, Plan, PlanItem, PlannedAction } from '../../../../src/operations/plan/plan.ts';
import { confirmation, countsText, nothingToDo, planDocument } from '../../../../src/operations/text/planText.ts';
import { runReport } from '../../../../src/operations/reports/runReport.ts';
import type { RunResult } from '../../../../src/operations/run/runResult.ts';
import type { ItemState } from '../../../../src/operations/plan/itemState.ts';
import { resultText } from '../../../../src/operations/text/runText.ts';
import { cliScript } from '../../../../src/operations/scripts/cliScript.ts';
import { powerShellScript } from '../../../../src/operations/scripts/powerShellScript.ts';
import { itemStateText, obstacleText } from '../../../../src/operations/text/stateText.ts';
import { withoutPerson } from '../../../../src/operations/journal/unfinishedRuns.ts';
import { forMessage } from '../../../../src/shared/escaping/foreignText.ts';
import { goldenIn } from '../../support/golden.ts';
import { identityName, record, runHead, start, tenant } from '../support/records.ts';

const assertGolden = goldenIn(import.meta.dirname);

const subscription = (number: number, name?: string) => ({
  id: `5b000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
  ...(name && { name }),
});

function about(number: number, action: PlannedAction, name = `Subscription ${String(number)}`): PlanItem {
  return {
    ...tenant(1, 'Woodgrove Bank', 'woodgrove.example'),
    subscription: subscription(number, name),
    identityName: 'alex@contoso.example',
    action,
  };
}

function linkOf(number: number, action: PlannedAction): PlanItem {
  return { ...tenant(number, `Tenant ${String(number)}`), identityName: 'alex@contoso.example', action };
}

const designate: PlannedAction = { do: 'link', to: '4810337', toName: 'Contoso Consulting' };
const change: PlannedAction = {
  do: 'change',
  from: '6203519',
  fromName: 'Fabrikam',
  to: '4810337',
  toName: 'Contoso Consulting',
};
const remove: PlannedAction = { do: 'remove', from: '6203519', fromName: 'Fabrikam' };
const link: PlannedAction = { do: 'link', to: '4810337' };
const cannot = (why: Obstacle): PlannedAction => ({ do: 'cannot', why });

const linkIntent = { kind: 'link', partnerId: '4810337' } as const;
const plan = (...items: readonly PlanItem[]): Plan => ({
  intent: linkIntent,
  partnerName: 'Contoso Consulting',
  items,
});
const removal = (...items: readonly PlanItem[]): Plan => ({ intent: { kind: 'remove' }, items });
const undo = (...items: readonly PlanItem[]): Plan => ({ intent: { kind: 'undo', runId: 'x' }, items });
const many = (count: number, action: PlannedAction): readonly PlanItem[] =>
  Array.from({ length: count }, (_, index) => about(index + 1, action));

const plans: readonly (readonly [string, Plan])[] = [
  ['one is designated', plan(about(1, designate))],
  ['one is changed', plan(about(1, change))],
  ['one is removed', removal(about(1, remove))],
  ['several are designated', plan(...many(3, designate))],
  ['several are changed', plan(...many(2, change))],
  [
    'some are designated, some changed, some left out',
    plan(
      about(1, designate),
      about(2, change),
      about(3, cannot({ kind: 'doesNotApply', why: 'azurePlan' })),
      about(4, { do: 'nothing', why: 'alreadySo' }),
    ),
  ],
  ['many are removed', removal(...many(37, remove))],
  ['links and designations', plan(linkOf(2, link), linkOf(3, change), about(1, designate), about(2, change))],
  ['links and designations are removed', removal(linkOf(2, remove), about(1, remove))],
  ['an undo of designations', undo(about(1, remove), about(2, change))],
  ['an undo of links and designations', undo(linkOf(2, remove), about(1, remove))],
];

const obstacles: readonly Obstacle[] = [
  { kind: 'notChecked' },
  { kind: 'notReadInSession' },
  { kind: 'doesNotApply', why: 'azurePlan' },
  { kind: 'agreementNotKnown' },
  { kind: 'agreementNotKnown', failure: { kind: 'forbidden' } },
  { kind: 'unknown', failure: { kind: 'timedOut' } },
  { kind: 'notAvailableInCloud' },
  { kind: 'clientNotAccepted' },
  { kind: 'guidedMode' },
  { kind: 'stillWaitedFor' },
  { kind: 'notVisibleYet' },
  { kind: 'changedSince' },
  { kind: 'changedSince', is: '6203519', isName: 'Fabrikam' },
  { kind: 'earlierStateUnknown' },
];

const states: readonly ItemState[] = [
  { kind: 'done', note: 'submitted' },
  { kind: 'done', note: 'alreadySo' },
  { kind: 'done', note: 'foundByReading', link: { partnerId: '4810337' } },
  { kind: 'failed', failure: { kind: 'ambiguousAnswer', mayHaveHappened: true } },
  { kind: 'failed', failure: { kind: 'clientNotAccepted' } },
  { kind: 'skipped', why: { kind: 'clientNotAccepted' } },
  { kind: 'skipped', why: { kind: 'perhapsSubmitted' } },
  { kind: 'skipped', why: { kind: 'changedSinceReviewed' } },
];

function resultOf(items: readonly PlanItem[], ...ended: readonly ItemState[]): RunResult {
  return {
    id: 'x',
    how: 'finished',
    counts: { done: 0, alreadySo: 0, unclear: 0, failed: 0, skipped: 0, cancelled: 0 },
    items: items.map((item, index) => ({ item, state: ended[index] ?? { kind: 'queued' } })),
  };
}

const submitted: ItemState = { kind: 'done', note: 'submitted' };

describe('DPOR in the words of plans and runs', () => {
  it('asks, lists, and says why not', () => {
    const asked = plans.map(([name, one]) => {
      const { message, detail, button } = confirmation(one, 'document');
      return [`## ${name}`, '', message, ...detail.map((line) => `  ${line}`), `[${button}]  ${countsText(one)}`, ''];
    });
    const results: readonly string[] = [
      resultText(resultOf([about(1, designate)], submitted), plan()),
      resultText(resultOf([about(1, change)], { kind: 'done', note: 'foundByReading' }), plan()),
      resultText(resultOf([about(1, remove)], submitted), removal()),
      resultText(resultOf([about(1, remove)], { kind: 'done', note: 'foundByReading' }), removal()),
      resultText(
        resultOf(
          [linkOf(2, link), about(1, designate), about(2, change), about(3, designate)],
          { kind: 'done', link: { partnerId: '4810337' } },
          submitted,
          submitted,
          { kind: 'failed', failure: { kind: 'clientNotAccepted' } },
        ),
        plan(),
      ),
    ];
    assertGolden(
      'dpor-words.txt',
      [
        ...asked.flat(),
        '## obstacles',
        '',
        ...obstacles.map((why) => obstacleText(why, 'DPOR')),
        '',
        nothingToDo(plan(about(1, cannot({ kind: 'notReadInSession' })))),
        nothingToDo(
          removal(about(1, { do: 'nothing', why: 'notLinked' }), linkOf(2, { do: 'nothing', why: 'notLinked' })),
        ),
        '',
        '## states',
        '',
        ...states.map((state) => itemStateText(state, 'DPOR')),
        '',
        '## results',
        '',
        ...results,
        '',
      ].join('\n'),
    );
  });

  it('repeats who may designate wherever a designation is asked for, and never says that there is none', () => {
    for (const [name, one] of plans) {
      const { message, detail } = confirmation(one, 'form');
      assert.equal(detail[0], 'Only the customer’s account owner may designate a partner of record.', name);
      const all = [message, ...detail, planDocument(one)].join('\n');
      assert.doesNotMatch(all, /\bno DPOR\b|\bno partner of record\b|\bnot designated\b/i, name);
    }
  });

  it('reviews links and designations in one list', () => {
    const items = [linkOf(2, link), about(1, designate), about(2, change, 'x | [y](command:quit)')];
    assertGolden('dpor-review.md', planDocument(plan(...items, about(3, cannot({ kind: 'stillWaitedFor' })))));
    assert.doesNotMatch(planDocument(undo(about(1, remove))), /not linked/);
    assert.match(planDocument(undo(about(1, remove))), /earlier state is unknown/);
  });

  it('has room for why, whatever subscriptions and tenants are called', () => {
    const long = obstacles.slice(0, 5).map((why, index) => ({
      ...about(index, cannot(why), 'S'.repeat(256)),
      tenantName: 'T'.repeat(256),
      domain: 'd'.repeat(250),
    }));
    const text = forMessage(nothingToDo(plan(...long, ...long)));
    for (const part of [
      'not checked',
      'check it first',
      'Azure plan',
      'agreement is not known',
      'access denied',
      'and 5 more',
    ]) {
      assert.ok(text.includes(part), part);
    }
  });

  it('leaves designations out of scripts, and says so there', () => {
    const mixed = plan(linkOf(2, link), about(1, designate), about(2, change));
    const cloud = { arm: 'https://management.azure.com' };
    for (const script of [cliScript(mixed, cloud), powerShellScript(mixed, cloud)]) {
      assert.match(
        script,
        /^# Left out: Digital Partner of Record, of so many subscriptions: 2\. There is no published API/m,
      );
      assert.ok(!script.includes('5b000000'));
    }
    assert.doesNotMatch(powerShellScript(plan(linkOf(2, link)), cloud), /Left out: Digital/);
  });
});

type Bare = JournalLine extends infer Line ? (Line extends JournalLine ? Omit<Line, 'v' | 'at'> : never) : never;

describe('What is kept of a run with designations', () => {
  const items = [
    linkOf(2, link),
    about(1, designate, '=Core | [x](command:y)'),
    about(2, change),
    about(3, remove),
    about(4, designate),
    about(5, cannot({ kind: 'doesNotApply', why: 'csp' })),
    about(6, designate),
  ].map(withoutPerson);
  const to = { id: '4810337', name: 'Contoso Consulting' };
  const fabrikam = { id: '6203519', name: 'Fabrikam' };
  const done = { kind: 'done', note: 'submitted' } as const;
  const lines: readonly Bare[] = [
    { ...runHead, partnerName: 'Contoso Consulting', items },
    { kind: 'intent', item: 0, from: null, to },
    {
      kind: 'outcome',
      item: 0,
      result: { kind: 'done', link: { partnerId: '4810337' } },
      wrote: 'yes',
      verified: true,
      from: null,
      to,
    },
    { kind: 'intent', item: 1, from: null, to },
    { kind: 'outcome', item: 1, result: done, wrote: 'yes', verified: false, from: null, to, correlationId: 'cor-1' },
    { kind: 'intent', item: 2, from: fabrikam, to },
    { kind: 'outcome', item: 2, result: done, wrote: 'yes', verified: false, from: fabrikam, to },
    { kind: 'intent', item: 3, from: fabrikam, to: null },
    { kind: 'outcome', item: 3, result: done, wrote: 'yes', verified: false, from: fabrikam, to: null },
    { kind: 'intent', item: 4, from: null, to },
    {
      kind: 'outcome',
      item: 4,
      result: { kind: 'failed', failure: { kind: 'ambiguousAnswer', mayHaveHappened: true } },
      wrote: 'perhaps',
      verified: false,
      from: null,
    },
    {
      kind: 'outcome',
      item: 6,
      result: { kind: 'skipped', why: { kind: 'clientNotAccepted' } },
      wrote: 'no',
      verified: false,
    },
    { kind: 'end', how: 'finished' },
  ];
  const run = record(lines.map((line, index) => ({ v: 2, at: start + index * 1000, ...line })));

  it('is a report, a table and a document that tell submitted from done, and none reported from not linked', () => {
    assertGolden('dpor-run.md', runReport(run, identityName));
    assertGolden('dpor-export.csv', exportRun(run, 'csv', identityName));
    assertGolden('dpor-export.json', exportRun(run, 'json', identityName));
    const document = JSON.parse(exportRun(run, 'json', identityName)) as RunDocument;
    assert.deepEqual(
      document.items.map(({ association, result, wrote, before, after, submitted: sent }) =>
        [association, result, wrote, before?.state ?? '?', after?.state ?? '?', sent?.state ?? '?'].join(' '),
      ),
      [
        'PAL done yes notLinked linked ?',
        'DPOR submitted yes noneReported ? designated',
        'DPOR submitted yes designated ? designated',
        'DPOR submitted yes designated ? noneReported',
        'DPOR unclear perhaps noneReported ? ?',
        'DPOR skipped no ? ? ?',
        'DPOR skipped no noneReported noneReported ?',
      ],
    );
  });
});
