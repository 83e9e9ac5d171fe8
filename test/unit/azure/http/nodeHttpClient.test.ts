import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import { getDefaultAutoSelectFamily, setDefaultAutoSelectFamily, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createPipelineRequest, RestError, type PipelineRequest } from '@azure/core-rest-pipeline';
import { after, before, describe, it } from 'mocha';
import { makeServerCertificate } from '../../../../scripts/sandboxServer/certificates.ts';
import { toFailure } from '../../../../src/azure/errors/toFailure.ts';
import { addressTimeoutMs, nodeHttpClient } from '../../../../src/azure/http/nodeHttpClient.ts';
import { readCloud } from '../../../../src/azure/api/readCloud.ts';
import { httpClientTrusting } from '../../../../src/azure/http/trustedCertificates.ts';
import { networkError } from '../support/scripted.ts';
import { never } from '../support/wire.ts';
import { silent } from '../../support/logs.ts';

interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}

const v4: Address = { address: '127.0.0.1', family: 4 };
const v6: Address = { address: '::1', family: 6 };

/** Names as a resolver tells them: all addresses to whoever asks for all, or else the first. */
function resolving(addresses: readonly Address[]) {
  return (
    _host: string,
    { all }: { readonly all?: boolean },
    done: (error: null, address: readonly Address[] | string | undefined, family?: number) => void,
  ): void => {
    if (all) {
      done(null, addresses);
    } else {
      done(null, addresses[0]?.address, addresses[0]?.family);
    }
  };
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '::1', resolve));
  return (server.address() as AddressInfo).port;
}

describe('A host that is reachable by IPv6 alone', () => {
  const server = http.createServer((request, response) => response.end(request.headers.host));
  const atStart = getDefaultAutoSelectFamily();
  let port: number;

  before(async () => {
    port = await listening(server);
  });

  after(() => {
    setDefaultAutoSelectFamily(atStart);
    server.closeAllConnections();
    server.close();
  });

  const asking = (host: string, more: Partial<PipelineRequest> = {}): PipelineRequest => ({
    ...createPipelineRequest({ url: `http://${host}:${String(port)}/`, allowInsecureConnection: true }),
    ...more,
  });

  it('answers the first request, whatever its name resolves to beside that and whatever the host process has set', async () => {
    for (const isDefault of [true, false]) {
      setDefaultAutoSelectFamily(isDefault);
      for (const [index, addresses] of [[v6], [v4, v6], [v6, v4]].entries()) {
        const host = `h${String(index)}-${String(isDefault)}.example`;
        const request = asking(host, { requestOverrides: { lookup: resolving(addresses) } });
        const answer = await nodeHttpClient().sendRequest(request);
        assert.equal(answer.bodyAsText, `${host}:${String(port)}`);
      }
    }
  });

  it('answers where it is named by its address', async () => {
    const answer = await nodeHttpClient().sendRequest(asking('[::1]'));
    assert.equal(answer.bodyAsText, `[::1]:${String(port)}`);
  });

  it('has time for an answer on each address', async () => {
    class Noting extends http.Agent {
      noted: object = {};
      override createConnection(...[options, done]: Parameters<http.Agent['createConnection']>) {
        this.noted = options;
        return super.createConnection(options, done);
      }
    }
    const agent = new Noting();
    await nodeHttpClient().sendRequest(asking('[::1]', { agent }));
    assert.equal(
      (agent.noted as { autoSelectFamilyAttemptTimeout?: number }).autoSelectFamilyAttemptTimeout,
      addressTimeoutMs,
    );
    assert.ok(addressTimeoutMs > 1_000, 'a packet that is lost is sent again after a second');
  });
});

describe('A cloud named by an IPv6 address', () => {
  it('is read over TLS', async () => {
    const { authority, server: certified } = await makeServerCertificate();
    const folder = await mkdtemp(path.join(tmpdir(), 'partner-link-ipv6-'));
    const caFile = path.join(folder, 'ca.pem');
    await writeFile(caFile, authority);
    const server = https.createServer({ key: certified.key, cert: certified.certificate }, (_, response) =>
      response.end(
        JSON.stringify({ authentication: { loginEndpoint: 'https://[::1]/', audiences: ['https://arm.example'] } }),
      ),
    );
    const port = await listening(server);
    const client = await httpClientTrusting({ caFile, systemCertificates: false });
    assert.ok(client.ok);
    const cloud = await readCloud(`https://[::1]:${String(port)}`, { httpClient: client.value, log: silent }, never);
    assert.ok(cloud.ok, JSON.stringify(cloud));
    assert.equal(cloud.value.arm, `https://[::1]:${String(port)}`);
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  });
});

describe('A write for which no address of the host could be reached', () => {
  const told = (error: unknown) => {
    const { kind, code, mayHaveHappened } = toFailure(error, { write: true });
    return [kind, code, mayHaveHappened];
  };
  const attempt = (words: string, code: string): Error => Object.assign(new Error(words), { code, syscall: 'connect' });
  const attempts = [
    attempt('connect ETIMEDOUT 2001:db8::1:443', 'ETIMEDOUT'),
    attempt('connect ECONNREFUSED 192.0.2.1:443', 'ECONNREFUSED'),
  ];

  it('was certainly not sent, as Node tells it and as the SDK does', () => {
    const gathered = Object.assign(new AggregateError(attempts, ''), { code: 'ETIMEDOUT' });
    assert.deepEqual(told(gathered), ['offline', 'ETIMEDOUT', undefined]);
    assert.deepEqual(told(new RestError(gathered.message, { code: gathered.code })), [
      'offline',
      'ETIMEDOUT',
      undefined,
    ]);
    assert.deepEqual(told(attempts[0]), ['offline', 'ETIMEDOUT', undefined]);
  });

  it('is another thing than one whose connection broke', () => {
    assert.deepEqual(told(new RestError('read ETIMEDOUT', { code: 'ETIMEDOUT' })), ['offline', 'ETIMEDOUT', true]);
    assert.deepEqual(told(new RestError('socket hang up', { code: 'ECONNRESET' })), ['offline', 'ECONNRESET', true]);
    assert.deepEqual(told(networkError('ETIMEDOUT')), ['offline', 'ETIMEDOUT', true]);
  });
});
