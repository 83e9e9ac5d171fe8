/** The default scenario: what a consultant of the fictional partner Contoso Consulting can reach. */
import { defaultApplications } from './applications.ts';
import { guidOf } from './guid.ts';
import { samplePartnerIds } from './partners.ts';
import type { SampleIdentity, SampleSubscription, SampleTenant, Scenario, SeededLink } from './world.ts';

/** Tenant IDs of the default scenario, for tests. */
export const sampleTenantIds = {
  /** Home, linked to the own ID; shows two subscriptions that Coho Winery delegated by Lighthouse. */
  contoso: guidOf('tenant contoso'),
  /** Linked to the own ID; one EA and one Azure plan subscription. */
  alpine: guidOf('tenant alpine'),
  /** Linked to the own ID; one of its subscriptions is disabled. */
  woodgrove: guidOf('tenant woodgrove'),
  /** Not linked, three enabled subscriptions. */
  northwind: guidOf('tenant northwind'),
  /** Not linked, one enabled and one past due; was linked once (soft-deleted). */
  adventureWorks: guidOf('tenant adventure works'),
  /** Linked to another partner: Fabrikam. */
  tailspin: guidOf('tenant tailspin'),
  /** Linked; the service sends no name of the partner. */
  litware: guidOf('tenant litware'),
  /** Guest without subscriptions, not linked. */
  wideWorld: guidOf('tenant wide world'),
  /** Needs a sign-in of its own (MFA); linked behind it. */
  lamna: guidOf('tenant lamna'),
  /** Delegated CSP access without an account in the tenant. */
  relecloud: guidOf('tenant relecloud'),
  /** Blocked by conditional access. */
  humongous: guidOf('tenant humongous'),
  /** Two tenants that nobody gave a name. The first: not linked, one enabled subscription. */
  defaultDirectoryOne: guidOf('tenant default directory 1'),
  /** The second: linked to the own ID, a disabled subscription only. */
  defaultDirectoryTwo: guidOf('tenant default directory 2'),
  /** Azure does not list it: *Add Tenants* does. Not linked, one enabled subscription. */
  treyResearch: guidOf('tenant trey research'),
  /** Not reachable itself: the Lighthouse customer behind the home tenant's delegated subscriptions. */
  coho: guidOf('tenant coho'),
  /** Only with the switch `projectedTenants`: a Lighthouse customer with a guest account as well, linked to Fabrikam. */
  fourthCoffee: guidOf('tenant fourth coffee'),
} as const;

export const sampleIdentityIds = { consultant: 'consultant', colleague: 'colleague' } as const;

/** Keys as `Identity.key` has them. */
export const sampleIdentityKeys = { consultant: 'sample:consultant', colleague: 'sample:colleague' } as const;

/** The object ID of a sample identity in a tenant: guests have a new one in each. */
export function sampleObjectId(identityId: string, tenantId: string): string {
  return guidOf(`object ${identityId} ${tenantId}`);
}

const quota = {
  ea: 'EnterpriseAgreement_2014-09-01',
  eaDevTest: 'MSDNDevTest_2014-09-01',
  azurePlan: 'CSP_2015-05-01',
  payAsYouGo: 'PayAsYouGo_2014-09-01',
  partnerBenefit: 'MPN_2014-09-01',
  freeTrial: 'FreeTrial_2014-09-01',
} as const;

function subscription(
  tenant: keyof typeof sampleTenantIds,
  displayName: string,
  quotaId: string,
  more: Partial<SampleSubscription> = {},
): SampleSubscription {
  return {
    subscriptionId: guidOf(`subscription ${tenant} ${displayName}`),
    displayName,
    quotaId,
    state: 'Enabled',
    ...more,
  };
}

/** A subscription of a customer's Azure plan. */
export function sampleSubscription(
  tenant: keyof typeof sampleTenantIds,
  displayName: string,
  more: Partial<SampleSubscription> = {},
): SampleSubscription {
  return subscription(tenant, displayName, quota.azurePlan, more);
}

const ownLink: SeededLink = {
  partnerId: samplePartnerIds.contoso,
  partnerName: 'Contoso Consulting',
  version: 3,
  createdTime: '2023-02-14T08:31:07.1184312Z',
  updatedTime: '2025-11-04T13:02:45.7721934Z',
};

type TenantParts = Omit<SampleTenant, 'objectId' | 'subscriptions' | 'access' | 'palAccess' | 'category' | 'tenantId'> &
  Partial<Pick<SampleTenant, 'access' | 'palAccess' | 'category'>>;

function tenant(
  identityId: string,
  tenantId: string,
  parts: TenantParts,
  subscriptions: readonly SampleSubscription[],
): SampleTenant {
  return {
    category: 'Home',
    access: 'ready',
    palAccess: 'normal',
    tenantId,
    objectId: sampleObjectId(identityId, tenantId),
    ...parts,
    subscriptions: () => subscriptions,
  };
}

const delegatedByCoho = { ownerTenantId: sampleTenantIds.coho, managedByTenantIds: [sampleTenantIds.contoso] };

const consultant: SampleIdentity = {
  id: sampleIdentityIds.consultant,
  name: 'mira.lindqvist@contoso-consulting.example',
  homeTenantId: sampleTenantIds.contoso,
  afterSignIn: false,
  tenants: [
    tenant(
      'consultant',
      sampleTenantIds.contoso,
      {
        displayName: 'Contoso Consulting',
        defaultDomain: 'contoso-consulting.example',
        category: 'Home',
        countryCode: 'SE',
        link: { ...ownLink, version: 7, createdTime: '2021-09-01T06:12:55.0310877Z' },
      },
      [
        subscription('contoso', 'Contoso Internal', quota.partnerBenefit),
        subscription('contoso', 'Contoso Demo Lab', quota.payAsYouGo, { state: 'Warned' }),
        subscription('coho', 'Coho Winery Production', quota.azurePlan, delegatedByCoho),
        subscription('coho', 'Coho Winery Test', quota.azurePlan, delegatedByCoho),
      ],
    ),
    tenant(
      'consultant',
      sampleTenantIds.alpine,
      {
        displayName: 'Alpine Ski House',
        defaultDomain: 'alpineskihouse.example',
        furtherDomains: ['alpineskihouse.onmicrosoft.com', 'skiverleih-zürich.example'],
        countryCode: 'AT',
        link: ownLink,
      },
      [
        subscription('alpine', 'Alpine EA Production', quota.ea, {
          tags: { owner: 'it-operations' },
          dpor: { partnerId: samplePartnerIds.contoso },
        }),
        subscription('alpine', 'Alpine Webshop', quota.azurePlan),
      ],
    ),
    tenant(
      'consultant',
      sampleTenantIds.woodgrove,
      {
        displayName: 'Woodgrove Bank',
        defaultDomain: 'woodgrovebank.example',
        furtherDomains: ['woodgrove.example', 'woodgrovebank.onmicrosoft.com', 'woodgrove-pensions.example'],
        countryCode: 'GB',
        link: {
          ...ownLink,
          version: 1,
          createdTime: '2025-06-19T09:45:12.9003215Z',
          updatedTime: '2025-06-19T09:45:12.9003215Z',
        },
      },
      [
        subscription('woodgrove', 'Woodgrove Core', quota.ea),
        subscription('woodgrove', 'Woodgrove Dev/Test', quota.eaDevTest, {
          dpor: { partnerId: samplePartnerIds.fabrikam },
        }),
        subscription('woodgrove', 'Woodgrove Pilot 2022', quota.ea, {
          state: 'Disabled',
          // Nothing says which agreement: the offer is used by two.
          agreement: { kind: 'known' },
        }),
      ],
    ),
    tenant(
      'consultant',
      sampleTenantIds.northwind,
      { displayName: 'Northwind Traders', defaultDomain: 'northwindtraders.onmicrosoft.com', countryCode: 'US' },
      [
        subscription('northwind', 'Northwind Landing Zone', quota.azurePlan),
        subscription('northwind', 'Northwind Orders', quota.azurePlan),
        subscription('northwind', 'Northwind Analytics', quota.azurePlan),
      ],
    ),
    tenant(
      'consultant',
      sampleTenantIds.adventureWorks,
      {
        displayName: 'Adventure Works',
        defaultDomain: 'adventure-works.example',
        countryCode: 'CA',
        link: {
          ...ownLink,
          version: 4,
          createdTime: '2022-05-30T15:20:41.6620118Z',
          updatedTime: '2024-12-20T10:00:03.0127441Z',
          deleted: true,
        },
      },
      [
        subscription('adventureWorks', 'Adventure Works Cycles', quota.payAsYouGo),
        subscription('adventureWorks', 'Adventure Works Archive', quota.payAsYouGo, {
          state: 'PastDue',
          agreement: { kind: 'notFound' },
        }),
      ],
    ),
    tenant(
      'consultant',
      sampleTenantIds.tailspin,
      {
        displayName: 'Tailspin Toys',
        defaultDomain: 'tailspintoys.example',
        countryCode: 'DE',
        link: {
          partnerId: samplePartnerIds.fabrikam,
          partnerName: 'Fabrikam Cloud Services',
          version: 2,
          createdTime: '2020-03-11T11:11:52.4400916Z',
          updatedTime: '2022-10-07T16:29:18.2035550Z',
        },
      },
      [
        subscription('tailspin', 'Tailspin Games', quota.azurePlan),
        // Somebody is designated and the caller may not see it: *none reported*, which is why that is not *none*.
        subscription('tailspin', 'Tailspin EA', quota.ea, {
          dpor: { partnerId: samplePartnerIds.fabrikam, access: 'none' },
        }),
      ],
    ),
    tenant(
      'consultant',
      sampleTenantIds.litware,
      {
        displayName: 'Litware',
        defaultDomain: 'litware.onmicrosoft.com',
        countryCode: 'NL',
        link: {
          partnerId: samplePartnerIds.withoutName,
          version: 1,
          createdTime: '2019-08-22T07:59:33.8712004Z',
          updatedTime: '2019-08-22T07:59:33.8712004Z',
        },
      },
      [subscription('litware', 'Litware Platform', quota.azurePlan)],
    ),
    tenant(
      'consultant',
      sampleTenantIds.wideWorld,
      { displayName: 'Wide World Importers', defaultDomain: 'wideworldimporters.example', countryCode: 'NO' },
      [],
    ),
    tenant(
      'consultant',
      sampleTenantIds.lamna,
      {
        displayName: 'Lamna Healthcare',
        defaultDomain: 'lamnahealthcare.example',
        countryCode: 'US',
        access: 'signInNeeded',
        link: { ...ownLink, version: 2 },
      },
      [
        subscription('lamna', 'Lamna Patient Portal', quota.ea, {
          dpor: { partnerId: samplePartnerIds.withoutName, access: 'reader' },
        }),
        // Has left the Enterprise Agreement, and kept its offer.
        subscription('lamna', 'Lamna Sandbox', quota.eaDevTest, {
          agreement: {
            kind: 'known',
            type: 'MicrosoftCustomerAgreement',
            skuDescription: 'Microsoft Azure Plan for DevTest',
          },
        }),
      ],
    ),
    tenant(
      'consultant',
      sampleTenantIds.relecloud,
      { displayName: 'Relecloud', defaultDomain: 'relecloud.onmicrosoft.com', countryCode: 'FR', palAccess: 'csp' },
      [subscription('relecloud', 'Relecloud CSP', quota.azurePlan, { agreement: { kind: 'forbidden' } })],
    ),
    tenant(
      'consultant',
      sampleTenantIds.humongous,
      {
        displayName: 'Humongous Insurance',
        defaultDomain: 'humongousinsurance.example',
        countryCode: 'CH',
        access: 'blocked',
      },
      [],
    ),
    tenant(
      'consultant',
      sampleTenantIds.defaultDirectoryOne,
      { displayName: 'Default Directory', defaultDomain: 'jonashoferoutlook.onmicrosoft.com', countryCode: 'AT' },
      [subscription('defaultDirectoryOne', 'Azure subscription 1', quota.payAsYouGo)],
    ),
    tenant(
      'consultant',
      sampleTenantIds.defaultDirectoryTwo,
      {
        displayName: 'Default Directory',
        defaultDomain: 'bellowscollege.onmicrosoft.com',
        countryCode: 'US',
        link: { ...ownLink, version: 1 },
      },
      [subscription('defaultDirectoryTwo', 'Azure subscription 1', quota.freeTrial, { state: 'Disabled' })],
    ),
    tenant(
      'consultant',
      sampleTenantIds.treyResearch,
      { displayName: 'Trey Research', defaultDomain: 'treyresearch.example', countryCode: 'IE', listed: false },
      [subscription('treyResearch', 'Trey Research Lab', quota.azurePlan)],
    ),
  ],
};

/** Signs in by *newAccount*: a colleague with fewer tenants, some the same ones. */
const colleague: SampleIdentity = {
  id: sampleIdentityIds.colleague,
  name: 'tomas.brandt@contoso-consulting.example',
  homeTenantId: sampleTenantIds.contoso,
  afterSignIn: true,
  tenants: [
    tenant(
      'colleague',
      sampleTenantIds.contoso,
      {
        displayName: 'Contoso Consulting',
        defaultDomain: 'contoso-consulting.example',
        category: 'Home',
        countryCode: 'SE',
      },
      [subscription('contoso', 'Contoso Internal', quota.partnerBenefit)],
    ),
    tenant(
      'colleague',
      sampleTenantIds.northwind,
      {
        displayName: 'Northwind Traders',
        defaultDomain: 'northwindtraders.onmicrosoft.com',
        countryCode: 'US',
        link: {
          ...ownLink,
          partnerId: samplePartnerIds.contosoNordics,
          partnerName: 'Contoso Consulting Nordics',
          version: 1,
        },
      },
      [subscription('northwind', 'Northwind Landing Zone', quota.azurePlan)],
    ),
  ],
};

/** The consultant's tenant of that name. */
function reached(name: keyof typeof sampleTenantIds): SampleTenant {
  const found = consultant.tenants.find(({ tenantId }) => tenantId === sampleTenantIds[name]);
  if (!found) {
    throw new Error(`The consultant does not reach ${name}`);
  }
  return found;
}

export const defaultScenario: Scenario = {
  identities: [consultant, colleague],
  applications: defaultApplications({
    home: reached('contoso'),
    northwind: reached('northwind'),
    tailspin: reached('tailspin'),
    litware: reached('litware'),
    wideWorld: reached('wideWorld'),
    others: (['alpine', 'woodgrove', 'northwind', 'tailspin', 'wideWorld', 'lamna', 'humongous'] as const).map(reached),
  }),
};
