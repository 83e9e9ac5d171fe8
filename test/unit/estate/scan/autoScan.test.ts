import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  AutoScan,
  decideAutoScan,
  type AutoScanFacts,
  type AutoScanParts,
} from '../../../../src/estate/scan/autoScan.ts';
import { noCounts } from '../../../../src/estate/scan/scanQueue.ts';
import type { ScanSummary } from '../../../../src/estate/scan/scanSummary.ts';

const hour = 3_600_000;
const now = 100 * hour;
const summary: ScanSummary = { ...noCounts, stopped: false, notScanned: [] };

describe('A scan by itself', () => {
  const facts: AutoScanFacts = { refreshAfterHours: 12, knownAsOf: now - 13 * hour, now, scanning: false };
  const cases: readonly (readonly [string, Partial<AutoScanFacts>, string])[] = [
    ['an estate older than refreshAfter', {}, 'scan'],
    ['an estate just as old', { knownAsOf: now - 12 * hour }, 'scan'],
    ['an estate not that old', { knownAsOf: now - 12 * hour + 1 }, 'freshEnough'],
    ['an estate never scanned', { knownAsOf: undefined }, 'scan'],
    ['an estate from the future, because the clock was set back', { knownAsOf: now + hour }, 'scan'],
    ['refreshAfter 0', { refreshAfterHours: 0, knownAsOf: undefined }, 'switchedOff'],
    ['refreshAfter that is no number', { refreshAfterHours: Number.NaN }, 'switchedOff'],
    ['a scan under way', { scanning: true }, 'underWay'],
    ['one the person stopped a moment ago', { stoppedAt: now - 1 }, 'stoppedBefore'],
    ['one the person stopped long ago', { stoppedAt: now - 2 * hour }, 'scan'],
  ];
  for (const [what, more, decision] of cases) {
    it(`${what}: ${decision}`, () => {
      assert.equal(decideAutoScan({ ...facts, ...more }), decision);
    });
  }

  function windowWith(more: Partial<AutoScanParts> = {}) {
    const done: string[] = [];
    let knownAsOf: number | undefined;
    const parts: AutoScanParts = {
      folder: '/nowhere',
      refreshAfterHours: () => 12,
      knownAsOf: () => knownAsOf,
      scanning: () => false,
      file: {
        refresh: async () => void done.push('refresh'),
        flush: async () => void done.push('flush'),
      },
      scanAll: async () => {
        done.push('scan');
        return summary;
      },
      lease: async () => {
        done.push('lease');
        return { release: async () => void done.push('release') };
      },
      clock: { now: () => now },
      ...more,
    };
    return { auto: new AutoScan(parts), done, known: (at: number) => (knownAsOf = at) };
  }

  it('reads first what others know, and saves before it lets the next window', async () => {
    const { auto, done } = windowWith();
    assert.equal((await auto.viewBecameVisible()).kind, 'scanned');
    assert.deepEqual(done, ['lease', 'refresh', 'scan', 'flush', 'release']);
  });

  it('does not happen while another window is at it', async () => {
    const { auto, done } = windowWith({ lease: async () => undefined });
    assert.deepEqual(await auto.viewBecameVisible(), { kind: 'notScanned', why: 'anotherWindow' });
    assert.deepEqual(done, []);
  });

  it('does not happen when another window has just ended one', async () => {
    const { auto, done, known } = windowWith({
      file: {
        refresh: async () => void known(now),
        flush: async () => {},
      },
    });
    assert.deepEqual(await auto.viewBecameVisible(), { kind: 'notScanned', why: 'freshEnough' });
    assert.deepEqual(done, ['lease', 'release']);
  });

  it('does not insist after the person stopped it', async () => {
    const { auto } = windowWith({ scanAll: async () => ({ ...summary, stopped: true }) });
    await auto.viewBecameVisible();
    assert.deepEqual(await auto.viewBecameVisible(), { kind: 'notScanned', why: 'stoppedBefore' });
  });

  it('happens once when the view becomes visible twice in a row', async () => {
    const { auto, done } = windowWith();
    const [one, two] = await Promise.all([auto.viewBecameVisible(), auto.viewBecameVisible()]);
    assert.deepEqual([one.kind, two], ['scanned', { kind: 'notScanned', why: 'underWay' }]);
    assert.equal(done.filter((what) => what === 'scan').length, 1);
  });
});
