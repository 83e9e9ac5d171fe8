/** An authentication provider whose every answer the tests decide. */
import * as vscode from 'vscode';
import { issueToken } from '../../../src/sandbox/identities/token.ts';
import type { Arrangement, ProviderCall, TestAccount } from './arrangement.ts';

/** VS Code's proposed API `authenticationChallenges`, as far as it is needed here. */
interface ChallengeConstraint {
  readonly challenges: readonly { readonly scheme: string; readonly params: Readonly<Record<string, string>> }[];
  readonly fallbackScopes?: readonly string[];
}

const audience = 'https://management.core.windows.net/';

const hourMs = 3_600_000;

export class TestProvider implements vscode.AuthenticationProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>();
  readonly onDidChangeSessions = this.#changed.event;
  readonly calls: ProviderCall[] = [];
  #arrangement: Arrangement = { accounts: [] };
  /** `<account>|<tenant>` of the tenants that the user has signed in to by a click. */
  readonly #clicked = new Set<string>();

  arrange(arrangement: Arrangement): void {
    const before = this.#accountSessions();
    this.#arrangement = arrangement;
    this.#clicked.clear();
    this.calls.length = 0;
    this.#changed.fire({ added: this.#accountSessions(), removed: before, changed: [] });
  }

  getSessions(
    scopes: readonly string[] | undefined,
    options: vscode.AuthenticationProviderSessionOptions,
  ): Promise<vscode.AuthenticationSession[]> {
    this.calls.push({ call: 'getSessions', scopes: scopes ?? [], account: options.account?.id });
    if (this.#arrangement.noisy) {
      this.#changed.fire({ added: [], removed: [], changed: this.#accountSessions() });
    }
    return Promise.resolve(this.#silently(scopes ?? [], options.account?.id));
  }

  createSession(
    scopes: readonly string[],
    options: vscode.AuthenticationProviderSessionOptions,
  ): Promise<vscode.AuthenticationSession> {
    this.calls.push({ call: 'createSession', scopes, account: options.account?.id });
    return Promise.resolve(this.#byClick(scopes, options.account?.id));
  }

  getSessionsFromChallenges(
    constraint: ChallengeConstraint,
    options: vscode.AuthenticationProviderSessionOptions,
  ): Promise<vscode.AuthenticationSession[]> {
    const scopes = constraint.fallbackScopes ?? [];
    const claims = claimsOf(constraint);
    this.calls.push({ call: 'getSessionsFromChallenges', scopes, account: options.account?.id, claims });
    return Promise.resolve(this.#silently(scopes, options.account?.id, claims));
  }

  createSessionFromChallenges(
    constraint: ChallengeConstraint,
    options: vscode.AuthenticationProviderSessionOptions,
  ): Promise<vscode.AuthenticationSession> {
    const scopes = constraint.fallbackScopes ?? [];
    const claims = claimsOf(constraint);
    this.calls.push({ call: 'createSessionFromChallenges', scopes, account: options.account?.id, claims });
    return Promise.resolve(this.#byClick(scopes, options.account?.id, claims));
  }

  /** A session by the user's click, as VS Code asks for one. */
  async click(
    scopes: readonly string[],
    accountId: string | undefined,
  ): Promise<vscode.AuthenticationSessionAccountInformation> {
    const account = this.#arrangement.accounts.find(({ id }) => id === accountId);
    return (await this.createSession(scopes, { account })).account;
  }

  removeSession(sessionId: string): Promise<void> {
    const removed = this.#accountSessions().filter(({ id }) => id === sessionId);
    const accounts = this.#arrangement.accounts.filter(({ id }) => !removed.some((gone) => gone.account.id === id));
    this.#arrangement = { ...this.#arrangement, accounts };
    this.#changed.fire({ added: [], removed, changed: [] });
    return Promise.resolve();
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #silently(scopes: readonly string[], accountId: string | undefined, claims?: string): vscode.AuthenticationSession[] {
    const accounts = this.#arrangement.accounts.filter(({ id }) => accountId === undefined || id === accountId);
    if (scopes.length === 0) {
      return accounts.map((account) => session(account, account.homeTenant, scopes));
    }
    return accounts.flatMap((account) => {
      const tenant = tenantOf(scopes) ?? account.homeTenant;
      switch (account.tenants[tenant]) {
        case 'silent':
        case 'wrongTenant':
        case 'noClaims':
          return [session(account, tenant, scopes, claims)];
        case 'stepsUpByClick':
          return claims === undefined || this.#clicked.has(`${account.id}|${tenant}`)
            ? [session(account, tenant, scopes, claims)]
            : [];
        case 'needsClick':
          return this.#clicked.has(`${account.id}|${tenant}`) ? [session(account, tenant, scopes, claims)] : [];
        case 'broken':
          throw new Error('AADSTS50000: There was an error issuing a token.');
        case 'denied':
        default:
          return [];
      }
    });
  }

  #byClick(scopes: readonly string[], accountId: string | undefined, claims?: string): vscode.AuthenticationSession {
    const { accounts, nextAccount } = this.#arrangement;
    const account = accountId === undefined ? nextAccount : accounts.find(({ id }) => id === accountId);
    if (account === undefined) {
      throw new Error('Cancelled');
    }
    const tenant = tenantOf(scopes) ?? account.homeTenant;
    switch (account.tenants[tenant]) {
      case 'denied':
        throw new Error('User did not consent to login.');
      case 'broken':
        throw new Error('AADSTS50000: There was an error issuing a token.');
      case undefined:
        throw new Error(`AADSTS50020: User account does not exist in tenant '${tenant}'.`);
      case 'silent':
      case 'stepsUpByClick':
      case 'needsClick':
      case 'wrongTenant':
      case 'noClaims':
        break;
    }
    this.#clicked.add(`${account.id}|${tenant}`);
    if (!accounts.includes(account)) {
      this.#arrangement = { ...this.#arrangement, accounts: [...accounts, account] };
    }
    const made = session(account, tenant, scopes, claims);
    this.#changed.fire({ added: [made], removed: [], changed: [] });
    return made;
  }

  #accountSessions(): vscode.AuthenticationSession[] {
    return this.#arrangement.accounts.map((account) => session(account, account.homeTenant, []));
  }
}

/** VS Code's Microsoft provider is told the tenant by a scope of this form. */
function tenantOf(scopes: readonly string[]): string | undefined {
  return scopes.find((scope) => scope.startsWith('VSCODE_TENANT:'))?.slice('VSCODE_TENANT:'.length);
}

function claimsOf(constraint: ChallengeConstraint): string | undefined {
  const encoded = constraint.challenges.map(({ params }) => params['claims']).find((claims) => claims !== undefined);
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8');
}

function session(
  account: TestAccount,
  tenant: string,
  scopes: readonly string[],
  claims?: string,
): vscode.AuthenticationSession {
  const behaviour = account.tenants[tenant];
  const known = behaviour !== 'noClaims';
  return {
    id: `${account.id}|${tenant}`,
    account: { id: account.id, label: account.label },
    scopes: [...scopes],
    accessToken: issueToken({
      tenantId: known ? (behaviour === 'wrongTenant' ? '00000000-0000-4000-8000-00000000dead' : tenant) : undefined,
      objectId: known ? (account.objectIds?.[tenant] ?? account.objectId) : undefined,
      audience,
      expiresAt: Date.now() + hourMs,
      answersClaims: claims,
    }),
  };
}
