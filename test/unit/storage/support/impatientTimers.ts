import { manualTimers, type ManualTimers } from './manualTimers.ts';

/** Waits are over at once; `waited` says how long they were, in milliseconds. */
export function impatientTimers(): ManualTimers & { readonly waited: number[] } {
  const timers = manualTimers();
  const waited: number[] = [];
  return {
    ...timers,
    waited,
    wait: async (ms) => {
      waited.push(ms);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
