/** When a request is sent again, and when not. Pure. */
import type { Failure } from '../../shared/model/failure.ts';

export const retryLimits = {
  /** Longest `Retry-After` that is waited for; a longer one is told to the user instead. */
  longestRetryAfterMs: 60_000,
  /** Longest wait of our own choosing. */
  longestBackoffMs: 30_000,
  /** Requests in all, the first one included. More where Azure says when to come back: that is seldom long. */
  tries: { throttled: 5, toldWhen: 8, serviceError: 4, network: 3, timedOut: 2 },
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
    return failure.retryAfterMs === undefined ? retryLimits.tries.throttled : retryLimits.tries.toldWhen;
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
 * What Azure asks for, with chance on top of it from the second time on: many tenants that were told the same time come back at the same
 * moment, and would be refused together again and again. Where Azure says no time, one that doubles with every try, half of it left to chance.
 */
function waitMs(failure: Failure, sent: number, random: () => number): number {
  const asked = failure.retryAfterMs;
  if (asked !== undefined) {
    return sent === 1 ? asked : Math.round(asked + (asked / 2) * random());
  }
  const first = failure.kind === 'throttled' ? 1_000 : 300;
  const half = Math.min(first * 2 ** (sent - 1), retryLimits.longestBackoffMs) / 2;
  return Math.round(half + half * random());
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
  return { kind: 'again', waitMs: waitMs(failure, sent, random) };
}
