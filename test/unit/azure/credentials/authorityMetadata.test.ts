import assert from 'node:assert/strict';
import { createHttpHeaders, createPipelineRequest, type PipelineResponse } from '@azure/core-rest-pipeline';
import { describe, it } from 'mocha';
import { systemClock } from '../../../../src/shared/async/clock.ts';
import { AuthorityMetadata } from '../../../../src/azure/credentials/authorityMetadata.ts';
import { sampleAppIds } from '../../../../src/sandbox/scenario/applications.ts';
import { sampleTenantIds } from '../../../../src/sandbox/scenario/scenario.ts';
import { automation, never, openWire } from '../support/wire.ts';

const { northwind, tailspin, litware, alpine } = sampleTenantIds;
const authority = 'https://login.custom.example';
const path = (tenant: string): string => `/${tenant}/v2.0/.well-known/openid-configuration`;

/** As Microsoft Entra answers. */
function documentOf(tenant: string, origin = authority): Record<string, string> {
  return {
    token_endpoint: `${origin}/${tenant}/oauth2/v2.0/token`,
    authorization_endpoint: `${origin}/${tenant}/oauth2/v2.0/authorize`,
    jwks_uri: `${origin}/${tenant}/discovery/v2.0/keys`,
    issuer: `${authority}/${tenant}/v2.0`,
  };
}

interface Pending {
  readonly url: string;
  readonly answer: (document: unknown, status?: number) => void;
  readonly fail: () => void;
}

/** An authority that answers when it is told to. */
function open(at = authority) {
  let now = 0;
  const metadata = new AuthorityMetadata(at, { ...systemClock, now: () => now });
  const sent: Pending[] = [];
  return {
    sent,
    pass: (ms: number): void => void (now += ms),
    ask: (url: string, signal?: AbortSignal): Promise<Record<string, string>> =>
      metadata
        .answer(
          createPipelineRequest({ url, abortSignal: signal }),
          (request) =>
            new Promise<PipelineResponse>((resolve, reject) =>
              sent.push({
                url: request.url,
                answer: (document, status = 200) =>
                  resolve({ request, status, headers: createHttpHeaders(), bodyAsText: JSON.stringify(document) }),
                fail: () => reject(new Error('reset')),
              }),
            ),
        )
        .then(({ bodyAsText }) => JSON.parse(bodyAsText ?? '') as Record<string, string>),
  };
}

describe('The metadata of an authority', () => {
  it('is asked for once, whoever asks meanwhile or later, and names each one’s own tenant', async () => {
    const { ask, sent } = open();
    const first = ask(authority + path(northwind));
    const meanwhile = ask(authority + path(tailspin));
    sent[0]?.answer({ ...documentOf(northwind), tenant_region_scope: 'EU' });
    await first;
    assert.deepEqual(
      await meanwhile,
      documentOf(tailspin),
      'and what is known of one tenant only is not said of another',
    );
    assert.equal((await ask(authority + path(litware)))['token_endpoint'], documentOf(litware)['token_endpoint']);
    assert.equal(sent.length, 1);
  });

  it('of an AD FS has no tenant in it', async () => {
    const { ask, sent } = open(`${authority}/adfs`);
    const first = ask(`${authority}/adfs/.well-known/openid-configuration`);
    const document = documentOf('adfs');
    sent[0]?.answer(document);
    await first;
    assert.deepEqual(await ask(`${authority}/adfs/.well-known/openid-configuration`), document);
    assert.equal(sent.length, 1);
  });

  for (const [what, document] of [
    [
      'names another host for tokens',
      { ...documentOf(northwind), ...pick(documentOf(northwind, 'https://evil.example')) },
    ],
    ['does not name the tenant', { ...documentOf(northwind), token_endpoint: `${authority}/common/oauth2/v2.0/token` }],
    ['has no issuer', { ...documentOf(northwind), issuer: '' }],
    ['is no object', [1]],
  ] as const) {
    it(`that ${what} says nothing of other tenants`, async () => {
      const { ask, sent } = open();
      const first = ask(authority + path(northwind));
      sent[0]?.answer(document);
      await first;
      const second = ask(authority + path(tailspin));
      await Promise.resolve();
      sent[1]?.answer(documentOf(tailspin));
      assert.deepEqual(await second, documentOf(tailspin), 'it asked for itself');
    });
  }

  it('of one host is never taken for that of another', async () => {
    const { ask, sent } = open();
    const first = ask(authority + path(northwind));
    sent[0]?.answer(documentOf(northwind));
    await first;
    const other = ask(`https://login.other.example${path(tailspin)}`);
    sent[1]?.answer({ other: 'own' });
    assert.deepEqual(await other, { other: 'own' });
  });

  it('that the first could not get is asked for by each of the others, at once', async () => {
    const { ask, sent } = open();
    const first = ask(authority + path(northwind));
    const others = [tailspin, litware].map((tenant) => ask(authority + path(tenant)));
    sent[0]?.fail();
    await assert.rejects(first);
    await new Promise(setImmediate);
    assert.equal(sent.length, 3);
    sent[1]?.answer(documentOf(tailspin));
    sent[2]?.answer(documentOf(litware));
    await Promise.all(others);
    await ask(authority + path(alpine));
    assert.equal(sent.length, 3);
  });

  it('is not waited for by who has given up', async () => {
    const { ask } = open();
    void ask(authority + path(northwind));
    const givenUp = new AbortController();
    const waiting = ask(authority + path(tailspin), givenUp.signal);
    givenUp.abort();
    await assert.rejects(waiting, { name: 'FailureError' });
  });

  it('is asked for again after a day', async () => {
    const { ask, sent, pass } = open();
    const first = ask(authority + path(northwind));
    sent[0]?.answer(documentOf(northwind));
    await first;
    pass(24 * 60 * 60_000);
    void ask(authority + path(tailspin));
    await new Promise(setImmediate);
    assert.equal(sent.length, 2);
  });

  it('takes one request for a service principal in many tenants', async function () {
    this.timeout(30_000);
    const wire = await openWire();
    const { secret } = wire.served.servicePrincipal(sampleAppIds.automation);
    const identity = await wire.azure.addIdentity(automation(wire, { kind: 'secret' }, secret), never);
    assert.ok(identity.ok);
    const asked = await Promise.all(
      [northwind, tailspin, alpine].map((tenantId) =>
        wire.azure.principal({ identity: identity.value.key, tenantId }, never),
      ),
    );
    assert.deepEqual(
      asked.map((one) => one.ok && one.value.tenantId),
      [northwind, tailspin, alpine],
    );
    const kinds = wire.served.authorityRequests().map(({ kind }) => kind);
    assert.equal(kinds.filter((kind) => kind === 'discovery').length, 1);
    assert.equal(kinds.filter((kind) => kind === 'token').length, 4);
    await wire.close();
  });
});

function pick({ token_endpoint }: Record<string, string>): Record<string, string> {
  return { token_endpoint: token_endpoint ?? '' };
}
