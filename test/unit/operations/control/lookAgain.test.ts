import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { lookAgain } from '../../../../src/operations/control/lookAgain.ts';
import { lookAgainMs } from '../../../../src/operations/journal/unfinishedRuns.ts';
import { impatientClock } from '../../support/manualClock.ts';

describe('Runs that another window may be at', () => {
  const here = { where: 'nobody' } as const;
  const there = { where: 'anotherWindow' } as const;

  it('are looked at until none is, after a pause each', async () => {
    const [clock, looks] = [impatientClock(), [[there, here], [here]]];
    await lookAgain([here, there], async () => looks.shift() ?? [], clock, new AbortController().signal);
    assert.deepEqual([clock.waited, looks], [[lookAgainMs, lookAgainMs], []]);
  });

  it('are not looked at where none is, or once the window closes', async () => {
    const look = (): never => assert.fail('nobody asked');
    await lookAgain([here], look, impatientClock(), new AbortController().signal);
    await lookAgain([], look, impatientClock(), new AbortController().signal);
    await lookAgain([there], look, impatientClock(), AbortSignal.abort());
  });
});
