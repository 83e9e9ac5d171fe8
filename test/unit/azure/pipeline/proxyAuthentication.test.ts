import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createDefaultHttpClient, createHttpHeaders, RestError, type HttpClient } from '@azure/core-rest-pipeline';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { azureCloud } from '../../../../src/azure/clouds/cloud.ts';
import { connect } from '../../../../src/azure/connect.ts';
import { toFailure } from '../../../../src/azure/errors/toFailure.ts';
import { readCloud } from '../../../../src/azure/api/readCloud.ts';
import type { Failure } from '../../../../src/shared/model/failure.ts';
import { failureReason, failureSentence } from '../../../../src/shared/text/failureText.ts';
import type { Outcome } from '../../../../src/shared/model/outcome.ts';
import { networkError, scripted, ScriptedSource, tenant, tenantId } from '../support/scripted.ts';
import { automation, never, openWire } from '../support/wire.ts';
import { manualClock } from '../../support/manualClock.ts';
import { silent } from '../../support/logs.ts';
import { failureOf } from '../../support/outcomes.ts';

const page = `<!DOCTYPE html><html><title>Proxy</title>${'x'.repeat(2000)}</html>`;
const head = 'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="office"\r\n';

function isTold(failure: Failure): void {
  assert.deepEqual(
    [failure.kind, failure.code, failure.mayHaveHappened],
    ['proxyOrCertificate', 'ProxySignInNeeded', undefined],
  );
  assert.equal(failureReason(failure), 'the proxy asks for a sign-in');
  assert.match(failureSentence(failure), /^The proxy asks for a sign-in\. .*http\.proxy.*administrator/);
}

/** How proxies refuse a tunnel. */
const refusals: readonly (readonly [how: string, refuse: (socket: Socket) => void])[] = [
  ['with a page', (socket) => socket.end(`${head}Content-Length: ${String(page.length)}\r\n\r\n${page}`)],
  ['with nothing', (socket) => socket.end(`${head}Content-Length: 0\r\n\r\n`)],
  [
    'with a page that never comes',
    (socket) => socket.write(`${head}Content-Type: text/html\r\nContent-Length: ${String(page.length)}\r\n\r\n`),
  ],
];

describe('A proxy that wants a password', () => {
  let proxy: Server;
  let refuse: (socket: Socket) => void;
  let tunnels: number;
  const before = process.env['HTTPS_PROXY'];

  beforeEach(async () => {
    tunnels = 0;
    proxy = createServer();
    proxy.on('connect', (_request, socket: Socket) => {
      tunnels += 1;
      socket.on('error', () => undefined);
      refuse(socket);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    process.env['HTTPS_PROXY'] = `http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}`;
  });

  afterEach(() => {
    if (before === undefined) {
      delete process.env['HTTPS_PROXY'];
    } else {
      process.env['HTTPS_PROXY'] = before;
    }
    proxy.closeAllConnections();
    proxy.close();
  });

  for (const [how, refusal] of refusals) {
    it(`and refuses the tunnel ${how} is told as that, for readings and writes`, async () => {
      refuse = refusal;
      const azure = connect({
        cloud: azureCloud,
        sources: [new ScriptedSource(manualClock(1_700_000_000_000))],
        httpClient: createDefaultHttpClient(),
        log: silent,
      });
      const read = failureOf(await azure.readLink(tenant, never));
      isTold(read);
      assert.equal(read.tenantId, tenantId);
      isTold(failureOf(await azure.createLink(tenant, '5127254', never)));
      isTold(failureOf(await azure.removeLink(tenant, '5127254', never)));
      assert.equal(tunnels, 3, 'and nothing is sent again');
      azure.dispose();
    });
  }

  it('in front of Microsoft Entra is told as that when a service principal is added', async () => {
    refuse = (socket) => socket.end(`${head}Content-Length: ${String(page.length)}\r\n\r\n${page}`);
    const wire = await openWire();
    isTold(failureOf(await wire.azure.addIdentity(automation(wire, { kind: 'secret' }, 'secret'), never)));
    await wire.close();
  });
});

describe('A proxy that wants a password', () => {
  const html = { status: 407, body: page, headers: { 'content-type': 'text/html' } };

  it('and answers in Azure’s place is told as that', async () => {
    for (const answer of [
      html,
      { status: 407 },
      { status: 407, body: { error: { code: 'x', message: 'AADSTS50076' } } },
    ]) {
      const { azure, sent } = scripted(() => answer);
      isTold(failureOf(await azure.readLink(tenant, never)));
      isTold(failureOf(await azure.createLink(tenant, '5127254', never)));
      isTold(failureOf(await azure.tenantOfDomain('contoso.example', never)));
      assert.equal(sent.length, 3);
    }
  });

  it('is told as that where a cloud is asked what it is', async () => {
    const httpClient: HttpClient = {
      sendRequest: async (request) => ({ request, status: 407, headers: createHttpHeaders(), bodyAsText: page }),
    };
    isTold(failureOf(await readCloud('https://cloud.example', { httpClient, log: silent }, never)));
  });

  it('is told as that by whatever words the tunnel fails with, and nothing was sent then', () => {
    const errors: readonly (readonly [code: string, words: string])[] = [
      [
        'ERR_PROXY_TUNNEL',
        'Failed to establish tunnel to a:443 via http://b:1: HTTP/1.1 407 Proxy Authentication Required',
      ],
      ['ECONNRESET', 'tunneling socket could not be established, statusCode=407'],
      ['UND_ERR_ABORTED', 'Proxy response (407) !== 200 when HTTP Tunneling'],
      ['net::ERR_PROXY_AUTH_REQUESTED', ''],
      ['ERR_PROXY_AUTH_UNSUPPORTED', ''],
    ];
    for (const [code, words] of errors) {
      isTold(toFailure(new RestError(words, { code }), { write: true }));
    }
    for (const other of [
      new RestError('connect ECONNREFUSED proxy.example:407', { code: 'ECONNREFUSED' }),
      new RestError('tunneling socket could not be established, statusCode=502', { code: 'REQUEST_SEND_ERROR' }),
      networkError('CERT_HAS_EXPIRED'),
    ]) {
      assert.notEqual(toFailure(other).code, 'ProxySignInNeeded');
    }
  });
});
