/** What is packed: nothing but the product, small, and no code for Azure in what activation reads. */
import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import { describe, it } from 'mocha';
import { metafile } from '../../scripts/build.ts';
import { root, vsixFile } from '../../scripts/hosts/paths.ts';
import { noticesFile } from '../../scripts/notices.ts';
import { lazyEntries, mainEntry, sharedModules } from '../../scripts/lazyEntries.ts';

interface Bundle {
  readonly bytes: number;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly imports: readonly { readonly path: string }[];
}

interface Built {
  readonly outputs: Readonly<Record<string, Bundle>>;
}

const kilobyte = 1024;

const productFiles = [
  /^package(\.nls(\.[\w-]+)?)?\.json$/,
  /^(README\.md|CHANGELOG\.md|LICENSE|ThirdPartyNotices\.txt)$/,
  /^dist\/[\w-]+\.cjs$/,
  /^dist\/webview\/(\w+\.(js|css)|shared-\w+\.js)$/,
  /^docs\/(?!architecture)[\w-]+\.md$/,
  // README's pictures are shown from the repository.
  /^media\/(walkthrough\/)?[\w-]+\.(png|svg)$/,
  /^l10n\/bundle\.l10n(\.[\w-]+)?\.json$/,
];

async function built(): Promise<Built> {
  return JSON.parse(await readFile(metafile, 'utf8')) as Built;
}

describe('The package', () => {
  it('holds the product’s files and no others', async () => {
    const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
    const others = files.filter(
      (file) => !productFiles.some((allowed) => allowed.test(file.split(path.sep).join('/'))),
    );
    assert.deepEqual(others, []);
    assert.ok(files.includes('dist/extension.cjs'));
  });

  it('passes on the licence of every package whose code is in it, and of no other', async () => {
    const notices = await readFile(noticesFile, 'utf8');
    const { inputs } = JSON.parse(await readFile(metafile, 'utf8')) as {
      readonly inputs: Readonly<Record<string, unknown>>;
    };
    const bundled = Object.keys(inputs).flatMap((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []);
    assert.ok(bundled.includes('@azure/core-client'));
    const named = [...notices.matchAll(/^(\S+) \d+\.\d+\.\S+ \([\w.-]+\)$/gm)].map(([, name]) => name);
    assert.deepEqual([...new Set(named)].sort(), [...new Set(bundled)].sort());
    assert.ok((await listFiles({ cwd: root, packageManager: PackageManager.None })).includes('ThirdPartyNotices.txt'));
  });

  it('is at most 510 KB', async () => {
    const { size } = await stat(vsixFile);
    assert.ok(size <= 510 * kilobyte, `${String(size)} bytes`);
  });

  it('has activation read at most 30 KB, and no code of Azure’s SDKs or of the sandbox', async () => {
    const { outputs } = await built();
    const read = ['dist/extension.cjs', 'dist/l10n.cjs'].map((file) => outputs[file]);
    const bytes = read.reduce((sum, output) => sum + (output?.bytes ?? Number.NaN), 0);
    assert.ok(bytes <= 30 * kilobyte, `${String(bytes)} bytes`);
    const inputs = read.flatMap((output) => Object.keys(output?.inputs ?? {}));
    assert.deepEqual(
      inputs.filter((input) => /node_modules\/@(azure|typespec)\/|^src\/sandbox\/(open|sandbox)\.ts$/.test(input)),
      [],
    );
  });

  it('loads the rest on first use', async () => {
    const { outputs } = await built();
    const bundles = [mainEntry, ...lazyEntries, ...sharedModules].map(({ bundle }) => `dist/${bundle}`);
    assert.deepEqual(
      Object.keys(outputs)
        .filter((file) => file.endsWith('.cjs'))
        .sort(),
      bundles.sort(),
    );
    const atOnce = outputs['dist/extension.cjs']?.imports.map((one) => one.path) ?? [];
    assert.ok(atOnce.includes('./l10n.cjs') && !atOnce.includes('./pipeline.cjs'), atOnce.join(', '));
    assert.ok(Object.keys(outputs['dist/azure.cjs']?.inputs ?? {}).some((input) => input.includes('@azure/')));
  });
});
