/** `npm run package`: the VSIX, at `partner-link.vsix`. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { buildExtension } from './build.ts';
import { runQuietly } from './hosts/command.ts';
import { root, vsixFile } from './hosts/paths.ts';
import { nowIn, say, took } from './say.ts';

/** Bundles and packs; throws when a bundle or the manifest is wrong. */
export async function packageExtension(): Promise<string> {
  await buildExtension('package');
  const began = Date.now();
  const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
  const args = ['package', '--no-dependencies', '--allow-missing-repository', '--out', vsixFile];
  const { code, output } = await runQuietly(process.execPath, [vsce, ...args], { cwd: root });
  if (code !== 0) {
    throw new Error(`vsce did not pack the extension:\n${output.trim()}`);
  }
  const { size } = await stat(vsixFile);
  say(`Packed ${path.relative(root, vsixFile)} (${(size / 1024).toFixed(0)} KB) in ${took(began)}.`);
  return vsixFile;
}

if (import.meta.main) {
  nowIn('package');
  await packageExtension();
}
