/** What `src` imports for files counts each operation. Imported before anything of `src`. */
import { registerHooks } from 'node:module';

const counted = new URL('./countedFiles.ts', import.meta.url).href;
const product = new URL('../../../src/', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    return specifier === 'node:fs/promises' && context.parentURL?.startsWith(product)
      ? { url: counted, shortCircuit: true }
      : next(specifier, context);
  },
});
