import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createSandbox, type Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { sampleIdentityKeys, sampleObjectId, sampleTenantIds } from '../../../../src/sandbox/scenario/scenario.ts';
import { readToken } from '../../../../src/sandbox/identities/token.ts';
import { never, tokenFor } from '../support/ask.ts';

const { consultant, colleague } = sampleIdentityKeys;

async function names(sandbox: Sandbox): Promise<readonly string[]> {
  const outcome = await sandbox.identities.list(never);
  assert.ok(outcome.ok);
  return outcome.value.map((one) => one.identity.key);
}

async function failureIn(
  sandbox: Sandbox,
  tenantId: string,
  identity: string = consultant,
): Promise<readonly unknown[]> {
  const outcome = await sandbox.identities.token(identity, { tenantId, signal: never });
  assert.ok(!outcome.ok);
  return [outcome.failure.kind, outcome.failure.code, outcome.failure.tenantId];
}

describe('identities of the stand-in', () => {
  it('one is there, and is ready', async () => {
    const sandbox = createSandbox();
    const outcome = await sandbox.identities.list(never);
    assert.deepEqual(outcome, {
      ok: true,
      value: [
        {
          identity: {
            key: consultant,
            kind: 'sample',
            name: 'mira.lindqvist@contoso-consulting.example',
            homeTenantId: sampleTenantIds.contoso,
          },
          state: { kind: 'ready' },
        },
      ],
    });
    assert.ok(sandbox.identities.owns(consultant));
    assert.ok(!sandbox.identities.owns('vscode:1'));
  });

  it('a token is for the tenant asked for, else for the home tenant', async () => {
    const sandbox = createSandbox();
    const home = await sandbox.identities.token(consultant, { signal: never });
    assert.ok(home.ok);
    assert.equal(readToken(home.value.token)?.tenantId, sampleTenantIds.contoso);
    assert.equal(readToken(home.value.token)?.expiresAt, Math.floor(home.value.expiresAt / 1000) * 1000);
    const claims = readToken(await tokenFor(sandbox, sampleTenantIds.tailspin));
    assert.equal(claims?.tenantId, sampleTenantIds.tailspin);
    assert.equal(claims.objectId, sampleObjectId('consultant', sampleTenantIds.tailspin));
  });

  it('a tenant that needs a sign-in has a token after it, and only it', async () => {
    const sandbox = createSandbox();
    const tenantId = sampleTenantIds.lamna;
    assert.deepEqual(await failureIn(sandbox, tenantId), ['signInNeeded', 'AADSTS50076', tenantId]);
    const signedIn = await sandbox.identities.signIn({ kind: 'tenant', tenant: { identity: consultant, tenantId } });
    assert.ok(signedIn.ok);
    assert.equal(readToken(await tokenFor(sandbox, tenantId))?.tenantId, tenantId);
    sandbox.reset();
    assert.equal((await failureIn(sandbox, tenantId))[0], 'signInNeeded');
  });

  it('a blocked tenant stays blocked, sign-in or not', async () => {
    const sandbox = createSandbox();
    const tenantId = sampleTenantIds.humongous;
    assert.deepEqual(await failureIn(sandbox, tenantId), ['tenantBlocked', 'AADSTS53003', tenantId]);
    const signedIn = await sandbox.identities.signIn({ kind: 'tenant', tenant: { identity: consultant, tenantId } });
    assert.ok(!signedIn.ok && signedIn.failure.kind === 'tenantBlocked');
  });

  it('no token of a tenant where the identity is nobody', async () => {
    const sandbox = createSandbox();
    assert.deepEqual(await failureIn(sandbox, sampleTenantIds.coho), [
      'noAccountInTenant',
      'AADSTS50020',
      sampleTenantIds.coho,
    ]);
  });

  it('a new account adds the colleague, after whom there is nobody new', async () => {
    const sandbox = createSandbox();
    assert.equal((await failureIn(sandbox, sampleTenantIds.northwind, colleague))[0], 'signInNeeded');
    const added = await sandbox.identities.signIn({ kind: 'newAccount' });
    assert.ok(added.ok && added.value.key === colleague);
    assert.deepEqual(await names(sandbox), [consultant, colleague]);
    await tokenFor(sandbox, sampleTenantIds.northwind, colleague);
    await sandbox.identities.signIn({ kind: 'newAccount' });
    assert.deepEqual(await names(sandbox), [consultant, colleague]);
  });

  it('signed out: nobody, until somebody signs in', async () => {
    const sandbox = createSandbox({ switches: { signedOut: true } });
    assert.deepEqual(await names(sandbox), []);
    await sandbox.identities.signIn({ kind: 'newAccount' });
    assert.deepEqual(await names(sandbox), [consultant]);
  });

  it('tells when the switches change who is there, not when this process signs in', async () => {
    const sandbox = createSandbox();
    let told = 0;
    sandbox.identities.onDidChange(() => {
      told += 1;
    });
    await sandbox.identities.signIn({ kind: 'newAccount' });
    assert.equal(told, 0);
    sandbox.setSwitches({ latencyMs: 1 });
    assert.equal(told, 0);
    sandbox.setSwitches({ scenario: { kind: 'generated', tenants: 3, subscriptionsPerTenant: 1 } });
    assert.equal(told, 1);
    assert.deepEqual(await names(sandbox), ['sample:generated-0']);
  });

  it('adds the login of a tool and a service principal, and forgets what is removed; an account is left out until it signs in', async () => {
    const sandbox = createSandbox();
    const { identities } = sandbox;
    const login = await identities.add({ way: { kind: 'azureCli' } }, never);
    const example = identities.example?.();
    assert.ok(login.ok && example);
    assert.deepEqual([login.value.kind, login.value.name], ['azureCli', 'tomas.brandt@contoso-consulting.example']);
    const principal = await identities.add(example, never);
    assert.ok(principal.ok);
    assert.equal(principal.value.kind, 'servicePrincipal');
    assert.deepEqual(await names(sandbox), [consultant, login.value.key, principal.value.key]);
    const token = await identities.token(principal.value.key, { tenantId: sampleTenantIds.alpine, signal: never });
    assert.ok(token.ok);

    for (const key of await names(sandbox)) {
      await identities.remove?.(key);
    }
    assert.deepEqual(await names(sandbox), []);
    const leftOut = await identities.leftOut?.();
    assert.ok(leftOut?.ok);
    assert.deepEqual(
      leftOut.value.map(({ key }) => key),
      [consultant],
    );
    await identities.signIn({ kind: 'account', identity: consultant });
    assert.deepEqual(await names(sandbox), [consultant]);
  });

  it('refuses a service principal as Microsoft Entra would, and keeps nothing of it', async () => {
    const sandbox = createSandbox();
    const example = sandbox.identities.example?.();
    assert.ok(example);
    const failing = async (change: Partial<typeof example>): Promise<unknown> => {
      const outcome = await sandbox.identities.add({ ...example, ...change }, never);
      return outcome.ok ? undefined : [outcome.failure.kind, outcome.failure.code];
    };
    assert.deepEqual(await failing({ secret: 'wrong' }), ['credentialRefused', 'AADSTS7000215']);
    assert.deepEqual(await failing({ secret: 'expired-secret-of-automation' }), ['credentialRefused', 'AADSTS7000222']);
    assert.ok(example.way.kind === 'servicePrincipal');
    const way = { ...example.way, tenantId: sampleTenantIds.litware };
    assert.deepEqual(await failing({ way }), ['appNotInTenant', 'AADSTS700016']);
    assert.deepEqual(await names(sandbox), [consultant]);
  });

  it('tries a service principal again where it is to sign in: there is no page for it', async () => {
    const { identities } = createSandbox();
    const example = identities.example?.();
    const added = example && (await identities.add(example, never));
    assert.ok(added?.ok);
    const tenant = { identity: added.value.key, tenantId: sampleTenantIds.lamna };
    const outcome = await identities.signIn({ kind: 'tenant', tenant });
    assert.ok(!outcome.ok);
    assert.equal(outcome.failure.kind, 'signInNeeded');
  });
});
