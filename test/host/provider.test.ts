/** The tests' own sign-in provider is worth what these say of it; they also hold VS Code to what the product expects of it. */
import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { readToken } from '../../src/sandbox/identities/token.ts';
import {
  allowedProvider,
  commands,
  notAllowedProvider,
  type Arrangement,
  type ProviderCall,
  type TestAccount,
} from './provider-extension/arrangement.ts';

const home = '11111111-1111-4111-8111-111111111111';
const customer = '22222222-2222-4222-8222-222222222222';

const account: TestAccount = {
  id: 'account-1',
  label: 'ada@contoso.example',
  objectId: '33333333-3333-4333-8333-333333333333',
  homeTenant: home,
  tenants: { [home]: 'silent', [customer]: 'needsClick' },
};

const other: TestAccount = { ...account, id: 'account-2', label: 'ben@contoso.example' };

function arrange(provider: string, arrangement: Arrangement): Thenable<unknown> {
  return vscode.commands.executeCommand(commands.arrange, provider, arrangement);
}

function scopesOf(tenant: string): string[] {
  return ['https://management.core.windows.net/.default', `VSCODE_TENANT:${tenant}`];
}

describe('The sign-in provider of the tests', () => {
  beforeEach(async () => {
    await arrange(allowedProvider, { accounts: [account, other] });
    await arrange(notAllowedProvider, { accounts: [account] });
  });

  it('lists several accounts without a click', async () => {
    const accounts = await vscode.authentication.getAccounts(allowedProvider);
    assert.deepEqual(accounts.map(({ label }) => label).sort(), [account.label, other.label]);
  });

  it('gives a token of the tenant that is asked for', async () => {
    const session = await vscode.authentication.getSession(allowedProvider, scopesOf(home), { account, silent: true });
    assert.equal(readToken(session?.accessToken ?? '')?.tenantId, home);
    assert.equal(session?.account.id, account.id);
  });

  it('gives no token silently where a click is needed', async () => {
    assert.equal(
      await vscode.authentication.getSession(allowedProvider, scopesOf(customer), { account, silent: true }),
      undefined,
    );
  });

  it('hands the claims of a challenge on', async () => {
    const claims = '{"access_token":{"nbf":{"essential":true}}}';
    const wwwAuthenticate = `Bearer realm="", error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`;
    const request = { wwwAuthenticate, fallbackScopes: scopesOf(home) };
    const session = await vscode.authentication.getSession(allowedProvider, request, { account, silent: true });
    assert.equal(readToken(session?.accessToken ?? '')?.answersClaims, claims);
    const calls = await vscode.commands.executeCommand<readonly ProviderCall[]>(commands.calls, allowedProvider);
    assert.ok(calls.some(({ call }) => call === 'getSessionsFromChallenges'));
  });

  it('has accounts that the extension is not yet allowed to use', async () => {
    assert.equal(
      await vscode.authentication.getSession(notAllowedProvider, scopesOf(home), { account, silent: true }),
      undefined,
    );
  });
});
