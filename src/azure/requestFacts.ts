/** What the policies read from a request and its answer. */
import type { PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import type { Failure } from '../shared/failure.ts';
import type { Write } from './serviceError.ts';
import type { Clock } from './timers.ts';

export const correlationHeader = 'x-ms-correlation-request-id';

export function signalOf(request: PipelineRequest): AbortSignal | undefined {
  return request.abortSignal instanceof AbortSignal ? request.abortSignal : undefined;
}

export function writeOf(request: PipelineRequest): Write | undefined {
  switch (request.method) {
    case 'GET':
    case 'HEAD':
    case 'OPTIONS':
    case 'TRACE':
      return undefined;
    case 'DELETE':
      return 'remove';
    case 'PATCH':
      return 'change';
    case 'PUT':
    case 'POST':
      return 'create';
  }
}

/** Milliseconds that an answer asks to wait: `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), or Azure's own in milliseconds. */
export function retryAfterMs(response: PipelineResponse, clock: Clock): number | undefined {
  for (const name of ['retry-after-ms', 'x-ms-retry-after-ms']) {
    const ms = Number(response.headers.get(name) ?? Number.NaN);
    if (Number.isFinite(ms) && ms >= 0) {
      return ms;
    }
  }
  const text = response.headers.get('retry-after')?.trim();
  if (!text) {
    return undefined;
  }
  const seconds = Number(text);
  if (Number.isFinite(seconds)) {
    return Math.max(0, seconds * 1000);
  }
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - clock());
}

/** What of an answer goes into every failure. */
export function answerFacts(
  response: PipelineResponse,
  clock: Clock,
): Pick<Failure, 'status' | 'requestId' | 'correlationId' | 'retryAfterMs'> {
  return {
    status: response.status,
    requestId: response.headers.get('x-ms-request-id') ?? response.headers.get('request-id'),
    correlationId: response.headers.get(correlationHeader) ?? response.request.headers.get(correlationHeader),
    retryAfterMs: retryAfterMs(response, clock),
  };
}
