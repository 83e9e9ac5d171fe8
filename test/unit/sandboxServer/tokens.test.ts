/** The real credentials of `@azure/identity` against the served authority. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'mocha';
import type { TokenCredential } from '@azure/core-auth';
import { ClientAssertionCredential, ClientCertificateCredential, ClientSecretCredential } from '@azure/identity';
import { sampleAppIds, sampleServicePrincipalId } from '../../../src/sandbox/scenario/applications.ts';
import type { FaultRule } from '../../../src/sandbox/switches/faults.ts';
import { generatedAppId, generatedSecret, generatedTenantId } from '../../../src/sandbox/scenario/generator.ts';
import { sampleTenantIds } from '../../../src/sandbox/scenario/scenario.ts';
import { readJwt } from '../../../scripts/sandboxServer/jwt.ts';
import { defaultSwitches } from '../../../src/sandbox/switches/switches.ts';
import { readToken, type TokenClaims } from '../../../src/sandbox/identities/token.ts';
import { makeClientCertificate } from '../../../scripts/sandboxServer/certificates.ts';
import { serveSandbox, type ServedSandbox } from '../../../scripts/sandboxServer/serveSandbox.ts';
import type { ServedFederation, ServedServicePrincipal } from '../../../scripts/sandboxServer/servicePrincipals.ts';
import { authorityOf, scopeOf } from './support/client.ts';
import { clockAt } from '../support/manualClock.ts';

const { northwind, relecloud, lamna, humongous, alpine } = sampleTenantIds;

describe('a token over the wire', function () {
  this.timeout(60_000);

  let served: ServedSandbox;
  let principal: ServedServicePrincipal;
  let federation: ServedFederation;
  let now = Date.now();

  before(async () => {
    served = await serveSandbox({ clock: clockAt(() => now) });
    principal = served.servicePrincipal(sampleAppIds.automation);
    assert.ok(principal.federation);
    federation = principal.federation;
  });

  beforeEach(() => {
    now = Date.now();
    served.sandbox.setSwitches(defaultSwitches);
  });

  after(() => served.close());

  function withSecret(tenant: string = northwind, secret = principal.secret, appId = principal.appId) {
    return new ClientSecretCredential(tenant, appId, secret, authorityOf(served));
  }

  function withCertificate(pem: string | undefined) {
    assert.ok(pem);
    return new ClientCertificateCredential(northwind, principal.appId, { certificate: pem }, authorityOf(served));
  }

  function withAssertion(change?: Readonly<Record<string, unknown>>) {
    const assertion = async (): Promise<string> => federation.assertion(change);
    return new ClientAssertionCredential(northwind, principal.appId, assertion, authorityOf(served));
  }

  async function claimsOf(credential: TokenCredential, scope = scopeOf(served)): Promise<TokenClaims | undefined> {
    return readToken((await credential.getToken(scope))?.token ?? '');
  }

  /** Fails in the code and the OAuth error that are expected. */
  async function refuses(credential: TokenCredential, code: string, scope = scopeOf(served)): Promise<void> {
    await assert.rejects(credential.getToken(scope), (error: Error) => {
      assert.match(error.message, new RegExp(`\\bAADSTS${code}: `));
      return true;
    });
  }

  const seconds = (): number => Math.floor(now / 1000);
  const credentials: readonly (readonly [string, () => TokenCredential])[] = [
    ['a client secret', () => withSecret()],
    ['a certificate', () => withCertificate(principal.certificate?.pem)],
    ['a federated assertion', () => withAssertion()],
  ];
  for (const [name, credential] of credentials) {
    it(`comes by ${name}, and is the service principal’s of that tenant`, async () => {
      const claims = await claimsOf(credential());
      assert.deepEqual(
        [claims?.tenantId, claims?.objectId, claims?.appId, claims?.audience],
        [northwind, sampleServicePrincipalId('automation', northwind), sampleAppIds.automation, served.armOrigin],
      );
      assert.ok((claims?.expiresAt ?? 0) > now + 3_000_000);
    });
  }

  it('comes for a tenant named by any of its domains', async () => {
    for (const name of ['alpineskihouse.example', 'ALPINESKIHOUSE.onmicrosoft.com']) {
      assert.equal((await claimsOf(withSecret(name)))?.tenantId, alpine);
    }
  });

  it('comes for another name of Azure Resource Manager, with the slash that was asked for', async () => {
    const claims = await claimsOf(withSecret(), 'https://management.core.windows.net//.default');
    assert.equal(claims?.audience, 'https://management.core.windows.net/');
  });

  it('answers a claims challenge', async () => {
    const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
    const issued = await withSecret().getToken(scopeOf(served), { claims, enableCae: true });
    assert.equal(readToken(issued.token)?.answersClaims, claims);
  });

  const refusals: readonly (readonly [string, string, () => TokenCredential])[] = [
    ['a wrong secret', '7000215', () => withSecret(northwind, 'wrong')],
    ['an expired secret', '7000222', () => withSecret(northwind, principal.expiredSecret)],
    ['an application that is not in the tenant', '700016', () => withSecret(relecloud)],
    ['an unknown application', '700016', () => withSecret(northwind, 'any', '99999999-9999-4999-8999-999999999999')],
    ['a tenant that wants multi-factor authentication', '50076', () => withSecret(lamna)],
    ['a tenant whose policy blocks', '53003', () => withSecret(humongous)],
    ['an assertion of another subject', '700213', () => withAssertion({ sub: 'repo:somebody/else' })],
    ['an assertion for another audience', '700212', () => withAssertion({ aud: 'api://another' })],
    ['an assertion of another issuer', '700211', () => withAssertion({ iss: 'https://issuer.example' })],
    ['an assertion that has run out', '700024', () => withAssertion({ exp: seconds() - 3600 })],
    ['an assertion whose time has not come', '700024', () => withAssertion({ nbf: seconds() + 3600 })],
  ];
  for (const [what, code, credential] of refusals) {
    it(`does not come for ${what}: AADSTS${code}`, () => refuses(credential(), code));
  }

  it('does not come for a certificate that is not registered, nor for another key under its name', async () => {
    const another = await makeClientCertificate('Another');
    await refuses(withCertificate(`${another.certificate}${another.key}`), '700027');
    const registered = (principal.certificate?.pem ?? '').split('-----BEGIN PRIVATE KEY-----')[0] ?? '';
    await refuses(withCertificate(`${registered}${another.key}`), '700027');
  });

  it('does not come for the registered certificate when that has run out', async () => {
    now += 40 * 24 * 60 * 60_000;
    await refuses(withCertificate(principal.certificate?.pem), '700027');
  });

  it('does not come for an assertion whose signature is not the issuer’s', async () => {
    const [head, payload] = (await federation.assertion()).split('.');
    const forged = `${head ?? ''}.${payload ?? ''}.${Buffer.from('forged').toString('base64url')}`;
    assert.ok(readJwt(forged));
    const credential = new ClientAssertionCredential(
      northwind,
      principal.appId,
      async () => forged,
      authorityOf(served),
    );
    await refuses(credential, '50013');
  });

  it('does not come by federation for an application that has none', async () => {
    const credential = new ClientAssertionCredential(
      northwind,
      sampleAppIds.northwind,
      async () => federation.assertion(),
      authorityOf(served),
    );
    await refuses(credential, '70021');
  });

  it('does not come for anything but Azure Resource Manager', () =>
    refuses(withSecret(), '500011', 'https://graph.microsoft.com/.default'));

  it('does not come for a tenant that does not exist, which discovery says already', async () => {
    await assert.rejects(withSecret('00000000-0000-4000-8000-00000000dead').getToken(scopeOf(served)));
    const [asked] = served.authorityRequests().slice(-1);
    assert.deepEqual([asked?.kind, asked?.status], ['discovery', 400]);
  });

  it('is issued for every tenant of a generated estate by its one application', async () => {
    served.sandbox.setSwitches({ scenario: { kind: 'generated', tenants: 40, subscriptionsPerTenant: 1 } });
    const last = generatedTenantId(39);
    assert.equal((await claimsOf(withSecret(last, generatedSecret, generatedAppId)))?.tenantId, last);
    assert.deepEqual(
      served.servicePrincipals.map(({ appId, tenants }) => [appId, tenants.length]),
      [[generatedAppId, 40]],
    );
  });

  describe('when the authority', () => {
    function fail(...faults: readonly FaultRule[]): void {
      served.sandbox.setSwitches({ faults });
    }

    it('is slow, comes late and not before', async () => {
      const latency = 300;
      served.sandbox.setSwitches({ tokenLatencyMs: latency });
      const began = performance.now();
      assert.ok(await claimsOf(withSecret()));
      assert.ok(performance.now() - began >= latency);
    });

    it('is down, does not come', async () => {
      fail({ match: { method: 'TOKEN' }, answer: { kind: 'tokenFails', failure: 'offline' } });
      await assert.rejects(withSecret().getToken(scopeOf(served)), /ECONNRESET|socket hang up|network_error/);
      fail({ match: {}, answer: { kind: 'offline' } });
      await assert.rejects(withSecret().getToken(scopeOf(served)));
    });

    it('is down for one request, comes with the next', async () => {
      fail({ match: { method: 'TOKEN' }, times: 1, answer: { kind: 'tokenFails', failure: 'offline' } });
      const credential = withSecret();
      await assert.rejects(credential.getToken(scopeOf(served)));
      assert.ok(await claimsOf(credential));
    });

    it('is overloaded, stands behind a captive portal or breaks off, does not come', async () => {
      for (const answer of [
        { kind: 'status', status: 503, headers: { 'Retry-After': '1' } },
        { kind: 'html' },
        { kind: 'cutOff' },
        { kind: 'lostAnswer' },
      ] as const) {
        fail({ match: { pathIncludes: '/oauth2/' }, answer });
        await assert.rejects(withSecret().getToken(scopeOf(served)), (error: Error) => error.name !== '', answer.kind);
      }
    });

    it('refuses one tenant as it is switched to, comes for the others', async () => {
      fail({
        match: { method: 'TOKEN', tenantId: northwind },
        answer: { kind: 'tokenFails', failure: 'signInNeeded', code: 'AADSTS50158' },
      });
      await refuses(withSecret(), '50158');
      assert.ok(await claimsOf(withSecret(alpine)));
    });

    it('mixes up tenants, is of the wrong one', async () => {
      fail({ match: { method: 'TOKEN' }, answer: { kind: 'wrongTenantToken', tenantId: alpine } });
      assert.equal((await claimsOf(withSecret()))?.tenantId, alpine);
    });
  });
});
