import type { Disposable } from './emitter.ts';
import { onAbort } from './raceAbort.ts';

/** Time as a part that tests replace: no test sleeps, and none waits for a real interval. Milliseconds. */
export interface Clock {
  /** Since 1970. */
  now(): number;
  /** Calls `run` once after so long, unless disposed before. */
  start(ms: number, run: () => void): Disposable;
  /** Calls `tick` each time so long has passed, until disposed. Never keeps the process alive. */
  every(ms: number, tick: () => void): Disposable;
  /** Resolves after so long, or at once when the signal fires. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  start: (ms, run) => {
    const handle = setTimeout(run, ms);
    return { dispose: () => clearTimeout(handle) };
  },
  every: (ms, tick) => {
    const handle = setInterval(tick, ms);
    handle.unref();
    return { dispose: () => clearInterval(handle) };
  },
  wait: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) {
        resolve();
        return;
      }
      const handle = setTimeout(() => {
        release?.();
        resolve();
      }, ms);
      const release =
        signal &&
        onAbort([signal], () => {
          clearTimeout(handle);
          resolve();
        });
    }),
};
