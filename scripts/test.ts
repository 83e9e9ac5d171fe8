/** `npm test [-- <suite>… [--grep text]]`: everything, or the named suites. The last line is the total, alone. */
import { parseArgs } from 'node:util';
import { suites, type Suite, type SuiteResult } from '../test/run/suites.ts';
import { nowIn, say, took } from './say.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { grep: { type: 'string' } } });
const unknown = positionals.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0) {
  throw new Error(`No suite ${unknown.join(', ')}; there are: ${suites.map(({ name }) => name).join(', ')}`);
}
const chosen = positionals.length === 0 ? suites : suites.filter(({ name }) => positionals.includes(name));

let passed = 0;
let failed = 0;
let complete = true;
const report: string[] = [];

for (const suite of chosen) {
  nowIn(suite.name);
  say(`Running ${suite.name}: ${suite.what}`);
  const began = Date.now();
  const result = await runSuite(suite);
  switch (result.kind) {
    case 'notRun':
      complete = false;
      report.push(`${suite.name}: NOT RUN: ${result.why}`);
      break;
    case 'ran': {
      const { counts, note } = result;
      passed += counts.passed;
      failed += counts.failed;
      report.push(
        `${suite.name}: ${String(counts.passed)} passed, ${String(counts.failed)} failed in ${took(began)}${note ? `, ${note}` : ''}`,
      );
      report.push(...counts.skipped.map((title) => `${suite.name}: NOT RUN: ${title}`));
      if (counts.passed + counts.failed === 0) {
        report.push(`${suite.name}: NOT RUN: it has no test${values.grep ? ` that matches ${values.grep}` : ''}`);
        complete = false;
      }
      complete &&= counts.skipped.length === 0;
      break;
    }
  }
}

console.log(`\n${report.join('\n')}`);
if (!complete) {
  console.log('Not everything was run, so this run fails.');
}
console.log(`${String(passed)} passed, ${String(failed)} failed`);
process.exitCode = failed === 0 && complete ? 0 : 1;

async function runSuite(suite: Suite): Promise<SuiteResult> {
  try {
    return await suite.run(values);
  } catch (error) {
    return { kind: 'notRun', why: error instanceof Error ? error.message : String(error) };
  }
}
