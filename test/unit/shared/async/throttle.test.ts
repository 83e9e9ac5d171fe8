import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Throttle } from '../../../../src/shared/async/throttle.ts';

/** Time that passes when the test says so. */
function manual() {
  const waiting = new Set<() => void>();
  let runs = 0;
  const coalescer = new Throttle(
    100,
    () => {
      runs += 1;
    },
    {
      start: (_ms, run) => {
        waiting.add(run);
        return { dispose: () => waiting.delete(run) };
      },
    },
  );
  const pass = (): void => {
    for (const run of [...waiting]) {
      waiting.delete(run);
      run();
    }
  };
  return { coalescer, pass, runs: () => runs, waiting: () => waiting.size };
}

describe('Redrawing', () => {
  it('happens at once when asked for, then once for all that was asked meanwhile', () => {
    const { coalescer, pass, runs } = manual();
    coalescer.trigger();
    assert.equal(runs(), 1);
    coalescer.trigger();
    coalescer.trigger();
    assert.equal(runs(), 1);
    pass();
    assert.equal(runs(), 2);
  });

  it('does not happen again when nobody asked, and keeps no timer', () => {
    const { coalescer, pass, runs, waiting } = manual();
    coalescer.trigger();
    pass();
    assert.equal(runs(), 1);
    assert.equal(waiting(), 0);
    coalescer.trigger();
    assert.equal(runs(), 2);
  });

  it('waits for what follows closely when it may, and runs once for all of it', () => {
    const { coalescer, pass, runs, waiting } = manual();
    coalescer.trigger(50);
    coalescer.trigger(50);
    assert.equal(runs(), 0);
    assert.equal(waiting(), 1);
    pass();
    assert.equal(runs(), 1);
    coalescer.trigger(50);
    assert.equal(runs(), 1, 'the next one is due at the end of the time between two');
    pass();
    assert.equal(runs(), 2);
  });

  it('does not wait any longer when somebody asks who cannot', () => {
    const { coalescer, pass, runs, waiting } = manual();
    coalescer.trigger(50);
    coalescer.trigger();
    assert.equal(runs(), 1);
    assert.equal(waiting(), 1, 'only the time between two');
    pass();
    assert.equal(runs(), 1);
  });

  it('that waits for more is given up when disposed', () => {
    const { coalescer, pass, runs, waiting } = manual();
    coalescer.trigger(50);
    coalescer.dispose();
    assert.equal(waiting(), 0);
    pass();
    assert.equal(runs(), 0);
  });

  it('stops for good when disposed', () => {
    const { coalescer, pass, runs } = manual();
    coalescer.trigger();
    coalescer.trigger();
    coalescer.dispose();
    pass();
    coalescer.trigger();
    assert.equal(runs(), 1);
  });
});
