/** The applications of the default scenario, whose service principals sign in by themselves. All of it is sample data. */
import { guidOf } from './guid.ts';
import { samplePartnerIds } from './partners.ts';
import type { SampleApplication, SampleTenant, SeededLink } from './world.ts';

/** Application IDs of the default scenario, for tests. */
export const sampleAppIds = {
  /** In most tenants, with every kind of credential. */
  automation: guidOf('application automation'),
  /** In one tenant each, for clients that can't say which tenant they mean (the Azure CLI with AD FS). Not linked there. */
  northwind: guidOf('application northwind'),
  /** Linked to another partner: Fabrikam. */
  tailspin: guidOf('application tailspin'),
  /** Linked to an ID that comes without a name. */
  litware: guidOf('application litware'),
  /** In a tenant without subscriptions; not linked. */
  wideWorld: guidOf('application wide world'),
} as const;

type AppName = keyof typeof sampleAppIds;

/** The object ID of an application's service principal in a tenant. */
export function sampleServicePrincipalId(app: AppName, tenantId: string): string {
  return guidOf(`object application ${app} ${tenantId}`);
}

/** The secret that is good, and the one that was. */
export function sampleSecret(app: AppName): string {
  return `sample-secret-of-${app}`;
}

function sampleExpiredSecret(app: AppName): string {
  return `expired-secret-of-${app}`;
}

/** The tenants that an account of the scenario sees, as the service principals there see them. */
export interface ApplicationTenants extends Record<Exclude<AppName, 'automation'>, SampleTenant> {
  readonly home: SampleTenant;
  readonly others: readonly SampleTenant[];
}

export function defaultApplications(tenants: ApplicationTenants): readonly SampleApplication[] {
  const { home, northwind, tailspin, litware, wideWorld } = tenants;
  return [
    {
      ...application('automation', 'Contoso Partner Automation', home.tenantId),
      tenants: [home, ...tenants.others].map((tenant) => asSeenBy('automation', tenant, undefined)),
      certificate: true,
      federations: [
        {
          issuerPath: '/issuer',
          subject: 'repo:contoso-consulting/partner-links:ref:refs/heads/main',
          audience: 'api://AzureADTokenExchange',
        },
      ],
    },
    inOneTenant('northwind', northwind, undefined),
    inOneTenant('tailspin', tailspin, linkTo(samplePartnerIds.fabrikam, 'Fabrikam Cloud Services')),
    inOneTenant('litware', litware, linkTo(samplePartnerIds.withoutName)),
    inOneTenant('wideWorld', wideWorld, undefined),
  ];
}

type Base = Omit<SampleApplication, 'tenants'>;

function application(app: AppName, name: string, homeTenantId: string): Base {
  return {
    appId: sampleAppIds[app],
    name,
    homeTenantId,
    secrets: [
      { value: sampleSecret(app), expired: false },
      { value: sampleExpiredSecret(app), expired: true },
    ],
    certificate: false,
    federations: [],
  };
}

function inOneTenant(app: AppName, tenant: SampleTenant, link: SeededLink | undefined): SampleApplication {
  const name = `${tenant.displayName ?? tenant.tenantId} Automation`;
  return { ...application(app, name, tenant.tenantId), tenants: [asSeenBy(app, tenant, link)] };
}

function asSeenBy(app: AppName, tenant: SampleTenant, link: SeededLink | undefined): SampleTenant {
  return { ...tenant, objectId: sampleServicePrincipalId(app, tenant.tenantId), link };
}

function linkTo(partnerId: string, partnerName?: string): SeededLink {
  const at = '2024-09-12T07:45:31.2208614Z';
  return { partnerId, partnerName, version: 1, createdTime: at, updatedTime: at };
}
