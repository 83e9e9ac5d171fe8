import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createPipelineRequest } from '@azure/core-rest-pipeline';
import { describe, it } from 'mocha';
import { root } from '../../../scripts/hosts/paths.ts';
import { sampleAppIds, sampleSecret } from '../../../src/sandbox/scenario/applications.ts';
import { trusting } from './support/client.ts';

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

describe('What npm run sandbox says of the Azure CLI', () => {
  it('can be pasted into a shell as it is, whatever the shell makes of question marks and folders are called', async function () {
    this.timeout(60_000);
    const folder = mkdtempSync(path.join(tmpdir(), 'partner-link-paste-'));
    const odd = path.join(folder, "it's $HOME");
    mkdirSync(odd);
    const tool = path.join(folder, 'az');
    writeFileSync(tool, '#!/bin/sh\nfor one in "$REQUESTS_CA_BUNDLE" "$@"; do printf "%s\\n" "$one"; done; echo .\n', {
      mode: 0o700,
    });
    const child = spawn(process.execPath, [path.join(root, 'scripts/sandbox.ts'), '--port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, TMPDIR: odd },
    });
    try {
      const said = await readUntil(child.stdout, /Ctrl\+C ends it/);
      const [, lines = ''] = /^Azure CLI \(.*\)\n((?: {2}.*\n)+)/m.exec(said) ?? [];
      // As zsh has it, a pattern that no file matches is an error.
      const shell = spawnSync('bash', ['--norc', '-O', 'failglob', '-euc', lines], {
        encoding: 'utf8',
        env: { PATH: `${folder}:/usr/bin:/bin` },
      });
      assert.deepEqual([shell.status, shell.stderr], [0, ''], lines);
      const calls = shell.stdout.split('\n.\n').map((call) => call.split('\n'));
      assert.deepEqual(
        calls.map(([, ...words]) => words.slice(0, 2).join(' ')),
        ['cloud register', 'cloud set', 'login --service-principal', 'rest --url', ''],
        'what is for afterwards is not run',
      );
      assert.ok(calls[0]?.[0]?.startsWith(odd), calls[0]?.[0]);
      assert.match(
        calls[3]?.[3] ?? '',
        /^https:\/\/127\.0\.0\.1:\d+\/providers\/Microsoft\.ManagementPartner\/partners\?api-version=2018-02-01$/,
      );
    } finally {
      child.kill('SIGKILL');
      rmSync(folder, { recursive: true });
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
