/** Mocha's readable report, and beside it a file with the counts: what ran is counted, never guessed from text. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** Tests that did not run, by full title: `it.skip`, `this.skip()`. */
  readonly skipped: readonly string[];
}

export class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const skipped: string[] = [];
    let passed = 0;
    let failed = 0;
    runner.on('pass', () => {
      passed += 1;
    });
    // Hooks that fail come here, too.
    runner.on('fail', () => {
      failed += 1;
    });
    runner.on('pending', (test) => {
      skipped.push(test.fullTitle());
    });
    runner.once('end', () => {
      writeCounts({ passed, failed, skipped });
    });
  }
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
    'failed' in value &&
    typeof value.failed === 'number' &&
    'skipped' in value &&
    Array.isArray(value.skipped)
  );
}
