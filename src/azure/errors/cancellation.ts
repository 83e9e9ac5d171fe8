import { FailureError } from './failureError.ts';
import type { Timers } from '../../shared/async/azureTimers.ts';
import { raceAbort } from '../../shared/async/raceAbort.ts';

export function throwIfCancelled(signal: AbortSignal | undefined, tenantId?: string): void {
  if (signal?.aborted) {
    throw new FailureError({ kind: 'cancelled', tenantId });
  }
}

/** The promise, or a `cancelled` failure as soon as the signal says so; what the promise ends in then is ignored. */
export async function raceCancellation<T>(
  promise: Promise<T>,
  signal: AbortSignal | undefined,
  tenantId?: string,
): Promise<T> {
  if (!signal) {
    return promise;
  }
  const first = await raceAbort(promise, signal);
  if (first === 'aborted') {
    throw new FailureError({ kind: 'cancelled', tenantId });
  }
  return first;
}

/** Waits; ends at once with a `cancelled` failure when the signal says so. */
export async function sleep(
  ms: number,
  timers: Timers,
  signal: AbortSignal | undefined,
  tenantId?: string,
): Promise<void> {
  throwIfCancelled(signal, tenantId);
  let stopTimer: (() => void) | undefined;
  try {
    await raceCancellation(
      new Promise<void>((resolve) => {
        stopTimer = timers.start(resolve, ms);
      }),
      signal,
      tenantId,
    );
  } finally {
    stopTimer?.();
  }
}
