/** What VS Code loads in its extension host: it runs every in-host test, each bundled beside this, with mocha. */
import { globSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import { testLineMark } from '../../scripts/hosts/testLineMark.ts';
import { CountingReporter } from '../run/countingReporter.ts';

/** Called by VS Code. Rejects when a test fails. */
export async function run(): Promise<void> {
  // The workbench passes on what is printed here among much else: the mark tells our lines from its own.
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => {
    for (const line of format(...args).split('\n')) {
      console.log(`${testLineMark}${line}`);
    }
  };
  const grep = process.env['PARTNER_LINK_GREP'];
  const mocha = new Mocha({
    ui: 'bdd',
    reporter: CountingReporter,
    timeout: 180_000,
    forbidOnly: true,
    ...(grep === undefined ? {} : { grep }),
  });
  // What activation alone has read can only be seen before any other test.
  const files = globSync('**/*.test.cjs', { cwd: __dirname }).sort();
  const first = files.filter((file) => file === 'activation.test.cjs');
  for (const file of new Set([...first, ...files])) {
    mocha.addFile(path.join(__dirname, file));
  }
  const failures = await new Promise<number>((resolve) => {
    mocha.run(resolve);
  });
  if (failures > 0) {
    throw new Error(`${String(failures)} in-host tests failed`);
  }
}
