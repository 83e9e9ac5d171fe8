import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { generatedObjectId, generatedTenantId } from '../../../../src/sandbox/scenario/generator.ts';
import { hostileNames, hostileTenantId } from '../../../../src/sandbox/scenario/hostileNames.ts';
import { createSandbox } from '../../../../src/sandbox/sandbox.ts';
import { sampleTenantIds } from '../../../../src/sandbox/scenario/scenario.ts';
import { issueToken } from '../../../../src/sandbox/identities/token.ts';
import { armVersion, ask, listAll, tokenFor } from '../support/ask.ts';

interface TenantEntry {
  readonly tenantId: string;
  readonly displayName?: string;
  readonly defaultDomain?: string;
  readonly tenantCategory: string;
}

interface SubscriptionEntry {
  readonly subscriptionId: string;
  readonly tenantId: string;
  readonly state: string;
  readonly displayName: string;
  readonly managedByTenants: readonly { readonly tenantId: string }[];
  readonly subscriptionPolicies: { readonly quotaId: string };
}

describe('the stand-in’s tenants and subscriptions', () => {
  it('lists every tenant that the identity is told of, those without a token too', async () => {
    const sandbox = createSandbox();
    const token = await tokenFor(sandbox, sampleTenantIds.contoso);
    const { all } = await listAll<TenantEntry>(sandbox, '/tenants', token);
    assert.deepEqual(
      all.map((tenant) => `${tenant.displayName ?? ''} (${tenant.defaultDomain ?? ''}) ${tenant.tenantCategory}`),
      [
        'Contoso Consulting (contoso-consulting.example) Home',
        'Alpine Ski House (alpineskihouse.example) Home',
        'Woodgrove Bank (woodgrovebank.example) Home',
        'Northwind Traders (northwindtraders.onmicrosoft.com) Home',
        'Adventure Works (adventure-works.example) Home',
        'Tailspin Toys (tailspintoys.example) Home',
        'Litware (litware.onmicrosoft.com) Home',
        'Wide World Importers (wideworldimporters.example) Home',
        'Lamna Healthcare (lamnahealthcare.example) Home',
        'Relecloud (relecloud.onmicrosoft.com) Home',
        'Humongous Insurance (humongousinsurance.example) Home',
        'Default Directory (jonashoferoutlook.onmicrosoft.com) Home',
        'Default Directory (bellowscollege.onmicrosoft.com) Home',
      ],
    );
  });

  it('is paged by nextLink, each entry once', async () => {
    const sandbox = createSandbox({ switches: { pageSize: 4 } });
    const token = await tokenFor(sandbox, sampleTenantIds.contoso);
    const { pages, all } = await listAll<TenantEntry>(sandbox, '/tenants', token);
    assert.equal(pages, 4);
    assert.equal(new Set(all.map((tenant) => tenant.tenantId)).size, 13);
    sandbox.setSwitches({ pageSize: 13 });
    assert.equal((await listAll<TenantEntry>(sandbox, '/tenants', token)).pages, 1);
    const broken = await ask(sandbox, `GET /tenants?${armVersion}&%24skiptoken=nonsense`, { token });
    assert.equal(broken.status, 400);
  });

  it('shows subscriptions that Lighthouse delegates to the token’s tenant with their owner', async () => {
    const sandbox = createSandbox();
    const token = await tokenFor(sandbox, sampleTenantIds.contoso);
    const { all } = await listAll<SubscriptionEntry>(sandbox, '/subscriptions', token);
    const delegated = all.filter((one) => one.tenantId !== sampleTenantIds.contoso);
    assert.deepEqual(
      delegated.map((one) => one.displayName),
      ['Coho Winery Production', 'Coho Winery Test'],
    );
    assert.ok(delegated.every((one) => one.managedByTenants[0]?.tenantId === sampleTenantIds.contoso));
  });

  it('tells state and quota of each subscription', async () => {
    const sandbox = createSandbox();
    const token = await tokenFor(sandbox, sampleTenantIds.woodgrove);
    const { all } = await listAll<SubscriptionEntry>(sandbox, '/subscriptions', token);
    assert.deepEqual(
      all.map((one) => [one.state, one.subscriptionPolicies.quotaId]),
      [
        ['Enabled', 'EnterpriseAgreement_2014-09-01'],
        ['Enabled', 'MSDNDevTest_2014-09-01'],
        ['Disabled', 'EnterpriseAgreement_2014-09-01'],
      ],
    );
  });

  it('a tenant without subscriptions answers an empty page', async () => {
    const sandbox = createSandbox();
    const token = await tokenFor(sandbox, sampleTenantIds.wideWorld);
    assert.deepEqual(await listAll(sandbox, '/subscriptions', token), { pages: 1, all: [] });
  });

  it('a principal that the scenario does not know sees its own directory only', async () => {
    const sandbox = createSandbox();
    const tenantId = sampleTenantIds.northwind;
    const token = issueToken({
      tenantId,
      objectId: 'f0000000-0000-4000-8000-000000000001',
      audience: sandbox.host,
      expiresAt: Date.now() + 60_000,
    });
    const { all } = await listAll<TenantEntry>(sandbox, '/tenants', token);
    assert.deepEqual(
      all.map((tenant) => tenant.tenantId),
      [tenantId],
    );
    assert.equal(all[0]?.tenantCategory, 'Home');
  });

  it('generates as many tenants and subscriptions as asked for, the same ones every time', async () => {
    const switches = {
      scenario: {
        kind: 'generated',
        tenants: 230,
        subscriptionsPerTenant: 12,
        linkedShare: 0.4,
        anotherPartnerShare: 0.2,
        signInShare: 0.1,
      },
    } as const;
    const [one, two] = [createSandbox({ switches }), createSandbox({ switches })];
    const token = await tokenFor(one, generatedTenantId(0), 'sample:generated-0');
    const tenants = await listAll<TenantEntry>(one, '/tenants', token);
    assert.equal(tenants.all.length, 230);
    assert.equal(tenants.pages, 3);
    assert.deepEqual(await listAll(two, '/tenants', token), tenants);
    const subscriptions = await listAll<SubscriptionEntry>(one, '/subscriptions', token);
    assert.equal(new Set(subscriptions.all.map((each) => each.subscriptionId)).size, 12);
    const world = one.scenario().identities[0]?.tenants ?? [];
    const share = (wanted: (tenant: (typeof world)[number]) => boolean): number =>
      world.filter(wanted).length / world.length;
    assert.ok(Math.abs(share((each) => each.link?.partnerName === 'Contoso Consulting') - 0.4) < 0.02);
    assert.ok(Math.abs(share((each) => each.link?.partnerName === 'Fabrikam Cloud Services') - 0.2) < 0.02);
    assert.ok(Math.abs(share((each) => each.access === 'signInNeeded') - 0.1) < 0.02);
    assert.equal(world[5]?.objectId, generatedObjectId(5));
  });

  it('adds hostile names when switched, as they are', async () => {
    const sandbox = createSandbox({ switches: { hostileNames: true } });
    const token = await tokenFor(sandbox, hostileTenantId(1));
    const { all } = await listAll<TenantEntry>(sandbox, '/tenants', token);
    assert.deepEqual(
      all.slice(13).map((tenant) => tenant.displayName),
      [...hostileNames],
    );
    sandbox.setSwitches({ hostileNames: false });
    const home = await tokenFor(sandbox, sampleTenantIds.contoso);
    assert.equal((await listAll(sandbox, '/tenants', home)).all.length, 13);
  });
});
