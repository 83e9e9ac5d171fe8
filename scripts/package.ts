/** `npm run package`: the VSIX, at `partner-link.vsix`. */
import { createHash } from 'node:crypto';
import { existsSync, globSync } from 'node:fs';
import { cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buildExtension } from './build.ts';
import { runQuietly } from './hosts/command.ts';
import { out, root, vsixFile } from './hosts/paths.ts';
import { writeNotices } from './notices.ts';
import { nowIn, say, took } from './say.ts';

/** The packed files' own copy: vsce walks the whole folder it packs, and here lie gigabytes that it would then leave out. */
const stage = path.join(out, 'package');

export interface Package {
  readonly file: string;
  /** The same for the same content. */
  readonly fingerprint: string;
}

/** Bundles, and packs unless the package that is there has the same content; throws when a bundle or the manifest is wrong. */
export async function packageExtension(): Promise<Package> {
  const built = await buildExtension('package');
  await writeNotices(Object.keys(built.inputs));
  const files = await productFiles();
  const fingerprint = await fingerprintOf(files);
  const mark = path.join(out, 'package.fingerprint');
  const name = path.relative(root, vsixFile);
  if (existsSync(vsixFile) && (await readFile(mark, 'utf8').catch(() => '')) === fingerprint) {
    say(`${name} is up to date.`);
    return { file: vsixFile, fingerprint };
  }
  const began = Date.now();
  await rm(stage, { recursive: true, force: true });
  for (const file of [...files, '.vscodeignore']) {
    await mkdir(path.dirname(path.join(stage, file)), { recursive: true });
    await cp(path.join(root, file), path.join(stage, file));
  }
  const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
  const args = ['package', '--no-dependencies', '--allow-missing-repository', '--out', vsixFile];
  if (!(await namesRepository())) {
    // vsce makes addresses in the repository of README's links. They stay as they are while there is none.
    args.push('--no-rewrite-relative-links');
  }
  const { code, output } = await runQuietly(process.execPath, [vsce, ...args], { cwd: stage });
  if (code !== 0) {
    throw new Error(`vsce did not pack the extension:\n${output.trim()}`);
  }
  await writeFile(mark, fingerprint);
  const { size } = await stat(vsixFile);
  say(`Packed ${name} (${(size / 1024).toFixed(0)} KB) in ${took(began)}.`);
  return { file: vsixFile, fingerprint };
}

async function namesRepository(): Promise<boolean> {
  return 'repository' in (JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as object);
}

/** The files that `.vscodeignore` lets through. */
async function productFiles(): Promise<readonly string[]> {
  const lines = (await readFile(path.join(root, '.vscodeignore'), 'utf8')).split('\n');
  const patterns = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1).trim());
  const entries = patterns.flatMap((pattern) => globSync(pattern, { cwd: root, withFileTypes: true }));
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))).sort();
}

async function fingerprintOf(files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of [...files, '.vscodeignore']) {
    hash.update(`${file}\0`).update(await readFile(path.join(root, file)));
  }
  return hash.digest('hex');
}

if (import.meta.main) {
  nowIn('package');
  await packageExtension();
}
