import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { deflateSync, gzipSync } from 'node:zlib';
import { after, before, describe, it } from 'mocha';
import { responseLimits } from '../../../../src/azure/http/boundedResponse.ts';
import type { Failure } from '../../../../src/shared/model/failure.ts';
import { failureSentence } from '../../../../src/shared/text/failureText.ts';
import { scripted, tenant } from '../support/scripted.ts';
import { never } from '../support/wire.ts';

const blanks = Buffer.alloc(16 * 1024 * 1024, ' ');

/** What one write of the server is, by how it is packed. A gzip answer may have many members; a deflated one is 1 GiB in 1 MB. */
const packed = {
  gzip: gzipSync(blanks),
  deflate: deflateSync(Buffer.alloc(1024 * 1024 * 1024, ' '), { level: 9 }),
  identity: blanks.subarray(0, 64 * 1024),
} as const;

function* endless(encoding: keyof typeof packed): Generator<Buffer> {
  for (;;) {
    yield packed[encoding];
  }
}

/** Writes for as long as somebody reads. */
function pour(response: ServerResponse, encoding: keyof typeof packed): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding });
  Readable.from(endless(encoding)).pipe(response);
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    await setImmediate();
  }
}

interface Told {
  readonly results: Readonly<Record<string, Failure>>;
  readonly grownMiB: number;
}

describe('An answer without end', function () {
  this.timeout(60_000);
  let server: Server;
  let encoding: keyof typeof packed;
  let open = 0;

  before(async () => {
    server = createServer((request, response) => {
      open += 1;
      response.on('close', () => (open -= 1));
      request.resume();
      pour(response, encoding);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  after(() => {
    server.closeAllConnections();
    server.close();
  });

  /** The process may have little memory; one that dies of it prints nothing. It lives on until every connection has ended. */
  async function ask(): Promise<Told> {
    const address = server.address();
    assert.ok(typeof address === 'object' && address);
    const child = spawn(
      process.execPath,
      ['--max-old-space-size=64', 'test/unit/azure/http/endless/client.ts', `http://127.0.0.1:${String(address.port)}`],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    let told = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => (told += part));
    const ended = once(child, 'close').then(() => assert.fail('the process did not live to tell'));
    try {
      await Promise.race([until(() => told.endsWith('\n')), ended]);
      await Promise.race([until(() => open === 0), ended]);
    } finally {
      ended.catch(() => undefined);
      child.kill();
    }
    return JSON.parse(told) as Told;
  }

  for (const how of ['gzip', 'deflate', 'identity'] as const) {
    it(`is broken off at its limit, whatever was asked, in little memory and with its connection (${how})`, async () => {
      encoding = how;
      const { results, grownMiB } = await ask();
      for (const [call, { kind, code, mayHaveHappened }] of Object.entries(results)) {
        const isWrite = ['createLink', 'changeLink', 'removeLink', 'setDpor', 'removeDpor'].includes(call);
        assert.deepEqual(
          [kind, code, mayHaveHappened ?? false],
          ['unexpectedAnswer', 'AnswerTooLarge', isWrite],
          `${call}: ${JSON.stringify(results[call])}`,
        );
      }
      assert.ok(grownMiB < 160, `${String(grownMiB)} MiB`);
    });
  }

  it('says what happened and what to do', async () => {
    const { azure } = scripted([{ status: 200, body: ' '.repeat(responseLimits.other + 1) }]);
    const outcome = await azure.readLink(tenant, never);
    assert.ok(!outcome.ok);
    assert.equal(
      failureSentence(outcome.failure),
      'The answer is far too large. Something other than Azure might have answered: check the network, the proxy, and the cloud’s address, and then try again.',
    );
  });
});
