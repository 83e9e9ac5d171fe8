/** What the tests say the provider knows, and what it tells them back. Shared by both, as plain data. */

/** VS Code lets the extension use the accounts of this one unasked (scripts/hosts/trustedAuthentication.ts). */
export const allowedProvider = 'partner-link-test';

/** VS Code would have to ask the user first. */
export const notAllowedProvider = 'partner-link-test-not-allowed';

/** How a sign-in to one tenant goes. */
export type TenantBehaviour =
  /** A token without a click. */
  | 'silent'
  /** A token without a click; one that answers a challenge only after one. */
  | 'stepsUpByClick'
  /** No session until the user signs in. */
  | 'needsClick'
  /** The user closes the consent page. */
  | 'denied'
  /** The token is another tenant's. */
  | 'wrongTenant'
  /** A token without tenant or object, as some AD FS tokens are. */
  | 'noClaims'
  /** The provider itself fails. */
  | 'broken';

export interface TestAccount {
  readonly id: string;
  /** Made up: it is somebody's name in the product. */
  readonly label: string;
  readonly objectId: string;
  /** By tenant id, where it is another: a guest has a new object in each tenant. */
  readonly objectIds?: Readonly<Record<string, string>>;
  readonly homeTenant: string;
  /** By tenant id; a tenant that is not named is one the account is not in. */
  readonly tenants: Readonly<Record<string, TenantBehaviour>>;
}

export interface Arrangement {
  readonly accounts: readonly TestAccount[];
  /** Whom the user picks when asked for a new account. */
  readonly nextAccount?: TestAccount;
  /** Tells of changed sessions whenever one is asked for, as Microsoft's provider does when it renews tokens. */
  readonly noisy?: boolean;
}

/** One call that VS Code made of the provider. */
export interface ProviderCall {
  readonly call: 'getSessions' | 'createSession' | 'getSessionsFromChallenges' | 'createSessionFromChallenges';
  readonly scopes: readonly string[];
  readonly account?: string;
  /** Claims of the challenge, decoded. */
  readonly claims?: string;
}

/**
 * - `arrange`: `executeCommand(commands.arrange, provider, arrangement)`; forgets sessions and calls, and tells listeners.
 * - `calls`: `executeCommand(commands.calls, provider)`.
 * - `click`: `executeCommand(commands.click, provider, scopes, account id or undefined)`; what VS Code asks of the provider
 *   once the user has pressed *Allow* in its modal dialog, which in-host tests cannot show.
 */
export const commands = {
  arrange: 'partnerLinkTest.arrange',
  calls: 'partnerLinkTest.calls',
  click: 'partnerLinkTest.click',
} as const;
