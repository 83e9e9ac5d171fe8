import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'mocha';
import { root } from '../../../scripts/hosts/paths.ts';
import { isCounts, type Counts } from '../../run/countingReporter.ts';
import { summaryOf } from '../../run/summary.ts';
import type { SuiteResult } from '../../run/suites.ts';

function ran(counts: Partial<Counts>): SuiteResult {
  return { kind: 'ran', counts: { passed: 0, failures: [], skipped: [], ...counts } };
}

describe('The end of a run of the tests', () => {
  it('names what failed right before the total, by suite and with the file', () => {
    const { lines, succeeded } = summaryOf(
      [
        { name: 'checks', took: '1 s', result: ran({ passed: 1, failures: [{ title: 'lint' }] }) },
        {
          name: 'unit',
          took: '2 s',
          result: ran({ passed: 7, failures: [{ title: 'a run ends', file: '/r/test/unit/a.test.ts' }] }),
        },
        {
          name: 'host',
          took: '3 s',
          result: ran({ passed: 2, failures: [{ title: 'a row opens', file: '/r/out/test/host/view/b.test.cjs' }] }),
        },
        { name: 'e2e', took: '4 s', result: { kind: 'notRun', why: 'there is no VS Code' } },
      ],
      '/r',
    );
    assert.deepEqual(lines, [
      'checks: 1 passed, 1 failed in 1 s',
      'unit: 7 passed, 1 failed in 2 s',
      'host: 2 passed, 1 failed in 3 s',
      'e2e: NOT RUN: there is no VS Code',
      'Not everything was run, so this run fails.',
      'checks: FAILED: lint',
      'unit: FAILED: a run ends (test/unit/a.test.ts)',
      'host: FAILED: a row opens (test/host/view/b.test.ts)',
      '10 passed, 3 failed',
    ]);
    assert.equal(succeeded, false);
  });

  it('is a success only where something ran, nothing failed and nothing was left out', () => {
    const succeeds = (result: SuiteResult): boolean =>
      summaryOf([{ name: 'unit', took: '1 s', result }], '/r').succeeded;
    assert.equal(succeeds(ran({ passed: 1 })), true);
    assert.equal(succeeds(ran({ passed: 1, failures: [{ title: 'x' }] })), false);
    assert.equal(succeeds(ran({ passed: 1, skipped: ['x'] })), false);
    assert.equal(succeeds(ran({})), false);
    assert.equal(succeeds({ kind: 'notRun', why: 'x' }), false);
  });

  it('says which words no test had', () => {
    const { lines } = summaryOf([{ name: 'unit', took: '1 s', result: ran({}) }], '/r', 'no such words');
    assert.deepEqual(lines.slice(1), [
      'unit: NOT RUN: it has no test that matches no such words',
      'Not everything was run, so this run fails.',
      '0 passed, 0 failed',
    ]);
  });
});

describe('The tests’ reporter', () => {
  it('notes tests and hooks that failed, with their files', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'reporter-'));
    try {
      const file = path.join(folder, 'some.test.mjs');
      const countsFile = path.join(folder, 'counts.json');
      await writeFile(
        file,
        `describe('those that need more', () => {
          before(() => { throw new Error('meant to'); });
          it('never run', () => {});
        });
        describe('some', () => {
          it('pass', () => {});
          it.skip('wait', () => {});
          it('fail', () => { throw new Error('meant to'); });
        });`,
      );
      const hooks = path.join(folder, 'hooks.mjs');
      await writeFile(
        hooks,
        `let ran = 0;
        export const mochaHooks = { afterEach() { if (++ran === 2) { throw new Error('meant to'); } } };`,
      );
      const mocha = spawn(process.execPath, [path.join(root, 'test/run/runMocha.ts'), file, '--hooks', hooks], {
        cwd: root,
        stdio: 'ignore',
        env: { ...process.env, PARTNER_LINK_COUNTS: countsFile },
      });
      const [code] = (await once(mocha, 'exit')) as [number];
      assert.equal(code, 1);
      const counts: unknown = JSON.parse(await readFile(countsFile, 'utf8'));
      assert.ok(isCounts(counts));
      assert.deepEqual(counts, {
        passed: 1,
        failures: [
          { title: 'those that need more "before all" hook for "never run"', file },
          { title: 'some fail', file },
          { title: '"after each" hook: afterEach for "fail"', file },
        ],
        skipped: ['some wait'],
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
