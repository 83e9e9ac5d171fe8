import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { AdaptivePace, paceLimits, type Ending } from '../../../../src/shared/async/pace.ts';

const { start, most, least } = paceLimits;

/** A service that answers whatever is under way, all places taken at each round. */
function world() {
  let now = 0;
  const pace = new AdaptivePace(() => now);
  return {
    pace,
    pass: (ms: number): void => void (now += ms),
    /** `answer`: what becomes of the nth of so many at once, and after how many milliseconds all of them end. */
    round: (ms: number, answer: (nth: number) => Ending = () => 'answered', used = pace.most): void => {
      const ends = Array.from({ length: used }, () => pace.begin('GET'));
      now += ms;
      ends.forEach((end, nth) => {
        end(answer(nth));
      });
    },
  };
}

describe('The pace of scans and runs', () => {
  it('doubles from round to round while answers come quickly, up to its limit', () => {
    const { pace, round } = world();
    const seen = [pace.most];
    for (let rounds = 0; rounds < 5; rounds++) {
      round(40);
      seen.push(pace.most);
    }
    assert.equal(seen[0], start);
    assert.ok((seen[1] ?? 0) > start && (seen[2] ?? 0) > (seen[1] ?? 0), String(seen));
    assert.equal(seen.at(-1), most);
  });

  it('says so when it changes, and only then', () => {
    const { pace, round } = world();
    const told: number[] = [];
    pace.onDidChange(() => told.push(pace.most));
    round(40);
    assert.deepEqual(
      told,
      Array.from({ length: told.length }, (_, more) => start + 1 + more),
    );
    assert.equal(told.at(-1), pace.most);
    told.length = 0;
    round(40, () => 'noAnswer');
    assert.deepEqual(told, []);
  });

  it('does not grow by places that nobody uses', () => {
    const { pace, round } = world();
    for (let rounds = 0; rounds < 20; rounds++) {
      round(40, undefined, 2);
    }
    assert.equal(pace.most, start);
  });

  it('halves at the first 429, once for all of its round, and stays below what was too much', () => {
    const { pace, round } = world();
    for (let rounds = 0; rounds < 5; rounds++) {
      round(40);
    }
    assert.equal(pace.most, most);
    round(40, (nth) => (nth < 20 ? 'throttled' : 'answered'));
    assert.ok(pace.most >= most / 2 - 1 && pace.most <= most / 2 + 1, String(pace.most));
    for (let rounds = 0; rounds < 40; rounds++) {
      round(40);
    }
    assert.ok(pace.most > most / 2 && pace.most < most * 0.9, String(pace.most));
  });

  it('grows by one a round after a 429, and by and by to its limit again', () => {
    const { pace, round, pass } = world();
    round(40);
    round(40, () => 'throttled');
    const low = pace.most;
    round(40);
    round(40);
    assert.ok(pace.most - low <= 2, `${String(pace.most)} after ${String(low)}`);
    for (let rounds = 0; rounds < 200; rounds++) {
      round(40);
      pass(2_000);
    }
    assert.equal(pace.most, most);
  });

  it('is never less than a few at once', () => {
    const { pace, round } = world();
    for (let rounds = 0; rounds < 20; rounds++) {
      round(40, () => 'throttled');
    }
    assert.equal(pace.most, least);
  });

  it('stops growing where answers take longer, goes back where they take much longer, and not below where it began', () => {
    const { pace, round } = world();
    round(40);
    round(40);
    for (let rounds = 0; rounds < 2; rounds++) {
      round(130);
    }
    const held = pace.most;
    round(130);
    assert.equal(pace.most, held);
    round(1_000);
    assert.ok(pace.most < held, `${String(pace.most)} after ${String(held)}`);
    for (let rounds = 0; rounds < 20; rounds++) {
      round(1_000 * 4 ** rounds);
    }
    assert.ok(pace.most >= start);
  });

  it('knows that some requests always take longer than others', () => {
    const { pace, round } = world();
    round(40);
    const before = pace.most;
    const writes = Array.from({ length: pace.most }, () => pace.begin('PUT'));
    round(400, undefined, 0);
    writes.forEach((end) => {
      end('answered');
    });
    assert.ok(pace.most > before);
  });

  it('keeps below the number at which a service throttles, without a 429 at each turn', () => {
    const { pace, round } = world();
    let throttled = 0;
    for (let rounds = 0; rounds < 100; rounds++) {
      round(40, (nth) => (nth < 15 ? 'answered' : ((throttled += 1), 'throttled')));
    }
    assert.ok(pace.most > start && pace.most <= 16, String(pace.most));
    assert.ok(throttled < 40, String(throttled));
  });
});
