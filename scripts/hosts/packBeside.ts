/** Packs a small extension of the tests or of `npm start` that stands beside the product. */
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { runQuietly } from './command.ts';
import { root } from './paths.ts';

export interface Beside {
  /** Of its package.json and of `<name>.ts`, the script that package.json calls `<name>.cjs`. */
  readonly source: string;
  readonly name: string;
  /** What is made: a folder beside the .vsix of the same name. */
  readonly folder: string;
  readonly define?: Readonly<Record<string, string>>;
}

/** Ends in the path of the .vsix. Throws where vsce does not pack it. */
export async function packBeside({ source, name, folder, define }: Beside): Promise<string> {
  const vsix = `${folder}.vsix`;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: [path.join(source, `${name}.ts`)],
    outfile: path.join(folder, `${name}.cjs`),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode'],
    define: { ...define },
    logLevel: 'error',
  });
  await cp(path.join(source, 'package.json'), path.join(folder, 'package.json'));
  await writeFile(path.join(folder, '.vscodeignore'), '');
  const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
  const args = ['package', '--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', vsix];
  const { code, output } = await runQuietly(process.execPath, [vsce, ...args], { cwd: folder });
  if (code !== 0) {
    throw new Error(`vsce did not pack ${name}:\n${output.trim()}`);
  }
  return vsix;
}
