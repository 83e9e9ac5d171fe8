/** Estates of any size, the same ones every time. */
import { numberedGuid } from './guid.ts';
import { samplePartnerIds } from './partners.ts';
import type { SampleApplication, SampleIdentity, SampleSubscription, SampleTenant, Scenario } from './world.ts';

export interface GeneratedScenario {
  readonly kind: 'generated';
  readonly tenants: number;
  readonly subscriptionsPerTenant: number;
  /** Share of the tenants linked to the own partner ID, 0 to 1. Absent: half. */
  readonly linkedShare?: number;
  /** Share linked to another partner. Absent: none. */
  readonly anotherPartnerShare?: number;
  /** Share that needs a sign-in. Absent: none. */
  readonly signInShare?: number;
  /** Share of the Enterprise Agreement subscriptions with the own partner ID as their DPOR. Absent: none. */
  readonly designatedShare?: number;
  /** How many identities see all of these tenants, each with object IDs of its own. Absent: one. */
  readonly identities?: number;
  /** How many of the tenants Azure lists, the first ones. Absent: all. */
  readonly listed?: number;
}

const createdTime = '2024-01-15T09:00:00.1234567Z';
const quotaIds = ['CSP_2015-05-01', 'EnterpriseAgreement_2014-09-01', 'PayAsYouGo_2014-09-01'] as const;

/** IDs that show their numbers, for tests: tenants, subscriptions and objects count from 0. */
export function generatedTenantId(tenant: number): string {
  return numberedGuid('7e000000', tenant);
}

export function generatedSubscriptionId(tenant: number, subscription: number): string {
  return numberedGuid('5b000000', tenant, subscription);
}

export function generatedObjectId(tenant: number, identity = 0): string {
  return numberedGuid('0b000000', tenant, identity);
}

/** Spreads shares evenly over the tenants: 0 to just below 1, far apart for neighbours. */
function spread(tenant: number): number {
  return (tenant * 0.6180339887498949) % 1;
}

export function generateScenario(wanted: GeneratedScenario): Scenario {
  const identities = Array.from({ length: wanted.identities ?? 1 }, (_, number) => generateIdentity(wanted, number));
  return { identities, applications: [generateApplication(wanted)] };
}

/** The application of every generated scenario: a service principal in each tenant, nowhere linked. */
export const generatedAppId = numberedGuid('a9900000', 0);
export const generatedSecret = 'sample-secret-of-generated';

function generateApplication(wanted: GeneratedScenario): SampleApplication {
  return {
    appId: generatedAppId,
    name: 'Contoso Partner Automation',
    homeTenantId: generatedTenantId(0),
    tenants: Array.from({ length: wanted.tenants }, (_, tenant) => ({
      ...generateTenant(wanted, tenant, 0),
      objectId: numberedGuid('0b900000', tenant),
      link: undefined,
    })),
    secrets: [{ value: generatedSecret, expired: false }],
    certificate: false,
    federations: [],
  };
}

function generateIdentity(wanted: GeneratedScenario, identity: number): SampleIdentity {
  return {
    id: `generated-${String(identity)}`,
    name: `consultant${String(identity)}@contoso-consulting.example`,
    homeTenantId: generatedTenantId(0),
    afterSignIn: false,
    tenants: Array.from({ length: wanted.tenants }, (_, tenant) => generateTenant(wanted, tenant, identity)),
  };
}

function generateTenant(wanted: GeneratedScenario, tenant: number, identity: number): SampleTenant {
  const linked = wanted.linkedShare ?? 0.5;
  const another = wanted.anotherPartnerShare ?? 0;
  const place = spread(tenant);
  const partner =
    place < linked
      ? { partnerId: samplePartnerIds.contoso, partnerName: 'Contoso Consulting' }
      : place < linked + another
        ? { partnerId: samplePartnerIds.fabrikam, partnerName: 'Fabrikam Cloud Services' }
        : undefined;
  const number = String(tenant + 1).padStart(4, '0');
  let subscriptions: readonly SampleSubscription[] | undefined;
  return {
    tenantId: generatedTenantId(tenant),
    displayName: `Customer ${number}`,
    defaultDomain: `customer${number}.example`,
    category: 'Home',
    countryCode: 'US',
    listed: wanted.listed !== undefined && tenant >= wanted.listed ? false : undefined,
    // The home tenant stays reachable, or nothing could be listed. Taken from the far end, so that shares do not overlap.
    access: tenant > 0 && place >= 1 - (wanted.signInShare ?? 0) ? 'signInNeeded' : 'ready',
    palAccess: 'normal',
    objectId: generatedObjectId(tenant, identity),
    link: partner && { ...partner, version: 1, createdTime, updatedTime: createdTime },
    subscriptions: () => (subscriptions ??= generateSubscriptions(wanted, tenant)),
  };
}

function generateSubscriptions(wanted: GeneratedScenario, tenant: number): readonly SampleSubscription[] {
  return Array.from({ length: wanted.subscriptionsPerTenant }, (_, number): SampleSubscription => ({
    subscriptionId: generatedSubscriptionId(tenant, number),
    displayName: `Subscription ${String(number + 1).padStart(2, '0')} of customer ${String(tenant + 1)}`,
    state: number % 10 === 9 ? 'Disabled' : 'Enabled',
    quotaId: quotaIds[number % quotaIds.length] ?? quotaIds[0],
    dpor: spread(tenant + number) < (wanted.designatedShare ?? 0) ? { partnerId: samplePartnerIds.contoso } : undefined,
  }));
}
