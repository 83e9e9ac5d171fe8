import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { statusBarText, type StatusBarFacts } from '../../../src/tree/statusBarText.ts';

const quiet: StatusBarFacts = { mode: 'azure', scan: { kind: 'idle' }, runs: [], attention: undefined };

describe('What the status bar says', () => {
  it('is nothing while nothing goes on, or nothing needs attention', () => {
    assert.equal(statusBarText(quiet), undefined);
    assert.equal(statusBarText({ ...quiet, attention: 0 }), undefined);
  });

  it('is how far a scan is, and shows the view', () => {
    assert.deepEqual(statusBarText({ ...quiet, scan: { kind: 'scanning', done: 148, total: 400 } }), {
      text: '$(sync~spin) 148 of 400',
      tooltip: 'Partner Link: 148 of 400 tenants checked',
      shows: 'view',
    });
    assert.equal(
      statusBarText({ ...quiet, mode: 'sandbox', scan: { kind: 'scanning', done: 0, total: 0 } })?.tooltip,
      'Partner Link: Looking for tenants… (sample data)',
    );
  });

  it('is how far a run is, before a scan, and shows the form', () => {
    const scan = { kind: 'scanning', done: 1, total: 2 } as const;
    const shown = statusBarText({ ...quiet, scan, runs: [{ done: 12, total: 390, waiting: 0 }] });
    assert.deepEqual(
      [shown?.text, shown?.tooltip, shown?.shows],
      ['$(sync~spin) 12 of 390', 'Partner Link: 12 of 390 changed', 'form'],
    );
    assert.equal(
      statusBarText({ ...quiet, runs: [{ done: 12, total: 390, waiting: 2 }] })?.text,
      '$(key) 12 of 390: sign-in needed',
    );
  });

  it('is how many tenants need attention where that is wanted', () => {
    assert.deepEqual(statusBarText({ ...quiet, attention: 7 }), {
      text: '$(warning) 7',
      tooltip: 'Partner Link: 7 tenants need attention',
      shows: 'view',
    });
  });
});
