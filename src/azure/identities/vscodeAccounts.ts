/** VS Code's accounts as identities. The only file of this room that knows `vscode`; what it does is in accounts.ts. */
import * as vscode from 'vscode';
import type { IdentitySource } from '../../shared/ports/identitySource.ts';
import type { KnownIdentities } from '../../shared/model/knownIdentity.ts';
import type { Log } from '../../shared/ports/log.ts';
import { Accounts } from './accounts.ts';

export interface VsCodeAccountsOptions {
  /** Tests bring a provider of their own. */
  readonly providerId?: string;
  /** What tokens are asked for with: `Cloud.scope`. */
  readonly scope: string;
  readonly known: KnownIdentities;
  readonly log: Log;
}

export function createVsCodeAccounts({
  providerId = 'microsoft',
  scope,
  known,
  log,
}: VsCodeAccountsOptions): IdentitySource {
  return new Accounts({
    scope,
    known,
    log,
    authentication: {
      getAccounts: () => vscode.authentication.getAccounts(providerId),
      getSession: (scopes, options) => vscode.authentication.getSession(providerId, scopes, options),
      onDidChangeSessions: (listener) =>
        vscode.authentication.onDidChangeSessions((event) => {
          if (event.provider.id === providerId) {
            listener();
          }
        }),
    },
  });
}
