import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ItemState } from '../../../../src/operations/plan/itemState.ts';
import type { Plan, PlanItem, PlannedAction } from '../../../../src/operations/plan/plan.ts';
import type { RunResult } from '../../../../src/operations/run/runResult.ts';
import { progressText, resultText } from '../../../../src/operations/text/runText.ts';

const link: PlannedAction = { do: 'link', to: '1234567' };
const change: PlannedAction = { do: 'change', from: '7654321', to: '1234567', toName: 'Contoso' };
const remove: PlannedAction = { do: 'remove', from: '7654321' };
const nothing: PlannedAction = { do: 'nothing', why: 'alreadySo' };

const pal = (action: PlannedAction): PlanItem => ({
  tenant: { identity: 'sample:one', tenantId: 't' },
  tenantName: 'Alpine',
  identityName: 'me',
  action,
});
const dpor = (action: PlannedAction): PlanItem => ({ ...pal(action), subscription: { id: 's', name: 'Core' } });

const done: ItemState = { kind: 'done' };
const submitted: ItemState = { kind: 'done', note: 'submitted' };
const alreadySo: ItemState = { kind: 'done', note: 'alreadySo' };
const failed: ItemState = { kind: 'failed', failure: { kind: 'timedOut' } };
const unclear: ItemState = { kind: 'unclear', failure: { kind: 'timedOut' } };
const skipped: ItemState = { kind: 'skipped', why: { kind: 'runningInAnotherWindow' } };

type Ended = readonly (readonly [PlanItem, ItemState])[];

function told(ended: Ended, more: Partial<RunResult> = {}, intent: Plan['intent'] = { kind: 'list' }): string {
  const items = ended.map(([item, state]) => ({ item, state }));
  const counts = { done: 0, alreadySo: 0, unclear: 0, failed: 0, skipped: 0, cancelled: 0 };
  return resultText(
    { id: 'x', how: 'finished', counts, items, ...more },
    { intent, partnerName: 'Planned', items: items.map(({ item }) => item) },
  );
}

const later = 'It might take some time for Azure to show it.';

describe('What came of a run', () => {
  const named: ItemState = { kind: 'done', link: { partnerId: '1234567', partnerName: 'Contoso' } };
  const nameless: ItemState = { kind: 'done', link: { partnerId: '1234567' } };
  for (const [ended, text] of [
    [[[pal(link), done]], 'Alpine is linked to 1234567.'],
    [[[pal(change), nameless]], 'Alpine is linked to 1234567.'],
    [[[pal(link), named]], 'Alpine is linked to 1234567 · Contoso.'],
    [[[pal(remove), done]], 'Alpine is no longer linked.'],
    [[[dpor(link), done]], '1234567 · Planned is the Digital Partner of Record of Core in Alpine.'],
    [
      [[dpor(change), submitted]],
      `1234567 · Contoso was submitted as Digital Partner of Record of Core in Alpine. ${later}`,
    ],
    [[[dpor(remove), done]], 'Core in Alpine: none reported now.'],
    [
      [[dpor(remove), submitted]],
      `The removal of the Digital Partner of Record of Core in Alpine was submitted. ${later}`,
    ],
    [[[pal(link), alreadySo]], '1 with nothing to write.'],
    [[[pal(nothing), done]], 'Nothing was changed.'],
    [
      [
        [pal(nothing), failed],
        [pal(link), done],
      ],
      'Alpine is linked to 1234567.',
    ],
    [
      [
        [pal(link), done],
        [pal(link), done],
        [pal(change), done],
        [pal(remove), done],
        [dpor(link), done],
        [dpor(link), submitted],
        [dpor(remove), submitted],
        [pal(link), alreadySo],
        [pal(nothing), alreadySo],
        [pal(link), skipped],
        [pal(nothing), skipped],
      ],
      `2 linked, 1 changed, 1 removed, 2 DPOR submitted, 1 DPOR found as wanted, 1 with nothing to write, 1 skipped. ${later}`,
    ],
  ] as const satisfies readonly (readonly [Ended, string])[]) {
    it(`is said in a sentence: ${text}`, () => {
      assert.equal(told(ended), text);
    });
  }

  it('after an undo is as it was again', () => {
    assert.equal(
      told([[pal(link), named]], {}, { kind: 'undo', runId: 'x' }),
      'Alpine is linked to 1234567 · Contoso again.',
    );
  });

  it('names the first that failed and the first that is unclear, with what to do', () => {
    const two: Ended = [
      [pal(link), failed],
      [dpor(link), failed],
      [pal(change), unclear],
    ];
    assert.equal(
      told(two),
      '1 unclear, 2 failed. Alpine: unclear: may have been written (no answer in time). It’s read again until the result is known. Alpine: No answer in time. Try again; if it keeps happening, check the network connection.',
    );
    const invalid: ItemState = { kind: 'failed', failure: { kind: 'partnerIdInvalid' } };
    for (const action of [link, change]) {
      assert.match(
        told([[pal(action), invalid]]),
        / If 1234567 is your global account, its first location is often \d+\.$/,
      );
    }
    assert.doesNotMatch(told([[pal(link), failed]]), /is your global account/);
    assert.doesNotMatch(told([[pal(remove), invalid]]), /is your global account/);
  });

  it('says how it ended, whose links the token does not say, and that the journal has no end', () => {
    const one: Ended = [[pal(link), done]];
    const counts = { done: 0, alreadySo: 0, unclear: 0, failed: 0, skipped: 0, cancelled: 2 };
    for (const [how, text] of [
      ['takenOver', 'Another window resumed this run. So far: 1 linked, 2 cancelled.'],
      ['interrupted', 'The run was interrupted and can be resumed. So far: 1 linked, 2 cancelled.'],
      ['cancelled', 'Cancelled. 1 linked, 2 cancelled.'],
    ] as const) {
      assert.equal(told(one, { how, counts }), text);
    }
    assert.equal(
      told([[pal(link), { kind: 'done', note: 'byAnswer' }]]),
      'Alpine is linked to 1234567. Azure’s answers say whose link it is; the token doesn’t.',
    );
    assert.match(
      told(one, { journalFailure: { kind: 'journalNotWritable', code: 'ENOSPC' } }),
      /^Alpine is linked to 1234567\. The journal couldn’t be completed: .+ You might be offered to resume the run, which reads before it writes\.$/,
    );
  });
});

describe('How far a run is', () => {
  for (const [waiting, throttled, text] of [
    [0, 0, '3 of 7'],
    [1, 0, '3 of 7 · 1 sign-in needed'],
    [0, 2, '3 of 7 · 2 throttled'],
    [1, 2, '3 of 7 · 1 sign-in needed · 2 throttled'],
  ] as const) {
    it(`says what waits: ${text}`, () => {
      assert.equal(progressText({ done: 3, total: 7, waiting, throttled }), text);
    });
  }
});
