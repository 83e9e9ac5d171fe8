/**
 * What the other rooms may ask of Azure. `connect` (connect.ts) makes one; it is loaded on first use only.
 * No function here throws or rejects: whatever goes wrong is a `Failure` in the outcome, cancellation included.
 */
import type { Outcome } from '../shared/outcome.ts';
import type { Identity, IdentityKey, PartnerLink, Subscription, TenantInfo, TenantRef } from '../shared/model.ts';
import type { Disposable, Listen } from '../shared/emitter.ts';
import type { IdentityListing, SignInRequest } from '../shared/identitySource.ts';

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
}

export interface Azure extends Disposable {
  /** Every identity there is, found silently. */
  identities(signal: AbortSignal): Promise<Outcome<readonly IdentityListing[]>>;
  /** Identities came or went. Not fired for what `identities`, a token request or this window's own scan caused. */
  readonly onDidChangeIdentities: Listen<void>;

  /** The tenants that the identity is told of, all pages (ARM `GET /tenants`); `found` gets what is new on each page as it comes. */
  tenants(
    identity: IdentityKey,
    signal: AbortSignal,
    found?: (page: readonly TenantInfo[]) => void,
  ): Promise<Outcome<readonly TenantInfo[]>>;
  /** All subscriptions seen through one tenant, all pages (ARM `GET /subscriptions` with that tenant's token). */
  subscriptions(tenant: TenantRef, signal: AbortSignal): Promise<Outcome<readonly Subscription[]>>;

  /** Who the identity is in a tenant. */
  principal(tenant: TenantRef, signal: AbortSignal): Promise<Outcome<Principal>>;

  /** `undefined`: not linked. */
  readLink(tenant: TenantRef, signal: AbortSignal): Promise<Outcome<PartnerLink | undefined>>;
  /** PUT; never repeated by itself. Ends in the link as the service answered it, checked against tenant, object and partner ID. */
  createLink(tenant: TenantRef, partnerId: string, signal: AbortSignal): Promise<Outcome<WriteAnswer>>;
  /** PATCH with the new ID in the path; never repeated by itself. Checked like `createLink`. */
  changeLink(tenant: TenantRef, partnerId: string, signal: AbortSignal): Promise<Outcome<WriteAnswer>>;
  /** DELETE of exactly this ID (read it first); never repeated by itself. */
  removeLink(tenant: TenantRef, partnerId: string, signal: AbortSignal): Promise<Outcome<WriteAnswer>>;

  /** Interactive, on a person's click only: a new account, this account (consent), or this tenant of an identity. */
  signIn(what: SignInRequest): Promise<Outcome<Identity>>;
}
