/**
 * What our bundles hold in place of `import * as vscode from 'vscode'`. esbuild would copy every one of VS Code's some 450
 * members in each file that says so, as it can't know that they never change: that was more than half of activation.
 */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'esbuild';
import { root } from './hosts/paths.ts';

/** One module of the members that our source names; those that a bundle does not use are left out of it. */
export const vscodeModule: Plugin = {
  name: 'vscode as one module',
  setup(build) {
    const namespace = 'vscode-members';
    build.onResolve({ filter: /^vscode$/ }, (args) =>
      args.namespace === namespace ? { path: 'vscode', external: true } : { path: 'vscode', namespace },
    );
    build.onLoad({ filter: /^vscode$/, namespace }, () => ({
      contents: [
        `const api = require('vscode');`,
        // A call is left out when nobody needs its result; reading a member might do something, for all esbuild knows.
        ...namedMembers().map((name) => `export const ${name} = /* @__PURE__ */ (() => api.${name})();`),
      ].join('\n'),
    }));
    // A name that the search below misses would be undefined at run time.
    build.initialOptions.logOverride = { ...build.initialOptions.logOverride, 'import-is-undefined': 'error' };
  },
};

function namedMembers(): readonly string[] {
  const files = globSync('src/**/*.ts', { cwd: root }).map((file) => readFileSync(path.join(root, file), 'utf8'));
  const names = files.flatMap((text) => Array.from(text.matchAll(/\bvscode\.([A-Za-z]\w*)/g), ([, name]) => name));
  return [...new Set(names)].filter((name) => name !== undefined).sort();
}
