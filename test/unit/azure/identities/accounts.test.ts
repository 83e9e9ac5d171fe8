import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Accounts } from '../../../../src/azure/identities/accounts.ts';
import type {
  Account,
  Authentication,
  Session,
  SessionOptions,
  SessionScopes,
} from '../../../../src/azure/identities/authentication.ts';
import { Emitter } from '../../../../src/shared/async/emitter.ts';
import { claimsChallenged } from '../../../../src/shared/text/signInText.ts';
import { RememberedIdentities } from '../support/remembered.ts';
import { jwt, otherTenantId, tenantId } from '../support/scripted.ts';

const never = new AbortController().signal;
const scope = 'https://management.azure.com/.default';
const anna: Account = { id: 'anna-id', label: 'anna@contoso.com' };
const ben: Account = { id: 'ben-id', label: 'ben@contoso.com' };
const annaKey = 'vscode:anna-id';
const challenge = { wwwAuthenticate: 'Bearer error="insufficient_claims", claims="e30="', claims: '{}' };

/** VS Code's side: accounts, the sessions there are, and what an interactive call would bring. */
class FakeAuthentication implements Authentication {
  accounts: Account[] = [anna];
  readonly calls: { readonly scopes: SessionScopes; readonly options: SessionOptions }[] = [];
  readonly sessions = new Map<string, Session>();
  /** What an interactive call does; by default the user cancels. */
  interactive: (scopes: SessionScopes, options: SessionOptions) => Promise<Session | undefined> = async () => undefined;
  failure: Error | undefined;
  looks = 0;
  readonly #events = new Emitter<void>();

  static key(account: Account, tenant = ''): string {
    return `${account.id}|${tenant}`;
  }

  allow(account: Account, tenant = '', serial = 0): Session {
    const session = { account, accessToken: jwt({ tid: tenant, exp: 2_000_000_000 }, serial) };
    this.sessions.set(FakeAuthentication.key(account, tenant), session);
    return session;
  }

  async getAccounts(): Promise<readonly Account[]> {
    this.looks += 1;
    if (this.failure) {
      throw this.failure;
    }
    return [...this.accounts];
  }

  async getSession(scopes: SessionScopes, options: SessionOptions): Promise<Session | undefined> {
    this.calls.push({ scopes, options });
    if (this.failure) {
      throw this.failure;
    }
    if (!options.silent) {
      return this.interactive(scopes, options);
    }
    if (!options.account || !('length' in scopes)) {
      return undefined;
    }
    const tenant = scopes.find((one) => one.startsWith('VSCODE_TENANT:'))?.slice('VSCODE_TENANT:'.length);
    return this.sessions.get(FakeAuthentication.key(options.account, tenant));
  }

  onDidChangeSessions(listener: () => void) {
    return this.#events.event(listener);
  }

  sessionsChanged(): void {
    this.#events.fire();
  }

  get prompts(): number {
    return this.calls.filter(({ options }) => !options.silent).length;
  }
}

function start() {
  const vscode = new FakeAuthentication();
  const quiet = (): void => undefined;
  const known = new RememberedIdentities();
  const accounts = new Accounts({
    authentication: vscode,
    scope,
    known,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
  let changes = 0;
  accounts.onDidChange(() => {
    changes += 1;
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { vscode, accounts, known, changes: () => changes, settle };
}

describe('VS Code accounts', () => {
  describe('removing', () => {
    it('leaves an account out of the list and gives no token for it, though VS Code still has it', async () => {
      const { vscode, accounts } = start();
      vscode.accounts = [anna, ben];
      vscode.allow(anna);
      assert.ok((await accounts.remove(annaKey)).ok);
      const listed = await accounts.list(never);
      assert.deepEqual(listed.ok && listed.value.map(({ identity }) => identity.name), [ben.label]);
      const token = await accounts.token(annaKey, { signal: never });
      assert.equal(!token.ok && token.failure.code, 'AccountGone');
      assert.equal(vscode.prompts, 0);
    });

    it('lasts until somebody signs in with that account again', async () => {
      const { vscode, accounts, known } = start();
      await accounts.remove(annaKey);
      vscode.interactive = async () => vscode.allow(anna);
      assert.ok((await accounts.signIn({ kind: 'newAccount' })).ok);
      assert.equal(known.isLeftOut(annaKey), false);
      const listed = await accounts.list(never);
      assert.equal(listed.ok && listed.value.length, 1);
    });
  });

  describe('listing', () => {
    it('is silent, passes each account and tells what may be used', async () => {
      const { vscode, accounts } = start();
      vscode.accounts = [anna, ben, anna];
      vscode.allow(anna);
      assert.deepEqual(await accounts.list(never), {
        ok: true,
        value: [
          { identity: { key: annaKey, kind: 'vscodeAccount', name: anna.label }, state: { kind: 'ready' } },
          { identity: { key: 'vscode:ben-id', kind: 'vscodeAccount', name: ben.label }, state: { kind: 'notAllowed' } },
        ],
      });
      assert.equal(vscode.prompts, 0);
      assert.deepEqual(
        vscode.calls.map(({ scopes, options }) => [scopes, options.account?.id]),
        [
          [[scope], 'anna-id'],
          [[scope], 'ben-id'],
        ],
      );
    });

    it('says *sign-in needed* of an account that could be used before', async () => {
      const { vscode, accounts } = start();
      vscode.allow(anna);
      await accounts.list(never);
      vscode.sessions.clear();
      const outcome = await accounts.list(never);
      assert.equal(outcome.ok && outcome.value[0]?.state.kind, 'signInNeeded');
    });

    it('does not let one failing account hide the others', async () => {
      const { vscode, accounts } = start();
      vscode.accounts = [anna, ben];
      vscode.allow(ben);
      const silent = vscode.getSession.bind(vscode);
      vscode.getSession = (scopes, options) =>
        options.account?.id === anna.id
          ? Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' }))
          : silent(scopes, options);
      const outcome = await accounts.list(never);
      assert.deepEqual(
        outcome.ok && outcome.value.map(({ state }) => (state.kind === 'failed' ? state.failure.kind : state.kind)),
        ['offline', 'ready'],
      );
    });

    it('is a clear failure where VS Code has no such provider', async () => {
      const { vscode, accounts } = start();
      vscode.failure = new Error("Timed out waiting for authentication provider 'microsoft' to register.");
      for (const outcome of [await accounts.list(never), await accounts.signIn({ kind: 'newAccount' })]) {
        assert.equal(!outcome.ok && outcome.failure.kind, 'signInUnavailable');
      }
    });

    it('ends when cancelled although VS Code cannot be', async () => {
      const { vscode, accounts } = start();
      vscode.getAccounts = () => new Promise<never>(() => undefined);
      const controller = new AbortController();
      const listing = accounts.list(controller.signal);
      controller.abort();
      const outcome = await listing;
      assert.equal(!outcome.ok && outcome.failure.kind, 'cancelled');
    });
  });

  describe('tokens', () => {
    it('are asked for silently, with the tenant as a scope, and end when they say', async () => {
      const { vscode, accounts } = start();
      const session = vscode.allow(anna, tenantId);
      const outcome = await accounts.token(annaKey, { tenantId, signal: never });
      assert.deepEqual(outcome, { ok: true, value: { token: session.accessToken, expiresAt: 2_000_000_000_000 } });
      assert.deepEqual(vscode.calls, [
        { scopes: [scope, `VSCODE_TENANT:${tenantId}`], options: { account: anna, silent: true } },
      ]);
    });

    it('tell a tenant that needs a sign-in from an account that may not be used yet', async () => {
      const { vscode, accounts } = start();
      const refused = await accounts.token(annaKey, { tenantId, signal: never });
      assert.equal(!refused.ok && refused.failure.kind, 'accountNotAllowed');
      vscode.allow(anna);
      const needed = await accounts.token(annaKey, { tenantId, signal: never });
      assert.deepEqual(!needed.ok && needed.failure, { kind: 'signInNeeded', tenantId });
      assert.equal(vscode.prompts, 0);
    });

    it('of an account that is gone need a sign-in', async () => {
      const { vscode, accounts } = start();
      vscode.accounts = [];
      const outcome = await accounts.token(annaKey, { tenantId, signal: never });
      assert.equal(!outcome.ok && outcome.failure.kind, 'signInNeeded');
    });

    it('are never those of another account', async () => {
      const { vscode, accounts } = start();
      vscode.sessions.set(FakeAuthentication.key(anna, tenantId), { account: ben, accessToken: jwt({}) });
      vscode.allow(anna);
      const outcome = await accounts.token(annaKey, { tenantId, signal: never });
      assert.equal(outcome.ok, false);
    });

    it('pass a claims challenge on silently, and the next sign-in answers it', async () => {
      const { vscode, accounts } = start();
      vscode.allow(anna);
      vscode.allow(anna, tenantId);
      await accounts.token(annaKey, { tenantId, signal: never });
      const outcome = await accounts.token(annaKey, { tenantId, challenge, signal: never });
      assert.deepEqual(!outcome.ok && [outcome.failure.kind, outcome.failure.code], ['signInNeeded', claimsChallenged]);
      const request = {
        wwwAuthenticate: challenge.wwwAuthenticate,
        fallbackScopes: [scope, `VSCODE_TENANT:${tenantId}`],
      };
      assert.deepEqual(vscode.calls.at(-1), { scopes: request, options: { account: anna, silent: true } });
      // Reading needs no more than before: the challenge to the write is still unanswered.
      assert.equal((await accounts.token(annaKey, { tenantId, signal: never })).ok, true);
      vscode.interactive = async () => vscode.allow(anna, tenantId, 1);
      const signedIn = await accounts.signIn({ kind: 'tenant', tenant: { identity: annaKey, tenantId } });
      assert.equal(signedIn.ok, true);
      assert.deepEqual(vscode.calls.at(-1), { scopes: request, options: { account: anna, createIfNone: true } });
    });
  });

  describe('signing in', () => {
    it('to a tenant passes the account, so that no picker shows', async () => {
      const { vscode, accounts } = start();
      vscode.interactive = async () => vscode.allow(anna, tenantId);
      const outcome = await accounts.signIn({ kind: 'tenant', tenant: { identity: annaKey, tenantId } });
      assert.deepEqual(outcome, { ok: true, value: { key: annaKey, kind: 'vscodeAccount', name: anna.label } });
      assert.deepEqual(vscode.calls.at(-1), {
        scopes: [scope, `VSCODE_TENANT:${tenantId}`],
        options: { account: anna, createIfNone: true },
      });
    });

    it('asks nobody where another window has signed in already', async () => {
      const { vscode, accounts } = start();
      vscode.allow(anna, tenantId);
      assert.equal((await accounts.signIn({ kind: 'tenant', tenant: { identity: annaKey, tenantId } })).ok, true);
      assert.equal(vscode.prompts, 0);
    });

    it('forces a new session where the one there is was refused by Azure', async () => {
      const { vscode, accounts } = start();
      vscode.allow(anna, tenantId);
      await accounts.token(annaKey, { tenantId, signal: never });
      vscode.interactive = async () => vscode.allow(anna, tenantId, 1);
      await accounts.signIn({ kind: 'tenant', tenant: { identity: annaKey, tenantId } });
      assert.ok(vscode.calls.at(-1)?.options.forceNewSession);
    });

    it('to a new account never just takes one that is there', async () => {
      const { vscode, accounts } = start();
      await accounts.signIn({ kind: 'newAccount' });
      assert.equal(vscode.calls.at(-1)?.options.clearSessionPreference, true);
      assert.ok(vscode.calls.at(-1)?.options.forceNewSession);
      vscode.accounts = [];
      await accounts.signIn({ kind: 'newAccount' });
      assert.deepEqual(vscode.calls.at(-1)?.options, { clearSessionPreference: true, createIfNone: true });
    });

    it('is cancelled where the person says no', async () => {
      const { vscode, accounts } = start();
      vscode.interactive = () => Promise.reject(new Error('User did not consent to login.'));
      const outcome = await accounts.signIn({ kind: 'account', identity: annaKey });
      assert.equal(!outcome.ok && outcome.failure.kind, 'cancelled');
    });
  });

  describe('changes', () => {
    it('are told when accounts come or go by another hand', async () => {
      const { vscode, accounts, changes, settle } = start();
      await accounts.list(never);
      vscode.accounts = [anna, ben];
      vscode.sessionsChanged();
      await settle();
      assert.equal(changes(), 1);
      vscode.accounts = [ben];
      vscode.sessionsChanged();
      await settle();
      assert.equal(changes(), 2);
    });

    it('are not told while the accounts stay the same, whatever happens to sessions', async () => {
      const { vscode, accounts, changes, settle } = start();
      await accounts.list(never);
      for (let times = 0; times < 5; times += 1) {
        vscode.sessionsChanged();
      }
      await settle();
      assert.equal(changes(), 0);
      assert.ok(vscode.looks <= 3, 'events at the same time share one look');
    });

    it('are not told before anybody has listed', async () => {
      const { vscode, changes, settle } = start();
      vscode.accounts = [anna, ben];
      vscode.sessionsChanged();
      await settle();
      assert.equal(changes(), 0);
    });

    it('are not told for what an own sign-in added, but for what came besides', async () => {
      const { vscode, accounts, changes, settle } = start();
      await accounts.list(never);
      vscode.interactive = async () => {
        vscode.accounts = [anna, ben];
        vscode.sessionsChanged();
        await settle();
        return vscode.allow(ben);
      };
      await accounts.signIn({ kind: 'newAccount' });
      await settle();
      assert.equal(changes(), 0);
      vscode.interactive = async () => {
        vscode.accounts = [ben];
        vscode.sessionsChanged();
        return vscode.allow(ben, otherTenantId);
      };
      await accounts.signIn({ kind: 'tenant', tenant: { identity: 'vscode:ben-id', tenantId: otherTenantId } });
      await settle();
      assert.equal(changes(), 1);
    });

    it('end with dispose', async () => {
      const { vscode, accounts, changes, settle } = start();
      await accounts.list(never);
      accounts.dispose();
      vscode.accounts = [];
      vscode.sessionsChanged();
      await settle();
      assert.equal(changes(), 0);
    });
  });
});
