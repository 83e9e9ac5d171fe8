/** Where identities and their tokens come from: VS Code's accounts, the sandbox, later the Azure CLI and service principals. */
import type { Disposable, Listen } from './emitter.ts';
import type { Identity, IdentityKey, IdentityState, TenantRef } from './model.ts';
import type { Outcome } from './outcome.ts';

export interface IdentityListing {
  readonly identity: Identity;
  readonly state: IdentityState;
}

/** A `WWW-Authenticate` challenge of a 401: the whole header, for VS Code, and its decoded claims, for `@azure/identity`. */
export interface TokenChallenge {
  readonly wwwAuthenticate: string;
  readonly claims?: string;
}

export interface TokenRequest {
  /** Absent: the identity's home tenant. */
  readonly tenantId?: string;
  readonly challenge?: TokenChallenge;
  readonly signal: AbortSignal;
}

/** Never logged, never stored. */
export interface IssuedToken {
  readonly token: string;
  readonly expiresAt: number;
}

export type SignInRequest =
  | { readonly kind: 'newAccount' }
  | { readonly kind: 'account'; readonly identity: IdentityKey }
  | { readonly kind: 'tenant'; readonly tenant: TenantRef };

/** Nothing here throws. Only `signIn` may show anything to the person. */
export interface IdentitySource extends Disposable {
  /** Silent. */
  list(signal: AbortSignal): Promise<Outcome<readonly IdentityListing[]>>;
  /** Identities came or went by somebody else's hand. */
  readonly onDidChange: Listen<void>;
  /** Whether a key is one of this source's. */
  owns(identity: IdentityKey): boolean;
  /** Silent. Failures: `signInNeeded`, `accountNotAllowed`, `tenantBlocked`, `offline`, `cancelled`, `unknown`. */
  token(identity: IdentityKey, request: TokenRequest): Promise<Outcome<IssuedToken>>;
  /** Interactive; called on a person's click only. */
  signIn(request: SignInRequest): Promise<Outcome<Identity>>;
}
