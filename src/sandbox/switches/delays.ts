/** Waiting that a user can end. */
import type { PipelineRequest } from '@azure/core-rest-pipeline';
import type { Clock } from '../../shared/async/clock.ts';

export type SandboxClock = Pick<Clock, 'now' | 'start'>;

/** What the real client throws when a request is aborted or times out. */
export class AbortError extends Error {
  override readonly name = 'AbortError';
}

const aborted = 'The operation was aborted. Rejecting from abort signal callback while making request.';

/** Waits, `Infinity` for ever. Unlike `Clock.wait`, rejects with `AbortError` as soon as the signal aborts. */
export function pause(
  ms: number,
  signal: PipelineRequest['abortSignal'],
  clock: Pick<SandboxClock, 'start'>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(new AbortError(aborted));
      return;
    }
    const stop = (): void => {
      waiting?.dispose();
      signal?.removeEventListener('abort', stop);
      reject(new AbortError(aborted));
    };
    const over = (): void => {
      signal?.removeEventListener('abort', stop);
      resolve();
    };
    const waiting = ms === Infinity ? undefined : clock.start(ms, over);
    signal?.addEventListener('abort', stop);
  });
}

/** The time that one request may take in all (`PipelineRequest.timeout`, 0 = any): every pause takes from it. */
export class Patience {
  readonly #signal: PipelineRequest['abortSignal'];
  readonly #clock: SandboxClock;
  #left: number;

  constructor(request: PipelineRequest, clock: SandboxClock) {
    this.#signal = request.abortSignal;
    this.#clock = clock;
    this.#left = request.timeout > 0 ? request.timeout : Infinity;
  }

  /** Rejects with `AbortError` on abort and when the request's time is up. */
  async pause(ms: number): Promise<void> {
    if (ms <= 0) {
      return;
    }
    await pause(Math.min(ms, this.#left), this.#signal, this.#clock);
    if (ms > this.#left) {
      throw new AbortError(aborted);
    }
    this.#left -= ms;
  }
}
