/** Mocha's readable report, and beside it a file with the counts: what ran is counted, never guessed from text. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

export interface Counts {
  readonly passed: number;
  /** The tests, hooks and checks that failed, in the order in which they did. */
  readonly failures: readonly FailedTest[];
  /** Tests that did not run, by full title: `it.skip`, `this.skip()`. */
  readonly skipped: readonly string[];
}

export interface FailedTest {
  /** Full title, of a hook with the test that it was for. */
  readonly title: string;
  /** As mocha loaded it; absent where no file is behind it. */
  readonly file?: string;
}

export class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const skipped: string[] = [];
    const failures: FailedTest[] = [];
    let passed = 0;
    runner.on('pass', () => {
      passed += 1;
    });
    // Hooks that fail come here, too.
    runner.on('fail', (test) => {
      failures.push({ title: test.fullTitle(), file: fileOf(test) });
    });
    runner.on('pending', (test) => {
      skipped.push(test.fullTitle());
    });
    runner.once('end', () => {
      writeCounts({ passed, failures, skipped });
    });
  }
}

/** A root hook has no file: the test that it ran for has one. */
function fileOf(test: Mocha.Runnable): string | undefined {
  return test.file ?? test.ctx?.currentTest?.file;
}

/** The runner names the file in `PARTNER_LINK_COUNTS`; without it nobody asks. */
function writeCounts(counts: Counts): void {
  const file = process.env['PARTNER_LINK_COUNTS'];
  if (file !== undefined) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(counts));
  }
}

export function isCounts(value: unknown): value is Counts {
  return (
    typeof value === 'object' &&
    value !== null &&
    'passed' in value &&
    typeof value.passed === 'number' &&
    'failures' in value &&
    Array.isArray(value.failures) &&
    'skipped' in value &&
    Array.isArray(value.skipped)
  );
}
