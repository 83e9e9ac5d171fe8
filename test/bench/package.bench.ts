import { readFile, stat } from 'node:fs/promises';
import { metafile } from '../../scripts/build.ts';
import { packageExtension } from '../../scripts/package.ts';
import type { Bench } from './figure.ts';

/** What is downloaded, and what of it is code. */
export const packageBench: Bench = {
  name: 'package',
  async run() {
    const { file } = await packageExtension();
    const { outputs } = JSON.parse(await readFile(metafile, 'utf8')) as {
      readonly outputs: Readonly<Record<string, { readonly bytes: number }>>;
    };
    const bundles = Object.entries(outputs).filter(([name]) => name.endsWith('.cjs'));
    return [
      {
        what: 'VSIX',
        value: (await stat(file)).size / 1024,
        unit: 'KB',
        budget: 510,
        note: `minified: ${bundles.map(([name, { bytes }]) => `${name} ${(bytes / 1024).toFixed(0)}`).join(', ')}`,
      },
    ];
  },
};
