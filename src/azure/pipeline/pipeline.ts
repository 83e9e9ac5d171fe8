/**
 * The one pipeline of all requests to Azure, from the SDK client (top) to the HTTP client (bottom):
 * serialise, api-version → deserialise → retry (reads) → stay with this host → judge the answer → token → its turn → guard of a write → send once.
 * None of the SDK's own policies for retries, redirects, telemetry and logging is in it.
 */
import { deserializationPolicy, serializationPolicy } from '@azure/core-client';
import {
  createEmptyPipeline,
  decompressResponsePolicy,
  proxyPolicy,
  type Pipeline,
  type PipelinePolicy,
} from '@azure/core-rest-pipeline';
import type { Log } from '../../shared/ports/log.ts';
import type { Traffic } from '../../shared/async/pace.ts';
import { responsePolicy } from './responsePolicy.ts';
import { responseLimits } from '../http/boundedResponse.ts';
import { billingResponsePolicy } from './billingResponsePolicy.ts';
import { billingGatePolicy, type BillingGate } from '../http/billingGate.ts';
import type { Cloud } from '../clouds/cloud.ts';
import type { TokenProvider } from '../tokens/tenantTokens.ts';
import { pacePolicy, placePolicy } from './pacePolicy.ts';
import { readRetryPolicy } from './readRetryPolicy.ts';
import { sendGuardPolicy } from './sendGuardPolicy.ts';
import { FailureError } from '../errors/failureError.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { tokenPolicy } from './tokenPolicy.ts';
import { attemptPolicy } from './attemptPolicy.ts';

export interface PipelineParts {
  readonly cloud: Cloud;
  readonly credential: TokenProvider;
  /** Absent: the identity's home tenant. */
  readonly tenantId?: string;
  readonly log: Log;
  readonly clock: Clock;
  readonly random: () => number;
  /** Is asked before each request and told of it. Absent: nobody is. */
  readonly traffic?: Traffic;
}

/** Characters; a server takes 16 KB of head as a rule, and what it links to has to fit there. */
const longestUrl = 16 * 1024;

/** A `nextLink` to anywhere else would hand the token to a stranger. */
function sameHostPolicy(host: string, tenantId: string | undefined): PipelinePolicy {
  const { origin, protocol } = new URL(host);
  return {
    name: 'partnerLinkSameHost',
    async sendRequest(request, next) {
      if (protocol !== 'https:' || !URL.canParse(request.url) || new URL(request.url).origin !== origin) {
        throw new FailureError({ kind: 'unexpectedAnswer', code: 'NextLinkElsewhere', tenantId });
      }
      if (request.url.length > longestUrl) {
        throw new FailureError({ kind: 'unexpectedAnswer', code: 'NextLinkTooLong', tenantId });
      }
      return next(request);
    },
  };
}

function ownHeadersPolicy(): PipelinePolicy {
  return {
    name: 'partnerLinkHeaders',
    async sendRequest(request, next) {
      request.headers.set('x-ms-client-request-id', request.requestId);
      request.headers.set('x-ms-return-client-request-id', 'true');
      request.headers.set('user-agent', 'partner-link-vscode');
      return next(request);
    },
  };
}

/** To Azure Resource Manager. `mostBytes`: of one answer, unpacked. */
export function createPipeline(parts: PipelineParts, mostBytes: number = responseLimits.other): Pipeline {
  const { cloud, tenantId, clock } = parts;
  const token = tokenPolicy(parts.credential, 'beginAnew');
  return pipelineTo(cloud.arm, responsePolicy(tenantId, clock), token, parts, mostBytes);
}

/** To the portal's billing service, as long as it takes this client. Its host gets the tenant's token, and no other does through this. */
export function createBillingPipeline(host: string, gate: BillingGate, parts: PipelineParts): Pipeline {
  const { tenantId, clock } = parts;
  // What a 401 of this service is about is not known: it ends the asking, whatever the token.
  const token = tokenPolicy(parts.credential, 'final');
  const pipeline = pipelineTo(host, billingResponsePolicy(gate, tenantId, clock), token, parts, responseLimits.other);
  pipeline.addPolicy(billingGatePolicy(gate, tenantId), { afterPhase: 'Sign', beforePolicies: ['partnerLinkTry'] });
  return pipeline;
}

function pipelineTo(
  host: string,
  answer: PipelinePolicy,
  token: PipelinePolicy,
  parts: PipelineParts,
  mostBytes: number,
): Pipeline {
  const { tenantId, log, clock, random } = parts;
  const pipeline = createEmptyPipeline();
  pipeline.addPolicy(serializationPolicy(), { phase: 'Serialize' });
  pipeline.addPolicy(ownHeadersPolicy());
  pipeline.addPolicy(proxyPolicy());
  pipeline.addPolicy(decompressResponsePolicy());
  pipeline.addPolicy(deserializationPolicy(), { phase: 'Deserialize' });
  pipeline.addPolicy(readRetryPolicy(tenantId, clock, random, log, parts.traffic), { phase: 'Retry' });
  pipeline.addPolicy(sameHostPolicy(host, tenantId), { afterPhase: 'Retry' });
  pipeline.addPolicy(answer, { afterPhase: 'Retry', afterPolicies: ['partnerLinkSameHost'] });
  pipeline.addPolicy(token, { phase: 'Sign' });
  pipeline.addPolicy(attemptPolicy({ tenantId, log, clock, mostBytes }), { afterPhase: 'Sign' });
  pipeline.addPolicy(sendGuardPolicy(tenantId), { afterPhase: 'Sign', beforePolicies: ['partnerLinkTry'] });
  if (parts.traffic) {
    pipeline.addPolicy(placePolicy(parts.traffic), { afterPhase: 'Sign', beforePolicies: ['partnerLinkSendGuard'] });
    pipeline.addPolicy(pacePolicy(parts.traffic), {
      afterPhase: 'Sign',
      afterPolicies: ['partnerLinkSendGuard'],
      beforePolicies: ['partnerLinkTry'],
    });
  }
  return pipeline;
}

/**
 * `@azure/arm-subscriptions` 5 asks for 2016-06-01, which knows neither names nor `managedByTenants`. Only that version is replaced:
 * a `nextLink` keeps the one the service put into it.
 */
export function subscriptionsApiVersionPolicy(): PipelinePolicy {
  return {
    name: 'partnerLinkApiVersion',
    async sendRequest(request, next) {
      request.url = request.url.replace(
        /([?&]api-version=)2016-06-01(?=&|$)/,
        (_, before: string) => `${before}2022-12-01`,
      );
      return next(request);
    },
  };
}
