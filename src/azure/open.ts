/** The lazily loaded way into this room: Azure by the accounts of VS Code and what was added to them, or by what stands in for them. */
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { SovereignCloud } from '../shared/model/cloudChoice.ts';
import type { AddingSource, IdentitySource } from '../shared/ports/identitySource.ts';
import type { KnownIdentities } from '../shared/model/knownIdentity.ts';
import type { Log } from '../shared/ports/log.ts';
import type { Traffic } from '../shared/async/pace.ts';
import type { Secrets } from '../shared/ports/secrets.ts';
import { AddedIdentities } from './identities/addedIdentities.ts';
import type { Azure } from '../shared/ports/azure.ts';
import type { Cloud } from './clouds/cloud.ts';
import { connect } from './connect.ts';
import { noAccounts } from './identities/noAccounts.ts';
import { signInProvider } from './identities/signInProvider.ts';
import { createVsCodeAccounts } from './identities/vscodeAccounts.ts';

/** Asked before Azure is: what a custom cloud is, and by whose certificates. */
export { readCloud } from './api/readCloud.ts';
export { httpClientTrusting } from './http/trustedCertificates.ts';

interface OpenOptions {
  readonly cloud: Cloud;
  readonly log: Log;
  /** The network, or what stands in for it. */
  readonly httpClient: HttpClient;
  /** Is told of each request. */
  readonly traffic?: Traffic;
}

export interface OpenAzureOptions extends OpenOptions {
  /** VS Code's authentication provider; absent: `microsoft`. Tests bring one of their own. */
  readonly providerId?: string;
  /** The same for other clouds; absent: `microsoft-sovereign-cloud`. */
  readonly sovereignProviderId?: string;
  /** What the latter signs in to. */
  readonly sovereign: SovereignCloud;
  readonly known: KnownIdentities;
  readonly secrets: Secrets;
  /** Where tokens of added identities are asked for; absent: `httpClient`. */
  readonly authorityClient?: HttpClient;
}

export function openAzure(options: OpenAzureOptions): Azure {
  const { cloud, log, known, secrets, httpClient, traffic } = options;
  const accounts = accountsOf(options);
  const authorityClient = options.authorityClient ?? httpClient;
  const adding = new AddedIdentities({ cloud, known, secrets, httpClient: authorityClient, log, traffic });
  const azure = connect({ cloud, sources: [accounts], adding, httpClient, authorityClient, log, traffic });
  return {
    ...azure,
    dispose() {
      azure.dispose();
      accounts.dispose();
      adding.dispose();
    },
  };
}

function accountsOf({ cloud, log, known, sovereign, ...options }: OpenAzureOptions): IdentitySource {
  const way = signInProvider(cloud, sovereign);
  const { providerId, sovereignProviderId = 'microsoft-sovereign-cloud' } = options;
  return way.kind === 'none'
    ? noAccounts(way.why)
    : createVsCodeAccounts({
        providerId: way.kind === 'public' ? providerId : sovereignProviderId,
        scope: cloud.scope,
        known,
        log,
      });
}

/** With the identities of a stand-in and no others. */
export function openStandIn({ identities, ...options }: OpenOptions & { readonly identities: AddingSource }): Azure {
  const azure = connect({ ...options, sources: [], adding: identities });
  return {
    ...azure,
    dispose() {
      azure.dispose();
      identities.dispose();
    },
  };
}
