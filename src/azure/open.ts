/** The lazily loaded way into this room: Azure by the accounts of VS Code and what was added to them, or by what stands in for them. */
import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline';
import type { IdentitySource } from '../shared/identitySource.ts';
import type { KnownIdentities } from '../shared/knownIdentity.ts';
import type { Log } from '../shared/log.ts';
import type { Secrets } from '../shared/secrets.ts';
import { AddedIdentities } from './addedIdentities.ts';
import type { Azure } from './azure.ts';
import type { Cloud } from './cloud.ts';
import { connect } from './connect.ts';
import { createVsCodeAccounts } from './vscodeAccounts.ts';

interface OpenOptions {
  readonly cloud: Cloud;
  readonly log: Log;
  /** Instead of the network. */
  readonly httpClient?: HttpClient;
}

export interface OpenAzureOptions extends OpenOptions {
  /** VS Code's authentication provider; absent: `microsoft`. Tests bring one of their own. */
  readonly providerId?: string;
  readonly known: KnownIdentities;
  readonly secrets: Secrets;
  /** Where tokens of added identities are asked for; absent: `httpClient`. */
  readonly authorityClient?: HttpClient;
}

export function openAzure(options: OpenAzureOptions): Azure {
  const { cloud, log, providerId, known, secrets, httpClient = createDefaultHttpClient() } = options;
  const accounts = createVsCodeAccounts({ providerId, scope: cloud.scope, known, log });
  const authorityClient = options.authorityClient ?? httpClient;
  const adding = new AddedIdentities({ cloud, known, secrets, httpClient: authorityClient, log });
  const azure = connect({ cloud, sources: [accounts], adding, httpClient, authorityClient, log });
  return {
    ...azure,
    dispose() {
      azure.dispose();
      accounts.dispose();
      adding.dispose();
    },
  };
}

/** With the identities of a stand-in and no others. */
export function openStandIn({ identities, ...options }: OpenOptions & { readonly identities: IdentitySource }): Azure {
  const azure = connect({ ...options, sources: [identities] });
  return {
    ...azure,
    dispose() {
      azure.dispose();
      identities.dispose();
    },
  };
}
