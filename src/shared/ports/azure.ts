/**
 * What the other rooms may ask of Azure. `connect` (connect.ts) makes one; it is loaded on first use only.
 * No function here throws or rejects: whatever goes wrong is a `Failure` in the outcome, cancellation included.
 */
import type { Agreement } from '../model/agreement.ts';
import type { DporPartner, DporReading } from '../model/dpor.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Identity, IdentityKey, PartnerLink, Subscription, TenantInfo, TenantRef } from '../model/model.ts';
import type { Disposable, Event } from '../async/emitter.ts';
import type { NewIdentity } from '../model/knownIdentity.ts';
import type { IdentityListing, SignInRequest } from './identitySource.ts';

/** Whether a write may still leave, when its token is there and nothing else stands between it and the network. */
export type MayBeSent = () => Promise<boolean>;

/** Whose a token is, read from its own claims. */
export interface Principal {
  readonly tenantId: string;
  readonly objectId: string;
}

/** The ids of a request, for Azure Support; absent where the answer has none. */
export interface RequestIds {
  readonly requestId?: string;
  readonly correlationId?: string;
}

/** What a write that succeeded was answered. */
export interface WriteAnswer extends RequestIds {
  /** As the service holds it now; absent after a removal. */
  readonly link?: PartnerLink;
  /** The token does not say whose it is (AD FS): that the link is this identity’s, Azure's answers alone say. */
  readonly byAnswer?: true;
}

/** What a write of a DPOR was answered. That it was taken does not mean that it shows already: read again. */
export interface DporWriteAnswer extends RequestIds {
  /** As the answer names it; it usually names none. */
  readonly partner?: DporPartner;
}

/**
 * The portal's undocumented billing service: not asked yet or answering; refusing this client, so that it is not asked any more; or
 * nowhere to be found in this cloud.
 */
export type PortalService = 'mayBeAsked' | 'clientNotAccepted' | 'notAvailableInCloud';

export interface Azure extends Disposable {
  /** Every identity there is, found silently. */
  identities(signal: AbortSignal): Promise<Outcome<readonly IdentityListing[]>>;
  /** Identities came or went. Not fired for what `identities`, a token request or this window's own scan caused. */
  readonly onDidChangeIdentities: Event<void>;

  /** The tenants that the identity is told of, all pages (ARM `GET /tenants`); `found` gets what is new on each page as it comes. */
  tenants(
    identity: IdentityKey,
    signal: AbortSignal,
    found?: (page: readonly TenantInfo[]) => void,
  ): Promise<Outcome<readonly TenantInfo[]>>;
  /** All subscriptions seen through one tenant, all pages (ARM `GET /subscriptions` with that tenant's token). */
  subscriptions(tenant: TenantRef, signal: AbortSignal): Promise<Outcome<readonly Subscription[]>>;

  /** Which tenant has this domain, by the authority's word; `tenantNotFound`: none. Nobody need be signed in. */
  tenantOfDomain(domain: string, signal: AbortSignal): Promise<Outcome<string>>;

  /** Whether a token for the tenant is at hand, so that asking it something waits for nobody's sign-in. */
  hasToken(tenant: TenantRef): boolean;

  /** Who the identity is in a tenant. */
  principal(tenant: TenantRef, signal: AbortSignal): Promise<Outcome<Principal>>;

  /** `undefined`: not linked. */
  readLink(tenant: TenantRef, signal: AbortSignal): Promise<Outcome<PartnerLink | undefined>>;
  /**
   * PUT; never repeated. Ends in the link as the service answered it, checked against tenant, object and partner ID. `mayBeSent` is
   * asked when nothing but the network is left between this call and Azure; a no ends in `cancelled`, and nothing was sent.
   */
  createLink(
    tenant: TenantRef,
    partnerId: string,
    signal: AbortSignal,
    mayBeSent?: MayBeSent,
  ): Promise<Outcome<WriteAnswer>>;
  /** PATCH with the new ID in the path. Like `createLink`. */
  changeLink(
    tenant: TenantRef,
    partnerId: string,
    signal: AbortSignal,
    mayBeSent?: MayBeSent,
  ): Promise<Outcome<WriteAnswer>>;
  /** DELETE of exactly this ID (read it first). Like `createLink`. */
  removeLink(
    tenant: TenantRef,
    partnerId: string,
    signal: AbortSignal,
    mayBeSent?: MayBeSent,
  ): Promise<Outcome<WriteAnswer>>;

  /** What a subscription was bought by (ARM `Microsoft.Billing/billingProperty`); 403 and 404 are failures. `tenant`: through which it is seen. */
  readAgreement(tenant: TenantRef, subscriptionId: string, signal: AbortSignal): Promise<Outcome<Agreement>>;

  /**
   * The DPOR calls go to the portal's billing service, of which nothing is published; ask the user first. Without a known host they
   * end in `notAvailableInCloud`, and after the first 401 or 403 in `clientNotAccepted`; nothing is sent in both cases.
   */
  readDpor(tenant: TenantRef, subscriptionId: string, signal: AbortSignal): Promise<Outcome<DporReading>>;
  /** Who a partner ID is, nothing is saved. `ambiguousAnswer`: the ID is wrong, or access is missing, or the subscription is wrong. */
  validateDpor(
    tenant: TenantRef,
    subscriptionId: string,
    partnerId: string,
    signal: AbortSignal,
  ): Promise<Outcome<DporPartner>>;
  /** Designates or changes; never repeated. `mayBeSent` as for `createLink`. */
  setDpor(
    tenant: TenantRef,
    subscriptionId: string,
    partnerId: string,
    signal: AbortSignal,
    mayBeSent?: MayBeSent,
  ): Promise<Outcome<DporWriteAnswer>>;
  /** Removes whoever is designated (read before). Like `setDpor`. */
  removeDpor(
    tenant: TenantRef,
    subscriptionId: string,
    signal: AbortSignal,
    mayBeSent?: MayBeSent,
  ): Promise<Outcome<DporWriteAnswer>>;
  /** Of all identities and tenants of this connection. */
  portalService(): PortalService;
  /** A user wants the service to be asked again after it refused this client. */
  askPortalServiceAgain(): void;

  /** Interactive, on a user's click only: a new account, this account (consent), or this tenant of an identity. */
  signIn(what: SignInRequest): Promise<Outcome<Identity>>;
  /** Accounts that were removed here and that VS Code still has: `signIn` with one of them brings it back. None where they cannot be read. */
  leftOutAccounts(): Promise<readonly Identity[]>;
  /** An identity beside the accounts: tried first, and remembered where it works. Nothing is kept of one that does not. */
  addIdentity(what: NewIdentity, signal: AbortSignal): Promise<Outcome<Identity>>;
  /** Answers that `addIdentity` takes in sample data; `undefined`: there are the user's own only. */
  exampleIdentity(): NewIdentity | undefined;
  /** Forgets its secrets and tokens; an account is left out until it is added again. */
  removeIdentity(identity: IdentityKey): Promise<Outcome<void>>;
}
