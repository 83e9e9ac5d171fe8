/** What a scenario is made of: the part of the stand-in that no request changes. */

export interface SampleSubscription {
  readonly subscriptionId: string;
  readonly displayName: string;
  /** The tenant that owns it, where that is not the tenant it is seen through: delegated by Azure Lighthouse. */
  readonly ownerTenantId?: string;
  readonly state: 'Enabled' | 'Warned' | 'PastDue' | 'Disabled' | 'Deleted';
  readonly quotaId: string;
  readonly managedByTenantIds?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
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
export type SampleAccess = 'ready' | 'signInNeeded' | 'blocked';

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
  /** Absent until a person signs in to it. */
  readonly afterSignIn: boolean;
  readonly tenants: readonly SampleTenant[];
}

export interface Scenario {
  readonly identities: readonly SampleIdentity[];
}

/** One PAL belongs to one (tenant, object): the key of it in maps. */
export function principalKey(tenantId: string, objectId: string): string {
  return `${tenantId}|${objectId}`;
}
