/** The scan through the real SDKs, over the sandbox. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { azureCloud } from '../../../../src/azure/clouds/cloud.ts';
import { connect } from '../../../../src/azure/connect.ts';
import { Scanner } from '../../../../src/estate/scan/scanner.ts';
import { Store } from '../../../../src/estate/store/store.ts';
import { samplePartnerIds } from '../../../../src/sandbox/scenario/partners.ts';
import { createSandbox, type SandboxOptions } from '../../../../src/sandbox/sandbox.ts';
import {
  sampleIdentityIds,
  sampleIdentityKeys,
  sampleObjectId,
  sampleTenantIds,
} from '../../../../src/sandbox/scenario/scenario.ts';
import { until } from '../support/fakeAzure.ts';
import { silent } from '../../support/logs.ts';

const identity = sampleIdentityKeys.consultant;

function ref(name: keyof typeof sampleTenantIds) {
  return { identity, tenantId: sampleTenantIds[name] };
}

function start(switches: SandboxOptions['switches'] = {}) {
  const sandbox = createSandbox({ switches });
  const azure = connect({
    cloud: azureCloud,
    sources: [sandbox.identities],
    httpClient: sandbox.httpClient,
    log: silent,
  });
  const store = new Store();
  return { sandbox, azure, store, scanner: new Scanner({ azure: async () => azure, store, log: silent }) };
}

describe('A scan of the sample data', () => {
  it('finds every state that the scenario has, and skips no tenant', async () => {
    const { scanner, store, azure } = start();
    const summary = await scanner.scanAll();
    const found = Object.fromEntries(
      Object.keys(sampleTenantIds)
        .filter((name) => !['coho', 'fourthCoffee', 'treyResearch'].includes(name))
        .map((name) => {
          const row = store.tenant(ref(name as keyof typeof sampleTenantIds));
          const { pal, subscriptions } = row ?? {};
          const told =
            pal?.kind === 'linked' ? pal.link.partnerId : pal?.kind === 'unknown' ? pal.failure.kind : pal?.kind;
          return [name, [told, subscriptions?.kind === 'known' ? subscriptions.list.length : subscriptions?.kind]];
        }),
    );
    assert.deepEqual(found, {
      contoso: [samplePartnerIds.contoso, 4],
      alpine: [samplePartnerIds.contoso, 2],
      woodgrove: [samplePartnerIds.contoso, 3],
      northwind: ['notLinked', 3],
      adventureWorks: ['notLinked', 2],
      tailspin: [samplePartnerIds.fabrikam, 2],
      litware: [samplePartnerIds.withoutName, 1],
      wideWorld: ['notLinked', 0],
      lamna: ['signInNeeded', 'notChecked'],
      relecloud: ['noAccountInTenant', 1],
      humongous: ['tenantBlocked', 'unknown'],
      defaultDirectoryOne: ['notLinked', 1],
      defaultDirectoryTwo: [samplePartnerIds.contoso, 1],
    });
    assert.equal(store.allTenants().length, 13);
    assert.deepEqual([summary.tenants, summary.checked, summary.needsPerson, summary.failed], [13, 10, 1, 2]);
    azure.dispose();
  });

  it('asks two things of each tenant it may ask, and nothing of those it may not', async () => {
    const { scanner, sandbox, azure } = start();
    await scanner.scanAll();
    const asked = new Map<string | undefined, number>();
    for (const request of sandbox.requests().filter(({ path }) => path !== '/tenants')) {
      asked.set(request.tenantId, (asked.get(request.tenantId) ?? 0) + 1);
    }
    assert.equal(asked.size, 11);
    assert.ok([...asked.values()].every((count) => count === 2));
    assert.equal(asked.has(sampleTenantIds.lamna), false);
    azure.dispose();
  });

  it('checks a tenant after its sign-in', async () => {
    const { scanner, store, azure } = start();
    await scanner.scanAll();
    await azure.signIn({ kind: 'tenant', tenant: ref('lamna') });
    await scanner.scanTenants([ref('lamna')]);
    const row = store.tenant(ref('lamna'));
    assert.deepEqual([row?.pal.kind, row?.subscriptions.kind], ['linked', 'known']);
    azure.dispose();
  });

  it('notices what was linked, changed or removed behind the product’s back', async () => {
    const { scanner, store, azure, sandbox } = start();
    await scanner.scanAll();
    const set = (name: keyof typeof sampleTenantIds, partnerId: string | undefined): void =>
      sandbox.setLink(
        sampleTenantIds[name],
        sampleObjectId(sampleIdentityIds.consultant, sampleTenantIds[name]),
        partnerId,
      );
    set('northwind', samplePartnerIds.fabrikam);
    set('alpine', samplePartnerIds.fabrikam);
    set('woodgrove', undefined);
    await scanner.scanAll();
    const drift = store
      .allTenants()
      .filter((row) => row.drift)
      .map((row) => [row.ref.tenantId, row.drift?.was, row.drift?.is]);
    assert.deepEqual(
      new Set(drift.map((one) => JSON.stringify(one))),
      new Set([
        JSON.stringify([sampleTenantIds.northwind, undefined, samplePartnerIds.fabrikam]),
        JSON.stringify([sampleTenantIds.alpine, samplePartnerIds.contoso, samplePartnerIds.fabrikam]),
        JSON.stringify([sampleTenantIds.woodgrove, samplePartnerIds.contoso, undefined]),
      ]),
    );
    azure.dispose();
  });

  it('says not available in this cloud where the provider is missing, and goes on with subscriptions', async () => {
    const { scanner, store, azure } = start({
      faults: [{ match: {}, answer: { kind: 'providerMissing' } }],
    });
    await scanner.scanAll();
    const row = store.tenant(ref('alpine'));
    assert.deepEqual([row?.pal.kind, row?.subscriptions.kind], ['notAvailableInCloud', 'known']);
    azure.dispose();
  });

  it('is cancelled in the middle of its requests and leaves nothing checking', async () => {
    const { scanner, store, azure } = start({
      scenario: { kind: 'generated', tenants: 60, subscriptionsPerTenant: 2 },
      latencyMs: 20,
    });
    const scan = scanner.scanAll();
    await until(() => store.allTenants().some((row) => row.pal.kind === 'checking'), 'rows are being checked');
    scanner.cancel();
    assert.equal((await scan).stopped, true);
    assert.ok(store.allTenants().every((row) => row.pal.kind !== 'checking' && row.subscriptions.kind !== 'checking'));
    azure.dispose();
  });
});
