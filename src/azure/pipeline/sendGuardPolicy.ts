/** What one operation says of its sending: who is asked just before a write leaves, and that a POST of it changes nothing. */
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { signalOf, writeOf } from '../http/requestInfo.ts';
import { FailureError } from '../errors/failureError.ts';
import type { MayBeSent } from '../../shared/ports/azure.ts';

/** By the signal of the operation, which is the one thing that every SDK passes on to its requests unchanged. */
const guards = new WeakMap<AbortSignal, MayBeSent>();
const harmless = new WeakSet<AbortSignal>();

export function guardSending(signal: AbortSignal, mayBeSent: MayBeSent): void {
  guards.set(signal, mayBeSent);
}

/** A POST that only asks: refused, it may be sent again. */
export function markHarmless(signal: AbortSignal): void {
  harmless.add(signal);
}

export function isHarmless(signal: AbortSignal | undefined): boolean {
  return signal !== undefined && harmless.has(signal);
}

/**
 * Stands right before the sending. A token may have taken a minute to come, and the machine may have slept meanwhile: a write whose
 * guard says no ends in `cancelled`, and nothing of it was sent.
 */
export function sendGuardPolicy(tenantId: string | undefined): PipelinePolicy {
  return {
    name: 'partnerLinkSendGuard',
    async sendRequest(request, next) {
      const signal = signalOf(request);
      const mayBeSent = signal && writeOf(request) !== undefined ? guards.get(signal) : undefined;
      if (mayBeSent && !(await mayBeSent())) {
        throw new FailureError({ kind: 'cancelled', tenantId });
      }
      return next(request);
    },
  };
}
