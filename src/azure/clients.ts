/** The SDK's clients, a pair for each (identity, tenant). */
import { ACEProvisioningManagementPartnerAPI } from '@azure/arm-managementpartner';
import { SubscriptionClient } from '@azure/arm-subscriptions';
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { Credential } from './credential.ts';
import { createPipeline, subscriptionsApiVersionPolicy, type PipelineParts } from './pipeline.ts';

export interface Clients {
  readonly credential: Credential;
  readonly tenantId?: string;
  readonly partner: ACEProvisioningManagementPartnerAPI;
  readonly subscriptions: SubscriptionClient;
}

export function createClients(parts: PipelineParts & { readonly httpClient: HttpClient }): Clients {
  const { cloud, credential, tenantId, httpClient } = parts;
  const forPartner = createPipeline(parts);
  const forSubscriptions = forPartner.clone();
  forSubscriptions.addPolicy(subscriptionsApiVersionPolicy(), { phase: 'Serialize' });
  // The constructors want a credential and use it only when the pipeline has no token policy.
  const unused = { getToken: () => Promise.reject(new Error('The pipeline brings its own token policy')) };
  const options = { endpoint: cloud.arm, credentialScopes: [cloud.scope], httpClient };
  return {
    credential,
    tenantId,
    partner: new ACEProvisioningManagementPartnerAPI(unused, { ...options, pipeline: forPartner }),
    subscriptions: new SubscriptionClient(unused, { ...options, pipeline: forSubscriptions }),
  };
}
