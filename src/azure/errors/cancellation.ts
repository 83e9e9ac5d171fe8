import { FailureError } from './failureError.ts';
import type { Timers } from '../../shared/async/azureTimers.ts';

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
  promise.catch(() => undefined);
  throwIfCancelled(signal, tenantId);
  let stop: (() => void) | undefined;
  const cancelled = new Promise<never>((_, reject) => {
    stop = () => {
      reject(new FailureError({ kind: 'cancelled', tenantId }));
    };
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, cancelled]);
  } finally {
    if (stop) {
      signal.removeEventListener('abort', stop);
    }
  }
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

/** Aborts when any of the signals does. `release` takes the listeners off again: some of the signals outlive this by far. */
export function linkSignals(...signals: readonly AbortSignal[]): {
  readonly signal: AbortSignal;
  readonly release: () => void;
} {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort();
  };
  for (const signal of signals) {
    if (signal.aborted) {
      controller.abort();
    }
    signal.addEventListener('abort', abort, { once: true });
  }
  return {
    signal: controller.signal,
    release: () => {
      for (const signal of signals) {
        signal.removeEventListener('abort', abort);
      }
    },
  };
}
