/** Time as this room sees it, so that tests need not wait. Milliseconds. */
export interface Timers {
  /** Calls back once after `ms`, unless the returned function is called first. */
  start(callback: () => void, ms: number): () => void;
}

export type Clock = () => number;

export const realTimers: Timers = {
  start(callback, ms) {
    const handle = setTimeout(callback, ms);
    return () => {
      clearTimeout(handle);
    };
  },
};
