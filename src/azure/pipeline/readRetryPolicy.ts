import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import type { Log } from '../../shared/ports/log.ts';
import { sleep } from '../errors/cancellation.ts';
import { toFailure } from '../errors/toFailure.ts';
import { signalOf, writeOf } from '../http/requestInfo.ts';
import { nextTry } from './readRetryRules.ts';
import { isHarmless } from './sendGuardPolicy.ts';
import { FailureError } from '../errors/failureError.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { Traffic } from '../../shared/async/pace.ts';

/**
 * Sends again by the rules of readRetryRules.ts; the only place where anything is repeated, but for the answer to a 401. A write is not:
 * whoever wants it again looks first whether it is still wanted.
 */
export function readRetryPolicy(
  tenantId: string | undefined,
  clock: Clock,
  random: () => number,
  log: Log,
  traffic?: Pick<Traffic, 'rest'>,
): PipelinePolicy {
  return {
    name: 'partnerLinkRetry',
    async sendRequest(request, next) {
      const write = writeOf(request) !== undefined;
      const repeats = !write ? 'always' : isHarmless(signalOf(request)) ? 'whenRefused' : 'never';
      for (let sent = 1; ; sent += 1) {
        try {
          return await next(request);
        } catch (error) {
          const failure = toFailure(error, { tenantId, write });
          const then = nextTry(failure, sent, repeats, random);
          if (then.kind === 'giveUp') {
            throw new FailureError(then.failure);
          }
          log.debug(
            `${request.method} again in ${String(then.waitMs)} ms: ${failure.kind}, tenant ${tenantId ?? 'home'}, try ${String(sent)}`,
          );
          const rested = failure.status === 429 ? traffic?.rest() : undefined;
          try {
            await sleep(then.waitMs, clock, signalOf(request), tenantId);
          } finally {
            rested?.();
          }
        }
      }
    },
  };
}
