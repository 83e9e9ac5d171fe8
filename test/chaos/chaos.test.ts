/** Some hundreds of schedules of a fixed seed, and a few killed processes; `npm run chaos` plays as many as one likes. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { predicates } from './judge/predicates.ts';
import { killAtEachOperation } from './kill/kill.ts';
import { playSchedules } from './play.ts';
import { faultNames } from './service/faults.ts';
import type { Played } from './worker.ts';

const seed = 20261129;
const schedules = 300;

describe('Whatever goes wrong', () => {
  const played: Played[] = [];

  before(async function () {
    this.timeout(300_000);
    await playSchedules(seed, 0, schedules, (one) => played.push(one));
  });

  for (const [name, sentence] of Object.entries(predicates)) {
    it(sentence, () => {
      const violations = played.flatMap(({ schedule, violations: found }) =>
        found.filter(({ predicate }) => predicate === name).map(({ what }) => `schedule ${String(schedule)}: ${what}`),
      );
      assert.deepEqual(violations, [], `npm run chaos -- --seed ${String(seed)} --only <schedule>`);
    });
  }

  it('every kind of it has met a request that writes', () => {
    const met = new Set(played.flatMap(({ faults }) => faults));
    assert.deepEqual(
      faultNames.filter((name) => !met.has(name)),
      [],
    );
    assert.equal(played.length, schedules);
  });

  it('a schedule of a seed is played exactly so again', async function () {
    this.timeout(60_000);
    const again: Played[] = [];
    await playSchedules(seed, 0, 10, (one) => again.push(one), 1);
    const hashOf = (all: readonly Played[], wanted: number): string | undefined =>
      all.find(({ schedule }) => schedule === wanted)?.hash;
    for (const { schedule, hash } of again) {
      assert.equal(hash, hashOf(played, schedule), `schedule ${String(schedule)}`);
    }
    assert.equal(new Set(again.map(({ hash }) => hash)).size, 10, 'and every schedule is another one');
  });

  it('a run whose process is killed at a file operation is gone on with, and nothing is written twice', async function () {
    this.timeout(300_000);
    const lines: string[] = [];
    const code = await killAtEachOperation(seed, (line) => lines.push(line), 12);
    assert.equal(code, 0, lines.join('\n'));
  });
});
