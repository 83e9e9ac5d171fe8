import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createSandbox } from '../../../../src/sandbox/sandbox.ts';
import { sampleObjectId, sampleTenantIds } from '../../../../src/sandbox/scenario/scenario.ts';
import { issueToken, readToken, type TokenClaims } from '../../../../src/sandbox/identities/token.ts';
import { armVersion, ask, errorOf, palVersion, partners, tokenFor } from '../support/ask.ts';
import { clockAt } from '../../support/manualClock.ts';

const now = Date.parse('2026-05-04T10:00:00Z');
const tenantId = sampleTenantIds.alpine;
const good: TokenClaims = {
  tenantId,
  objectId: sampleObjectId('consultant', tenantId),
  audience: 'https://management.azure.com',
  expiresAt: now + 60_000,
};

describe('what the stand-in checks of a request', () => {
  it('a token is read as it was issued', () => {
    const claims = { ...good, appId: 'app', issuer: 'https://adfs.example/adfs', answersClaims: '{"a":1}' };
    assert.deepEqual(readToken(issueToken(claims)), claims);
    assert.equal(readToken('no token'), undefined);
    assert.equal(readToken('a.b.c'), undefined);
  });

  it('is never answered within the turn that asked, or a large estate would keep everything else waiting', async () => {
    const sandbox = createSandbox({ clock: clockAt(() => now), switches: { latencyMs: 0 } });
    let answered = false;
    const answer = ask(sandbox, `GET ${partners}?${palVersion}`, { token: issueToken(good) }).then(() => {
      answered = true;
    });
    for (let microtask = 0; microtask < 1_000; microtask += 1) {
      await Promise.resolve();
    }
    assert.equal(answered, false);
    await answer;
  });

  it('takes Azure’s audiences, with and without a slash', async () => {
    const sandbox = createSandbox({ clock: clockAt(() => now) });
    for (const host of ['https://management.azure.com', 'https://management.core.windows.net']) {
      for (const audience of [host, `${host}/`]) {
        const token = issueToken({ ...good, audience });
        assert.equal((await ask(sandbox, `GET ${partners}?${palVersion}`, { token })).status, 200);
      }
    }
  });

  const refused: readonly (readonly [string, string | undefined, string])[] = [
    ['no token', undefined, 'AuthenticationFailed'],
    ['a token that cannot be read', 'nonsense', 'InvalidAuthenticationToken'],
    [
      'another audience',
      issueToken({ ...good, audience: 'https://graph.microsoft.com' }),
      'InvalidAuthenticationTokenAudience',
    ],
    ['an expired token', issueToken({ ...good, expiresAt: now - 1000 }), 'ExpiredAuthenticationToken'],
    [
      'a tenant that there is not',
      issueToken({ ...good, tenantId: '00000000-0000-4000-8000-000000000009' }),
      'InvalidAuthenticationTokenTenant',
    ],
    ['no object ID', issueToken({ ...good, objectId: undefined }), 'InvalidAuthenticationToken'],
  ];
  for (const [what, token, code] of refused) {
    it(`${what}: 401 ${code} with WWW-Authenticate`, async () => {
      const sandbox = createSandbox({ clock: clockAt(() => now) });
      const response = await ask(sandbox, `GET ${partners}?${palVersion}`, { token });
      assert.deepEqual([response.status, errorOf(response).error.code], [401, code]);
      assert.match(response.headers.get('www-authenticate') ?? '', /^Bearer authorization_uri="https:/);
      assert.ok(response.headers.get('request-id'));
    });
  }

  it('refuses another api-version on each path, and a missing one', async () => {
    const sandbox = createSandbox();
    const token = await tokenFor(sandbox, tenantId);
    for (const path of [partners, '/providers/Microsoft.ManagementPartner/operations', '/tenants', '/subscriptions']) {
      const wrong = await ask(sandbox, `GET ${path}?api-version=2016-06-01`, { token });
      assert.deepEqual([wrong.status, errorOf(wrong).error.code], [400, 'InvalidApiVersionParameter'], path);
      assert.match(errorOf(wrong).error.message, /'2016-06-01' is invalid/);
      const none = await ask(sandbox, `GET ${path}`, { token });
      assert.deepEqual([none.status, errorOf(none).error.code], [400, 'MissingApiVersionParameter'], path);
    }
  });

  it('refuses methods that a path does not have', async () => {
    const sandbox = createSandbox();
    const token = await tokenFor(sandbox, tenantId);
    for (const what of [
      `POST ${partners}/4810337?${palVersion}`,
      `PUT ${partners}?${palVersion}`,
      `POST /tenants?${armVersion}`,
    ]) {
      assert.equal((await ask(sandbox, what, { token })).status, 405, what);
    }
  });

  it('answers 404 for what it does not have', async () => {
    const sandbox = createSandbox();
    const token = await tokenFor(sandbox, tenantId);
    for (const what of [`GET /nothing?${armVersion}`, `GET ${partners}/1/2?${palVersion}`]) {
      assert.equal((await ask(sandbox, what, { token })).status, 404, what);
    }
  });

  it('is reached at its own host and over https only', async () => {
    const sandbox = createSandbox({ host: 'https://management.chinacloudapi.cn' });
    await assert.rejects(ask(sandbox, `GET https://management.azure.com/tenants?${armVersion}`), {
      name: 'RestError',
      code: 'ENOTFOUND',
    });
    await assert.rejects(
      ask(sandbox, `GET http://management.chinacloudapi.cn/tenants?${armVersion}`),
      /allowInsecureConnection/,
    );
    const token = await tokenFor(sandbox, tenantId);
    assert.equal(readToken(token)?.audience, 'https://management.chinacloudapi.cn');
    assert.equal((await ask(sandbox, `GET /tenants?${armVersion}`, { token })).status, 200);
  });

  it('answers 429 when the documented budget is used up, if switched on', async () => {
    let time = now;
    const sandbox = createSandbox({ clock: clockAt(() => time), switches: { enforceBudget: true } });
    const token = await tokenFor(sandbox, tenantId);
    for (let count = 0; count < 250; count++) {
      assert.equal((await ask(sandbox, `GET ${partners}?${palVersion}`, { token })).status, 200);
    }
    const throttled = await ask(sandbox, `GET ${partners}?${palVersion}`, { token });
    assert.deepEqual([throttled.status, throttled.headers.get('retry-after')], [429, '1']);
    time += 1000;
    assert.equal((await ask(sandbox, `GET ${partners}?${palVersion}`, { token })).status, 200);
  });

  it('remembers what it was asked, without tokens', async () => {
    const sandbox = createSandbox();
    const token = await tokenFor(sandbox, tenantId);
    await ask(sandbox, `GET ${partners}?${palVersion}`, { token });
    await ask(sandbox, `GET /tenants?${armVersion}`);
    assert.deepEqual(sandbox.requests(), [
      { method: 'GET', path: partners, query: `?${palVersion}`, correlationId: undefined, tenantId, status: 200 },
      {
        method: 'GET',
        path: '/tenants',
        query: `?${armVersion}`,
        correlationId: undefined,
        tenantId: undefined,
        status: 401,
      },
    ]);
    sandbox.clearRequests();
    assert.equal(sandbox.requests().length, 0);
  });
});
