/** What the policies read from a request and its answer. */
import type { PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import type { Failure } from '../../shared/model/failure.ts';
import type { RequestIds } from '../../shared/ports/azure.ts';
import type { Write } from '../errors/armError.ts';
import type { Clock } from '../../shared/async/clock.ts';

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
  return Number.isNaN(date) ? undefined : Math.max(0, date - clock.now());
}

/** The ids by which Azure Support finds a request: the service's own, and ours where it does not send that back. */
export function requestIds({ headers, request }: PipelineResponse): RequestIds {
  return {
    requestId: headers.get('x-ms-request-id') ?? headers.get('request-id'),
    correlationId: headers.get(correlationHeader) ?? request.headers.get(correlationHeader),
  };
}

/** What of an answer goes into every failure. */
export function answerFacts(
  response: PipelineResponse,
  clock: Clock,
): Pick<Failure, 'status' | 'requestId' | 'correlationId' | 'retryAfterMs'> {
  return {
    status: response.status,
    ...requestIds(response),
    retryAfterMs: retryAfterMs(response, clock),
  };
}
