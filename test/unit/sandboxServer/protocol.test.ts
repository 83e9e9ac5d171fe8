/** The served sandbox by its bare protocol: what no client of ours would send, and what clients find out before they ask. */
import assert from 'node:assert/strict';
import { createPrivateKey, createHash, X509Certificate } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { createHttpHeaders } from '@azure/core-rest-pipeline';
import { after, before, beforeEach, describe, it } from 'mocha';
import { sampleAppIds, sampleSecret, sampleServicePrincipalId } from '../../../src/sandbox/scenario/applications.ts';
import { sampleTenantIds } from '../../../src/sandbox/scenario/scenario.ts';
import { systemClock } from '../../../src/shared/async/clock.ts';
import { signJwt, withAlgorithm } from '../../../scripts/sandboxServer/jwt.ts';
import { defaultSwitches } from '../../../src/sandbox/switches/switches.ts';
import { readToken } from '../../../src/sandbox/identities/token.ts';
import { serveSandbox, type ServedSandbox } from '../../../scripts/sandboxServer/serveSandbox.ts';
import { until } from '../estate/support/fakeAzure.ts';
import { getJson, postForm } from './support/client.ts';

const { northwind, lamna } = sampleTenantIds;
const appId = sampleAppIds.automation;

interface Refused {
  readonly error: string;
  readonly error_description: string;
  readonly error_codes: readonly number[];
  readonly correlation_id: string;
  readonly claims?: string;
}

interface Issued {
  readonly access_token: string;
  readonly expires_in: unknown;
}

describe('the served sandbox', function () {
  this.timeout(60_000);

  let served: ServedSandbox;

  /** What the sandbox waits for. */
  const waits = new Set<object>();

  before(async () => {
    served = await serveSandbox({
      clock: {
        now: () => systemClock.now(),
        start: (ms, run) => {
          const one = {};
          waits.add(one);
          const waiting = systemClock.start(ms, () => {
            waits.delete(one);
            run();
          });
          return {
            dispose: () => {
              waits.delete(one);
              waiting.dispose();
            },
          };
        },
      },
    });
  });

  beforeEach(() => {
    served.sandbox.setSwitches(defaultSwitches);
  });

  after(() => served.close());

  const tokenPath = (tenant: string): string => `/${tenant}/oauth2/v2.0/token`;

  function form(change: Readonly<Record<string, string | undefined>> = {}): Readonly<Record<string, string>> {
    const all = {
      grant_type: 'client_credentials',
      client_id: appId,
      client_secret: sampleSecret('automation'),
      scope: `${served.armOrigin}/.default`,
      ...change,
    };
    return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
  }

  async function refused(path: string, fields: Readonly<Record<string, string>>): Promise<Refused> {
    const { status, body } = await postForm(served, path, fields);
    assert.ok(status >= 400, JSON.stringify(body));
    return body as Refused;
  }

  describe('as Microsoft Entra', () => {
    it('shapes a refusal as Entra does, under the client’s correlation ID', async () => {
      const correlation = '12345678-1234-4234-8234-123456789abc';
      const headers = createHttpHeaders({ 'client-request-id': correlation });
      const { status, body } = await postForm(served, tokenPath(lamna), form(), { headers });
      assert.equal(status, 400);
      const { error, error_codes, error_description, correlation_id, claims } = body as Refused;
      assert.deepEqual([error, error_codes, correlation_id], ['invalid_grant', [50076], correlation]);
      assert.match(
        error_description,
        /^AADSTS50076: .* Trace ID: [0-9a-f-]{36} Correlation ID: 12345678-.* Timestamp: \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/,
      );
      assert.match(claims ?? '', /capolids/);
    });

    const requests: readonly (readonly [string, string, Readonly<Record<string, string | undefined>>, number])[] = [
      ['a tenant that does not exist', 'nobody.example', {}, 90002],
      ['no tenant in particular', 'common', {}, 50059],
      ['no client', northwind, { client_id: undefined }, 900144],
      ['no scope', northwind, { scope: undefined }, 900144],
      ['another grant', northwind, { grant_type: 'password' }, 70003],
      ['no proof', northwind, { client_secret: undefined }, 7000218],
      ['an assertion of no type', northwind, { client_assertion: 'a.b.c' }, 900144],
      ['an assertion that is no JWT', northwind, assertionForm('a.b.c'), 50027],
    ];
    for (const [what, tenant, change, code] of requests) {
      it(`refuses a request with ${what}: AADSTS${String(code)}`, async () => {
        assert.deepEqual((await refused(tokenPath(tenant), form(change))).error_codes, [code]);
      });
    }

    it('takes a certificate’s assertion for itself, about the client, in its time and by either thumbprint only', async () => {
      const pem = served.servicePrincipal(appId).certificate?.pem ?? '';
      const key = createPrivateKey(pem);
      const thumbprint = (algorithm: string): string =>
        createHash(algorithm).update(new X509Certificate(pem).raw).digest('base64url');
      const seconds = Math.floor(Date.now() / 1000);
      const ask = async (change: object, header: object, alg = 'RS256') => {
        const claims = {
          iss: appId,
          sub: appId,
          aud: `${served.armOrigin}${tokenPath(northwind)}`,
          exp: seconds + 600,
        };
        return postForm(
          served,
          tokenPath(northwind),
          form(assertionForm(withAlgorithm(await signJwt({ ...claims, ...change }, key, header), alg))),
        );
      };
      const named = { x5t: thumbprint('sha1') };
      assert.equal((await ask({}, named)).status, 200);
      assert.equal((await ask({}, { 'x5t#S256': thumbprint('sha256') })).status, 200);
      const codes = await Promise.all(
        [
          ask({ aud: `${served.armOrigin}${tokenPath(lamna)}` }, named),
          ask({ sub: 'another' }, named),
          ask({ exp: seconds - 600 }, named),
          ask({}, {}),
          ask({}, named, 'none'),
        ].map(async (answer) => ((await answer).body as Refused).error_codes),
      );
      assert.deepEqual(codes, [[700023], [700021], [700024], [700027], [700027]]);
    });

    it('answers its first version, too', async () => {
      const resource = 'https://management.core.windows.net/';
      const { status, body } = await postForm(
        served,
        `/${northwind}/oauth2/token`,
        form({ scope: undefined, resource }),
      );
      const { access_token, expires_in } = body as Issued;
      assert.deepEqual([status, expires_in, readToken(access_token)?.audience], [200, '3599', resource]);
    });

    it('tells the ID of a tenant by each of its domains, in both versions', async () => {
      for (const name of ['northwindtraders.onmicrosoft.com', northwind, northwind.toUpperCase()]) {
        const { body } = await getJson(served, `/${name}/v2.0/.well-known/openid-configuration`);
        const { issuer, token_endpoint } = body as { readonly issuer: string; readonly token_endpoint: string };
        assert.equal(issuer, `${served.authority}/${northwind}/v2.0`);
        assert.equal(token_endpoint, `${served.authority}/${northwind}/oauth2/v2.0/token`);
      }
      const first = await getJson(served, `/${northwind}/.well-known/openid-configuration`);
      assert.equal((first.body as { readonly issuer: string }).issuer, `https://sts.windows.net/${northwind}/`);
    });

    it('knows an international domain, however it is written', async () => {
      for (const name of ['skiverleih-z%C3%BCrich.example', domainToASCII('skiverleih-zürich.example')]) {
        assert.equal((await getJson(served, `/${name}/v2.0/.well-known/openid-configuration`)).status, 200, name);
      }
    });

    it('says of a tenant that does not exist that it does not', async () => {
      for (const name of ['nobody.example', '00000000-0000-4000-8000-00000000dead', sampleTenantIds.coho, '%E0%A4%A']) {
        const { status, body } = await getJson(served, `/${name}/v2.0/.well-known/openid-configuration`);
        const { error, error_description } = body as Refused;
        assert.deepEqual([status, error], [400, 'invalid_tenant']);
        assert.match(error_description, /^AADSTS90002: /);
      }
    });

    it('is an instance that knows itself and no other', async () => {
      const discover = (authority: string) =>
        getJson(
          served,
          `/common/discovery/instance?api-version=1.1&authorization_endpoint=${encodeURIComponent(`${authority}/${northwind}/oauth2/v2.0/authorize`)}`,
        );
      const { body } = await discover(served.authority);
      assert.match(JSON.stringify(body), new RegExp(`"aliases":\\["${new URL(served.authority).host}"\\]`));
      const other = await discover('https://login.microsoftonline.com');
      assert.deepEqual([other.status, (other.body as Refused).error], [400, 'invalid_instance']);
    });
  });

  describe('as an AD FS', () => {
    it('issues a token that names neither tenant nor object, and Azure Resource Manager knows whose it is', async () => {
      const { access_token } = (await postForm(served, '/adfs/oauth2/token/', form())).body as Issued;
      const claims = readToken(access_token);
      assert.deepEqual(
        [claims?.tenantId, claims?.objectId, claims?.appId, claims?.issuer],
        [undefined, undefined, appId, served.adfsAuthority],
      );
      const tenants = await getWithToken('/tenants?api-version=2022-12-01', access_token);
      assert.deepEqual(
        (tenants as { readonly value: readonly { readonly tenantId: string }[] }).value.map(({ tenantId }) => tenantId),
        [sampleTenantIds.contoso],
      );
    });

    it('issues one that names them where that is switched on', async () => {
      served.sandbox.setSwitches({ unknowns: { adfsClaims: 'tenantAndObject' } });
      const { access_token } = (
        await postForm(
          served,
          '/adfs/oauth2/v2.0/token',
          form({ client_id: sampleAppIds.northwind, client_secret: sampleSecret('northwind') }),
        )
      ).body as Issued;
      const claims = readToken(access_token);
      assert.deepEqual(
        [claims?.tenantId, claims?.objectId],
        [northwind, sampleServicePrincipalId('northwind', northwind)],
      );
    });

    it('refuses in its own words', async () => {
      const wrong = await refused('/adfs/oauth2/token', form({ client_secret: 'wrong' }));
      assert.deepEqual([wrong.error, wrong.error_description.slice(0, 8)], ['invalid_client', 'MSIS9622']);
      const elsewhere = await refused('/adfs/oauth2/token', form({ scope: 'https://graph.microsoft.com/.default' }));
      assert.match(elsewhere.error_description, /^MSIS9602: /);
      const password = await refused('/adfs/oauth2/token', form({ grant_type: 'password' }));
      assert.equal(password.error, 'unsupported_grant_type');
    });

    it('says where it is', async () => {
      const { body } = await getJson(served, '/adfs/.well-known/openid-configuration');
      assert.match(JSON.stringify(body), new RegExp(`"token_endpoint":"${served.adfsAuthority}/oauth2/token/"`));
    });
  });

  describe('as Azure Resource Manager', () => {
    interface Authentication {
      readonly loginEndpoint: string;
      readonly audiences: readonly string[];
    }

    it('tells its authority and audiences, as one cloud or as a list by the version that is asked for', async () => {
      const read = async (version: string) => {
        const { body } = await getJson(served, `/metadata/endpoints?api-version=${version}`);
        return body as
          { readonly authentication: Authentication } | readonly { readonly authentication: Authentication }[];
      };
      for (const version of ['2015-01-01', '2022-09-01']) {
        const one = await read(version);
        assert.ok('authentication' in one);
        assert.equal(one.authentication.loginEndpoint, served.authority);
        assert.ok(one.authentication.audiences.includes(`${served.armOrigin}/`));
      }
      for (const version of ['2019-05-01', '2020-06-01']) {
        const list = await read(version);
        assert.ok(Array.isArray(list));
        assert.equal(list.length, 1);
      }
      served.sandbox.setSwitches({ authority: 'adfs' });
      assert.match(JSON.stringify(await read('2022-09-01')), new RegExp(`"loginEndpoint":"${served.adfsAuthority}"`));
    });

    it('tells them to no other version', async () => {
      for (const query of ['', '?api-version=2000-01-01']) {
        assert.equal((await getJson(served, `/metadata/endpoints${query}`)).status, 400);
      }
    });

    it('refuses a request without a token, and knows no other path', async () => {
      assert.equal((await getJson(served, '/tenants?api-version=2022-12-01')).status, 401);
      const { access_token } = (await postForm(served, tokenPath(northwind), form())).body as Issued;
      assert.match(JSON.stringify(await getWithToken('/nothing', access_token)), /InvalidResourceType/);
    });

    it('lets go of a request that is not waited for any longer', async () => {
      const hour = 3_600_000;
      served.sandbox.setSwitches({ tokenLatencyMs: hour, latencyMs: hour });
      const aborting = new AbortController();
      const asked = postForm(served, tokenPath(northwind), form(), { abortSignal: aborting.signal });
      const rejected = assert.rejects(asked);
      await until(() => waits.size === 1, 'the request waits for its answer');
      aborting.abort();
      await rejected;
      await until(() => waits.size === 0, 'nothing waits any longer');
    });
  });

  async function getWithToken(path: string, token: string): Promise<unknown> {
    return (await getJson(served, path, createHttpHeaders({ authorization: `Bearer ${token}` }))).body;
  }
});

function assertionForm(assertion: string): Readonly<Record<string, string | undefined>> {
  return {
    client_secret: undefined,
    client_assertion: assertion,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  };
}
