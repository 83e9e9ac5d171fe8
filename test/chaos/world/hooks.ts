/**
 * What `src` imports of Node for files and for chance is, in this thread, the virtual disk and the schedule's chance. Imported before
 * anything of `src`.
 */
import { registerHooks } from 'node:module';

const standIns: ReadonlyMap<string, string> = new Map([
  ['node:fs/promises', new URL('../disk/fsPromises.ts', import.meta.url).href],
  ['node:fs', new URL('../disk/fs.ts', import.meta.url).href],
  ['node:crypto', new URL('./crypto.ts', import.meta.url).href],
]);

const product = new URL('../../../src/', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    const standIn = context.parentURL?.startsWith(product) ? standIns.get(specifier) : undefined;
    return standIn === undefined ? next(specifier, context) : { url: standIn, shortCircuit: true };
  },
});
