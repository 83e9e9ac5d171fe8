/** What `npm test` says at its end: a line for each suite, what did not run, what failed, and the total. */
import path from 'node:path';
import type { FailedTest } from './countingReporter.ts';
import type { SuiteResult } from './suites.ts';

export interface SuiteRun {
  readonly name: string;
  readonly result: SuiteResult;
  /** Such as `3.4 s`. */
  readonly took: string;
}

export interface Summary {
  /** The total is the last, alone. What failed is right before it. */
  readonly lines: readonly string[];
  readonly succeeded: boolean;
}

/** `grep`: what the titles had to contain. `root`: the folder that file names are given from. */
export function summaryOf(runs: readonly SuiteRun[], root: string, grep?: string): Summary {
  const unrun = runs.flatMap((run) => unrunOf(run, grep));
  const failures = runs.flatMap(({ name, result }) =>
    result.kind === 'ran' ? result.counts.failures.map((test) => `${name}: FAILED: ${failedText(test, root)}`) : [],
  );
  const passed = runs.reduce((sum, { result }) => sum + (result.kind === 'ran' ? result.counts.passed : 0), 0);
  return {
    lines: [
      ...runs.flatMap(ranText),
      ...unrun,
      ...(unrun.length > 0 ? ['Not everything was run, so this run fails.'] : []),
      ...failures,
      `${String(passed)} passed, ${String(failures.length)} failed`,
    ],
    succeeded: failures.length === 0 && unrun.length === 0,
  };
}

function ranText({ name, result, took }: SuiteRun): readonly string[] {
  if (result.kind === 'notRun') {
    return [];
  }
  const { counts, note } = result;
  const tail = note === undefined ? '' : `, ${note}`;
  return [`${name}: ${String(counts.passed)} passed, ${String(counts.failures.length)} failed in ${took}${tail}`];
}

function unrunOf({ name, result }: SuiteRun, grep: string | undefined): readonly string[] {
  if (result.kind === 'notRun') {
    return [`${name}: NOT RUN: ${result.why}`];
  }
  const { passed, failures, skipped } = result.counts;
  const none = passed + failures.length === 0;
  return [
    ...skipped.map((title) => `${name}: NOT RUN: ${title}`),
    ...(none ? [`${name}: NOT RUN: it has no test${grep === undefined ? '' : ` that matches ${grep}`}`] : []),
  ];
}

function failedText({ title, file }: FailedTest, root: string): string {
  return file === undefined ? title : `${title} (${sourceOf(file, root)})`;
}

/** In-host tests are loaded as bundles. */
function sourceOf(file: string, root: string): string {
  return path
    .relative(root, file)
    .split(path.sep)
    .join('/')
    .replace(/^out\/(test\/.*)\.cjs$/, '$1.ts');
}
