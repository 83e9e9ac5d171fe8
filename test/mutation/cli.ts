/**
 * `npm run mutate [-- --only storage --concurrency 1]`: Stryker changes the code in small ways, and the unit tests are asked to notice each. Ends in the
 * score of every folder, and non-zero where one is under what is wanted. `--only` names a folder or a file under `src`.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { out, root } from '../../scripts/hosts/paths.ts';
import { nowIn, say, took } from '../../scripts/say.ts';
import { folders, leftOut, wantedScore, type Folder } from './folders.ts';
import { scoreOf, scoreText, type Score } from './score.ts';

const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, concurrency: { type: 'string', default: '2' } },
});

const only = values.only.replace(/^src\/|\/$/g, '');
const chosen = folders.filter(({ name }) => only === '' || isWithin(name, only) || isWithin(only, name));
if (chosen.length === 0) {
  throw new Error(`Nothing to mutate in ${only}; there are: ${folders.map(({ name }) => name).join(', ')}`);
}

const scores: Score[] = [];
for (const folder of chosen) {
  nowIn(folder.name);
  scores.push(await mutate(folder));
}
nowIn('mutation');
console.log(`\n${scores.map(scoreText).join('\n')}`);
const low = scores.filter(({ percent }) => percent < wantedScore);
say(
  low.length === 0
    ? `all at ${String(wantedScore)} % or above`
    : `under ${String(wantedScore)} %: ${String(low.length)}`,
);
process.exitCode = low.length === 0 ? 0 : 1;

function underUnit(glob: string): string {
  return `test/unit/${glob}`;
}

function isWithin(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}/`);
}

async function mutate({ name, tests }: Folder): Promise<Score> {
  const part = isWithin(only, name) && only !== name ? only : name;
  const report = path.relative(root, path.join(out, 'mutation', part.replaceAll('/', '-')));
  say(`Mutating src/${part} against ${tests.join(', ')} of test/unit; every mutant will be in ${report}.html …`);
  const began = Date.now();
  const results = await new Stryker({
    mutate: [part.endsWith('.ts') ? `src/${part}` : `src/${part}/**/*.ts`],
    testRunner: 'mocha',
    // Node runs the tests as they are; mocha's own time limits are off, and Stryker's are wide: a busy machine kills no mutant.
    mochaOptions: { spec: tests.map(underUnit), ignore: leftOut.map(underUnit), extension: ['ts'] },
    coverageAnalysis: 'perTest',
    // What is worked out when a module is loaded takes a new process and all tests for each mutant.
    ignoreStatic: true,
    timeoutMS: 20_000,
    timeoutFactor: 2,
    concurrency: Number(values.concurrency),
    allowConsoleColors: false,
    plugins: ['@stryker-mutator/mocha-runner', path.join(import.meta.dirname, 'messageTexts.ts')],
    ignorers: ['messageTexts'],
    // The copy lies inside of the project, where the tests find `node_modules` as they do otherwise.
    tempDirName: 'out/mutation/sandbox',
    symlinkNodeModules: false,
    ignorePatterns: ['/out', '/dist', '/.vscode-test', '/coverage', '*.vsix'],
    disableTypeChecks: false,
    reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
    htmlReporter: { fileName: `${report}.html` },
    jsonReporter: { fileName: `${report}.json` },
  }).runMutationTest();
  const score = scoreOf(part, results);
  say(`${scoreText(score)}, in ${took(began)}`);
  return score;
}
