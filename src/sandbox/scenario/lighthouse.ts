/** Customers of Azure Lighthouse listed among the tenants: one seen through its subscriptions only, one with a guest account as well. */
import { samplePartnerIds } from './partners.ts';
import { sampleObjectId, sampleSubscription, sampleTenantIds } from './scenario.ts';
import type { SampleIdentity, SampleTenant, Scenario } from './world.ts';

/** assumed: whether Azure lists such customers, that it calls them `ProjectedBy`, and that it says so of a guest's, too. */
export function withProjectedTenants(scenario: Scenario): Scenario {
  return {
    ...scenario,
    identities: scenario.identities.map((one) => (managesCustomers(one) ? withCustomers(one) : one)),
  };
}

function managesCustomers({ tenants }: SampleIdentity): boolean {
  return tenants.some((tenant) =>
    tenant.subscriptions().some(({ ownerTenantId }) => ownerTenantId === sampleTenantIds.coho),
  );
}

function withCustomers(identity: SampleIdentity): SampleIdentity {
  const { contoso, coho, fourthCoffee } = sampleTenantIds;
  const delegated = sampleSubscription('fourthCoffee', 'Fourth Coffee Shared', {
    ownerTenantId: fourthCoffee,
    managedByTenantIds: [contoso],
  });
  const withDelegated = (tenant: SampleTenant): SampleTenant =>
    tenant.tenantId === contoso ? { ...tenant, subscriptions: () => [...tenant.subscriptions(), delegated] } : tenant;
  return {
    ...identity,
    tenants: [
      ...identity.tenants.map(withDelegated),
      {
        ...customer(identity, coho, 'Coho Winery', 'cohowinery.example'),
        access: 'noAccount',
        subscriptions: () => [],
      },
      {
        ...customer(identity, fourthCoffee, 'Fourth Coffee', 'fourthcoffee.example'),
        access: 'ready',
        link: {
          partnerId: samplePartnerIds.fabrikam,
          partnerName: 'Fabrikam Cloud Services',
          version: 1,
          createdTime: '2024-03-04T10:20:30.1234567Z',
          updatedTime: '2024-03-04T10:20:30.1234567Z',
        },
        subscriptions: () => [sampleSubscription('fourthCoffee', 'Fourth Coffee Shared')],
      },
    ],
  };
}

function customer(
  identity: SampleIdentity,
  tenantId: string,
  displayName: string,
  defaultDomain: string,
): Pick<
  SampleTenant,
  'tenantId' | 'displayName' | 'defaultDomain' | 'category' | 'countryCode' | 'palAccess' | 'objectId'
> {
  return {
    tenantId,
    displayName,
    defaultDomain,
    category: 'ProjectedBy',
    countryCode: 'US',
    palAccess: 'normal',
    objectId: sampleObjectId(identity.id, tenantId),
  };
}
