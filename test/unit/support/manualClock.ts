import { onAbort } from '../../../src/shared/async/raceAbort.ts';
import { systemClock, type Clock } from '../../../src/shared/async/clock.ts';

export interface ManualClock extends Clock {
  /** How long each timer was that `advance` moved on to, from where time stood. */
  readonly waits: readonly number[];
  /** How many timers run. */
  readonly pending: number;
  /** Lets time pass: due ticks and waits happen, then everything that is pending gets a turn. */
  pass(ms: number): void;
  /** Moves on to the next timer; false where there is none. */
  advance(): boolean;
  /** Lets everything that needs no time happen. */
  settle(): Promise<void>;
  /** What the promise ends in; time stands still until everything else does, then jumps to the next timer. */
  run<T>(promise: Promise<T>): Promise<T>;
  /** Freezes the heartbeats, as a killed or sleeping window does. */
  stopTicks(): void;
}

/** A clock that moves by hand only. Begins at the real time, so that fresh files are fresh. */
export function manualClock(start = Date.now()): ManualClock {
  let now = start;
  let ticking = true;
  const ticks = new Set<{ ms: number; tick: () => void; next: number }>();
  const timers = new Set<{ readonly until: number; readonly run: () => void }>();
  const waits: number[] = [];
  const clock: ManualClock = {
    waits,
    get pending() {
      return timers.size;
    },
    now: () => now,
    start: (ms, run) => {
      const one = { until: now + ms, run };
      timers.add(one);
      return { dispose: () => timers.delete(one) };
    },
    every: (ms, tick) => {
      const one = { ms, tick, next: now + ms };
      ticks.add(one);
      return { dispose: () => ticks.delete(one) };
    },
    wait: (ms, signal) =>
      new Promise((resolve) => {
        const timer = clock.start(ms, () => {
          release();
          resolve();
        });
        const release = onAbort(signal ? [signal] : [], () => {
          timer.dispose();
          resolve();
        });
      }),
    pass: (ms) => {
      now += ms;
      for (const one of [...ticks]) {
        if (one.next <= now) {
          one.next = now + one.ms;
          if (ticking) {
            one.tick();
          }
        }
      }
      for (const one of [...timers]) {
        if (one.until <= now) {
          timers.delete(one);
          one.run();
        }
      }
    },
    advance: () => {
      const next = [...timers].sort((a, b) => a.until - b.until)[0];
      if (!next) {
        return false;
      }
      timers.delete(next);
      waits.push(next.until - now);
      now = next.until;
      next.run();
      return true;
    },
    settle: async () => {
      for (let turn = 0; turn < 3; turn += 1) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    run: async (promise) => {
      let ended = false;
      const mark = (): void => {
        ended = true;
      };
      promise.then(mark, mark);
      for (;;) {
        await clock.settle();
        if (ended) {
          return promise;
        }
        if (!clock.advance()) {
          throw new Error('Nothing is left to wait for, and yet it has not ended');
        }
      }
    },
    stopTicks: () => {
      ticking = false;
    },
  };
  return clock;
}

/** The real clock, but for what time it says. */
export function clockAt(now: () => number): Clock {
  return { ...systemClock, now };
}

/** Waits are over at once; `waited` says how long they were, in milliseconds. */
export function impatientClock(): ManualClock & { readonly waited: number[] } {
  const waited: number[] = [];
  return {
    ...manualClock(),
    waited,
    wait: async (ms) => {
      waited.push(ms);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

/** Time passes as fast as anybody waits for it, for all windows alike. */
export function quickClock(): ManualClock {
  const manual = manualClock();
  return {
    ...manual,
    wait: async (ms, signal) => {
      for (let turn = 0; turn < 3; turn++) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      if (signal?.aborted !== true) {
        manual.pass(ms);
      }
    },
  };
}
