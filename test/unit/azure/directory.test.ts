import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { identity, otherTenantId, scripted, tenant, tenantId, type Step } from './scripted.ts';

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
    assert.equal(log.filter((line) => line.includes('without an id')).length, 6);
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
