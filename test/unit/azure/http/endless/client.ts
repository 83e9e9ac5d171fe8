/**
 * Asks a server for everything that this product asks anybody, in a process of its own with little memory; prints what became of each, and
 * how much memory it took. Lives on until it is killed. Argument: the server's origin, plain http.
 */
import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline';
import { AddedIdentities } from '../../../../../src/azure/identities/addedIdentities.ts';
import { azureCloud } from '../../../../../src/azure/clouds/cloud.ts';
import { connect } from '../../../../../src/azure/connect.ts';
import { readCloud } from '../../../../../src/azure/api/readCloud.ts';
import type { Outcome } from '../../../../../src/shared/model/outcome.ts';
import { RememberedIdentities, RememberedSecrets } from '../../support/remembered.ts';
import { identity, ScriptedSource, tenant, tenantId } from '../../support/scripted.ts';
import { manualClock } from '../../../support/manualClock.ts';

const [, , origin = ''] = process.argv;
const never = new AbortController().signal;
const quiet = (): void => undefined;
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
const node = createDefaultHttpClient();

/** Everything goes to the one server, whatever it is meant for; the path says by which call. */
let call = '';
const httpClient: HttpClient = {
  async sendRequest(request) {
    const { url } = request;
    request.url = `${origin}/${call}`;
    request.allowInsecureConnection = true;
    try {
      return await node.sendRequest(request);
    } finally {
      request.url = url;
    }
  },
};

const adding = new AddedIdentities({
  cloud: azureCloud,
  known: new RememberedIdentities(),
  secrets: new RememberedSecrets(),
  httpClient,
  log,
});
const azure = connect({
  cloud: azureCloud,
  sources: [new ScriptedSource(manualClock(1_700_000_000_000))],
  adding,
  httpClient,
  log,
});
const subscriptionId = '33333333-3333-4333-8333-333333333333';
const partnerId = '5127254';

const calls: Readonly<Record<string, () => Promise<Outcome<unknown>>>> = {
  readLink: () => azure.readLink(tenant, never),
  createLink: () => azure.createLink(tenant, partnerId, never),
  changeLink: () => azure.changeLink(tenant, partnerId, never),
  removeLink: () => azure.removeLink(tenant, partnerId, never),
  tenants: () => azure.tenants(identity, never),
  subscriptions: () => azure.subscriptions(tenant, never),
  readAgreement: () => azure.readAgreement(tenant, subscriptionId, never),
  readDpor: () => azure.readDpor(tenant, subscriptionId, never),
  validateDpor: () => azure.validateDpor(tenant, subscriptionId, partnerId, never),
  setDpor: () => azure.setDpor(tenant, subscriptionId, partnerId, never),
  removeDpor: () => azure.removeDpor(tenant, subscriptionId, never),
  tenantOfDomain: () => azure.tenantOfDomain('contoso.com', never),
  readCloud: () => readCloud('https://management.own.example', { httpClient, log }, never),
  servicePrincipal: () =>
    azure.addIdentity(
      {
        way: { kind: 'servicePrincipal', tenantId, clientId: subscriptionId, credential: { kind: 'secret' } },
        secret: 'not-a-secret',
      },
      never,
    ),
};

const before = process.memoryUsage.rss();
let most = before;
const timer = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5);
const results: Record<string, unknown> = {};
for (const [name, ask] of Object.entries(calls)) {
  call = name;
  const outcome = await ask();
  results[name] = outcome.ok ? 'ok' : outcome.failure;
}
clearInterval(timer);
process.stdout.write(`${JSON.stringify({ results, grownMiB: (most - before) / 1024 / 1024 })}\n`);
process.stdin.resume();
