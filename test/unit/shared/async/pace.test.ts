import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { AdaptivePace, paceLimits, type Ending } from '../../../../src/shared/async/pace.ts';

const { start, most, least } = paceLimits;

/** A service that answers whatever is under way, all places taken at each round. */
function world() {
  let now = 0;
  const pace = new AdaptivePace({ now: () => now });
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

  describe('after a 429', () => {
    function refusedOnce() {
      const { pace, pass } = world();
      pace.begin('GET')('throttled');
      return { pace, pass, atOnce: pace.most };
    }

    /** Each with what it does when it is done; `undefined` for one that still waits. */
    async function enter(pace: AdaptivePace, count: number, signal?: AbortSignal) {
      const places: { leave?: () => void }[] = Array.from({ length: count }, () => ({}));
      places.forEach((one) => void pace.place(signal).then((leave) => (one.leave = leave)));
      await new Promise(setImmediate);
      return places;
    }

    const inside = (places: readonly { leave?: () => void }[]): number => places.filter(({ leave }) => leave).length;

    it('requests keep to the number, in the order in which they came', async () => {
      const { pace, atOnce } = refusedOnce();
      const places = await enter(pace, atOnce + 2);
      assert.equal(inside(places), atOnce);
      assert.equal(inside(places.slice(0, atOnce)), atOnce);
      places[0]?.leave?.();
      await new Promise(setImmediate);
      assert.equal(inside(places.slice(0, atOnce + 1)), atOnce + 1);
      assert.equal(inside(places), atOnce + 1);
    });

    it('those that wait go as soon as more are allowed', async () => {
      const { pace, atOnce } = refusedOnce();
      const places = await enter(pace, atOnce * 2);
      for (let rounds = 0; rounds < 3; rounds++) {
        Array.from({ length: atOnce }, () => pace.begin('GET')).forEach((end) => {
          end('answered');
        });
      }
      await new Promise(setImmediate);
      assert.ok(pace.most > atOnce);
      assert.equal(inside(places), pace.most);
    });

    it('one that is called off waits no longer', async () => {
      const { pace, atOnce } = refusedOnce();
      const controller = new AbortController();
      const taken = await enter(pace, atOnce);
      const waiting = await enter(pace, 1, controller.signal);
      assert.equal(inside(waiting), 0);
      controller.abort();
      await new Promise(setImmediate);
      assert.equal(inside(waiting), 1);
      assert.equal(inside(await enter(pace, 1, controller.signal)), 1, 'called off before');
      assert.equal(inside(taken), atOnce);
    });

    it('nobody waits once it is long ago, and nobody did before', async () => {
      const { pace, pass } = world();
      assert.equal(inside(await enter(pace, most * 2)), most * 2);
      pace.begin('GET')('throttled');
      const places = await enter(pace, 1);
      assert.equal(inside(places), 0);
      pass(2_000 * most);
      pace.begin('GET')('answered');
      await new Promise(setImmediate);
      assert.equal(inside(places), 1);
    });
  });

  it('lets others take the turn of one that rests until it may ask again', () => {
    const { pace } = world();
    let told = 0;
    pace.onDidChange(() => (told += 1));
    const comeBack = [pace.rest(), pace.rest()];
    assert.equal(pace.most, start + 2);
    assert.equal(told, 2);
    comeBack.forEach((back) => {
      back();
    });
    assert.equal(pace.most, start);
    Array.from({ length: most * 3 }, () => pace.rest());
    assert.equal(pace.most, start + most, 'many that rest are not without end');
  });
});
