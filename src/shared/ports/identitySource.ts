/** Where identities and their tokens come from: VS Code's accounts, what was added (Azure CLI, PowerShell, service principals), the sandbox. */
import type { Disposable, Event } from '../async/emitter.ts';
import type { NewIdentity } from '../model/knownIdentity.ts';
import type { Identity, IdentityKey, IdentityState, TenantRef } from '../model/model.ts';
import type { Outcome } from '../model/outcome.ts';

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
  /** A token that Azure refused without saying why: another is wanted, where the source can have one made. */
  readonly refused?: string;
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

/** Nothing here throws. Only `signIn` may show anything to the user. */
export interface IdentitySource extends Disposable {
  /** Silent. */
  list(signal: AbortSignal): Promise<Outcome<readonly IdentityListing[]>>;
  /** Identities came or went by somebody else's hand. */
  readonly onDidChange: Event<void>;
  /** Whether a key is one of this source's. */
  owns(identity: IdentityKey): boolean;
  /** Silent. Failures: `signInNeeded`, `accountNotAllowed`, `tenantBlocked`, `offline`, `cancelled`, `unknown`. */
  token(identity: IdentityKey, request: TokenRequest): Promise<Outcome<IssuedToken>>;
  /** Interactive; called on a user's click only. */
  signIn(request: SignInRequest): Promise<Outcome<Identity>>;
  /** Silent: those that the user removed here and that could be had back as they are. Absent: the source has none. */
  leftOut?(): Promise<Outcome<readonly Identity[]>>;
  /** Forgets an identity for good, with all that it proves itself by. Absent: the source keeps those it has. */
  remove?(identity: IdentityKey): Promise<Outcome<void>>;
}

/** A source that identities are added to by what a user gives. */
export interface AddingSource extends IdentitySource {
  /** Tries it, and remembers it where it works; nothing is kept otherwise. */
  add(what: NewIdentity, signal: AbortSignal): Promise<Outcome<Identity>>;
  /** Answers that a user may try it with, of sample data. Absent: there are the user's own only. */
  example?(): NewIdentity | undefined;
}
