import assert from 'node:assert/strict';
import { domainToASCII } from 'node:url';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { responseLimits } from '../../../../src/azure/http/boundedResponse.ts';
import { azureCloud } from '../../../../src/azure/clouds/cloud.ts';
import { connect } from '../../../../src/azure/connect.ts';
import { createSandbox } from '../../../../src/sandbox/sandbox.ts';
import { sampleTenantIds } from '../../../../src/sandbox/scenario/scenario.ts';
import type { SwitchesChange } from '../../../../src/sandbox/switches/switches.ts';
import type { Failure } from '../../../../src/shared/model/failure.ts';
import type { Outcome } from '../../../../src/shared/model/outcome.ts';
import { networkError, scripted, tenantId, type Step } from '../support/scripted.ts';
import { never, openWire } from '../support/wire.ts';
import { silent } from '../../support/logs.ts';
import { failureOf } from '../../support/outcomes.ts';

function document(issuer: string): Step {
  return { status: 200, body: { issuer, token_endpoint: 'https://elsewhere.example' } };
}

/** What a domain comes to where the authority answers so, and what it was asked. */
async function asked(
  script: readonly Step[],
  domain = 'contoso.example',
  authority = azureCloud.authority,
): Promise<{ readonly outcome: Outcome<string>; readonly urls: readonly string[] }> {
  const { azure, sent, time } = scripted(script, undefined, { ...azureCloud, authority });
  const outcome = await time.run(azure.tenantOfDomain(domain, never));
  azure.dispose();
  assert.ok(
    sent.every(({ headers }) => headers['authorization'] === undefined),
    'no token is sent',
  );
  return { outcome, urls: sent.map(({ url }) => url.href) };
}

async function inSandbox(domain: string, switches: SwitchesChange = {}): Promise<Outcome<string>> {
  const sandbox = createSandbox({ switches });
  const { identities, httpClient } = sandbox;
  const azure = connect({ cloud: azureCloud, sources: [identities], httpClient, log: silent, random: () => 0 });
  try {
    return await azure.tenantOfDomain(domain, never);
  } finally {
    azure.dispose();
    sandbox.dispose();
  }
}

describe('The tenant of a domain', () => {
  it('is the one in the issuer that the authority names for it', async () => {
    const { outcome, urls } = await asked([
      document(`https://login.microsoftonline.com/${tenantId.toUpperCase()}/v2.0`),
    ]);
    assert.deepEqual(outcome, { ok: true, value: tenantId });
    assert.deepEqual(urls, ['https://login.microsoftonline.com/contoso.example/v2.0/.well-known/openid-configuration']);
  });

  it('may be named by an authority that speaks for the one that was asked, and by no other', async () => {
    const at = async (authority: string, issuerHost: string): Promise<string | undefined> => {
      const { outcome } = await asked([document(`https://${issuerHost}/${tenantId}/v2.0`)], undefined, authority);
      return outcome.ok ? outcome.value : outcome.failure.code;
    };
    assert.equal(await at('https://login.chinacloudapi.cn', 'login.partner.microsoftonline.cn'), tenantId);
    assert.equal(await at('https://login.microsoftonline.us', 'login.microsoftonline.us'), tenantId);
    assert.equal(await at('https://login.microsoftonline.us', 'login.microsoftonline.com'), 'IssuerElsewhere');
    assert.equal(await at('https://login.own.example', 'login.own.example'), tenantId);
    assert.equal(await at('https://login.own.example', 'login.microsoftonline.com'), 'IssuerElsewhere');
  });

  it('is nobody’s word but a tenant’s ID over https', async () => {
    const issuers = [
      `http://login.microsoftonline.com/${tenantId}/v2.0`,
      `https://login.microsoftonline.com.evil.example/${tenantId}/v2.0`,
      `https://login.microsoftonline.com@evil.example/${tenantId}/v2.0`,
      `https://login.microsoftonline.com/${tenantId}/v2.0/../../x`,
      'https://login.microsoftonline.com/{tenantid}/v2.0',
      'https://login.microsoftonline.com/contoso.example/v2.0',
      `https://sts.windows.net/${tenantId}/`,
      '',
    ];
    for (const issuer of issuers) {
      assert.equal(failureOf((await asked([document(issuer)])).outcome).kind, 'unexpectedAnswer', issuer);
    }
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.webUrl()), async (issuer) => {
        assert.equal((await asked([document(issuer)])).outcome.ok, false);
      }),
      { numRuns: 50 },
    );
  });

  it('is not found where the authority knows no such tenant', async () => {
    for (const body of [
      { error: 'invalid_tenant', error_description: "AADSTS90002: Tenant 'x' not found." },
      { error: 'invalid_request', error_description: 'AADSTS50128: Invalid domain name.' },
      { error: 'invalid_tenant' },
    ]) {
      assert.equal(failureOf((await asked([{ status: 400, body }])).outcome).kind, 'tenantNotFound');
    }
  });

  it('is asked for again where that may help, and never at an authority that is not https or knows no tenants', async () => {
    const good = document(`https://login.microsoftonline.com/${tenantId}/v2.0`);
    const again = await asked([{ status: 503 }, { status: 429, headers: { 'retry-after': '2' } }, good]);
    assert.deepEqual([again.outcome.ok, again.urls.length], [true, 3]);
    assert.equal(failureOf((await asked([networkError('ENOTFOUND')])).outcome).kind, 'offline');
    const hanging = await asked(['hang', 'hang']);
    assert.equal(failureOf(hanging.outcome).kind, 'timedOut');
    const adfs = await asked([], undefined, 'https://adfs.local.example/adfs');
    assert.deepEqual([failureOf(adfs.outcome).code, adfs.urls], ['AuthorityWithoutTenants', []]);
    const plain = await asked([], undefined, 'http://login.own.example');
    assert.deepEqual([failureOf(plain.outcome).code, plain.urls], ['AuthorityUnusable', []]);
  });

  it('is not taken from a page, nor from half an answer, nor from one without end', async () => {
    assert.equal(failureOf((await asked([{ status: 200, body: '<html>Sign in</html>' }])).outcome).kind, 'notJson');
    const half = await asked(Array<Step>(3).fill({ status: 200, body: '{"issuer":"https://login' }));
    assert.equal(failureOf(half.outcome).kind, 'cutOff');
    const long = await asked([{ status: 200, body: `{"issuer":"${'x'.repeat(responseLimits.other)}"}` }]);
    assert.equal(failureOf(long.outcome).code, 'AnswerTooLarge');
  });

  it('is found by each of its domains, whatever their spelling, in the sandbox', async () => {
    for (const domain of [
      'alpineskihouse.example',
      'skiverleih-zürich.example',
      domainToASCII('skiverleih-zürich.example'),
    ]) {
      assert.deepEqual(await inSandbox(domain), { ok: true, value: sampleTenantIds.alpine }, domain);
    }
    assert.equal(failureOf(await inSandbox('nobody.example')).kind, 'tenantNotFound');
    const match = { pathIncludes: '/.well-known/' };
    const faults: readonly (readonly [SwitchesChange, string])[] = [
      [{ faults: [{ match, answer: { kind: 'offline' } }] }, 'offline'],
      [{ faults: [{ match, answer: { kind: 'certificate' } }] }, 'proxyOrCertificate'],
      [{ faults: [{ match, answer: { kind: 'html' } }] }, 'notJson'],
      [{ faults: [{ match, answer: { kind: 'status', status: 404 } }] }, 'serviceError'],
    ];
    for (const [switches, kind] of faults) {
      assert.equal(failureOf(await inSandbox('alpineskihouse.example', switches)).kind, kind);
    }
  });

  it('is found over the wire', async function () {
    this.timeout(30_000);
    const wire = await openWire();
    try {
      const found = await wire.azure.tenantOfDomain('woodgrove.example', never);
      assert.deepEqual(found, { ok: true, value: sampleTenantIds.woodgrove });
      assert.equal(failureOf(await wire.azure.tenantOfDomain('nobody.example', never)).kind, 'tenantNotFound');
      const stop = new AbortController();
      stop.abort();
      assert.equal(failureOf(await wire.azure.tenantOfDomain('woodgrove.example', stop.signal)).kind, 'cancelled');
    } finally {
      await wire.close();
    }
  });
});
