/**
 * VS Code's accounts as identities, over a small part of `vscode.authentication`, so that it can be tested without VS Code.
 * Silent everywhere but in `signIn`; the account is always passed along, so that VS Code never asks which one.
 */
import * as l10n from '@vscode/l10n';
import { Emitter, type Disposable } from '../../shared/async/emitter.ts';
import type {
  IdentityListing,
  IdentitySource,
  IssuedToken,
  SignInRequest,
  TokenChallenge,
  TokenRequest,
} from '../../shared/ports/identitySource.ts';
import type { KnownIdentities } from '../../shared/model/knownIdentity.ts';
import type { Log } from '../../shared/ports/log.ts';
import type { Identity, IdentityKey, IdentityState } from '../../shared/model/model.ts';
import { failed, success, type Outcome } from '../../shared/model/outcome.ts';
import { claimsChallenged } from '../../shared/text/signInText.ts';
import { AccountSet } from './accountSet.ts';
import {
  sessionFailure,
  type Account,
  type Authentication,
  type Session,
  type SessionScopes,
} from './authentication.ts';
import { raceCancellation } from '../errors/cancellation.ts';
import { readClaims } from '../tokens/jwtClaims.ts';
import { homeTenantOf } from './homeTenant.ts';
import { systemClock, type Clock } from '../../shared/async/clock.ts';

export interface AccountsParts {
  readonly authentication: Authentication;
  /** For example `https://management.azure.com/.default`. */
  readonly scope: string;
  /** Accounts that the user removed here, though VS Code still has them. */
  readonly known: Pick<KnownIdentities, 'isLeftOut' | 'remove' | 'takeBack'>;
  readonly log: Log;
  readonly clock?: Clock;
}

const prefix = 'vscode:';

/** How long a token is taken to last that does not say so. */
const assumedLifeMs = 10 * 60_000;

function identityOf(account: Account): Identity {
  return { key: `${prefix}${account.id}`, kind: 'vscodeAccount', name: account.label, ...homeTenantOf(account.id) };
}

export class Accounts implements IdentitySource {
  readonly #parts: AccountsParts;
  readonly #accounts = new Map<string, Account>();
  readonly #set = new AccountSet();
  /** Accounts that gave this window a session: one without a session now needs a sign-in, not a permission. */
  readonly #usedBefore = new Set<string>();
  /** The last token given out for an account and tenant: one that still needs a sign-in was refused by Azure. */
  readonly #givenOut = new Map<string, string>();
  /** Claims challenges that could not be answered silently; the next sign-in answers them. */
  readonly #challenges = new Map<string, TokenChallenge>();
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #listener: Disposable;
  #signingIn = 0;
  #look: Promise<void> | undefined;
  #lookAgain = false;

  constructor(parts: AccountsParts) {
    this.#parts = parts;
    this.#listener = parts.authentication.onDidChangeSessions(() => {
      this.#sessionsChanged();
    });
  }

  owns(identity: IdentityKey): boolean {
    return identity.startsWith(prefix);
  }

  async list(signal: AbortSignal): Promise<Outcome<readonly IdentityListing[]>> {
    try {
      const accounts = await raceCancellation(this.#readAccounts(), signal);
      this.#set.listed(accounts.map(({ id }) => id));
      const listings = accounts
        .filter((account) => !this.#isLeftOut(account))
        .map(async (account) => ({ identity: identityOf(account), state: await this.#stateOf(account) }));
      const listed = await raceCancellation(Promise.all(listings), signal);
      return success(listed.filter(({ identity }) => !this.#parts.known.isLeftOut(identity.key)));
    } catch (error) {
      return failed(sessionFailure(error));
    }
  }

  async token(identity: IdentityKey, { tenantId, challenge, signal }: TokenRequest): Promise<Outcome<IssuedToken>> {
    try {
      const account = await raceCancellation(this.#account(identity), signal);
      if (!account || this.#isLeftOut(account)) {
        return failed({ kind: 'signInNeeded', code: 'AccountGone', tenantId });
      }
      const key = sessionKey(account, tenantId);
      const session = await raceCancellation(this.#silently(account, tenantId, challenge), signal);
      if (session) {
        this.#givenOut.set(key, session.accessToken);
        if (challenge) {
          this.#challenges.delete(key);
        }
        const expiresAt =
          readClaims(session.accessToken).expiresAt ?? (this.#parts.clock ?? systemClock).now() + assumedLifeMs;
        return success({ token: session.accessToken, expiresAt });
      }
      if (challenge) {
        this.#challenges.set(key, challenge);
        return failed({ kind: 'signInNeeded', code: claimsChallenged, tenantId });
      }
      const allowed =
        this.#usedBefore.has(account.id) ||
        (tenantId !== undefined && (await raceCancellation(this.#silently(account), signal)) !== undefined);
      return failed({ kind: allowed ? 'signInNeeded' : 'accountNotAllowed', tenantId });
    } catch (error) {
      return failed(sessionFailure(error, tenantId));
    }
  }

  async signIn(request: SignInRequest): Promise<Outcome<Identity>> {
    this.#signingIn += 1;
    try {
      const session =
        request.kind === 'newAccount' ? await this.#signInToNewAccount() : await this.#signInAgain(request);
      if (!session) {
        return failed({ kind: 'cancelled' });
      }
      this.#remember(session.account);
      this.#usedBefore.add(session.account.id);
      this.#set.signedIn(session.account.id);
      if (this.#isLeftOut(session.account)) {
        const takenBack = await this.#parts.known.takeBack(identityOf(session.account).key);
        if (!takenBack.ok) {
          return takenBack;
        }
      }
      return success(identityOf(session.account));
    } catch (error) {
      return failed(sessionFailure(error, request.kind === 'tenant' ? request.tenant.tenantId : undefined));
    } finally {
      this.#signingIn -= 1;
      this.#lookIfAsked();
    }
  }

  async leftOut(): Promise<Outcome<readonly Identity[]>> {
    try {
      const accounts = await this.#readAccounts();
      return success(accounts.filter((account) => this.#isLeftOut(account)).map(identityOf));
    } catch (error) {
      return failed(sessionFailure(error));
    }
  }

  /** An extension cannot sign an account out: it is left out until somebody adds it again. */
  async remove(identity: IdentityKey): Promise<Outcome<void>> {
    const id = identity.slice(prefix.length);
    this.#usedBefore.delete(id);
    for (const map of [this.#givenOut, this.#challenges]) {
      for (const key of map.keys()) {
        if (accountOfKey(key) === id) {
          map.delete(key);
        }
      }
    }
    return this.#parts.known.remove(identity);
  }

  dispose(): void {
    this.#listener.dispose();
    this.#changed.dispose();
  }

  /** Where accounts are there already, VS Code would offer those: a new session is forced instead, and Microsoft's own page asks. */
  async #signInToNewAccount(): Promise<Session | undefined> {
    const { authentication, scope } = this.#parts;
    const none = (await this.#readAccounts()).length === 0;
    return authentication.getSession([scope], {
      clearSessionPreference: true,
      ...(none ? { createIfNone: true } : { forceNewSession: { detail: l10n.t('Choose the account to add.') } }),
    });
  }

  async #signInAgain(request: Exclude<SignInRequest, { kind: 'newAccount' }>): Promise<Session | undefined> {
    const [identity, tenantId] =
      request.kind === 'tenant' ? [request.tenant.identity, request.tenant.tenantId] : [request.identity, undefined];
    const account = await this.#account(identity);
    if (!account) {
      return this.#signInToNewAccount();
    }
    const key = sessionKey(account, tenantId);
    const challenge = this.#challenges.get(key);
    const silent = challenge ? undefined : await this.#silently(account, tenantId);
    if (silent && silent.accessToken !== this.#givenOut.get(key)) {
      return silent;
    }
    const session = await this.#parts.authentication.getSession(this.#scopes(tenantId, challenge), {
      account,
      ...(silent
        ? { forceNewSession: { detail: l10n.t('Azure did not accept the last sign-in.') } }
        : { createIfNone: true }),
    });
    if (session) {
      this.#challenges.delete(key);
    }
    return session;
  }

  #isLeftOut(account: Account): boolean {
    return this.#parts.known.isLeftOut(`${prefix}${account.id}`);
  }

  #scopes(tenantId: string | undefined, challenge: TokenChallenge | undefined): SessionScopes {
    const scopes = tenantId === undefined ? [this.#parts.scope] : [this.#parts.scope, `VSCODE_TENANT:${tenantId}`];
    return challenge ? { wwwAuthenticate: challenge.wwwAuthenticate, fallbackScopes: scopes } : scopes;
  }

  /** A session without asking anybody; none of another account than was asked for. */
  async #silently(account: Account, tenantId?: string, challenge?: TokenChallenge): Promise<Session | undefined> {
    const session = await this.#parts.authentication.getSession(this.#scopes(tenantId, challenge), {
      account,
      silent: true,
    });
    if (session?.account.id !== account.id) {
      return undefined;
    }
    this.#usedBefore.add(account.id);
    return session;
  }

  async #stateOf(account: Account): Promise<IdentityState> {
    const usedBefore = this.#usedBefore.has(account.id);
    try {
      if (await this.#silently(account)) {
        return { kind: 'ready' };
      }
      return { kind: usedBefore ? 'signInNeeded' : 'notAllowed' };
    } catch (error) {
      return { kind: 'failed', failure: sessionFailure(error) };
    }
  }

  async #account(identity: IdentityKey): Promise<Account | undefined> {
    const id = identity.slice(prefix.length);
    const known = this.#accounts.get(id);
    if (known) {
      return known;
    }
    await this.#readAccounts();
    return this.#accounts.get(id);
  }

  #remember(account: Account): void {
    this.#accounts.set(account.id, { id: account.id, label: account.label });
  }

  /** Each account once; what is remembered of accounts that are gone is forgotten. */
  async #readAccounts(): Promise<readonly Account[]> {
    const accounts = await this.#parts.authentication.getAccounts();
    this.#accounts.clear();
    for (const account of accounts) {
      this.#remember(account);
    }
    for (const id of this.#usedBefore) {
      if (!this.#accounts.has(id)) {
        this.#usedBefore.delete(id);
      }
    }
    for (const map of [this.#givenOut, this.#challenges]) {
      for (const key of map.keys()) {
        if (!this.#accounts.has(accountOfKey(key))) {
          map.delete(key);
        }
      }
    }
    return [...this.#accounts.values()];
  }

  #sessionsChanged(): void {
    this.#lookAgain = true;
    this.#lookIfAsked();
  }

  /** One look at a time; not while this window signs in itself, since what that adds is no news. */
  #lookIfAsked(): void {
    if (this.#look || this.#signingIn > 0 || !this.#lookAgain) {
      return;
    }
    this.#lookAgain = false;
    this.#look = this.#lookForNews().finally(() => {
      this.#look = undefined;
      this.#lookIfAsked();
    });
  }

  async #lookForNews(): Promise<void> {
    try {
      const accounts = await this.#readAccounts();
      if (this.#signingIn > 0) {
        this.#lookAgain = true;
      } else if (this.#set.changedTo(accounts.map(({ id }) => id))) {
        this.#changed.fire();
      }
    } catch (error) {
      this.#parts.log.warn(`Accounts could not be read after a change of sessions: ${sessionFailure(error).kind}`);
    }
  }
}

function sessionKey(account: Account, tenantId: string | undefined): string {
  return `${account.id}|${tenantId ?? ''}`;
}

function accountOfKey(key: string): string {
  return key.slice(0, key.lastIndexOf('|'));
}
