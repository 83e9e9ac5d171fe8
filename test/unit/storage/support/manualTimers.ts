import type { Timers } from '../../../../src/shared/async/clock.ts';

export interface ManualTimers extends Timers {
  /** Lets time pass: due ticks and waits happen, then everything that is pending gets a turn. */
  pass(ms: number): void;
  /** Freezes the heartbeats, as a killed or sleeping window does. */
  stopTicks(): void;
}

/** Timers that move by hand only. Begins at the real time, so that fresh files are fresh. */
export function manualTimers(start = Date.now()): ManualTimers {
  let now = start;
  let ticking = true;
  const ticks = new Set<{ ms: number; tick: () => void; next: number }>();
  const waits = new Set<{ until: number; end: () => void }>();
  return {
    now: () => now,
    every: (ms, tick) => {
      const one = { ms, tick, next: now + ms };
      ticks.add(one);
      return { dispose: () => ticks.delete(one) };
    },
    wait: (ms, signal) =>
      new Promise((resolve) => {
        const one = {
          until: now + ms,
          end: () => {
            waits.delete(one);
            resolve();
          },
        };
        waits.add(one);
        if (signal?.aborted) {
          one.end();
        }
        signal?.addEventListener('abort', one.end, { once: true });
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
      for (const one of [...waits]) {
        if (one.until <= now) {
          one.end();
        }
      }
    },
    stopTicks: () => {
      ticking = false;
    },
  };
}
