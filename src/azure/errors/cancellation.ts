import { FailureError } from './failureError.ts';
import type { Clock } from '../../shared/async/clock.ts';
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
  clock: Clock,
  signal: AbortSignal | undefined,
  tenantId?: string,
): Promise<void> {
  throwIfCancelled(signal, tenantId);
  await clock.wait(ms, signal);
  throwIfCancelled(signal, tenantId);
}
