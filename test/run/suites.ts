/** What `npm test` runs, in this order. A further suite is a further line of the table. */
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { checks, runCheck, type Check } from '../../scripts/check.ts';
import { gapAmong, gapText } from '../../scripts/hosts/availability.ts';
import { ensureAzureCli } from '../../scripts/hosts/azureCli.ts';
import { ensureChromium } from '../../scripts/hosts/chromium.ts';
import { runShown } from '../../scripts/hosts/command.ts';
import { out, root } from '../../scripts/hosts/paths.ts';
import { ensureServer } from '../../scripts/hosts/serverInstall.ts';
import { packageExtension } from '../../scripts/package.ts';
import { runHostTests } from '../runTest.ts';
import { isCounts, type Counts, type FailedTest } from './countingReporter.ts';

export interface SuiteOptions {
  /** Only tests whose full title contains this. */
  readonly grep?: string;
}

export type SuiteResult =
  | { readonly kind: 'ran'; readonly counts: Counts; readonly note?: string }
  /** Nothing of it counts as passed. */
  | { readonly kind: 'notRun'; readonly why: string };

export interface Suite {
  readonly name: string;
  readonly what: string;
  run(options: SuiteOptions): Promise<SuiteResult>;
}

export const suites: readonly Suite[] = [
  { name: 'checks', what: 'types, lint and format', run: runChecks },
  { name: 'unit', what: 'without VS Code', run: (options) => runFiles('unit', 120_000, options) },
  {
    name: 'chaos',
    what: 'random schedules of faults, crashes and windows against what must always hold',
    run: (options) => runFiles('chaos', 60_000, options),
  },
  {
    name: 'az',
    what: 'the form’s scripts and an identity by the real Azure CLI, against the served sandbox',
    run: runAz,
  },
  { name: 'webview', what: 'the form’s page in Chromium', run: runWebview },
  { name: 'host', what: 'in VS Code’s extension host', run: runHost },
  { name: 'e2e', what: 'the packaged extension in the workbench', run: runEndToEnd },
];

async function runChecks(): Promise<SuiteResult> {
  let passed = 0;
  const failures: FailedTest[] = [];
  for (const check of Object.keys(checks) as Check[]) {
    if (check === 'format') {
      continue;
    }
    const code = await runCheck(check);
    console.log(`${code === 0 ? '  ✔' : '  ✘'} ${check}`);
    if (code === 0) {
      passed += 1;
    } else {
      failures.push({ title: check });
    }
  }
  return { kind: 'ran', counts: { passed, failures, skipped: [] } };
}

/** `test/<name>/**` under mocha in a process of its own. */
async function runFiles(name: string, timeoutMs: number, options: SuiteOptions): Promise<SuiteResult> {
  const counting = await countsFile(name);
  const grep = options.grep === undefined ? [] : ['--grep', options.grep];
  const hooksFile = `test/${name}/rootHooks.ts`;
  const hooks = existsSync(path.join(root, hooksFile)) ? ['--hooks', hooksFile] : [];
  const code = await runShown(
    process.execPath,
    [
      path.join(root, 'test/run/runMocha.ts'),
      `test/${name}/**/*.test.ts`,
      '--timeout',
      String(timeoutMs),
      ...hooks,
      ...grep,
    ],
    { cwd: root, env: { ...process.env, PARTNER_LINK_COUNTS: counting } },
  );
  return countsOf(counting, code);
}

async function runAz(options: SuiteOptions): Promise<SuiteResult> {
  const azureCli = await ensureAzureCli();
  return azureCli.ok ? runFiles('az', 600_000, options) : { kind: 'notRun', why: gapText(azureCli) };
}

async function runWebview(options: SuiteOptions): Promise<SuiteResult> {
  const chromium = await ensureChromium();
  return chromium.ok ? runFiles('webview', 180_000, options) : { kind: 'notRun', why: gapText(chromium) };
}

async function runHost(options: SuiteOptions): Promise<SuiteResult> {
  const counting = await countsFile('host');
  const host = await runHostTests({ countsFile: counting, ...options });
  if (!host.ok) {
    return { kind: 'notRun', why: gapText(host) };
  }
  const result = await countsOf(counting, host.value.code);
  return result.kind === 'ran' ? { ...result, note: `served by ${host.value.host}` } : result;
}

async function runEndToEnd(options: SuiteOptions): Promise<SuiteResult> {
  const [server, chromium] = [await ensureServer(), await ensureChromium()];
  const gap = gapAmong([server, chromium]);
  if (gap !== undefined) {
    return { kind: 'notRun', why: gapText(gap) };
  }
  await packageExtension();
  return runFiles('e2e', 420_000, options);
}

/** A place for the counts in which no earlier run has left any. */
async function countsFile(name: string): Promise<string> {
  const file = path.join(out, 'counts', `${name}.json`);
  await rm(file, { force: true });
  return file;
}

async function countsOf(file: string, code: number): Promise<SuiteResult> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const counts: unknown = text === undefined ? undefined : JSON.parse(text);
  if (!isCounts(counts)) {
    return { kind: 'notRun', why: `it ended with code ${String(code)} before its tests did` };
  }
  // An exit code that the counts do not explain is a failure of its own.
  return code !== 0 && counts.failures.length === 0
    ? { kind: 'ran', counts: { ...counts, failures: [{ title: `it ended with code ${String(code)}` }] } }
    : { kind: 'ran', counts };
}
