import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { forEachLimit } from '../../../../src/shared/async/forEachLimit.ts';
import { Emitter } from '../../../../src/shared/async/emitter.ts';

describe('Work on many things', () => {
  it('is begun in their order, never on more at once than wanted, and on each once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(3), { maxLength: 30 }), fc.integer({ min: -1, max: 9 }), async (turns, most) => {
        const begun: number[] = [];
        let under = 0;
        let highest = 0;
        await forEachLimit(turns.keys(), most, async (place) => {
          begun.push(place);
          under += 1;
          highest = Math.max(highest, under);
          for (let turn = turns[place] ?? 0; turn > 0; turn--) {
            await Promise.resolve();
          }
          under -= 1;
        });
        assert.deepEqual(begun, [...turns.keys()]);
        assert.equal(under, 0);
        assert.ok(highest <= Math.max(1, most));
      }),
    );
  });

  it('begins nothing new once stopped, and ends when what is under way has', async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    await forEachLimit(
      [0, 1, 2, 3, 4, 5],
      2,
      async (one) => {
        begun.push(one);
        await Promise.resolve();
        ended.push(one);
      },
      () => begun.length >= 3,
    );
    assert.deepEqual(begun, [0, 1, 2]);
    assert.deepEqual(ended, [0, 1, 2]);
  });

  it('is begun on more, or on no more, as soon as the number at once changes', async () => {
    const changed = new Emitter<void>();
    const pace = { most: 2, onDidChange: changed.event, rest: () => () => {} };
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const all = forEachLimit([0, 1, 2, 3, 4, 5], pace, (one) => {
      begun.push(one);
      return new Promise((resolve) => ends.push(resolve));
    });
    assert.deepEqual(begun, [0, 1]);
    pace.most = 4;
    changed.fire();
    assert.deepEqual(begun, [0, 1, 2, 3]);
    pace.most = 1;
    changed.fire();
    ends.splice(0, 3).forEach((end) => {
      end();
    });
    await new Promise(setImmediate);
    assert.deepEqual(begun, [0, 1, 2, 3], 'one is under way');
    ends.splice(0).forEach((end) => {
      end();
    });
    await new Promise(setImmediate);
    assert.deepEqual(begun, [0, 1, 2, 3, 4]);
    pace.most = 9;
    changed.fire();
    ends.splice(0).forEach((end) => {
      end();
    });
    await all;
    assert.deepEqual(begun, [0, 1, 2, 3, 4, 5]);
  });
});
