/** The SDK's clients for each (identity, tenant), and the ways to what no SDK has a client for. */
import { ACEProvisioningManagementPartnerAPI } from '@azure/arm-managementpartner';
import { SubscriptionClient } from '@azure/arm-subscriptions';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { responseLimits } from '../http/boundedResponse.ts';
import type { BillingGate } from '../http/billingGate.ts';
import type { Cloud } from '../clouds/cloud.ts';
import type { TokenProvider } from '../tokens/tenantTokens.ts';
import { listResponsePolicy } from './listResponsePolicy.ts';
import {
  createBillingPipeline,
  createPipeline,
  subscriptionsApiVersionPolicy,
  type PipelineParts,
} from './pipeline.ts';
import { sendThrough, type Send } from './send.ts';

/** The portal's billing service, in clouds where its host is known. */
export interface Billing {
  readonly host: string;
  readonly send: Send;
  readonly gate: BillingGate;
}

export interface Clients {
  readonly cloud: Cloud;
  readonly credential: TokenProvider;
  readonly tenantId?: string;
  readonly partner: ACEProvisioningManagementPartnerAPI;
  readonly subscriptions: SubscriptionClient;
  readonly arm: Send;
  readonly billing?: Billing;
}

export interface ClientParts extends PipelineParts {
  readonly httpClient: HttpClient;
  readonly gate: BillingGate;
}

export function createClients(parts: ClientParts): Clients {
  const { cloud, credential, tenantId, httpClient, gate } = parts;
  const forPartner = createPipeline(parts);
  const forSubscriptions = createPipeline(parts, responseLimits.page);
  forSubscriptions.addPolicy(subscriptionsApiVersionPolicy(), { phase: 'Serialize' });
  forSubscriptions.addPolicy(listResponsePolicy(tenantId), {
    afterPhase: 'Deserialize',
    beforePolicies: ['partnerLinkRetry'],
  });
  // The constructors want a credential and use it only when the pipeline has no token policy.
  const unused = { getToken: () => Promise.reject(new Error('The pipeline brings its own token policy')) };
  const options = { endpoint: cloud.arm, credentialScopes: [cloud.scope], httpClient };
  return {
    cloud,
    credential,
    tenantId,
    partner: new ACEProvisioningManagementPartnerAPI(unused, { ...options, pipeline: forPartner }),
    subscriptions: new SubscriptionClient(unused, { ...options, pipeline: forSubscriptions }),
    arm: sendThrough(forPartner, httpClient),
    billing: cloud.billing === undefined ? undefined : billingOf(cloud.billing, gate, parts),
  };
}

function billingOf(host: string, gate: BillingGate, parts: ClientParts): Billing {
  return { host, gate, send: sendThrough(createBillingPipeline(host, gate, parts), parts.httpClient) };
}
