/** What a scenario is made of: the part of the stand-in that no request changes. */

/** What Microsoft.Billing/billingProperty answers for a subscription. */
export type SampleAgreement =
  | {
      readonly kind: 'known';
      /** `billingAccountAgreementType`; it may be absent. */
      readonly type?: string;
      readonly customerId?: string;
      readonly skuDescription?: string;
      readonly isAccountAdmin?: boolean;
      readonly billingTenantId?: string;
    }
  | { readonly kind: 'notFound' }
  | { readonly kind: 'forbidden' };

/** The Digital Partner of Record before the first request. */
export interface SeededDesignation {
  /** Absent: nobody. */
  readonly partnerId?: string;
  /** What the caller may do at the billing service. Absent: everything, like the account's administrator. */
  readonly access?: 'owner' | 'reader' | 'none';
}

export interface SampleSubscription {
  readonly subscriptionId: string;
  readonly displayName: string;
  /** The tenant that owns it, where that is not the tenant it is seen through: delegated by Azure Lighthouse. */
  readonly ownerTenantId?: string;
  readonly state: 'Enabled' | 'Warned' | 'PastDue' | 'Disabled' | 'Deleted';
  readonly quotaId: string;
  readonly managedByTenantIds?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
  /** Absent: what goes with the offer. */
  readonly agreement?: SampleAgreement;
  /** Absent: nobody is designated. Counts for Enterprise Agreements only. */
  readonly dpor?: SeededDesignation;
}

/** A PAL that was there before the first request. */
export interface SeededLink {
  readonly partnerId: string;
  /** Absent: the service sends no name with it. */
  readonly partnerName?: string;
  readonly version: number;
  /** ISO 8601. */
  readonly createdTime: string;
  readonly updatedTime: string;
  /** Soft-deleted: answers like no link, and comes back with its `createdTime`. */
  readonly deleted?: boolean;
}

/** What a silent request for a token of the tenant ends in. */
export type SampleAccess = 'ready' | 'signInNeeded' | 'blocked' | 'noAccount';

/** How Microsoft.ManagementPartner treats a principal in a tenant. */
export type SamplePalAccess = 'normal' | 'csp' | 'forbidden';

/** A tenant as one identity sees it. */
export interface SampleTenant {
  readonly tenantId: string;
  readonly displayName?: string;
  readonly defaultDomain?: string;
  /** Those beside the default one. */
  readonly furtherDomains?: readonly string[];
  /** assumed: guests are listed as `Home` as well; the other two are Lighthouse's. */
  readonly category: 'Home' | 'ProjectedBy' | 'ManagedBy';
  readonly countryCode?: string;
  /** Absent: among the tenants that Azure lists. Whoever names another may use it all the same. */
  readonly listed?: false;
  readonly access: SampleAccess;
  readonly palAccess: SamplePalAccess;
  /** The identity's object ID there; guests have a new one in each tenant. */
  readonly objectId: string;
  readonly link?: SeededLink;
  /** Made on first use, so that a large estate costs nothing before it is asked for. */
  subscriptions(): readonly SampleSubscription[];
}

export interface SampleIdentity {
  /** Its key is `sample:<id>`. */
  readonly id: string;
  readonly name: string;
  readonly homeTenantId: string;
  /** Absent until a user signs in to it. */
  readonly afterSignIn: boolean;
  readonly tenants: readonly SampleTenant[];
}

export interface SampleSecret {
  /** Sample data: it opens nothing but the stand-in. */
  readonly value: string;
  readonly expired: boolean;
}

/** An outside token that an application takes instead of a secret (workload identity federation). */
export interface SampleFederation {
  /** Behind the origin that the stand-in is served at: who issues such tokens. */
  readonly issuerPath: string;
  readonly subject: string;
  readonly audience: string;
}

/** An application, with a service principal in each of its tenants: who is no account and signs in by itself. */
export interface SampleApplication {
  /** `client_id` of its token requests, and the ID that people give. */
  readonly appId: string;
  readonly name: string;
  readonly homeTenantId: string;
  /** `objectId` and `link` are the service principal's there. */
  readonly tenants: readonly SampleTenant[];
  readonly secrets: readonly SampleSecret[];
  /** One is registered; it is made where the stand-in is served, so that no key lies among the sources. */
  readonly certificate: boolean;
  readonly federations: readonly SampleFederation[];
}

export interface Scenario {
  readonly identities: readonly SampleIdentity[];
  /** They stand in the Tenants view only where *Add Identity…* has added them; over the wire all of them get in. */
  readonly applications: readonly SampleApplication[];
}

/** Everybody's view of a tenant, accounts first. */
export function tenantsOf({ identities, applications }: Scenario): readonly SampleTenant[] {
  return [...identities, ...applications].flatMap((one) => one.tenants);
}

/** One PAL belongs to one (tenant, object): the key of it in maps. */
export function principalKey(tenantId: string, objectId: string): string {
  return `${tenantId}|${objectId}`;
}
