import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { listLimits } from '../../../../src/azure/api/directory.ts';
import { identity, otherTenantId, scripted, tenant, tenantId, type Step } from '../support/scripted.ts';

const never = new AbortController().signal;
const arm = 'https://management.azure.com';

function page(value: unknown, nextLink?: string): Step {
  return { status: 200, body: { value, nextLink } };
}

describe('tenants', () => {
  it('come with what 2022-12-01 tells of them, and names may be absent; further domains are those beside the default one', async () => {
    const { azure, sent } = scripted([
      page([
        {
          id: `/tenants/${tenantId}`,
          tenantId: tenantId.toUpperCase(),
          displayName: 'Contoso',
          defaultDomain: 'contoso.com',
          domains: ['contoso.com', 'Contoso.COM', 'contoso.de', 'contoso.de', '', 7, 'contoso.onmicrosoft.com'],
          tenantCategory: 'Home',
          countryCode: 'DE',
          tenantType: 'AAD',
        },
        { tenantId: otherTenantId, domains: ['only.example'], defaultDomain: 'only.example' },
      ]),
    ]);
    assert.deepEqual(await azure.tenants(identity, never), {
      ok: true,
      value: [
        {
          tenantId,
          displayName: 'Contoso',
          defaultDomain: 'contoso.com',
          domains: ['contoso.de', 'contoso.onmicrosoft.com'],
          category: 'Home',
          countryCode: 'DE',
        },
        {
          tenantId: otherTenantId,
          displayName: undefined,
          defaultDomain: 'only.example',
          category: undefined,
          countryCode: undefined,
        },
      ],
    });
    assert.equal(sent[0]?.url.href, `${arm}/tenants?api-version=2022-12-01`);
  });

  it('that are malformed are left out with a line in the log, never the list', async () => {
    const { azure, log } = scripted([
      page([
        null,
        { displayName: 'No id' },
        7,
        'text',
        [],
        { tenantId: 5 },
        { tenantId, displayName: { not: 'text' } },
      ]),
    ]);
    const outcome = await azure.tenants(identity, never);
    assert.deepEqual(outcome.ok && outcome.value.map((one) => [one.tenantId, one.displayName]), [
      [tenantId, undefined],
    ]);
    assert.deepEqual(
      log.filter((line) => line.includes('Left out')).map((line) => line.replace(/ \(.*/, '')),
      ['Left out for want of a usable ID: tenant, 6 ×'],
    );
  });

  it('whose ID is no GUID are left out, and none of the others with them', async () => {
    const { azure, log } = scripted([
      page([
        { tenantId: 'common', displayName: 'Anybody' },
        { tenantId: `${tenantId}/../x`, displayName: 'A path' },
        { tenantId: `{${tenantId}}` },
        { tenantId: ` ${tenantId.toUpperCase()} `, displayName: 'Contoso' },
      ]),
    ]);
    const outcome = await azure.tenants(identity, never);
    assert.deepEqual(outcome.ok && outcome.value.map((one) => one.displayName), ['Contoso']);
    assert.ok(log.some((line) => line.startsWith('Left out for want of a usable ID: tenant, 3 × (tenant home')));
  });

  it('keep names and domains of a length that names and domains have', async () => {
    const { azure } = scripted([
      page([
        {
          tenantId,
          displayName: `${'x'.repeat(299)}😀${'x'.repeat(100_000)}`,
          defaultDomain: 'x'.repeat(100_000),
          domains: ['contoso.de', 'x'.repeat(254)],
        },
      ]),
    ]);
    const outcome = await azure.tenants(identity, never);
    assert.deepEqual(outcome.ok && outcome.value.map((one) => [one.displayName, one.defaultDomain, one.domains]), [
      ['x'.repeat(299), undefined, ['contoso.de']],
    ]);
  });

  it('are an unexpected answer where there is no list, and none where the list is empty', async () => {
    const { azure, time } = scripted(() => ({ status: 200, body: { error: 'none' } }));
    const outcome = await time.run(azure.tenants(identity, never));
    assert.equal(!outcome.ok && outcome.failure.kind, 'unexpectedAnswer');
    assert.deepEqual(await scripted([page([])]).azure.tenants(identity, never), { ok: true, value: [] });
  });
});

describe('subscriptions', () => {
  it('come with owner, state, offer and managing tenants', async () => {
    const { azure, sent } = scripted([
      page([
        {
          id: '/subscriptions/S-1',
          subscriptionId: 'S-1',
          displayName: 'Production',
          tenantId: otherTenantId,
          state: 'SomethingNew',
          subscriptionPolicies: { quotaId: 'EnterpriseAgreement_2014-09-01', spendingLimit: 'Off' },
          authorizationSource: 'RoleBased',
          managedByTenants: [{ tenantId: tenantId.toUpperCase() }, {}, null],
          tags: { cost: 'center' },
        },
        { subscriptionId: 's-2' },
      ]),
    ]);
    assert.deepEqual(await azure.subscriptions(tenant, never), {
      ok: true,
      value: [
        {
          subscriptionId: 's-1',
          displayName: 'Production',
          tenantId: otherTenantId,
          state: 'SomethingNew',
          quotaId: 'EnterpriseAgreement_2014-09-01',
          managedByTenantIds: [tenantId],
        },
        {
          subscriptionId: 's-2',
          displayName: undefined,
          tenantId,
          state: undefined,
          quotaId: undefined,
          managedByTenantIds: undefined,
        },
      ],
    });
    assert.equal(sent[0]?.url.href, `${arm}/subscriptions?api-version=2022-12-01`);
  });
});

describe('subscriptions with IDs of tenants that are none', () => {
  it('are left out where it is their own, and lose the managing tenants where it is theirs', async () => {
    const { azure, log } = scripted([
      page([
        { subscriptionId: 'a', tenantId: 'organizations' },
        { subscriptionId: 'b', tenantId: otherTenantId, managedByTenants: [{ tenantId: 'x' }, { tenantId }] },
        { subscriptionId: 'c', tenantId: '', managedByTenants: [{ tenantId: 7 }] },
      ]),
    ]);
    const outcome = await azure.subscriptions(tenant, never);
    assert.deepEqual(
      outcome.ok && outcome.value.map((one) => [one.subscriptionId, one.tenantId, one.managedByTenantIds]),
      [
        ['b', otherTenantId, [tenantId]],
        ['c', tenantId, []],
      ],
    );
    assert.deepEqual(
      log.filter((line) => line.includes('Left out')).map((line) => line.replace(/ \(.*/, '')),
      ['Left out for want of a usable ID: subscription, 1 ×', 'Left out for want of a usable ID: managing tenant, 2 ×'],
    );
  });
});

describe('pages', () => {
  it('are all followed, as the service links them, each entry once', async () => {
    const { azure, sent } = scripted([
      page([{ subscriptionId: 'a' }], `${arm}/subscriptions?api-version=2022-12-01&%24skiptoken=eyJ%2Ba%3D%3D`),
      page([], `${arm}/subscriptions?api-version=2021-01-01&$skiptoken=2`),
      page([{ subscriptionId: 'B' }, { subscriptionId: 'A' }], '/subscriptions?$skiptoken=3'),
      page([{ subscriptionId: 'c' }]),
    ]);
    const outcome = await azure.subscriptions(tenant, never);
    assert.deepEqual(outcome.ok && outcome.value.map((one) => one.subscriptionId), ['a', 'b', 'c']);
    assert.ok(sent[1]?.url.href.includes('skiptoken=eyJ%2Ba%3D%3D'), 'the token is sent as it came');
    assert.deepEqual(
      sent.map(({ url }) => url.searchParams.get('api-version')),
      ['2022-12-01', '2022-12-01', '2021-01-01', '2022-12-01'],
    );
  });

  it('that go round in circles are refused', async () => {
    const { azure, sent } = scripted((_, index) =>
      page([{ subscriptionId: String(index) }], `${arm}/subscriptions?$skiptoken=${String(index % 3)}`),
    );
    const outcome = await azure.subscriptions(tenant, never);
    assert.deepEqual(!outcome.ok && [outcome.failure.kind, outcome.failure.code], [
      'unexpectedAnswer',
      'PagesInCircles',
    ]);
    assert.ok(sent.length <= 5);
  });

  it('that never end and bring nothing new are refused', async () => {
    const { azure, sent } = scripted((_, index) =>
      page([{ subscriptionId: 'same' }], `${arm}/subscriptions?$skiptoken=${String(index)}`),
    );
    const outcome = await azure.subscriptions(tenant, never);
    assert.equal(!outcome.ok && outcome.failure.code, 'PagesInCircles');
    assert.ok(sent.length < 100);
  });

  it('that never end and always bring something new are broken off', async () => {
    for (const [entriesOnEach, filling, mostRequests] of [
      [3_000, 2_000, 25],
      [3_000, 0, 40],
      [1, 0, listLimits.pages + 1],
    ] as const) {
      let id = 0;
      const { azure, sent } = scripted((_, index) =>
        page(
          Array.from({ length: entriesOnEach }, () => ({
            subscriptionId: String((id += 1)),
            displayName: 'x'.repeat(filling),
          })),
          `${arm}/subscriptions?$skiptoken=${String(index)}`,
        ),
      );
      const outcome = await azure.subscriptions(tenant, never);
      assert.equal(!outcome.ok && outcome.failure.code, 'ListTooLong');
      assert.ok(sent.length <= mostRequests + 1, String(sent.length));
    }
  }).timeout(60_000);

  it('cost no more for what stands where something else was meant than for what nobody reads', async () => {
    const text = 'x'.repeat(1_500_000);
    const list = Array.from({ length: 200_000 }, () => ({}));
    async function cost(names: readonly [string, string, string]): Promise<number> {
      const [first, second, third] = names;
      const { azure } = scripted([
        page([
          { subscriptionId: 'a', [first]: text, [second]: text, [third]: text },
          { subscriptionId: 'b', [second]: list },
        ]),
      ]);
      const began = process.cpuUsage();
      const outcome = await azure.subscriptions(tenant, never);
      assert.equal(outcome.ok && outcome.value.length, 2);
      // The sum is exact, its halves are not.
      const { user, system } = process.cpuUsage(began);
      return user + system;
    }
    const unread = await cost(['x', 'y', 'z']);
    // The SDK alone takes 20 s of the processor for them, 200 times as much.
    const read = await cost(['tags', 'managedByTenants', 'subscriptionPolicies']);
    assert.ok(read < 20 * unread, `${String(read)} of ${String(unread)} microseconds`);
  });

  it('are not fetched by an address that no server takes', async () => {
    const { azure, sent } = scripted([page([], `/subscriptions?$skiptoken=${'x'.repeat(20_000)}`)]);
    const outcome = await azure.subscriptions(tenant, never);
    assert.deepEqual([!outcome.ok && outcome.failure.code, sent.length], ['NextLinkTooLong', 1]);
  });

  it('are never fetched from another host, another port or without TLS', async () => {
    for (const elsewhere of [
      'https://evil.example/subscriptions?$skiptoken=1',
      'https://management.azure.com.evil.example/subscriptions',
      'https://management.azure.com@evil.example/subscriptions',
      'https://management.azure.com:8443/subscriptions',
      'http://management.azure.com/subscriptions',
    ]) {
      const { azure, sent, source } = scripted([page([{ subscriptionId: 'a' }], elsewhere), page([])]);
      const outcome = await azure.subscriptions(tenant, never);
      assert.deepEqual(!outcome.ok && [outcome.failure.kind, outcome.failure.code], [
        'unexpectedAnswer',
        'NextLinkElsewhere',
      ]);
      assert.deepEqual([sent.length, source.requests.length], [1, 1]);
    }
  });

  it('are a failure as a whole when one of them fails: half a list is no list', async () => {
    const { azure, time } = scripted((_, index) =>
      index === 0 ? page([{ tenantId }], `${arm}/tenants?$skiptoken=1`) : { status: 403 },
    );
    const outcome = await time.run(azure.tenants(identity, never));
    assert.equal(!outcome.ok && outcome.failure.kind, 'forbidden');
  });
});
