import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SecureContext } from 'node:tls';
import { createPipelineRequest, type HttpClient } from '@azure/core-rest-pipeline';
import { after, afterEach, before, describe, it } from 'mocha';
import { makeServerCertificate } from '../../../../scripts/sandboxServer/certificates.ts';
import { serveSandbox, type ServedSandbox } from '../../../../scripts/sandboxServer/serveSandbox.ts';
import { httpClientTrusting } from '../../../../src/azure/http/trustedCertificates.ts';
import { inFolder } from '../../estate/support/folder.ts';

interface Handed extends https.RequestOptions {
  readonly secureContext?: SecureContext;
}

describe('Authorities of a file, on each request', function () {
  this.timeout(30_000);
  let served: ServedSandbox;
  let client: HttpClient;
  const { request } = https;

  before(async () => {
    served = await serveSandbox();
    const trusting = await httpClientTrusting({ caFile: served.caFile, systemCertificates: true });
    assert.ok(trusting.ok);
    client = trusting.value;
  });

  afterEach(() => {
    https.request = request;
  });

  after(() => served.close());

  const ask = async (one: HttpClient): Promise<number> =>
    (
      await one.sendRequest(
        createPipelineRequest({ url: `${served.armOrigin}/metadata/endpoints?api-version=2022-09-01` }),
      )
    ).status;

  /** What Node is handed, and by which agent VS Code has it sent. */
  function handed(agent?: https.Agent): Handed[] {
    const seen: Handed[] = [];
    https.request = ((options: Handed, ...rest: never[]) => {
      seen.push(options);
      return request({ ...options, ...(agent && { agent }) }, ...rest);
    }) as typeof https.request;
    return seen;
  }

  it('are read once, and not handed over again with each', async () => {
    const seen = handed();
    assert.deepEqual([await ask(client), await ask(client)], [200, 200]);
    assert.ok(seen[0]?.secureContext);
    assert.equal(seen[1]?.secureContext, seen[0].secureContext);
    // What Node compares for each request to find a connection.
    const compared = new https.Agent().getName(seen[0]).length;
    assert.ok(compared < 5_000, `${String(compared)} characters`);
  });

  it('open no connection to others that share VS Code’s agent and do not trust them', async () => {
    const agent = new https.Agent({ keepAlive: true });
    handed(agent);
    assert.equal(await ask(client), 200);
    const withoutFile = await httpClientTrusting({ systemCertificates: true });
    assert.ok(withoutFile.ok);
    await assert.rejects(ask(withoutFile.value), /certificate/);
    assert.equal(await ask(client), 200);
    agent.destroy();
  });
});

describe('A file of authorities', () => {
  it('that cannot be read, or that is not named in full, is missing', async () => {
    for (const caFile of [join(tmpdir(), 'no such folder', 'ca.pem'), 'package.json']) {
      assert.deepEqual(await httpClientTrusting({ caFile, systemCertificates: false }), {
        ok: false,
        failure: { kind: 'cloudUnusable', code: 'CaFileMissing' },
      });
    }
  });

  it('holds at least one certificate; what is damaged beside it does no harm', async () => {
    await inFolder(async (folder) => {
      const [caFile, damaged] = [
        join(folder, 'ca.pem'),
        '-----BEGIN CERTIFICATE-----\nbm8=\n-----END CERTIFICATE-----\n',
      ];
      for (const text of ['', 'no certificate', damaged]) {
        await writeFile(caFile, text);
        assert.deepEqual(await httpClientTrusting({ caFile, systemCertificates: false }), {
          ok: false,
          failure: { kind: 'cloudUnusable', code: 'CaFileNotPem' },
        });
      }
      const { authority } = await makeServerCertificate();
      await writeFile(caFile, `${damaged}${authority}`);
      assert.equal((await httpClientTrusting({ caFile, systemCertificates: false })).ok, true);
    });
  });
});
