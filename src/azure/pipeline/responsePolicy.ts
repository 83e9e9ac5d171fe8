import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import type { Failure } from '../../shared/model/failure.ts';
import { answerOf, failureByStatus, speaksByStatus, type Answer } from '../http/response.ts';
import { writeOf } from '../http/requestInfo.ts';
import { FailureError } from '../errors/failureError.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { hasNewerToken } from './tokenPolicy.ts';

/** The failure an answer amounts to, or `undefined` for a usable success. */
function failureOfResponse(answer: Answer): Failure | undefined {
  const { status, shape, write, facts, unclear } = answer;
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
  if (shape === 'notJson' && !speaksByStatus(status)) {
    return { ...facts, kind: 'notJson', ...unclear };
  }
  return failureByStatus(answer);
}

/**
 * Turns every answer into a success that the SDKs know (200 with JSON; they refuse the 201 of a PUT and the 204 of a DELETE, and ignore JSON
 * of another content type) or into a failure.
 */
export function responsePolicy(tenantId: string | undefined, clock: Clock): PipelinePolicy {
  return {
    name: 'partnerLinkAnswer',
    async sendRequest(request, next) {
      const response = await next(request);
      if (response.status === 201 || (response.status === 204 && writeOf(request) === 'remove')) {
        response.status = 200;
      }
      const answer = answerOf(response, tenantId, clock);
      const failure = failureOfResponse(answer);
      if (failure) {
        throw new FailureError(hasNewerToken(response) ? { ...failure, mayBeginAnew: true } : failure);
      }
      response.bodyAsText = answer.body;
      response.headers.set('content-type', 'application/json');
      return response;
    },
  };
}
