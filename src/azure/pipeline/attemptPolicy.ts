import type { PipelinePolicy, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import type { Log } from '../../shared/ports/log.ts';
import { forLog } from '../../shared/escaping/foreignText.ts';
import { responseLimits, sendWithLimit } from '../http/boundedResponse.ts';
import { throwIfCancelled } from '../errors/cancellation.ts';
import { toFailure } from '../errors/toFailure.ts';
import { sendPastProxies } from './proxyAuthentication.ts';
import { correlationHeader, signalOf, writeOf } from '../http/requestInfo.ts';
import { FailureError } from '../errors/failureError.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { onAbort } from '../../shared/async/raceAbort.ts';

/** Longest that one request and its whole answer may take. */
export const attemptTimeoutMs = 30_000;

export interface AttemptPolicyParts {
  readonly tenantId?: string;
  readonly log: Log;
  readonly clock: Clock;
  /** Bytes that an answer may have once it is unpacked; absent: `responseLimits.other`. */
  readonly mostBytes?: number;
}

function headersToLog(response: PipelineResponse): string {
  const told: string[] = [];
  for (const [name, value] of response.headers) {
    if (
      name === 'x-ms-request-id' ||
      name === 'request-id' ||
      name.startsWith('x-ms-ratelimit-remaining') ||
      name === 'retry-after'
    ) {
      told.push(` ${name}=${forLog(value)}`);
    }
  }
  return told.join('');
}

/**
 * Innermost: sends once and reads the whole answer, for as long as `attemptTimeoutMs`, up to `mostBytes` and until cancelled, even over an HTTP
 * client that heeds none of these. Network errors become failures; one line of the log for each.
 */
export function attemptPolicy(parts: AttemptPolicyParts): PipelinePolicy {
  const { tenantId, log, clock, mostBytes = responseLimits.other } = parts;
  return {
    name: 'partnerLinkTry',
    async sendRequest(request, next) {
      const write = writeOf(request) !== undefined;
      const correlationId = request.headers.get(correlationHeader);
      const line = `${request.method} ${new URL(request.url).pathname} (tenant ${tenantId ?? 'home'}, correlation ${correlationId ?? '-'})`;
      const started = clock.now();
      throwIfCancelled(signalOf(request), tenantId);
      try {
        const response = await sendOnce(
          request,
          (one, breakOff) => sendWithLimit(sendPastProxies(next), one, mostBytes, breakOff),
          clock,
          (kind) => new FailureError({ kind, tenantId, correlationId, ...(write ? { mayHaveHappened: true } : {}) }),
        );
        log.debug(
          `${line}: ${String(response.status)} after ${String(clock.now() - started)} ms${headersToLog(response)}`,
        );
        return response;
      } catch (error) {
        const failure = toFailure(error, { tenantId, correlationId, write });
        log.debug(
          `${line}: ${failure.kind}${failure.code ? ` ${failure.code}` : ''} after ${String(clock.now() - started)} ms`,
        );
        throw new FailureError(failure);
      }
    },
  };
}

async function sendOnce(
  request: PipelineRequest,
  send: (request: PipelineRequest, breakOff: () => void) => Promise<PipelineResponse>,
  clock: Clock,
  ended: (kind: 'cancelled' | 'timedOut') => FailureError,
): Promise<PipelineResponse> {
  const outer = signalOf(request);
  const controller = new AbortController();
  request.abortSignal = controller.signal;
  let release: (() => void) | undefined;
  try {
    return await new Promise<PipelineResponse>((resolve, reject) => {
      const end = (kind: 'cancelled' | 'timedOut'): void => {
        reject(ended(kind));
        controller.abort();
      };
      const timer = clock.start(attemptTimeoutMs, () => end('timedOut'));
      const stopListening = outer && onAbort([outer], () => end('cancelled'));
      release = () => {
        timer.dispose();
        stopListening?.();
      };
      send(request, () => {
        controller.abort();
      }).then(resolve, reject);
    });
  } finally {
    release?.();
    request.abortSignal = outer;
  }
}
