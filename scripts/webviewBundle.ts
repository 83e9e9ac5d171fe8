/** What runs in the pages: `dist/webview/<page>.js` and `.css`, and what several of them share. */
import path from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import { panelTypes } from '../src/manifest.ts';
import { dist, root } from './hosts/paths.ts';

/** As in `panelTypes` of src/manifest.ts. */
const pages = Object.keys(panelTypes);

/** All that a page may load: its only `localResourceRoots`. */
const webviewFolder = path.join(dist, 'webview');

/**
 * The toolkit asks whether the browser knows `:focus-visible` by writing an inline style, which the page's policy forbids. Every
 * VS Code that we run in knows it.
 */
const focusVisible: Plugin = {
  name: 'no probe for focus-visible',
  setup(building) {
    let met = false;
    building.onLoad({ filter: /fast-foundation[\\/]dist[\\/]esm[\\/]utilities[\\/]style[\\/]focus\.js$/ }, () => {
      met = true;
      return { contents: "export const focusVisible = 'focus-visible';" };
    });
    building.onEnd(() =>
      met ? {} : { errors: [{ text: 'The toolkit’s focus.js is elsewhere now: see this plugin' }] },
    );
  },
};

/** Bundles it: minified for `package`, else with a map in the file, as a page under our policy may not fetch one. */
export async function buildWebview(goal: 'develop' | 'package', outdir = webviewFolder): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: root,
    bundle: true,
    platform: 'browser',
    format: 'esm',
    splitting: true,
    chunkNames: 'shared-[hash]',
    // VS Code 1.106 is Electron 37.
    target: 'chrome138',
    entryPoints: pages.flatMap((page) => [
      { in: `webview-ui/${page}/${page}.ts`, out: page },
      { in: `webview-ui/${page}/${page}.css`, out: page },
    ]),
    outdir,
    minify: goal === 'package',
    sourcemap: goal === 'develop' ? 'inline' : false,
    logLevel: 'warning',
    legalComments: 'none',
    charset: 'utf8',
    metafile: true,
    plugins: [focusVisible],
  });
  return metafile;
}
