import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { Limiter } from '../../../../src/shared/async/limiter.ts';

describe('A few at a time', () => {
  it('are never more than allowed, all get their turn in order, and a failure holds nobody up', async () => {
    const tasks = fc.array(fc.record({ turns: fc.nat(4), fails: fc.boolean() }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5 }), tasks, async (most, wanted) => {
        const few = new Limiter(most);
        const begun: number[] = [];
        let running = 0;
        const ended = await Promise.allSettled(
          wanted.map(({ turns, fails }, index) =>
            few.run(async () => {
              begun.push(index);
              running += 1;
              assert.ok(running <= most);
              for (let turn = 0; turn < turns; turn += 1) {
                await Promise.resolve();
              }
              running -= 1;
              return fails ? Promise.reject(new Error('failed')) : index;
            }),
          ),
        );
        assert.deepEqual(
          begun,
          wanted.map((_, index) => index),
        );
        assert.deepEqual(
          ended.map(({ status }) => status),
          wanted.map(({ fails }) => (fails ? 'rejected' : 'fulfilled')),
        );
      }),
    );
  });
});
