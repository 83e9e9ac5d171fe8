/**
 * Why no token comes, with Microsoft Entra's codes: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 * assumed: the wording, which is remembered from answers that people quote, and which HTTP status goes with which code.
 */
import { randomUUID } from 'node:crypto';
import { json, type Answer } from './answer.ts';

export interface Refusal {
  readonly status: number;
  /** As RFC 6749 has it. */
  readonly error: string;
  /** The number behind `AADSTS`. */
  readonly code: number;
  readonly text: string;
  readonly suberror?: string;
  /** What a token must be asked for with to get it, JSON. */
  readonly claims?: string;
}

export function isRefusal(one: object): one is Refusal {
  return 'code' in one;
}

export function invalidRequest(code: number, text: string): Refusal {
  return { status: 400, error: 'invalid_request', code, text };
}

/** The client could not prove who it is. */
export function invalidClient(code: number, text: string): Refusal {
  return { status: 401, error: 'invalid_client', code, text };
}

/** The client is known, and a policy says no. */
export function invalidGrant(code: number, text: string, more: Pick<Refusal, 'suberror' | 'claims'> = {}): Refusal {
  return { status: 400, error: 'invalid_grant', code, text, ...more };
}

export function noSuchTenant(name: string): Refusal {
  const text = `Tenant '${name}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`;
  return { status: 400, error: 'invalid_tenant', code: 90002, text };
}

/** A policy that only more than a secret satisfies. */
const stepUp = '{"access_token":{"capolids":{"essential":true,"values":["5a3b7c11-8e4f-4c1d-a2b0-6f1f0c8d9e77"]}}}';

export function mfaNeeded(resource: string): Refusal {
  return invalidGrant(
    50076,
    `Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '${resource}'.`,
    { suberror: 'basic_action', claims: stepUp },
  );
}

export const blocked: Refusal = invalidGrant(
  53003,
  'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
  { suberror: 'message_only', claims: stepUp },
);

export const transient: Refusal = {
  status: 503,
  error: 'temporarily_unavailable',
  code: 90033,
  text: 'A transient error has occurred. Please try again.',
};

/** As Microsoft Entra words and shapes it. `now` in milliseconds. */
export function refuse(refusal: Refusal, origin: string, now: number, correlationId: string = randomUUID()): Answer {
  const { status, error, code, text, suberror, claims } = refusal;
  const timestamp = new Date(now).toISOString().replace('T', ' ').replace(/\..*$/, 'Z');
  const traceId = randomUUID();
  return json(
    status,
    {
      error,
      error_description: `AADSTS${String(code)}: ${text} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
      error_codes: [code],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
      error_uri: `${origin}/error?code=${String(code)}`,
      suberror,
      claims,
    },
    { 'Content-Type': 'application/json; charset=utf-8', 'x-ms-request-id': traceId },
  );
}
