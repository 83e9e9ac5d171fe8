/** `npm run package`: the VSIX, at `partner-link.vsix`. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { buildExtension } from './build.ts';
import { root, vsixFile } from './hosts/paths.ts';
import { nowIn, say, took } from './say.ts';

/** Bundles and packs; throws when a bundle or the manifest is wrong. */
export async function packageExtension(): Promise<string> {
  await buildExtension('package');
  const began = Date.now();
  await createVSIX({ cwd: root, dependencies: false, packagePath: vsixFile, allowMissingRepository: true });
  const { size } = await stat(vsixFile);
  say(`Packed ${path.relative(root, vsixFile)} (${(size / 1024).toFixed(0)} KB) in ${took(began)}.`);
  return vsixFile;
}

if (import.meta.main) {
  nowIn('package');
  await packageExtension();
}
