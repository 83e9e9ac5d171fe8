import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { RestError } from '@azure/core-rest-pipeline';
import type { FaultAnswer } from '../../../../src/sandbox/switches/faults.ts';
import { samplePartnerIds } from '../../../../src/sandbox/scenario/partners.ts';
import { createSandbox, type Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { sampleIdentityKeys, sampleObjectId, sampleTenantIds } from '../../../../src/sandbox/scenario/scenario.ts';
import { readToken } from '../../../../src/sandbox/identities/token.ts';
import {
  armVersion,
  ask,
  errorOf,
  linkOf,
  never,
  palVersion,
  partners,
  pass,
  settle,
  tokenFor,
} from '../support/ask.ts';
import { manualClock } from '../../support/manualClock.ts';

const tenantId = sampleTenantIds.northwind;
const objectId = sampleObjectId('consultant', tenantId);
const put = `PUT ${partners}/${samplePartnerIds.contoso}?${palVersion}`;
const get = `GET ${partners}?${palVersion}`;

function broken(answer: FaultAnswer): Sandbox {
  return createSandbox({ switches: { faults: [{ match: {}, answer }] } });
}

function isLinked(sandbox: Sandbox): boolean {
  return sandbox.record(tenantId, objectId)?.active === true;
}

describe('faults of the stand-in', () => {
  it('hit what they match, as often as they say', async () => {
    const sandbox = createSandbox({
      switches: {
        faults: [
          {
            match: { method: 'GET', pathIncludes: '/PARTNERS', tenantId },
            times: 2,
            answer: { kind: 'status', status: 429, headers: { 'Retry-After': '7' } },
          },
        ],
      },
    });
    const token = await tokenFor(sandbox, tenantId);
    const elsewhere = await tokenFor(sandbox, sampleTenantIds.alpine);
    assert.equal((await ask(sandbox, `GET /tenants?${armVersion}`, { token })).status, 200);
    assert.equal((await ask(sandbox, get, { token: elsewhere })).status, 200);
    const first = await ask(sandbox, get, { token });
    assert.deepEqual([first.status, first.headers.get('retry-after')], [429, '7']);
    assert.equal((await ask(sandbox, get, { token })).status, 429);
    assert.equal((await ask(sandbox, get, { token })).status, 404);
  });

  it('a status comes with code and message told twice, and without Retry-After unless given', async () => {
    const sandbox = broken({ kind: 'status', status: 503, code: 'ServerBusy', message: 'Busy.' });
    const response = await ask(sandbox, put, { token: await tokenFor(sandbox, tenantId) });
    assert.equal(response.status, 503);
    assert.equal(response.headers.get('retry-after'), undefined);
    assert.deepEqual(errorOf(response), {
      error: { code: 'ServerBusy', message: 'Busy.' },
      code: 'ServerBusy',
      message: 'Busy.',
    });
    assert.equal(isLinked(sandbox), false);
  });

  it('a status may hide that the write took effect', async () => {
    const sandbox = broken({ kind: 'status', status: 500, applied: true });
    await ask(sandbox, put, { token: await tokenFor(sandbox, tenantId) });
    assert.equal(isLinked(sandbox), true);
  });

  const unsent: readonly (readonly [FaultAnswer, string])[] = [
    [{ kind: 'offline' }, 'ENOTFOUND'],
    [{ kind: 'offline', code: 'ECONNREFUSED' }, 'ECONNREFUSED'],
    [{ kind: 'certificate' }, 'SELF_SIGNED_CERT_IN_CHAIN'],
  ];
  for (const [answer, code] of unsent) {
    it(`${answer.kind}: RestError ${code}, nothing applied`, async () => {
      const sandbox = broken(answer);
      const token = await tokenFor(sandbox, tenantId);
      await assert.rejects(ask(sandbox, put, { token }), (error) => error instanceof RestError && error.code === code);
      assert.equal(isLinked(sandbox), false);
      assert.equal(sandbox.requests()[0]?.error, code);
    });
  }

  it('html: a page instead of JSON, nothing applied', async () => {
    for (const status of [200, 502]) {
      const sandbox = broken({ kind: 'html', status });
      const response = await ask(sandbox, put, { token: await tokenFor(sandbox, tenantId) });
      assert.deepEqual([response.status, response.headers.get('content-type')], [status, 'text/html; charset=utf-8']);
      assert.equal(response.headers.get('request-id'), undefined);
      assert.equal(isLinked(sandbox), false);
    }
  });

  it('cut off: half of the right answer, the write applied', async () => {
    const sandbox = broken({ kind: 'cutOff' });
    const response = await ask(sandbox, put, { token: await tokenFor(sandbox, tenantId) });
    assert.equal(response.status, 200);
    assert.throws(() => linkOf(response), SyntaxError);
    assert.equal(isLinked(sandbox), true);
  });

  it('cut off as a broken stream: PARSE_ERROR as the real client has it', async () => {
    const sandbox = broken({ kind: 'cutOff', how: 'stream' });
    const token = await tokenFor(sandbox, tenantId);
    await assert.rejects(ask(sandbox, get, { token }), { name: 'RestError', code: RestError.PARSE_ERROR });
  });

  it('lost answer: the write is applied, then the connection breaks', async () => {
    const sandbox = broken({ kind: 'lostAnswer' });
    const token = await tokenFor(sandbox, tenantId);
    await assert.rejects(ask(sandbox, put, { token }), { name: 'RestError', code: 'ECONNRESET' });
    assert.equal(isLinked(sandbox), true);
  });

  it('hang: until aborted, or until the request’s own time is up; nothing applied', async () => {
    const time = manualClock();
    const sandbox = createSandbox({ clock: time, switches: { faults: [{ match: {}, answer: { kind: 'hang' } }] } });
    const token = await tokenFor(sandbox, tenantId);
    const abort = new AbortController();
    const one = assert.rejects(ask(sandbox, put, { token, signal: abort.signal }), { name: 'AbortError' });
    await settle();
    abort.abort();
    await one;
    const two = assert.rejects(ask(sandbox, put, { token, timeout: 5000 }), { name: 'AbortError' });
    await settle();
    await pass(time, 5000);
    await two;
    assert.equal(isLinked(sandbox), false);
  });

  it('hang after the write was applied: as when the network dies on the way back', async () => {
    const time = manualClock();
    const answer = { kind: 'hang', applied: true } as const;
    const sandbox = createSandbox({ clock: time, switches: { faults: [{ match: { method: 'PUT' }, answer }] } });
    const token = await tokenFor(sandbox, tenantId);
    const hanging = assert.rejects(ask(sandbox, put, { token, timeout: 5000 }), { name: 'AbortError' });
    await settle();
    assert.equal(isLinked(sandbox), true);
    assert.equal((await ask(sandbox, get, { token })).status, 200);
    await pass(time, 5000);
    await hanging;
  });

  it('claims challenge: 401 with claims, until a token answers them', async () => {
    const sandbox = broken({ kind: 'claimsChallenge' });
    const refused = await ask(sandbox, get, { token: await tokenFor(sandbox, tenantId) });
    const wwwAuthenticate = refused.headers.get('www-authenticate') ?? '';
    assert.equal(refused.status, 401);
    assert.match(wwwAuthenticate, /error="insufficient_claims", claims="[A-Za-z0-9+/=]+"/);
    const request = { tenantId, challenge: { wwwAuthenticate }, signal: never };
    const stepped = await sandbox.identities.token(sampleIdentityKeys.consultant, request);
    assert.ok(stepped.ok);
    assert.equal((await ask(sandbox, get, { token: stepped.value.token })).status, 404);
    sandbox.setSwitches({ faults: [{ match: {}, answer: { kind: 'claimsChallenge', never: true } }] });
    assert.equal((await ask(sandbox, get, { token: stepped.value.token })).status, 401);
  });

  it('wrong tenant in the answer: 200 with another tenant, or another object', async () => {
    const sandbox = broken({ kind: 'wrongTenantAnswer' });
    const token = await tokenFor(sandbox, tenantId);
    const wrongTenant = linkOf(await ask(sandbox, put, { token })).properties;
    assert.notEqual(wrongTenant.tenantId, tenantId);
    assert.equal(wrongTenant.objectId, objectId);
    const other = 'f0000000-0000-4000-8000-000000000001';
    sandbox.setSwitches({ faults: [{ match: {}, answer: { kind: 'wrongTenantAnswer', objectId: other } }] });
    const wrongObject = linkOf(await ask(sandbox, get, { token })).properties;
    assert.deepEqual([wrongObject.tenantId, wrongObject.objectId], [tenantId, other]);
  });

  it('wrong token: a token of another tenant comes, once', async () => {
    const answer = { kind: 'wrongTenantToken', tenantId: sampleTenantIds.alpine } as const;
    const sandbox = createSandbox({ switches: { faults: [{ match: { tenantId }, times: 1, answer }] } });
    assert.equal(readToken(await tokenFor(sandbox, tenantId))?.tenantId, sampleTenantIds.alpine);
    assert.equal(readToken(await tokenFor(sandbox, tenantId))?.tenantId, tenantId);
  });

  it('no token: fails silently as told', async () => {
    const sandbox = broken({ kind: 'tokenFails', failure: 'accountNotAllowed' });
    const outcome = await sandbox.identities.token(sampleIdentityKeys.consultant, { tenantId, signal: never });
    assert.ok(!outcome.ok && outcome.failure.kind === 'accountNotAllowed');
  });

  it('csp and forbidden: refused with nothing applied', async () => {
    for (const kind of ['csp', 'forbidden'] as const) {
      const sandbox = broken({ kind });
      assert.equal((await ask(sandbox, put, { token: await tokenFor(sandbox, tenantId) })).status, 403);
      assert.equal(isLinked(sandbox), false);
    }
  });

  it('provider missing: 404 on all of Microsoft.ManagementPartner and nowhere else', async () => {
    const sandbox = broken({ kind: 'providerMissing' });
    const token = await tokenFor(sandbox, tenantId);
    for (const what of [get, put, `GET /providers/Microsoft.ManagementPartner/operations?${palVersion}`]) {
      const response = await ask(sandbox, what, { token });
      assert.deepEqual([response.status, errorOf(response).error.code], [404, 'InvalidResourceNamespace']);
    }
    assert.equal((await ask(sandbox, `GET /tenants?${armVersion}`, { token })).status, 200);
  });
});

describe('latency of the stand-in', () => {
  it('passes before an answer comes', async () => {
    const time = manualClock();
    const sandbox = createSandbox({ clock: time, switches: { latencyMs: 40 } });
    const token = await tokenFor(sandbox, tenantId);
    let status: number | undefined;
    const asked = ask(sandbox, get, { token }).then((response) => {
      status = response.status;
    });
    await settle();
    await pass(time, 39);
    assert.equal(status, undefined);
    await pass(time, 1);
    await asked;
    assert.equal(status, 404);
  });

  it('a write aborted before it was applied is not applied; one aborted after is', async () => {
    for (const [passed, applied] of [
      [19, false],
      [20, true],
    ] as const) {
      const time = manualClock();
      const sandbox = createSandbox({ clock: time, switches: { latencyMs: 40 } });
      const token = await tokenFor(sandbox, tenantId);
      const abort = new AbortController();
      const asked = assert.rejects(ask(sandbox, put, { token, signal: abort.signal }), { name: 'AbortError' });
      await settle();
      await pass(time, passed);
      abort.abort();
      await asked;
      assert.equal(isLinked(sandbox), applied);
      assert.equal(time.pending, 0);
    }
  });

  it('a request’s own timeout counts over the whole way', async () => {
    const time = manualClock();
    const sandbox = createSandbox({ clock: time, switches: { latencyMs: 40 } });
    const token = await tokenFor(sandbox, tenantId);
    const asked = assert.rejects(ask(sandbox, put, { token, timeout: 30 }), { name: 'AbortError' });
    await settle();
    await pass(time, 20);
    await pass(time, 10);
    await asked;
    assert.equal(isLinked(sandbox), true);
  });

  it('a request aborted beforehand is not even looked at', async () => {
    const sandbox = createSandbox();
    const token = await tokenFor(sandbox, tenantId);
    await assert.rejects(ask(sandbox, put, { token, signal: AbortSignal.abort() }), { name: 'AbortError' });
    assert.equal(isLinked(sandbox), false);
  });

  it('of tokens: passes once per token, and can be aborted', async () => {
    const time = manualClock();
    const sandbox = createSandbox({ clock: time, switches: { tokenLatencyMs: 100 } });
    const abort = new AbortController();
    const asked = sandbox.identities.token(sampleIdentityKeys.consultant, { tenantId, signal: abort.signal });
    abort.abort();
    const outcome = await asked;
    assert.ok(!outcome.ok && outcome.failure.kind === 'cancelled');
    const slow = tokenFor(sandbox, tenantId);
    await settle();
    await pass(time, 100);
    assert.equal(await slow, await tokenFor(sandbox, tenantId));
  });
});
