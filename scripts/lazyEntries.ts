/** The bundles of the extension: one that activation reads, and those loaded by `import()` on first use. */
import path from 'node:path';
import type { Plugin } from 'esbuild';
import { root } from './hosts/paths.ts';

export const mainEntry = { bundle: 'extension.cjs', source: 'src/extension.ts' };

export const lazyEntries: readonly { readonly bundle: string; readonly source: string }[] = [
  { bundle: 'session.cjs', source: 'src/app/services.ts' },
  { bundle: 'operations.cjs', source: 'src/operations/open.ts' },
  { bundle: 'commands.cjs', source: 'src/commands/commandTable.ts' },
  { bundle: 'azure.cjs', source: 'src/azure/open.ts' },
  { bundle: 'credentials.cjs', source: 'src/azure/credentials/open.ts' },
  { bundle: 'sandbox.cjs', source: 'src/sandbox/open.ts' },
];

/**
 * Packages that the bundles share: `@vscode/l10n`, as it keeps its configuration in the module, and Azure's pipeline, as a copy in
 * each of the three bundles that use it would be a tenth of the package.
 */
export const sharedModules: readonly { readonly name: string; readonly bundle: string }[] = [
  { name: '@vscode/l10n', bundle: 'l10n.cjs' },
  { name: '@azure/core-rest-pipeline', bundle: 'pipeline.cjs' },
];

/** `@azure/identity` opens a browser with this package for interactive credentials, of which we use none. */
export const withoutBrowser: Plugin = {
  name: 'without browser',
  setup(build) {
    build.onResolve({ filter: /^open$/ }, () => ({ path: 'open', namespace: 'left-out' }));
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/**
 * Turns `import('./azure/open.ts')` into a require of the bundle beside this one. An `import()` of any other file of
 * ours is an error: it would be read at activation after all.
 */
export const lazyBundles: Plugin = {
  name: 'lazy bundles',
  setup(build) {
    build.onResolve({ filter: /^\.\.?\// }, (args) => {
      if (args.kind !== 'dynamic-import') {
        return undefined;
      }
      const target = path.resolve(args.resolveDir, args.path);
      const entry = lazyEntries.find(({ source }) => path.join(root, source) === target);
      return entry === undefined
        ? { errors: [{ text: `import() of ${args.path}: name it in scripts/lazyEntries.ts` }] }
        : { path: `./${entry.bundle}`, external: true };
    });
    for (const { name, bundle } of sharedModules) {
      build.onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path: `./${bundle}`, external: true }));
    }
  },
};
