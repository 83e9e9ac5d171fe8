import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { FailureError } from '../../../../src/azure/errors/failureError.ts';
import { TenantTokens, type CachedToken, type TenantTokensParts } from '../../../../src/azure/tokens/tenantTokens.ts';
import { failed } from '../../../../src/shared/model/outcome.ts';
import type { Failure } from '../../../../src/shared/model/failure.ts';
import { manualClock, type ManualClock } from '../../support/manualClock.ts';
import { identity, jwt, objectId, otherTenantId, ScriptedSource } from '../support/scripted.ts';

const tenantId = 'cccccccc-cccc-4ccc-8ccc-cccccccccccc';
const never = new AbortController().signal;
const challenge = { wwwAuthenticate: 'Bearer claims="e30="', claims: '{}' };

interface Tokens {
  readonly source: ScriptedSource;
  readonly tokens: TenantTokens;
  readonly clock: ManualClock;
}

function tokensOf(more: Partial<TenantTokensParts> = {}): Tokens {
  const clock = manualClock();
  const source = new ScriptedSource(clock);
  return { source, clock, tokens: new TenantTokens({ source, identity, tenantId, clock, ...more }) };
}

/** Tokens of a source that says this of itself in all of them. */
function saying(claims: object, more: Partial<TenantTokensParts> = {}): TenantTokens {
  const { source, tokens } = tokensOf(more);
  source.answer = () => ({ ok: true, value: { token: jwt(claims), expiresAt: Number.MAX_SAFE_INTEGER } });
  return tokens;
}

async function failureOf(token: Promise<unknown>): Promise<Failure | undefined> {
  try {
    await token;
    return undefined;
  } catch (error) {
    assert.ok(error instanceof FailureError);
    const { kind, tenantId: of, code } = error.failure;
    return { kind, tenantId: of, ...(code !== undefined && { code }) };
  }
}

describe('A token of a tenant', () => {
  it('is one that names it, in whatever spelling', async () => {
    const upper = saying({ tid: tenantId, oid: objectId }, { tenantId: tenantId.toUpperCase() });
    assert.equal((await upper.token(never)).claims.tenantId, tenantId);
    const wrongTenant = { kind: 'wrongTenant', tenantId };
    assert.deepEqual(await failureOf(saying({ tid: otherTenantId }).token(never)), {
      ...wrongTenant,
      code: 'TokenOfAnotherTenant',
    });
    assert.deepEqual(await failureOf(saying({ oid: objectId }).token(never)), {
      ...wrongTenant,
      code: 'TokenWithoutTenant',
    });
  });

  it('that names none is of the tenant that Azure lists for it, asked for such a token alone', async () => {
    const asked: CachedToken[] = [];
    const tenantOf = async (held: CachedToken): Promise<string> => {
      asked.push(held);
      return tenantId;
    };
    const silent = await saying({ oid: objectId }, { tenantOf }).token(never);
    assert.deepEqual([silent.claims.tenantId, silent.claims.objectId, silent.saysWhose], [tenantId, objectId, false]);
    assert.equal(silent.token, asked[0]?.token);
    await saying({ tid: tenantId, oid: objectId }, { tenantOf }).token(never);
    const home = await saying({ oid: objectId }, { tenantOf, tenantId: undefined }).token(never);
    assert.equal(home.claims.tenantId, undefined, 'whose it is, its list of tenants says');
    assert.equal(asked.length, 1);
  });

  it('says whose it is where it names both tenant and object; else the first answer of Azure does', async () => {
    const both = saying({ tid: tenantId, oid: objectId });
    const half = saying({ tid: tenantId });
    const [whole, partial] = [await both.token(never), await half.token(never)];
    assert.deepEqual([whole.saysWhose, partial.saysWhose], [true, false]);
    both.answered('first');
    assert.equal(both.objectOf(whole), objectId);
    assert.equal(half.objectOf(partial), undefined);
    half.answered('first');
    half.answered('second');
    assert.equal(half.objectOf(partial), 'first');
    half.forget();
    assert.equal(half.objectOf(partial), undefined);
  });

  it('that was refused is asked for anew once, and never before there was one', async () => {
    const { tokens, source } = tokensOf();
    const refused = await tokens.token(never);
    const next = await tokens.another(refused, never);
    assert.notEqual(next?.token, refused.token);
    assert.equal((await tokens.another(refused, never))?.token, next?.token, 'the newer one is at hand');
    assert.equal(source.requests.length, 2);
    assert.ok(await tokensOf().tokens.another({ ...refused, token: 'refused' }, never));
  });

  it('is asked for once for each thing that it must be', async () => {
    const { tokens, source } = tokensOf();
    const refused: CachedToken = { token: 'refused', expiresAt: 0, claims: {}, saysWhose: false };
    await Promise.all([
      tokens.token(never),
      tokens.token(never),
      tokens.answer(challenge, never),
      tokens.answer(challenge, never),
      tokens.answer({ wwwAuthenticate: 'other' }, never),
      tokens.another(refused, never),
      tokens.another(refused, never),
    ]);
    assert.deepEqual(
      source.requests.map(({ request }) => request.challenge?.wwwAuthenticate ?? request.refused),
      [undefined, challenge.wwwAuthenticate, 'other', 'refused'],
    );
  });

  it('that was on its way when identities changed leaves the way of the next one alone', async () => {
    const { tokens, source } = tokensOf();
    const { answer } = source;
    const gives: (() => void)[] = [];
    source.answer = async (request) => {
      await new Promise<void>((give) => gives.push(give));
      return answer(request);
    };
    const before = tokens.token(never);
    tokens.forget();
    const after = tokens.token(never);
    gives[0]?.();
    await before;
    const joined = tokens.token(never);
    gives[1]?.();
    assert.equal((await joined).token, (await after).token);
    assert.equal(source.requests.length, 2);
  });

  it('that never comes ends in time, and no timer is left of one that came', async () => {
    const { tokens, source, clock } = tokensOf();
    await tokens.token(never);
    assert.equal(clock.pending, 0);
    source.answer = () => new Promise<never>(() => undefined);
    tokens.forget();
    assert.deepEqual(await failureOf(clock.run(tokens.token(never))), { kind: 'timedOut', tenantId });
    assert.deepEqual(clock.waits, [60_000]);
  });

  it('that cannot be had says of which tenant, unless the source does', async () => {
    for (const [said, told] of [
      [undefined, tenantId],
      [otherTenantId, otherTenantId],
    ] as const) {
      const { tokens, source } = tokensOf();
      source.answer = () => failed({ kind: 'signInNeeded', tenantId: said });
      assert.deepEqual(await failureOf(tokens.token(never)), { kind: 'signInNeeded', tenantId: told });
    }
    const { tokens, source } = tokensOf();
    source.answer = () => Promise.reject(new Error('broken'));
    assert.equal((await failureOf(tokens.token(never)))?.tenantId, tenantId);
  });
});
