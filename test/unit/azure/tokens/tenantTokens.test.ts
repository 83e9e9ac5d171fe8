import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { failed, success } from '../../../../src/shared/model/outcome.ts';
import {
  errorBody,
  identity,
  jwt,
  link,
  objectId,
  otherTenantId,
  scripted,
  type ScriptedSource,
  tenant,
  tenantId,
  type SentRequest,
  type Step,
} from '../support/scripted.ts';

const never = new AbortController().signal;
const fine: Step = { status: 200, body: link('5127254') };
const claims = '{"access_token":{"nbf":{"essential":true,"value":"1603742800"}}}';
const wwwAuthenticate = `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`;
const challenged: Step = {
  status: 401,
  body: errorBody('TokenRevoked', 'Sign in again'),
  headers: { 'www-authenticate': wwwAuthenticate },
};

function tokenOf(request: SentRequest | undefined): string {
  return request?.headers['authorization']?.slice('Bearer '.length) ?? '';
}

interface Waiting {
  readonly token: string | undefined;
  readonly give: () => void;
}

/** The source answers each request only when the test says so. */
function whenGiven(source: ScriptedSource): readonly Waiting[] {
  const waiting: Waiting[] = [];
  const { answer } = source;
  source.answer = async (request) => {
    const answered = await answer(request);
    const token = answered.ok ? answered.value.token : undefined;
    await new Promise<void>((give) => waiting.push({ token, give }));
    return answered;
  };
  return waiting;
}

async function turns(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('tokens', () => {
  it('are asked for per identity and tenant, and for the home tenant without one', async () => {
    const { azure, source } = scripted((request) =>
      request.url.pathname === '/tenants' ? { status: 200, body: { value: [] } } : fine,
    );
    await azure.tenants(identity, never);
    await azure.readLink(tenant, never);
    await azure.readLink({ identity, tenantId: otherTenantId }, never);
    assert.deepEqual(
      source.requests.map(({ request }) => request.tenantId),
      [undefined, tenantId, otherTenantId],
    );
  });

  it('of another tenant never reach the wire', async () => {
    for (const other of [{ tid: otherTenantId, oid: objectId }, { oid: objectId }, undefined]) {
      const { azure, source, sent } = scripted(() => fine);
      source.answer = () => success({ token: other ? jwt(other) : 'opaque', expiresAt: Number.MAX_SAFE_INTEGER });
      for (const outcome of [
        await azure.readLink(tenant, never),
        await azure.createLink(tenant, '5127254', never),
        await azure.removeLink(tenant, '5127254', never),
        await azure.subscriptions(tenant, never),
        await azure.principal(tenant, never),
      ]) {
        assert.deepEqual(
          !outcome.ok && [outcome.failure.kind, outcome.failure.tenantId, outcome.failure.mayHaveHappened],
          ['wrongTenant', tenantId, undefined],
        );
      }
      assert.equal(sent.length, 0);
    }
  });

  it('of another tenant never reach the wire in answer to a challenge either', async () => {
    const { azure, source, sent } = scripted([challenged, fine]);
    source.answer = ({ challenge }) =>
      success({
        token: jwt({ tid: challenge ? otherTenantId : tenantId, oid: objectId }),
        expiresAt: Number.MAX_SAFE_INTEGER,
      });
    const outcome = await azure.createLink(tenant, '5127254', never);
    assert.equal(!outcome.ok && outcome.failure.kind, 'wrongTenant');
    assert.equal(sent.length, 1);
  });

  it('that are asked for at the same time are asked for once', async () => {
    const { azure, source, sent } = scripted((request) =>
      request.url.pathname === '/subscriptions' ? { status: 200, body: { value: [] } } : fine,
    );
    let give = (): void => undefined;
    const answer = source.answer;
    source.answer = async (request) => {
      await new Promise<void>((resolve) => {
        give = resolve;
      });
      return answer(request);
    };
    const all = Promise.all([
      azure.readLink(tenant, never),
      azure.subscriptions(tenant, never),
      azure.principal(tenant, never),
    ]);
    await new Promise((resolve) => setImmediate(resolve));
    give();
    assert.deepEqual(
      (await all).map(({ ok }) => ok),
      [true, true, true],
    );
    assert.equal(source.requests.length, 1);
    assert.equal(sent.length, 2);
  });

  it('that several wait for survive the cancelling of one, and end with the last', async () => {
    const { azure, source } = scripted(() => fine);
    let give = (): void => undefined;
    const answer = source.answer;
    source.answer = async (request) => {
      await new Promise<void>((resolve) => {
        give = resolve;
      });
      return answer(request);
    };
    const first = new AbortController();
    const second = new AbortController();
    const cancelled = azure.readLink(tenant, first.signal);
    const goesOn = azure.readLink(tenant, second.signal);
    await new Promise((resolve) => setImmediate(resolve));
    first.abort();
    assert.equal((await cancelled).ok, false);
    assert.equal(source.requests[0]?.request.signal.aborted, false);
    give();
    assert.equal((await goesOn).ok, true);

    const alone = new AbortController();
    const third = azure.readLink({ identity, tenantId: otherTenantId }, alone.signal);
    await new Promise((resolve) => setImmediate(resolve));
    alone.abort();
    await third;
    assert.equal(source.requests[1]?.request.signal.aborted, true);
    const again = azure.readLink({ identity, tenantId: otherTenantId }, never);
    await new Promise((resolve) => setImmediate(resolve));
    give();
    await again;
    assert.equal(source.requests.length, 3, 'nobody joins a request that was given up');
  });

  it('are kept until five minutes before their end', async () => {
    const { azure, source, time } = scripted(() => fine);
    await azure.readLink(tenant, never);
    time.pass(3_600_000 - 5 * 60_000 - 1);
    await azure.readLink(tenant, never);
    assert.equal(source.requests.length, 1);
    time.pass(1);
    await azure.readLink(tenant, never);
    assert.equal(source.requests.length, 2);
  });

  it('are forgotten when identities change and after a sign-in', async () => {
    const { azure, source } = scripted(() => fine);
    let changes = 0;
    azure.onDidChangeIdentities(() => {
      changes += 1;
    });
    await azure.readLink(tenant, never);
    source.changed.fire();
    await azure.readLink(tenant, never);
    assert.deepEqual([source.requests.length, changes], [2, 1]);
    await azure.signIn({ kind: 'tenant', tenant });
    await azure.readLink(tenant, never);
    assert.deepEqual([source.requests.length, changes], [3, 1]);
  });

  it('of other tenants stay after a sign-in to one: hundreds need not be asked for again', async () => {
    const { azure, source } = scripted(() => fine);
    const others = { identity: tenant.identity, tenantId: otherTenantId };
    await azure.principal(others, never);
    await azure.principal(tenant, never);
    assert.deepEqual([azure.hasToken(others), azure.hasToken(tenant)], [true, true]);
    await azure.signIn({ kind: 'tenant', tenant });
    assert.deepEqual([azure.hasToken(others), azure.hasToken(tenant)], [true, false]);
    await azure.principal(others, never);
    assert.equal(source.requests.length, 2);
    await azure.signIn({ kind: 'account', identity: tenant.identity });
    assert.equal(azure.hasToken(others), false);
  });

  it('that were on their way when identities changed are not kept, and nobody joins them', async () => {
    const { azure, source, sent } = scripted(() => fine);
    const waiting = whenGiven(source);
    const before = azure.principal(tenant, never);
    await turns(() => waiting.length === 1);
    source.changed.fire();
    const after = azure.principal(tenant, never);
    await turns(() => waiting.length === 2);
    waiting[1]?.give();
    await after;
    waiting[0]?.give();
    await before;
    await azure.readLink(tenant, never);
    assert.equal(source.requests.length, 2);
    assert.equal(tokenOf(sent[0]), waiting[1]?.token, 'the newer token is the one that is kept');
  });

  it('that were asked for before a sign-in are not kept after it', async () => {
    const { azure, source, sent } = scripted(() => fine);
    const waiting = whenGiven(source);
    const before = azure.principal(tenant, never);
    await turns(() => waiting.length === 1);
    assert.equal((await azure.signIn({ kind: 'tenant', tenant })).ok, true);
    waiting[0]?.give();
    await before;
    assert.equal(azure.hasToken(tenant), false);
    const after = azure.readLink(tenant, never);
    await turns(() => waiting.length === 2);
    waiting[1]?.give();
    await after;
    assert.deepEqual(sent.map(tokenOf), [waiting[1]?.token]);
  });

  it('that cannot be had end in the source’s own failure, and nothing is sent', async () => {
    const { azure, source, sent } = scripted([]);
    source.answer = () => failed({ kind: 'signInNeeded' });
    const outcome = await azure.readLink(tenant, never);
    assert.deepEqual(!outcome.ok && [outcome.failure.kind, outcome.failure.tenantId], ['signInNeeded', tenantId]);
    source.answer = () => Promise.reject(new Error('AADSTS53003: blocked'));
    const thrown = await azure.readLink(tenant, never);
    assert.deepEqual(!thrown.ok && [thrown.failure.kind, thrown.failure.code], ['tenantBlocked', 'AADSTS53003']);
    assert.equal(sent.length, 0);
  });

  it('that never come end in time', async () => {
    const { azure, source, time } = scripted([]);
    source.answer = () => new Promise<never>(() => undefined);
    const outcome = await time.run(azure.readLink(tenant, never));
    assert.equal(!outcome.ok && outcome.failure.kind, 'timedOut');
  });

  it('tell who the identity is in a tenant, without asking Azure', async () => {
    const { azure, sent } = scripted([]);
    assert.deepEqual(await azure.principal(tenant, never), { ok: true, value: { tenantId, objectId } });
    assert.equal(sent.length, 0);
  });

  it('of an identity nobody knows need a sign-in', async () => {
    const { azure } = scripted([]);
    const outcome = await azure.readLink({ identity: 'vscode:gone', tenantId }, never);
    assert.equal(!outcome.ok && outcome.failure.kind, 'signInNeeded');
  });
});

describe('a 401', () => {
  it('with a claims challenge is answered once, with the challenge as it came', async () => {
    const { azure, source, sent } = scripted([challenged, fine]);
    assert.equal((await azure.readLink(tenant, never)).ok, true);
    assert.deepEqual(
      source.requests.map(({ request }) => request.challenge),
      [undefined, { wwwAuthenticate, claims }],
    );
    assert.equal(sent.length, 2);
    assert.notEqual(tokenOf(sent[0]), tokenOf(sent[1]));
  });

  it('of a write is not sent again: another token is got, and whoever writes may begin anew', async () => {
    for (const refusal of [challenged, { status: 401 }]) {
      const { azure, sent } = scripted([refusal, fine]);
      const refused = await azure.createLink(tenant, '5127254', never);
      assert.deepEqual(!refused.ok && [refused.failure.kind, refused.failure.mayBeginAnew], ['signInNeeded', true]);
      assert.deepEqual([!refused.ok && refused.failure.mayHaveHappened, sent.length], [undefined, 1]);
      assert.equal((await azure.createLink(tenant, '5127254', never)).ok, true);
      assert.notEqual(tokenOf(sent[0]), tokenOf(sent[1]));
    }
  });

  it('of a write for which no other token can be had is a refusal like any other', async () => {
    const { azure, source } = scripted([challenged]);
    const answer = source.answer;
    source.answer = (request) => (request.challenge ? failed({ kind: 'signInNeeded' }) : answer(request));
    const refused = await azure.createLink(tenant, '5127254', never);
    assert.deepEqual(!refused.ok && [refused.failure.kind, refused.failure.mayBeginAnew], ['signInNeeded', undefined]);
  });

  it('with a challenge again and again is answered once and needs a sign-in then', async () => {
    const { azure, source, sent, time } = scripted(() => challenged);
    const outcome = await time.run(azure.readLink(tenant, never));
    assert.equal(!outcome.ok && outcome.failure.kind, 'signInNeeded');
    assert.deepEqual([sent.length, source.requests.length], [2, 2]);
  });

  it('is answered once over all tries of an operation', async () => {
    const { azure, sent, time } = scripted([challenged, { status: 500 }, challenged, fine]);
    const outcome = await time.run(azure.readLink(tenant, never));
    assert.equal(!outcome.ok && outcome.failure.kind, 'signInNeeded');
    assert.equal(sent.length, 3);
  });

  it('whose challenge cannot be answered silently needs a sign-in', async () => {
    const { azure, source, sent } = scripted([challenged]);
    const answer = source.answer;
    source.answer = (request) => (request.challenge ? failed({ kind: 'signInNeeded' }) : answer(request));
    const outcome = await azure.createLink(tenant, '5127254', never);
    assert.deepEqual(!outcome.ok && [outcome.failure.kind, outcome.failure.mayHaveHappened], [
      'signInNeeded',
      undefined,
    ]);
    assert.equal(sent.length, 1);
  });

  it('without a challenge asks for another token, and sends nothing again where there is no other', async () => {
    const expired: Step = { status: 401, body: errorBody('ExpiredAuthenticationToken', 'Expired') };
    const another = scripted([expired, fine]);
    assert.equal((await another.azure.readLink(tenant, never)).ok, true);
    assert.deepEqual(
      another.source.requests.map(({ request }) => request.refused),
      [undefined, tokenOf(another.sent[0])],
      'the source is told which one was refused',
    );
    const same = scripted([expired]);
    same.source.answer = () =>
      success({ token: jwt({ tid: tenantId, oid: objectId }), expiresAt: Number.MAX_SAFE_INTEGER });
    const outcome = await same.azure.readLink(tenant, never);
    assert.deepEqual(!outcome.ok && [outcome.failure.kind, outcome.failure.code], [
      'signInNeeded',
      'ExpiredAuthenticationToken',
    ]);
    assert.equal(same.sent.length, 1);
  });
});
