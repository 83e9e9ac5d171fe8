/** The lazily loaded way into this room: Azure by the accounts of VS Code, or by whatever stands in for them and for HTTP. */
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { IdentitySource } from '../shared/identitySource.ts';
import type { Log } from '../shared/log.ts';
import type { Azure } from './azure.ts';
import type { Cloud } from './cloud.ts';
import { connect } from './connect.ts';
import { createVsCodeAccounts } from './vscodeAccounts.ts';

export interface OpenAzureOptions {
  readonly cloud: Cloud;
  readonly log: Log;
  /** VS Code's authentication provider; absent: `microsoft`. Tests bring one of their own. */
  readonly providerId?: string;
  /** Instead of VS Code's accounts. */
  readonly identities?: IdentitySource;
  /** Instead of the network. */
  readonly httpClient?: HttpClient;
}

export function openAzure({ cloud, log, providerId, identities, httpClient }: OpenAzureOptions): Azure {
  const source = identities ?? createVsCodeAccounts({ providerId, scope: cloud.scope, log });
  const azure = connect({ cloud, sources: [source], httpClient, log });
  return {
    ...azure,
    dispose() {
      azure.dispose();
      source.dispose();
    },
  };
}
