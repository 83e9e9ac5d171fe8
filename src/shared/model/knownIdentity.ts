/** What is remembered of identities, and what a user gives to add one. What is remembered never holds a secret. */
import type { Event } from '../async/emitter.ts';
import type { Identity, IdentityKey } from './model.ts';
import type { Outcome } from './outcome.ts';

/** What a service principal proves itself by. Files stay where they are and are read when a token is asked for. */
export type PrincipalCredential =
  | { readonly kind: 'secret' }
  /** PEM with certificate and private key. */
  | { readonly kind: 'certificate'; readonly path: string }
  /** A token of another issuer that the app registration trusts (workload identity federation). */
  | { readonly kind: 'federated'; readonly path: string };

export interface ServicePrincipalSource {
  readonly kind: 'servicePrincipal';
  /** Absent where AD FS issues the tokens: it knows no tenants, and Azure lists the one of a token. */
  readonly tenantId?: string;
  /** The application (client) id. */
  readonly clientId: string;
  readonly credential: PrincipalCredential;
}

/** How an added identity signs in. */
export type CredentialSource =
  { readonly kind: 'azureCli' } | { readonly kind: 'azurePowerShell' } | ServicePrincipalSource;

export interface NewIdentity {
  readonly way: CredentialSource;
  /** Client secret, or the password of the certificate's key. Kept in VS Code's secret storage and nowhere else. */
  readonly secret?: string;
}

export interface AddedIdentity {
  readonly way: CredentialSource;
  /** Who it last said that it is. */
  readonly identity: Identity;
}

/** The key by which something is remembered: there is one login of each tool, whoever is logged in with it. */
export function rememberedKey(identity: IdentityKey): string {
  return /^(azureCli|azurePowerShell):/.exec(identity)?.[1] ?? identity;
}

/**
 * The identities that were added or removed, the same for all windows. What cannot be saved ends in `storageNotWritable`,
 * `storageNotReadable` or `storageNewer`; it holds in this window until it can be, except for `add`.
 */
export interface KnownIdentities {
  added(): readonly AddedIdentity[];
  /** Whether a VS Code account was removed here, though VS Code still has it. */
  isLeftOut(identity: IdentityKey): boolean;
  /** Tenants that the user added, beside those that Azure lists; ids in lower case. */
  tenants(identity: IdentityKey): readonly string[];
  /** Adds, or replaces what was remembered by the same key; its tenants stay. What cannot be saved is as it was before. */
  add(added: AddedIdentity): Promise<Outcome<void>>;
  /** The same of a login that has changed: it is so, saved or not. */
  keep(added: AddedIdentity): Promise<Outcome<void>>;
  /** Forgets an added identity with its tenants; a VS Code account is left out from now on. */
  remove(identity: IdentityKey): Promise<Outcome<void>>;
  /** A VS Code account that was left out counts again. */
  takeBack(identity: IdentityKey): Promise<Outcome<void>>;
  readonly onDidChange: Event<void>;
}
