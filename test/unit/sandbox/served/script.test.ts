import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createPipelineRequest } from '@azure/core-rest-pipeline';
import { describe, it } from 'mocha';
import { root } from '../../../../scripts/hosts/paths.ts';
import { sampleAppIds, sampleSecret } from '../../../../src/sandbox/applications.ts';
import { trusting } from './client.ts';

describe('npm run sandbox', () => {
  it('says where everything is, answers there, and ends cleanly on Ctrl+C', async function () {
    this.timeout(60_000);
    const child = spawn(process.execPath, [path.join(root, 'scripts/sandbox.ts'), '--port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise<number | null>((resolve) => {
      child.on('exit', resolve);
    });
    try {
      const said = await readUntil(child.stdout, /Ctrl\+C ends it/);
      const [, origin = ''] = /Azure Resource Manager +(https:\/\/127\.0\.0\.1:\d+)$/m.exec(said) ?? [];
      const [, caFile = ''] = /CA certificate +(\S+)/.exec(said) ?? [];
      for (const fact of [
        sampleAppIds.automation,
        sampleSecret('tailspin'),
        'az cloud register',
        '/adfs',
        'sample data',
      ]) {
        assert.ok(said.includes(fact), fact);
      }
      const answer = await trusting(readFileSync(caFile, 'utf8')).sendRequest(
        createPipelineRequest({ url: `${origin}/metadata/endpoints?api-version=2022-09-01` }),
      );
      assert.equal(answer.status, 200);
      child.kill('SIGINT');
      assert.equal(await ended, 0);
      assert.ok(!existsSync(caFile));
    } finally {
      child.kill('SIGKILL');
    }
  });
});

async function readUntil(stream: NodeJS.ReadableStream, wanted: RegExp): Promise<string> {
  let text = '';
  for await (const chunk of stream) {
    text += String(chunk);
    if (wanted.test(text)) {
      return text;
    }
  }
  throw new Error(`It ended with: ${text}`);
}
