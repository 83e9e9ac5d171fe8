/** `npm test [-- <suite>… [--grep text]]`: everything, or the named suites. What failed is named last, before the total alone. */
import { parseArgs } from 'node:util';
import { suites, type Suite, type SuiteResult } from '../test/run/suites.ts';
import { summaryOf, type SuiteRun } from '../test/run/summary.ts';
import { root } from './hosts/paths.ts';
import { nowIn, say, took } from './say.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { grep: { type: 'string' } } });
const unknown = positionals.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0) {
  throw new Error(`No suite ${unknown.join(', ')}; there are: ${suites.map(({ name }) => name).join(', ')}`);
}
const chosen = positionals.length === 0 ? suites : suites.filter(({ name }) => positionals.includes(name));

const runs: SuiteRun[] = [];
for (const suite of chosen) {
  nowIn(suite.name);
  say(`Running ${suite.name}: ${suite.what}`);
  const began = Date.now();
  const result = await runSuite(suite);
  runs.push({ name: suite.name, result, took: took(began) });
}

const { lines, succeeded } = summaryOf(runs, root, values.grep);
console.log(`\n${lines.join('\n')}`);
process.exitCode = succeeded ? 0 : 1;

async function runSuite(suite: Suite): Promise<SuiteResult> {
  try {
    return await suite.run(values);
  } catch (error) {
    return { kind: 'notRun', why: error instanceof Error ? error.message : String(error) };
  }
}
