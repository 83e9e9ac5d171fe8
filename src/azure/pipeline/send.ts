/** Requests that no SDK has a client for, through the same pipeline as the others. */
import {
  createHttpHeaders,
  createPipelineRequest,
  type HttpMethods,
  type Pipeline,
  type HttpClient,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import { correlationHeader } from '../http/requestInfo.ts';

export interface RawRequest {
  readonly method: Extract<HttpMethods, 'GET' | 'POST' | 'DELETE'>;
  /** Whole address. The pipeline refuses any host but its own. */
  readonly url: string;
  /** Sent as JSON. */
  readonly body?: object;
}

/** Sends and ends in a usable answer, or throws a `FailureError`. */
export type Send = (
  operation: { readonly signal: AbortSignal; readonly correlationId: string },
  what: RawRequest,
) => Promise<PipelineResponse>;

export function sendThrough(pipeline: Pipeline, httpClient: HttpClient): Send {
  return ({ signal, correlationId }, { method, url, body }) =>
    pipeline.sendRequest(
      httpClient,
      createPipelineRequest({
        method,
        url,
        abortSignal: signal,
        body: body && JSON.stringify(body),
        headers: createHttpHeaders({
          accept: 'application/json',
          ...(body && { 'content-type': 'application/json' }),
          [correlationHeader]: correlationId,
        }),
      }),
    );
}
