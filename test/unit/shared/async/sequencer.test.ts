import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Sequencer } from '../../../../src/shared/async/sequencer.ts';

describe('Tasks that take turns', () => {
  it('run one after another, in the order in which they came', async () => {
    const turns = new Sequencer();
    const seen: string[] = [];
    const task = (name: string, ticks: number) => async (): Promise<string> => {
      seen.push(`${name} begins`);
      for (let tick = 0; tick < ticks; tick++) {
        await Promise.resolve();
      }
      seen.push(`${name} ends`);
      return name;
    };
    const all = [turns.run(task('a', 9)), turns.run(task('b', 3)), turns.run(task('c', 0))];
    assert.deepEqual(await Promise.all(all), ['a', 'b', 'c']);
    assert.deepEqual(seen, ['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('tell their own callers alone that they failed', async () => {
    const turns = new Sequencer();
    const failing = turns.run(() => Promise.reject(new Error('disk full')));
    const next = turns.run(async () => 'next');
    await assert.rejects(failing, /disk full/);
    assert.equal(await next, 'next');
    const last = turns.run(() => Promise.reject(new Error('disk full')));
    await Promise.all([turns.last, assert.rejects(last, /disk full/)]);
  });

  it('can be waited for, with what has come meanwhile or without', async () => {
    const turns = new Sequencer();
    let ended = 0;
    const task = async (): Promise<void> => {
      await Promise.resolve();
      ended += 1;
    };
    void turns.run(task);
    const first = turns.last;
    void turns.run(task);
    assert.notEqual(turns.last, first);
    await first;
    assert.equal(ended, 1);
    await turns.last;
    assert.equal(ended, 2);
    assert.equal(turns.last, turns.last);
  });
});
