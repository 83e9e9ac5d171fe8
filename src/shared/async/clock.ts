import type { Disposable } from './emitter.ts';

/** Time as a part that tests replace: no test sleeps, and none waits for a real interval. */
export interface Timers {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `tick` every `ms` milliseconds until disposed. Never keeps the process alive. */
  every(ms: number, tick: () => void): Disposable;
  /** Resolves after `ms` milliseconds, or at once when the signal fires. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

export const realTimers: Timers = {
  now: () => Date.now(),
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
      const end = (): void => {
        clearTimeout(handle);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const handle = setTimeout(end, ms);
      signal?.addEventListener('abort', end, { once: true });
    }),
};
