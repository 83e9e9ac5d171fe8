import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { gapText } from '../../scripts/hosts/availability.ts';
import { ensureAzureCli } from '../../scripts/hosts/azureCli.ts';
import type { ServedSandbox } from '../../scripts/sandboxServer/serveSandbox.ts';
import type { ServedServicePrincipal } from '../../scripts/sandboxServer/servicePrincipals.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import { AddedIdentities } from '../../src/azure/identities/addedIdentities.ts';
import { azureCloud } from '../../src/azure/clouds/cloud.ts';
import { connect } from '../../src/azure/connect.ts';
import { httpClientTrusting } from '../../src/azure/http/trustedCertificates.ts';
import { Scanner } from '../../src/estate/scan/scanner.ts';
import { Store } from '../../src/estate/store/store.ts';
import { Operations } from '../../src/operations/operations.ts';
import { planPal } from '../../src/operations/plan/plan.ts';
import { samplePartnerIds } from '../../src/sandbox/scenario/partners.ts';
import { AdaptivePace } from '../../src/shared/async/pace.ts';
import { openAzureCli, type AzureCli } from '../az/azureCli.ts';
import { RememberedIdentities, RememberedSecrets } from '../unit/azure/support/remembered.ts';
import { latencyMs, silent, size } from './estate.ts';
import type { Bench } from './figure.ts';

/** Tenants that the Azure CLI does. */
const byCli = 10;

const partnerId = samplePartnerIds.proseware;

/**
 * What a script does in each tenant, by the real Azure CLI and by this product, over TLS to one served sandbox with one latency:
 * sign in a service principal, show the link, create it.
 */
export const azureCliBench: Bench = {
  name: 'azure-cli',
  async run() {
    const az = await ensureAzureCli();
    if (!az.ok) {
      throw new Error(gapText(az));
    }
    const cli = await openAzureCli();
    try {
      cli.served.sandbox.setSwitches({
        scenario: { kind: 'generated', ...size, linkedShare: 0, signInShare: 0 },
        latencyMs,
        tokenLatencyMs: latencyMs,
      });
      const cliMs = await byAzureCli(cli);
      const productMs = await byProduct(cli.served);
      return [
        {
          what: `Azure CLI, ${String(byCli)} tenants: login, show and create, per tenant`,
          value: cliMs / byCli,
          unit: 'ms',
        },
        {
          what: `this product, ${String(size.tenants)} tenants: the same, per tenant`,
          value: productMs,
          unit: 'ms',
          note: 'and lists subscriptions, journals and reads each link again',
        },
        {
          what: '  times as fast, per tenant',
          value: cliMs / byCli / productMs,
          unit: '',
          least: 200,
        },
      ];
    } finally {
      await cli.close();
    }
  },
};

/** Its way into a custom cloud is AD FS, by which an application is in its own tenant alone: that one again and again. */
async function byAzureCli(cli: AzureCli): Promise<number> {
  const { served } = cli;
  const { appId } = onlyPrincipal(served);
  const partners = `${served.armOrigin}/providers/Microsoft.ManagementPartner/partners`;
  const rest = (method: string, url: string): Promise<string> =>
    cli.az('rest', '--method', method, '--url', `${url}?api-version=2018-02-01`, '--resource', served.armOrigin);
  let ms = 0;
  for (let tenant = 0; tenant < byCli; tenant++) {
    served.sandbox.reset();
    await cli.az('account', 'clear');
    const begin = performance.now();
    await cli.signIn(appId);
    // Not linked: the CLI shows that as an error.
    await rest('get', partners).catch(() => undefined);
    const created = await rest('put', `${partners}/${partnerId}`);
    ms += performance.now() - begin;
    if (!created.includes(partnerId)) {
      throw new Error(`The Azure CLI did not link: ${created}`);
    }
  }
  served.sandbox.reset();
  return ms;
}

export async function byProduct(served: ServedSandbox): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-azure-cli-'));
  const { appId, homeTenantId, secret, tenants } = onlyPrincipal(served);
  const credential = { kind: 'secret' } as const;
  const never = new AbortController().signal;
  const begin = performance.now();
  const network = await httpClientTrusting({ caFile: served.caFile, systemCertificates: true });
  if (!network.ok) {
    throw new Error(`The authority's file cannot be used: ${network.failure.code ?? ''}`);
  }
  const { armOrigin, authority } = served;
  const common = {
    cloud: { ...azureCloud, arm: armOrigin, authority, scope: `${armOrigin}/.default` },
    httpClient: network.value,
    log: silent,
  };
  const pace = new AdaptivePace();
  const adding = new AddedIdentities({
    ...common,
    known: new RememberedIdentities(),
    secrets: new RememberedSecrets(),
  });
  const azure = connect({ ...common, sources: [], adding, traffic: pace });
  const store = new Store(systemClock, silent);
  const parts = { azure: async () => azure, store, log: silent };
  const operations = new Operations({ ...parts, folder, windowId: 'bench', concurrency: () => pace });
  try {
    const way = { kind: 'servicePrincipal', tenantId: homeTenantId, clientId: appId, credential } as const;
    const added = await azure.addIdentity({ way, secret }, never);
    if (!added.ok) {
      throw new Error(`The service principal cannot sign in: ${added.failure.kind}`);
    }
    const furtherTenants = (): readonly string[] => tenants.map(({ tenantId }) => tenantId);
    await new Scanner({ ...parts, concurrency: pace, furtherTenants }).scanAll();
    const context = { identityName: (key: string) => key, partnerName: () => 'Proseware Managed IT' };
    const run = await operations.start(planPal(store.allTenants(), { kind: 'link', partnerId }, context));
    if (!run.ok) {
      throw new Error(`The run did not start: ${run.failure.kind}`);
    }
    const { counts } = await run.value.finished;
    const ms = performance.now() - begin;
    if (counts.done !== tenants.length) {
      throw new Error(`Only ${String(counts.done)} of ${String(tenants.length)} were linked`);
    }
    return ms / tenants.length;
  } finally {
    await operations.dispose();
    azure.dispose();
    adding.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The one application of a generated scenario, which is in all of its tenants. */
function onlyPrincipal({ servicePrincipals }: ServedSandbox): ServedServicePrincipal {
  const [only] = servicePrincipals;
  if (!only) {
    throw new Error('The scenario has no application');
  }
  return only;
}
