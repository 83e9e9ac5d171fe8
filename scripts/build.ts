/** `npm run build`: bundles the extension (`dist/`), or with `--tests` what runs in VS Code (`out/test/`). */
import { existsSync, globSync } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type BuildOptions, type Metafile } from 'esbuild';
import { dist, out, root } from './hosts/paths.ts';
import { lazyBundles, lazyEntries, mainEntry, sharedModules, withoutBrowser } from './lazyEntries.ts';
import { nowIn, say, took } from './say.ts';
import { vscodeModule } from './vscodeModule.ts';
import { buildWebview } from './webviewBundle.ts';

/** Where each bundle's inputs are written, for the test that says what activation reads. */
export const metafile = path.join(out, 'build.json');

/** VS Code 1.106, the oldest that the engine range allows, runs extensions on Node 22. */
const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  external: ['vscode'],
  // A require reads the sibling bundle as it is; import() of a .cjs would have to guess its names.
  supported: { 'dynamic-import': false },
  logLevel: 'warning',
  legalComments: 'none',
  charset: 'utf8',
};

/** Bundles the extension and tells what went in. `package` minifies, anything else has source maps. */
export async function buildExtension(goal: 'develop' | 'package'): Promise<Metafile> {
  const began = Date.now();
  await rm(dist, { recursive: true, force: true });
  const entries = [mainEntry, ...lazyEntries].filter(({ source }) => existsSync(path.join(root, source)));
  const result = await build({
    ...common,
    entryPoints: entries.map(({ source, bundle }) => ({ in: source, out: path.parse(bundle).name })),
    outdir: dist,
    outExtension: { '.js': '.cjs' },
    minify: goal === 'package',
    sourcemap: goal === 'develop',
    metafile: true,
    plugins: [lazyBundles, withoutBrowser, vscodeModule],
  });
  const shared = await build({
    ...common,
    entryPoints: sharedModules.map(({ name, bundle }) => ({ in: name, out: path.parse(bundle).name })),
    outdir: dist,
    outExtension: { '.js': '.cjs' },
    minify: goal === 'package',
    metafile: true,
  });
  const webview = await buildWebview(goal);
  await mkdir(out, { recursive: true });
  const all: Metafile = {
    inputs: { ...result.metafile.inputs, ...shared.metafile.inputs, ...webview.inputs },
    outputs: { ...result.metafile.outputs, ...shared.metafile.outputs, ...webview.outputs },
  };
  await writeFile(metafile, JSON.stringify(all, undefined, 1));
  say(`Bundled the extension in ${took(began)}: ${sizes(all)}.`);
  return all;
}

function sizes(all: Metafile): string {
  return Object.entries(all.outputs)
    .filter(([file]) => /\.(cjs|js|css)$/.test(file))
    .map(([file, { bytes }]) => `${path.basename(file)} ${(bytes / 1024).toFixed(0)} KB`)
    .join(', ');
}

/** Where the tests' own sign-in provider is put together. */
export const providerExtension = path.join(out, 'test', 'provider-extension');

/** Bundles every in-host test and what runs them (`out/test/host/`), and the tests' own provider extension. */
export async function buildHostTests(): Promise<void> {
  const began = Date.now();
  await rm(path.join(out, 'test'), { recursive: true, force: true });
  const tests = globSync('test/host/**/*.test.ts', { cwd: root });
  await build({
    ...common,
    entryPoints: ['test/host/index.ts', ...tests],
    outbase: 'test/host',
    outdir: path.join(out, 'test', 'host'),
    outExtension: { '.js': '.cjs' },
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
  });
  await build({
    ...common,
    entryPoints: ['test/host/provider-extension/extension.ts'],
    outfile: path.join(providerExtension, 'extension.cjs'),
    sourcemap: 'inline',
  });
  await cp(path.join(root, 'test/host/provider-extension/package.json'), path.join(providerExtension, 'package.json'));
  say(`Bundled ${String(tests.length)} files of in-host tests in ${took(began)}.`);
}

if (import.meta.main) {
  nowIn('build');
  if (process.argv.includes('--tests')) {
    await buildHostTests();
  } else {
    await buildExtension(process.argv.includes('--package') ? 'package' : 'develop');
  }
}
