/** Runs test files in this process: `node test/run/runMocha.ts <glob> [--timeout ms] [--grep text] [--hooks file]`. */
import { globSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import Mocha from 'mocha';
import { root } from '../../scripts/hosts/paths.ts';
import { CountingReporter } from './countingReporter.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { timeout: { type: 'string', default: '10000' }, grep: { type: 'string' }, hooks: { type: 'string' } },
});

const mocha = new Mocha({
  ui: 'bdd',
  reporter: CountingReporter,
  timeout: Number(values.timeout),
  forbidOnly: true,
  ...(values.grep === undefined ? {} : { grep: values.grep }),
});
for (const file of positionals.flatMap((glob) => globSync(glob, { cwd: root })).sort()) {
  mocha.addFile(path.resolve(root, file));
}
if (values.hooks !== undefined) {
  const hooks = (await import(path.resolve(root, values.hooks))) as { readonly mochaHooks: Mocha.RootHookObject };
  mocha.rootHooks(hooks.mochaHooks);
}
await mocha.loadFilesAsync();
mocha.run((failures) => {
  process.exit(failures === 0 ? 0 : 1);
});
