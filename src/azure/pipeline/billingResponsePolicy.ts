/** Answers of the portal's billing service, as successes or failures: its errors look like nobody else's. */
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import type { Failure } from '../../shared/model/failure.ts';
import { answerOf, failureByStatus, speaksByStatus, type Answer } from '../http/response.ts';
import type { BillingGate } from '../http/billingGate.ts';
import { asObject, asText, parseJson } from '../../shared/validation/json.ts';
import { serviceFailure, serviceWords } from '../errors/armError.ts';
import { FailureError } from '../errors/failureError.ts';
import type { Clock } from '../../shared/async/clock.ts';

/** Statuses at which the service's own error body counts. Which of them it uses is not known; a gateway's or throttling's is not among them. */
const bodySpeaks = new Set([200, 400, 404, 500]);

/**
 * `{"message":"…","httpStatusCode":"NotFound",…}` as seen in 2019 and 2023: the status inside is the one that counts.
 * assumed: a body with a partner in it is no error, whatever else it says.
 */
function readError(body: string): { readonly inner: string; readonly message: string } | undefined {
  const answer = asObject(parseJson(body)?.value);
  const inner = asText(answer?.['httpStatusCode'])?.trim();
  const message = asText(answer?.['message']);
  return inner !== undefined && message !== undefined && answer?.['partnerId'] === undefined
    ? { inner, message }
    : undefined;
}

function byInnerStatus(inner: string, message: string, facts: Answer['facts'], unclear: Partial<Failure>): Failure {
  const told = { ...facts, code: inner.slice(0, 100), serviceMessage: serviceWords(message) };
  switch (inner.toLowerCase()) {
    case 'notfound':
      return { ...told, kind: 'ambiguousAnswer', ...unclear };
    case 'unauthorized':
    case 'forbidden':
      return { ...told, kind: 'clientNotAccepted' };
    default:
      return { ...told, kind: 'serviceError', ...unclear };
  }
}

/** The failure an answer amounts to, or `undefined` where its body is to be looked at by whoever asked. */
function failureOfBillingResponse(answer: Answer): Failure | undefined {
  const { status, body, shape, write, facts, unclear } = answer;
  const isPage = shape === 'cutOff' || shape === 'notJson';
  if (status === 401 || (status === 403 && !isPage)) {
    // What else the refusal says does not matter: which tokens the service takes is not known.
    return { ...facts, ...serviceFailure({ status, body, write }), kind: 'clientNotAccepted' };
  }
  if (isPage && !speaksByStatus(status)) {
    return { ...facts, kind: shape, ...unclear };
  }
  const error = bodySpeaks.has(status) ? readError(body) : undefined;
  if (error) {
    return byInnerStatus(error.inner, error.message, facts, unclear);
  }
  if (status === 200 || status === 201 || status === 202 || status === 204) {
    // Writes may answer with nothing; everything else owes an answer that can be checked.
    return shape === 'empty' && !write ? { ...facts, kind: 'cutOff' } : undefined;
  }
  return failureByStatus(answer);
}

/** A refusal of the client closes the gate for all. */
export function billingResponsePolicy(gate: BillingGate, tenantId: string | undefined, clock: Clock): PipelinePolicy {
  return {
    name: 'partnerLinkBillingAnswer',
    async sendRequest(request, next) {
      const { round } = gate;
      const response = await next(request);
      const answer = answerOf(response, tenantId, clock);
      const failure = failureOfBillingResponse(answer);
      if (failure?.kind === 'clientNotAccepted') {
        gate.close(failure, round);
      }
      if (failure) {
        throw new FailureError(failure);
      }
      response.bodyAsText = answer.body;
      return response;
    },
  };
}
