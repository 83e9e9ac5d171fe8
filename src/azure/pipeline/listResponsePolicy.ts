/** A list of tenants or subscriptions as it is handed to the SDK: what is read of it, and nothing else. */
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { asObject, asText, parseJson } from '../../shared/validation/json.ts';
import { FailureError } from '../errors/failureError.ts';

/** Characters of one text; nothing that is read is longer. */
const longestText = 1_000;

/** A tenant has at most 5,000 domains (https://learn.microsoft.com/entra/identity/users/directory-service-limits-restrictions). */
const mostWithin = 5_000;

/** Of a tenant, a subscription, its policies, and a managing tenant. */
const kept = new Set([
  'tenantId',
  'displayName',
  'defaultDomain',
  'domains',
  'tenantCategory',
  'countryCode',
  'subscriptionId',
  'state',
  'subscriptionPolicies',
  'quotaId',
  'managedByTenants',
]);

/**
 * Between the SDK and the answer. The SDK takes an answer without a list for an empty one, which would show a guess as a fact; and it walks
 * over whatever it has a type for, a text where a dictionary was meant at 5 microseconds for each character.
 */
export function listResponsePolicy(tenantId: string | undefined): PipelinePolicy {
  return {
    name: 'partnerLinkListAnswer',
    async sendRequest(request, next) {
      const response = await next(request);
      const answer = asObject(parseJson(response.bodyAsText ?? '')?.value);
      const entries = answer?.['value'];
      if (!Array.isArray(entries)) {
        throw new FailureError({ kind: 'unexpectedAnswer', code: 'NoListInAnswer', tenantId });
      }
      response.bodyAsText = JSON.stringify({
        value: (entries as readonly unknown[]).map((entry) => readPart(entry, 2)),
        nextLink: asText(answer?.['nextLink']),
      });
      return response;
    },
  };
}

/** `depth`: of lists and objects below this one. */
function readPart(value: unknown, depth: number): unknown {
  if (typeof value === 'string') {
    return value.slice(0, longestText);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (depth < 0) {
    return undefined;
  }
  return Array.isArray(value)
    ? (value as readonly unknown[]).slice(0, mostWithin).map((one) => readPart(one, depth - 1))
    : Object.fromEntries(
        Object.entries(value)
          .filter(([name]) => kept.has(name))
          .map(([name, one]) => [name, readPart(one, depth - 1)]),
      );
}
