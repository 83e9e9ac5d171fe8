import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ItemState, SkippedWhy } from '../../../../src/operations/plan/itemState.ts';
import type { Obstacle } from '../../../../src/operations/plan/plan.ts';
import { itemStateText, obstacleText, perhapsWrittenText } from '../../../../src/operations/text/stateText.ts';
import { unfinishedText } from '../../../../src/operations/text/unfinishedText.ts';

const failure = { kind: 'timedOut' } as const;
const reason = 'no answer in time';

/** What stands in the way, alone and of a skipped one; of a subscription where that reads otherwise. */
const obstacles: readonly (readonly [Obstacle, string, string?])[] = [
  [{ kind: 'notChecked' }, 'not checked', 'DPOR not checked'],
  [{ kind: 'signInNeeded' }, 'sign-in needed'],
  [{ kind: 'accountNotAllowed' }, 'access to this account not yet allowed'],
  [{ kind: 'notAvailableInCloud' }, 'not available in this cloud', 'DPOR not available in this cloud'],
  [{ kind: 'covered', through: [{ tenantId: 't', name: 'Contoso' }] }, 'covered through Contoso: link there'],
  [{ kind: 'changedSince' }, 'changed since: no longer linked', 'changed since: none reported now'],
  [{ kind: 'changedSince', is: '1', isName: 'Contoso' }, 'changed since: now 1 · Contoso'],
  [{ kind: 'earlierStateUnknown' }, 'what was there before is not known'],
  [{ kind: 'agreementNotKnown' }, 'whether DPOR applies is not known: its agreement is not known'],
  [{ kind: 'notReadInSession' }, 'DPOR not checked since VS Code started: check it first'],
  [
    { kind: 'clientNotAccepted' },
    'the portal’s billing service does not accept this client; use the Azure portal instead',
  ],
  [{ kind: 'stillWaitedFor' }, 'DPOR submitted, waiting for Azure'],
  [{ kind: 'notVisibleYet' }, 'DPOR submitted, not visible yet'],
];

describe('What stands in the way', () => {
  for (const [why, text, ofDpor = text] of obstacles) {
    it(`is said alike alone and of a skipped one: ${text}`, () => {
      const skipped: ItemState = { kind: 'skipped', why: { kind: 'cannot', obstacle: why } };
      assert.deepEqual(
        [obstacleText(why), obstacleText(why, 'DPOR'), itemStateText(skipped), itemStateText(skipped, 'DPOR')],
        [text, ofDpor, `skipped (${text})`, `skipped (${ofDpor})`],
      );
    });
  }

  for (const [why, alone, inBrackets] of [
    [{ kind: 'unknown', failure }, `DPOR unknown (${reason})`, `DPOR unknown: ${reason}`],
    [
      { kind: 'unclear', failure },
      `unclear: may have been written (${reason})`,
      `unclear: may have been written, ${reason}`,
    ],
    [
      { kind: 'doesNotApply', why: 'azurePlan' },
      'DPOR does not apply (Azure plan): use a Partner Admin Link',
      'DPOR does not apply, Azure plan: use a Partner Admin Link',
    ],
    [
      { kind: 'agreementNotKnown', failure },
      `whether DPOR applies is not known (${reason})`,
      `whether DPOR applies is not known: ${reason}`,
    ],
    [
      { kind: 'guidedMode' },
      'DPOR is looked up and changed by you in the Azure portal (setting partnerLink.dpor.mode)',
      'DPOR is looked up and changed by you in the Azure portal, by the setting partnerLink.dpor.mode',
    ],
  ] as const satisfies readonly (readonly [Obstacle, string, string])[]) {
    it(`has no brackets in brackets: ${inBrackets}`, () => {
      assert.equal(obstacleText(why, 'DPOR'), alone);
      assert.equal(
        itemStateText({ kind: 'skipped', why: { kind: 'cannot', obstacle: why } }, 'DPOR'),
        `skipped (${inBrackets})`,
      );
    });
  }

  it('is a failure to read since VS Code started', () => {
    assert.equal(
      obstacleText({ kind: 'notReadInSession', failure }),
      `DPOR couldn’t be checked since VS Code started (${reason})`,
    );
  });
});

describe('An item of a run', () => {
  for (const [state, text] of [
    [{ kind: 'queued' }, 'queued'],
    [{ kind: 'signInNeeded', failure: { kind: 'signInNeeded' } }, 'sign-in needed'],
    [{ kind: 'running' }, 'running'],
    [{ kind: 'running', waitingForAnotherWindow: true }, 'running in another window'],
    [{ kind: 'throttled', waitMs: 40_000 }, 'throttled, next try in 40 s'],
    [{ kind: 'cancelled' }, 'cancelled'],
    [{ kind: 'done' }, 'done'],
    [{ kind: 'done', note: 'alreadySo' }, 'nothing to write'],
    [{ kind: 'done', note: 'foundByReading' }, 'done (no answer came, found by reading)'],
    [{ kind: 'done', note: 'notVerified' }, 'done (as Azure answered; it could not be read again)'],
    [{ kind: 'done', note: 'submitted' }, 'done (submitted, waiting for Azure)'],
    [{ kind: 'done', note: 'byAnswer' }, 'done (Azure’s answer says whose link it is; the token doesn’t)'],
    [{ kind: 'unclear', failure }, `unclear: may have been written (${reason})`],
    [
      { kind: 'failed', failure },
      'failed (No answer in time. Try again; if it keeps happening, check the network connection.)',
    ],
  ] as const satisfies readonly (readonly [ItemState, string])[]) {
    it(`is ${text}`, () => {
      assert.equal(itemStateText(state), text);
    });
  }

  for (const [why, text, ofDpor] of [
    [
      { kind: 'changedSinceReviewed' },
      'changed since it was reviewed: no longer linked',
      'changed since it was reviewed: none reported now',
    ],
    [
      { kind: 'changedSinceReviewed', is: { partnerId: '1', partnerName: 'Contoso' } },
      'changed since it was reviewed: now 1 · Contoso',
    ],
    [{ kind: 'runningInAnotherWindow' }, 'running in another window'],
    [{ kind: 'partnerIdRefused', failure }, 'Azure refused this partner ID in the first tenant'],
    [
      { kind: 'clientNotAccepted' },
      'the portal’s billing service does not accept this client; use the Azure portal instead',
    ],
    [{ kind: 'notAvailableInCloud' }, 'not available in this cloud', 'DPOR not available in this cloud'],
    [{ kind: 'perhapsSubmitted' }, 'it may have been submitted before and does not show yet; it is not sent again'],
  ] as const satisfies readonly (readonly [SkippedWhy, string, string?])[]) {
    it(`is skipped: ${text}`, () => {
      const state = { kind: 'skipped', why } as const;
      assert.deepEqual(
        [itemStateText(state), itemStateText(state, 'DPOR')],
        [`skipped (${text})`, `skipped (${ofDpor ?? text})`],
      );
    });
  }

  it('may have been written before it was skipped', () => {
    assert.equal(perhapsWrittenText('skipped'), 'skipped; it may have been written before');
  });
});

describe('A run without an end', () => {
  const plan = {
    intent: { kind: 'list' },
    items: [
      {
        tenant: { identity: 'sample:one', tenantId: 't' },
        identityName: 'me',
        action: { do: 'link', to: '1' },
      },
    ],
  } as const;
  const run = { id: 'x', startedAt: 0, plan, done: 2, open: 0, left: 3 } as const;

  for (const [more, text] of [
    [{ where: 'anotherWindow' }, 'A run is in progress in another window: link 1.'],
    [{ where: 'nobody' }, 'A run was interrupted: 2 of 5 done.'],
    [{ where: 'nobody', open: 1 }, 'A run was interrupted: 2 of 6 done, 1 sent without an answer.'],
  ] as const) {
    it(`is told: ${text}`, () => {
      assert.equal(unfinishedText({ ...run, ...more }), text);
    });
  }
});
