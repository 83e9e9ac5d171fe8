/** Waiting that a user can end. */
import type { PipelineRequest } from '@azure/core-rest-pipeline';

/** What tests replace to be in charge of time. */
export interface Timers {
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
}

export const realTimers: Timers = {
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (handle) => {
    clearTimeout(handle as NodeJS.Timeout);
  },
};

/** What the real client throws when a request is aborted or times out. */
export class AbortError extends Error {
  override readonly name = 'AbortError';
}

const aborted = 'The operation was aborted. Rejecting from abort signal callback while making request.';

/** Waits, `Infinity` for ever. Rejects with `AbortError` as soon as the signal aborts. */
export function pause(ms: number, signal: PipelineRequest['abortSignal'], timers: Timers): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(new AbortError(aborted));
      return;
    }
    const stop = (): void => {
      timers.clearTimeout(handle);
      signal?.removeEventListener('abort', stop);
      reject(new AbortError(aborted));
    };
    const handle =
      ms === Infinity
        ? undefined
        : timers.setTimeout(() => {
            signal?.removeEventListener('abort', stop);
            resolve();
          }, ms);
    signal?.addEventListener('abort', stop);
  });
}

/** The time that one request may take in all (`PipelineRequest.timeout`, 0 = any): every pause takes from it. */
export class Patience {
  readonly #signal: PipelineRequest['abortSignal'];
  readonly #timers: Timers;
  #left: number;

  constructor(request: PipelineRequest, timers: Timers) {
    this.#signal = request.abortSignal;
    this.#timers = timers;
    this.#left = request.timeout > 0 ? request.timeout : Infinity;
  }

  /** Rejects with `AbortError` on abort and when the request's time is up. */
  async pause(ms: number): Promise<void> {
    if (ms <= 0) {
      return;
    }
    await pause(Math.min(ms, this.#left), this.#signal, this.#timers);
    if (ms > this.#left) {
      throw new AbortError(aborted);
    }
    this.#left -= ms;
  }
}
