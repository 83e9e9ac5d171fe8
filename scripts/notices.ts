/** The licences of the code that is in the bundles: `ThirdPartyNotices.txt`, from what esbuild says it put in. */
import { existsSync, readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from './hosts/paths.ts';

export const noticesFile = path.join(root, 'ThirdPartyNotices.txt');

/** Licences that allow what we do with the code as long as they are passed on. */
const passedOn = new Set(['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0']);

export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}

/** Every package of which a file is among a bundle's inputs, by name. Throws where one has no licence that can be passed on. */
async function bundledPackages(inputs: readonly string[]): Promise<readonly BundledPackage[]> {
  const folders = new Set(inputs.map(packageFolder).filter((folder) => folder !== undefined));
  const packages = await Promise.all([...folders].sort().map(bundledPackage));
  return packages.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** The same text for the same packages; packages with one and the same licence text share it. */
function noticesText(packages: readonly BundledPackage[]): string {
  const byText = new Map<string, BundledPackage[]>();
  for (const one of packages) {
    byText.set(one.text, [...(byText.get(one.text) ?? []), one]);
  }
  const sections = [...byText].map(([text, sharing]) => {
    const heads = sharing.map(({ name, version, licence }) => `${name} ${version} (${licence})`);
    return [...new Set(heads), '', text].join('\n');
  });
  const rule = `\n\n${'-'.repeat(80)}\n\n`;
  return ['Partner Link for Azure contains code of these packages, under their licences.', ...sections, ''].join(rule);
}

export async function writeNotices(inputs: readonly string[]): Promise<void> {
  const text = noticesText(await bundledPackages(inputs));
  if ((await readFile(noticesFile, 'utf8').catch(() => '')) !== text) {
    await writeFile(noticesFile, text);
  }
}

/** `node_modules/a/node_modules/@b/c` of `node_modules/a/node_modules/@b/c/dist/index.js`. */
function packageFolder(input: string): string | undefined {
  return /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(input)?.[0];
}

async function bundledPackage(folder: string): Promise<BundledPackage> {
  const home = path.join(root, folder);
  const manifest = JSON.parse(await readFile(path.join(home, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly license?: string;
    readonly author?: string | { readonly name?: string };
  };
  const licence = manifest.license ?? '';
  if (!passedOn.has(licence)) {
    throw new Error(`${manifest.name} is bundled under ${licence || 'no licence'}: see scripts/notices.ts`);
  }
  const files = existsSync(home)
    ? readdirSync(home).filter((name) => /^(licen[cs]e|notices?)(\.(md|txt))?$/i.test(name))
    : [];
  if (!files.some((name) => /^licen/i.test(name))) {
    // Some packages name their licence in package.json only.
    return { name: manifest.name, version: manifest.version, licence, text: unwritten(licence, manifest.author) };
  }
  const texts = await Promise.all(files.sort().map((name) => readFile(path.join(home, name), 'utf8')));
  const text = texts.map((one) => one.replaceAll('\r\n', '\n').trim()).join('\n\n');
  return { name: manifest.name, version: manifest.version, licence, text };
}

function unwritten(licence: string, author: string | { readonly name?: string } | undefined): string {
  const whose = typeof author === 'string' ? author : author?.name;
  const copyright = whose === undefined ? '' : ` Copyright (c) ${whose}.`;
  return `The package comes without a text of its licence, ${licence}.${copyright}`;
}
