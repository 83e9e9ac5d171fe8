/**
 * The words of the product as types. Ids of tenants, subscriptions and objects are GUIDs in lower case;
 * times are milliseconds since 1970 (UTC) in fields that end in `At`.
 */
import type { Activity, FailedWrite } from './activity.ts';
import type { SubscriptionDpor } from './dpor.ts';
import type { Failure, Stale } from './failure.ts';
import type { UnclearWrite } from './unclearWrite.ts';

/**
 * Who signs in. Stable over restarts, unique among all identities: `vscode:<account id>`, `azureCli:<whose login>`,
 * `azurePowerShell:<whose login>`, `servicePrincipal:<tenant id>.<object id>`, `sample:<name>`.
 */
export type IdentityKey = string;

export type IdentityKind = 'vscodeAccount' | 'azureCli' | 'azurePowerShell' | 'servicePrincipal' | 'sample';

export interface Identity {
  readonly key: IdentityKey;
  readonly kind: IdentityKind;
  /** How the user knows it, for example the account's user name. Untrusted text. */
  readonly name: string;
  /** The tenant that the identity itself belongs to, where its source knows it. */
  readonly homeTenantId?: string;
  /** Its object in the tenant of the token that said who it is, where one did. */
  readonly objectId?: string;
  /** What that token says it is; absent where no token was asked. A login of the Azure CLI may be either. */
  readonly principal?: 'user' | 'servicePrincipal';
}

export type IdentityState =
  | { readonly kind: 'ready' }
  | { readonly kind: 'checking' }
  /** `failure` where the identity tells why; VS Code's provider does not. */
  | { readonly kind: 'signInNeeded'; readonly failure?: Failure }
  /** VS Code knows the account, but the user has not yet allowed this extension to use it. */
  | { readonly kind: 'notAllowed' }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** One PAL belongs to one (identity, tenant). */
export interface TenantRef {
  readonly identity: IdentityKey;
  readonly tenantId: string;
}

/** Key for maps and files: `<identity key>|<tenant id>`. */
export function tenantKey(ref: TenantRef): string {
  return `${ref.identity}|${ref.tenantId}`;
}

/** The way back. An identity's key may hold a `|` itself, a tenant's id holds none. */
export function parseTenantKey(key: string): TenantRef {
  const at = key.lastIndexOf('|');
  return { identity: key.slice(0, Math.max(at, 0)), tenantId: key.slice(at + 1) };
}

/** What `GET /tenants` (api-version 2022-12-01) tells of a tenant; names may be absent for guests. */
export interface TenantInfo {
  readonly tenantId: string;
  readonly displayName?: string;
  readonly defaultDomain?: string;
  /** Its further domains; absent where there are none but the default one. */
  readonly domains?: readonly string[];
  /** `Home`, `ProjectedBy`, `ManagedBy`, or what else the service may say. */
  readonly category?: string;
  readonly countryCode?: string;
  /** Azure does not list it to the identity: the user added it. */
  readonly added?: true;
}

/** What `GET /subscriptions` (api-version 2022-12-01) tells of a subscription. */
export interface Subscription {
  readonly subscriptionId: string;
  readonly displayName?: string;
  /** The tenant that owns it. Another than the token's tenant: projected by Azure Lighthouse. */
  readonly tenantId: string;
  /** `Enabled`, `Warned`, `PastDue`, `Disabled`, `Deleted`, or what else the service may say. */
  readonly state?: string;
  readonly quotaId?: string;
  readonly managedByTenantIds?: readonly string[];
}

/** A PAL as the service reports it. */
export interface PartnerLink {
  readonly partnerId: string;
  readonly partnerName?: string;
  readonly tenantId?: string;
  readonly objectId?: string;
  readonly version?: number;
  /** ISO 8601, as sent: "last changed". `createdTime` is not "linked since" (delete is soft) and is not kept. */
  readonly updatedTime?: string;
}

/** A tenant in which another one's subscriptions are seen, so that a link there covers them. */
export interface CoveringTenant {
  readonly tenantId: string;
  /** As its row is called. Untrusted text. */
  readonly name: string;
}

/** What is known of the PAL of one (identity, tenant). Each kind is a state of its own; none is a guess. */
export type PalState =
  | { readonly kind: 'notChecked' }
  | { readonly kind: 'checking' }
  | { readonly kind: 'linked'; readonly link: PartnerLink }
  | { readonly kind: 'notLinked' }
  /** `failure` where the identity tells why; VS Code's provider does not. */
  | { readonly kind: 'signInNeeded'; readonly failure?: Failure }
  | { readonly kind: 'accountNotAllowed' }
  | { readonly kind: 'notAvailableInCloud' }
  /**
   * Seen through Azure Lighthouse only: a link in those tenants, of which there is at least one, covers it. Worked out from the
   * rows by the store (`estate/store/lighthouseCover.ts`) and never kept. `itself`: what asking this tenant ended in.
   */
  | { readonly kind: 'covered'; readonly through: readonly CoveringTenant[]; readonly itself: PalState }
  /** A write was sent, and no reading has proved yet what became of it. */
  | { readonly kind: 'unclear'; readonly write: UnclearWrite }
  | { readonly kind: 'unknown'; readonly failure: Failure };

/** A PAL that Azure itself told: a link, or that there is none. */
export type ConfirmedPal = Extract<PalState, { readonly kind: 'linked' | 'notLinked' }>;

/** What is known of the subscriptions seen through one (identity, tenant). `list` beside another kind than *known* is the last known one. */
export type SubscriptionsState =
  | { readonly kind: 'notChecked' }
  | { readonly kind: 'checking'; readonly list?: readonly Subscription[] }
  /** `detailDropped`: the snapshot was too big for all names and offers; the next check brings them back. */
  | { readonly kind: 'known'; readonly list: readonly Subscription[]; readonly detailDropped?: true }
  | { readonly kind: 'unknown'; readonly failure: Failure; readonly list?: readonly Subscription[] };

/** The subscriptions to show: those known, or last known; none while never known. */
export function subscriptionList(state: SubscriptionsState): readonly Subscription[] {
  return state.kind === 'notChecked' ? [] : (state.list ?? []);
}

/** A link that was lost or changed by someone else since the last scan. `undefined` ids mean *not linked*. */
export interface LinkDrift {
  readonly was?: string;
  readonly is?: string;
  readonly noticedAt: number;
}

export interface TenantRow {
  readonly ref: TenantRef;
  readonly info: TenantInfo;
  readonly pal: PalState;
  /** While `pal` is *checking*: what it was before; absent where it had never been checked. */
  readonly lastKnown?: PalState;
  /** The last answer of Azure, whatever `pal` has become since; absent while there never was one. */
  readonly confirmed?: { readonly pal: ConfirmedPal; readonly at: number };
  readonly subscriptions: SubscriptionsState;
  /** When the last check of the PAL ended, well or not; absent while it never has. */
  readonly checkedAt?: number;
  /** When the last check of the subscriptions ended, well or not; absent while it never has. */
  readonly subscriptionsCheckedAt?: number;
  /** When Azure last listed the subscriptions; absent where that is not known. */
  readonly subscriptionsListedAt?: number;
  /** Why the identity could not be read since the last check of this tenant. The store works it out; it is never kept. */
  readonly unreached?: Failure;
  /** By subscription id; one that is not in it was never asked about. */
  readonly dpor?: ReadonlyMap<string, SubscriptionDpor>;
  /** What a run of this window is doing to the PAL (no key) and to DPORs (by subscription id) right now. Never kept. */
  readonly activity?: ReadonlyMap<string | undefined, Activity>;
  /** What the last run of this window failed to do, by the same keys, until it is read again or marked as seen. Never kept. */
  readonly failedWrites?: ReadonlyMap<string | undefined, FailedWrite>;
  readonly drift?: LinkDrift;
  /** When drift was last dismissed, or the tenant written by a run: no drift noticed before that counts, in any window. */
  readonly driftClearedAt?: number;
}

/** What the last check of a PAL ended in; while it is checked again, that of the check before. */
export function checkedPal(row: TenantRow): PalState {
  return row.pal.kind === 'checking' ? (row.lastKnown ?? { kind: 'notChecked' }) : row.pal;
}

/** The PAL to judge a row by: a check that failed leaves what Azure told last. `stalePal` says whether that is old. */
export function knownPal(row: TenantRow): PalState {
  const pal = checkedPal(row);
  return pal.kind === 'unknown' ? (row.confirmed?.pal ?? pal) : pal;
}

/** The PAL to show: like `knownPal`, but for a check that is under way. */
export function shownPal(row: TenantRow): PalState {
  return row.pal.kind === 'checking' ? row.pal : knownPal(row);
}

/** `undefined`: what is known of the PAL is no older than its last check, or nothing is known. */
export function stalePal(row: TenantRow): Stale | undefined {
  const pal = checkedPal(row);
  const failure = pal.kind === 'unknown' ? pal.failure : isConfirmed(pal) ? row.unreached : undefined;
  return failure && row.confirmed && { asOf: row.confirmed.at, failure };
}

/** What Azure told last of a PAL whose state is another by now, such as *sign-in needed*; `undefined` where `knownPal` says it, or nobody knows. */
export function lastKnownPal(row: TenantRow): TenantRow['confirmed'] {
  return isConfirmed(knownPal(row)) ? undefined : row.confirmed;
}

/** Whether Azure itself told it. */
export function isConfirmed(pal: PalState): pal is ConfirmedPal {
  return pal.kind === 'linked' || pal.kind === 'notLinked';
}

/** `undefined`: the list of subscriptions is no older than its last check, or none is known. Without `asOf`, nobody knows how old. */
export function staleSubscriptions({
  subscriptions,
  subscriptionsListedAt,
}: TenantRow): { readonly asOf?: number; readonly failure: Failure } | undefined {
  return subscriptions.kind === 'unknown' && subscriptions.list !== undefined
    ? { failure: subscriptions.failure, asOf: subscriptionsListedAt }
    : undefined;
}

export interface IdentityRow {
  readonly identity: Identity;
  readonly state: IdentityState;
  /** While `state` is *checking*: what it was before. */
  readonly before?: IdentityState;
}

/** What the user said of a tenant. Kept per tenant id, whichever identity sees it. */
export type TenantMark = 'pinned' | 'hidden' | 'notOurs';

/** Where the marks of a tenant are looked up. */
export interface MarkReader {
  get(tenantId: string): ReadonlySet<TenantMark>;
}

/** One of the user's *own* partner IDs, with a label of their choosing. */
export interface SavedPartnerId {
  readonly id: string;
  readonly label?: string;
}

/** Real Azure or the sandbox; what belongs to one never mixes with the other. */
export type Mode = 'azure' | 'sandbox';
