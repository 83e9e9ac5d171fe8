import { realTimers, type Timers } from '../../../../src/sandbox/switches/delays.ts';

/** The stand-in's time, which a test may hold: what has latency then ends only when it is let go on. */
export class HeldTime implements Timers {
  readonly #held = new Map<unknown, () => void>();
  #holds = false;

  hold(): void {
    this.#holds = true;
  }

  goOn(): void {
    this.#holds = false;
    const due = [...this.#held.values()];
    this.#held.clear();
    due.forEach((callback) => callback());
  }

  setTimeout(callback: () => void, ms: number): unknown {
    if (!this.#holds) {
      return realTimers.setTimeout(callback, ms);
    }
    const handle = {};
    this.#held.set(handle, callback);
    return handle;
  }

  clearTimeout(handle: unknown): void {
    if (!this.#held.delete(handle)) {
      realTimers.clearTimeout(handle);
    }
  }
}
