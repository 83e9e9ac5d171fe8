import type { PipelinePolicy, PipelineResponse } from '@azure/core-rest-pipeline';
import type { Failure } from '../shared/failure.ts';
import { parseJson } from './json.ts';
import { answerFacts, writeOf } from './requestFacts.ts';
import { serviceFailure } from './serviceError.ts';
import { FailureError } from './thrown.ts';
import type { Clock } from './timers.ts';

type Shape = 'empty' | 'json' | 'cutOff' | 'notJson';

function shapeOf(text: string): Shape {
  if (text === '') {
    return 'empty';
  }
  if (parseJson(text)) {
    return 'json';
  }
  return /^[{[]/.test(text) ? 'cutOff' : 'notJson';
}

/** Answers whose meaning does not depend on a body. */
function speaksByStatus(status: number): boolean {
  return status === 401 || status === 407 || status === 408 || status === 429 || status === 511;
}

/** The failure an answer amounts to, or `undefined` for a usable success. */
function judge(
  response: PipelineResponse,
  body: string,
  tenantId: string | undefined,
  clock: Clock,
): Failure | undefined {
  const { status } = response;
  const write = writeOf(response.request);
  const shape = shapeOf(body);
  const facts = { ...answerFacts(response, clock), tenantId };
  const unclear = write ? { mayHaveHappened: true } : {};
  if (status === 200) {
    switch (shape) {
      case 'json':
        return undefined;
      case 'empty':
        // Removing answers with nothing; everything else owes an answer that can be checked.
        return write === 'remove' ? undefined : { ...facts, kind: write ? 'unexpectedAnswer' : 'cutOff', ...unclear };
      case 'cutOff':
      case 'notJson':
        return { ...facts, kind: shape, ...unclear };
    }
  }
  const refused = status >= 400 && status < 500 && status !== 408;
  if (shape === 'notJson' && !speaksByStatus(status)) {
    return { ...facts, kind: 'notJson', ...unclear };
  }
  if (shape === 'empty' && status >= 300 && status < 400) {
    // Azure never sends this client elsewhere; sign-in pages of networks do.
    return { ...facts, kind: 'notJson', ...unclear };
  }
  return { ...facts, ...serviceFailure({ status, body, write }), ...(refused ? {} : unclear) };
}

/**
 * Turns every answer into a success that the SDKs know (200 with JSON; they refuse the 201 of a PUT and the 204 of a DELETE, and ignore JSON
 * of another content type) or into a failure.
 */
export function answerPolicy(tenantId: string | undefined, clock: Clock): PipelinePolicy {
  return {
    name: 'partnerLinkAnswer',
    async sendRequest(request, next) {
      const response = await next(request);
      const body = (response.bodyAsText ?? '').replace(/^\uFEFF/, '').trim();
      if (response.status === 201 || (response.status === 204 && writeOf(request) === 'remove')) {
        response.status = 200;
      }
      const failure = judge(response, body, tenantId, clock);
      if (failure) {
        throw new FailureError(failure);
      }
      response.bodyAsText = body;
      response.headers.set('content-type', 'application/json');
      return response;
    },
  };
}
