/**
 * The one pipeline of all requests to Azure, from the SDK client (top) to the HTTP client (bottom):
 * serialise, api-version → deserialise → retry → stay with this cloud → judge the answer → token → send once.
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
import type { Log } from '../shared/log.ts';
import { answerPolicy } from './answerPolicy.ts';
import type { Cloud } from './cloud.ts';
import type { Credential } from './credential.ts';
import { retryPolicy } from './retryPolicy.ts';
import { FailureError } from './thrown.ts';
import type { Clock, Timers } from './timers.ts';
import { tokenPolicy } from './tokenPolicy.ts';
import { tryPolicy } from './tryPolicy.ts';

export interface PipelineParts {
  readonly cloud: Cloud;
  readonly credential: Credential;
  /** Absent: the identity's home tenant. */
  readonly tenantId?: string;
  readonly log: Log;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: () => number;
}

/** A `nextLink` to anywhere else would hand the token to a stranger. */
function sameCloudPolicy(cloud: Cloud, tenantId: string | undefined): PipelinePolicy {
  const origin = new URL(cloud.arm).origin;
  return {
    name: 'partnerLinkSameCloud',
    async sendRequest(request, next) {
      if (!URL.canParse(request.url) || new URL(request.url).origin !== origin) {
        throw new FailureError({ kind: 'unexpectedAnswer', code: 'NextLinkElsewhere', tenantId });
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

export function createPipeline(parts: PipelineParts): Pipeline {
  const { cloud, credential, tenantId, log, clock, timers, random } = parts;
  const pipeline = createEmptyPipeline();
  pipeline.addPolicy(serializationPolicy(), { phase: 'Serialize' });
  pipeline.addPolicy(ownHeadersPolicy());
  pipeline.addPolicy(proxyPolicy());
  pipeline.addPolicy(decompressResponsePolicy());
  pipeline.addPolicy(deserializationPolicy(), { phase: 'Deserialize' });
  pipeline.addPolicy(retryPolicy(tenantId, timers, random, log), { phase: 'Retry' });
  pipeline.addPolicy(sameCloudPolicy(cloud, tenantId), { afterPhase: 'Retry' });
  pipeline.addPolicy(answerPolicy(tenantId, clock), { afterPhase: 'Retry', afterPolicies: ['partnerLinkSameCloud'] });
  pipeline.addPolicy(tokenPolicy(credential), { phase: 'Sign' });
  pipeline.addPolicy(tryPolicy({ tenantId, log, clock, timers }), { afterPhase: 'Sign' });
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
