/** Azure over the wire: the served sandbox, real credentials of `@azure/identity`, and what is remembered of identities. */
import { systemClock, type Clock } from '../../../../src/shared/async/clock.ts';
import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline';
import {
  serveSandbox,
  type ServedSandbox,
  type ServeSandboxOptions,
} from '../../../../scripts/sandboxServer/serveSandbox.ts';
import { AddedIdentities } from '../../../../src/azure/identities/addedIdentities.ts';
import type { Azure } from '../../../../src/shared/ports/azure.ts';
import { azureCloud, type Cloud } from '../../../../src/azure/clouds/cloud.ts';
import { connect } from '../../../../src/azure/connect.ts';
import { sampleAppIds } from '../../../../src/sandbox/scenario/applications.ts';
import type { NewIdentity, PrincipalCredential } from '../../../../src/shared/model/knownIdentity.ts';
import type { Log } from '../../../../src/shared/ports/log.ts';
import type { Traffic } from '../../../../src/shared/async/pace.ts';
import { RememberedIdentities, RememberedSecrets } from './remembered.ts';

export interface Wire {
  readonly served: ServedSandbox;
  readonly azure: Azure;
  readonly adding: AddedIdentities;
  readonly known: RememberedIdentities;
  readonly secrets: RememberedSecrets;
  readonly log: string[];
  /** Milliseconds that this machine's clock is ahead of the served one. */
  ahead: number;
  readonly close: () => Promise<void>;
}

export const never = new AbortController().signal;

export function cloudOf({ armOrigin, authority }: ServedSandbox): Cloud {
  return { ...azureCloud, arm: armOrigin, authority, scope: `${armOrigin}/.default` };
}

/** Trusts the server's own authority, as VS Code trusts what the user's machine does. */
export function trusting({ caPem }: Pick<ServedSandbox, 'caPem'>): HttpClient {
  const client = createDefaultHttpClient();
  return {
    sendRequest: (request) => {
      request.tlsSettings = { ca: caPem };
      return client.sendRequest(request);
    },
  };
}

export async function openWire(options: ServeSandboxOptions = {}, traffic?: Traffic): Promise<Wire> {
  return wireOver(await serveSandbox(options), traffic);
}

/** Closes the server in the end. */
export function wireOver(served: ServedSandbox, traffic?: Traffic): Wire {
  const known = new RememberedIdentities();
  const secrets = new RememberedSecrets();
  const lines: string[] = [];
  const note = (line: string): void => void lines.push(line);
  const log: Log = { debug: note, info: note, warn: note, error: note };
  const httpClient = trusting(served);
  const cloud = cloudOf(served);
  const clock: Clock = { ...systemClock, now: () => Date.now() + wire.ahead };
  const adding = new AddedIdentities({ cloud, known, secrets, httpClient, log, clock, traffic });
  const azure = connect({ cloud, sources: [], adding, httpClient, log, clock, traffic });
  const wire: Wire = {
    served,
    azure,
    adding,
    known,
    secrets,
    log: lines,
    ahead: 0,
    close: async () => {
      azure.dispose();
      adding.dispose();
      await served.close();
    },
  };
  return wire;
}

/** The application that is in most tenants, signing in to its own. */
export function automation(
  { served }: Pick<Wire, 'served'>,
  credential: PrincipalCredential,
  secret?: string,
): NewIdentity {
  const { appId, homeTenantId } = served.servicePrincipal(sampleAppIds.automation);
  return {
    way: { kind: 'servicePrincipal', tenantId: homeTenantId, clientId: appId, credential },
    ...(secret === undefined ? {} : { secret }),
  };
}
