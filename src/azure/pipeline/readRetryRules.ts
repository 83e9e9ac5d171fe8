/** When a request is sent again, and when not. Pure. */
import { backoffMs } from '../../shared/async/backoff.ts';
import type { Failure } from '../../shared/model/failure.ts';

export const retryLimits = {
  /** Longest `Retry-After` that is waited for; a longer one is told to the user instead. */
  longestRetryAfterMs: 60_000,
  /** Requests in all, the first one included. */
  tries: { throttled: 5, serviceError: 4, network: 3, timedOut: 2 },
} as const;

export type NextTry =
  { readonly kind: 'again'; readonly waitMs: number } | { readonly kind: 'giveUp'; readonly failure: Failure };

/** Networks that broke once may hold the next time; a name that does not resolve is not asked for again per tenant. */
const passingNetworkTrouble = new Set([
  'ECONNRESET',
  'ECONNABORTED',
  'ETIMEDOUT',
  'ESOCKETTIMEDOUT',
  'EPIPE',
  'EAI_AGAIN',
  'ERR_STREAM_PREMATURE_CLOSE',
  'REQUEST_SEND_ERROR',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * Which failures a request may be sent again after. Never, for a write: a 429 means that nothing was done, and while it is waited for the
 * run may be cancelled or another window's, and the tenant somebody else's to change.
 */
export type Repeats = 'always' | 'whenRefused' | 'never';

/** How often a request may be sent in all after this failure. */
function triesAllowed(failure: Failure, repeats: Repeats): number {
  if (repeats === 'never' || failure.kind === 'cancelled') {
    return 1;
  }
  if (failure.status === 429) {
    return retryLimits.tries.throttled;
  }
  if (repeats === 'whenRefused') {
    return 1;
  }
  if (
    failure.status !== undefined &&
    failure.status >= 500 &&
    failure.status !== 501 &&
    failure.status !== 505 &&
    failure.status !== 511
  ) {
    return retryLimits.tries.serviceError;
  }
  if (failure.kind === 'cutOff') {
    return retryLimits.tries.network;
  }
  if (failure.kind === 'offline' && failure.code !== undefined && passingNetworkTrouble.has(failure.code)) {
    return retryLimits.tries.network;
  }
  return failure.kind === 'timedOut' ? retryLimits.tries.timedOut : 1;
}

/**
 * What follows a failure after `sent` requests. `Retry-After` is the least that is waited, up to a limit; one beyond it ends in `throttled` at once,
 * with the wait that was asked for.
 */
export function nextTry(failure: Failure, sent: number, repeats: Repeats, random: () => number): NextTry {
  const allowed = triesAllowed(failure, repeats);
  const asked = failure.retryAfterMs;
  const slowDown = failure.status === 429 || failure.status === 503;
  if (allowed > 1 && asked !== undefined && (asked > retryLimits.longestRetryAfterMs || sent >= allowed)) {
    return { kind: 'giveUp', failure: slowDown ? { ...failure, kind: 'throttled' } : failure };
  }
  if (sent >= allowed) {
    return { kind: 'giveUp', failure };
  }
  const firstMs = failure.kind === 'throttled' ? 1_000 : 300;
  return { kind: 'again', waitMs: backoffMs({ askedMs: asked, before: sent - 1, firstMs }, random) };
}
