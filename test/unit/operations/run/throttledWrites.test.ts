/** Writes that Azure refuses for now: nothing is sent behind the run's back, and all its guards are asked again before the next try. */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Azure } from '../../../../src/shared/ports/azure.ts';
import type { ItemState } from '../../../../src/operations/plan/itemState.ts';
import type { Run } from '../../../../src/operations/run/run.ts';
import { progressText } from '../../../../src/operations/text/runText.ts';
import { itemStateText } from '../../../../src/operations/text/stateText.ts';
import { writtenBy } from '../../../../src/operations/journal/runRecord.ts';
import { AdaptivePace, paceLimits, type Pace } from '../../../../src/shared/async/pace.ts';
import { activityText } from '../../../../src/shared/model/activity.ts';
import { eventually } from '../../../e2e/support/eventually.ts';
import { associations, pal } from '../support/associations.ts';
import {
  journalText,
  other,
  quickClock,
  ref,
  runToEnd,
  valueOf,
  wanted,
  wantedName,
  words,
  World,
} from '../support/world.ts';
import { manualClock, type ManualClock } from '../../support/manualClock.ts';

const link = { kind: 'link', partnerId: wanted } as const;

function statesOf(run: Run, index: number): readonly ItemState[] {
  const seen: ItemState[] = [];
  run.onDidChange((change) => {
    const state = run.items()[index]?.state;
    if (change.kind === 'item' && change.index === index && state) {
      seen.push(state);
    }
  });
  return seen;
}

/** Time passes in steps that a lease outlives, each with time for the disk, while an item waits. */
async function elapse(clock: ManualClock, ms: number, run: Run): Promise<void> {
  let over = false;
  void run.finished.then(() => (over = true));
  for (let passed = 0; passed < ms && !over; passed += 1_000) {
    if (words(run).includes('throttled')) {
      clock.pass(1_000);
    }
    for (let turn = 0; turn < 10; turn++) {
      await readdir(tmpdir());
    }
  }
}

/** The kinds of the lines that are about an item. */
function linesOf(text: string, index: number): readonly string[] {
  return text
    .split('\n')
    .filter((line) => line.includes(`"item":${String(index)}`) && !line.includes('"kind":"run"'))
    .map((line) => (JSON.parse(line) as { kind: string }).kind);
}

for (const association of associations) {
  const { name, written } = association;

  describe(`A ${name} write that Azure refuses for now`, () => {
    let world: World;
    beforeEach(async () => {
      world = await World.open(3, association);
    });
    afterEach(async () => {
      await world.close();
    });

    function throttle(seconds: number | undefined, times: number, tenant = 0): void {
      const headers: Record<string, string> = seconds === undefined ? {} : { 'retry-after': String(seconds) };
      world.fault({ kind: 'status', status: 429, headers }, association.writes('link', tenant), times);
    }

    it('lets another target take its turn while it waits', async () => {
      throttle(40, 1);
      const pace = new AdaptivePace();
      const alone: Pace = {
        get most() {
          return pace.most - paceLimits.start + 1;
        },
        onDidChange: pace.onDidChange,
        rest: () => pace.rest(),
      };
      const clock = manualClock();
      const window = world.window({ clock, concurrency: alone });
      const run = valueOf(await window.operations.start(await world.plan(window, link, wantedName)));
      await eventually(() => assert.deepEqual(words(run), ['throttled', written, written]));
      await elapse(clock, 60_000, run);
      await run.finished;
      assert.deepEqual(words(run), [written, written, written]);
      assert.equal(alone.most, 1, 'it has its turn back');
    });

    it('begins anew after the time that Azure asks for: read, announced and sent again, and says so meanwhile', async () => {
      throttle(40, 1);
      const clock = manualClock();
      const window = world.window({ clock });
      const run = valueOf(await window.operations.start(await world.plan(window, link, wantedName)));
      const seen = statesOf(run, 0);
      const onRow: (string | undefined)[] = [];
      window.store.onDidChange(() => {
        const activity = window.store.tenant(ref(0))?.activity?.get(association.subscriptionOf(0));
        onRow.push(activity && activityText(activity));
      });
      const began = clock.now();
      await eventually(() => assert.equal(words(run)[0], 'throttled'));
      await elapse(clock, 60_000, run);
      await run.finished;
      assert.deepEqual(words(run), [written, written, written]);
      assert.ok(clock.now() - began >= 40_000);
      const waiting = seen.filter(({ kind }) => kind === 'throttled').map((state) => itemStateText(state));
      assert.deepEqual(
        waiting.filter((_, place) => place === 0 || place === waiting.length - 1),
        ['throttled, next try in 40 s', 'throttled, next try in 5 s'],
      );
      for (const text of [association === pal ? 'linking…' : 'designating…', 'throttled, next try in 40 s']) {
        assert.ok(onRow.includes(text), `the row says ${text}`);
      }
      assert.equal(onRow.at(-1), undefined, 'and nothing of it afterwards');
      assert.deepEqual(linesOf(await journalText(world.folder), 0), ['intent', 'refused', 'intent', 'outcome']);
      const asked = world.sandbox.requests().filter(({ tenantId }) => tenantId === ref(0).tenantId);
      assert.deepEqual(
        asked.map(({ method }) => method).filter((method) => method !== 'TOKEN'),
        association === pal ? ['GET', 'PUT', 'GET', 'PUT', 'GET'] : ['GET', 'POST', 'GET', 'POST'],
      );
    });

    it('is not sent any more once the run is cancelled, and nothing of it is undone', async () => {
      throttle(60, 1);
      const clock = manualClock();
      const window = world.window({ clock });
      const run = valueOf(await window.operations.start(await world.plan(window, link, wantedName)));
      await eventually(() => assert.equal(words(run)[0], 'throttled'));
      run.cancel();
      assert.equal((await run.finished).how, 'cancelled');
      clock.pass(120_000);
      await new Promise((resolve) => setImmediate(resolve));
      assert.equal(words(run)[0], 'cancelled');
      assert.equal(world.heldIn(0), undefined);
      assert.equal(world.writes().get(ref(0).tenantId), 1);
      const [record] = await window.operations.history();
      assert.deepEqual([record?.items[0]?.open, record?.items[0] && writtenBy(record.items[0])], [false, undefined]);
    });

    it('is left to the window that resumed the run, and never sent by the one that waited', async () => {
      throttle(60, 1);
      const clock = manualClock();
      const window = world.window({ clock });
      const run = valueOf(await window.operations.start(await world.plan(window, link, wantedName)));
      await eventually(() => assert.equal(words(run)[0], 'throttled'));
      // Its machine sleeps: no sign of life for longer than a lease outlives.
      clock.stopTicks();
      const nextClock = quickClock();
      nextClock.pass(31_000);
      const next = world.window({ clock: nextClock });
      const resumed = valueOf(await next.operations.resume(run.id));
      await resumed.finished;
      assert.deepEqual(world.held(), [wanted, wanted, wanted]);
      world.put(0, undefined);
      const sent = world.writes().get(ref(0).tenantId);
      await elapse(clock, 70_000, run);
      assert.equal((await run.finished).how, 'interrupted');
      assert.equal(world.heldIn(0), undefined);
      assert.equal(world.writes().get(ref(0).tenantId), sent);
    });

    it('does not overwrite what somebody else linked while it waited', async () => {
      throttle(30, 1);
      const clock = manualClock();
      const window = world.window({ clock });
      const run = valueOf(await window.operations.start(await world.plan(window, link, wantedName)));
      await eventually(() => assert.equal(words(run)[0], 'throttled'));
      world.put(0, other);
      await elapse(clock, 40_000, run);
      await run.finished;
      assert.equal(words(run)[0], 'skipped changedSinceReviewed');
      assert.equal(world.heldIn(0), other);
    });

    it('fails as throttled when Azure goes on refusing, or asks for more time than anybody waits', async () => {
      throttle(undefined, 99);
      throttle(3_600, 1, 1);
      const window = world.window();
      const run = await runToEnd(window, await world.plan(window, link, wantedName));
      assert.deepEqual(words(run), ['failed throttled', 'failed throttled', written]);
      assert.deepEqual([world.writes().get(ref(0).tenantId), world.writes().get(ref(1).tenantId)], [5, 1]);
      const [record] = await window.operations.history();
      assert.deepEqual(
        record?.items.map(({ outcome }) => outcome?.wrote),
        ['no', 'no', 'yes'],
      );
    });
  });

  describe(`Just before a ${name} write leaves, when its token is there,`, () => {
    let world: World;
    beforeEach(async () => {
      world = await World.open(2, association);
    });
    afterEach(async () => {
      await world.close();
    });

    /** Something happens while the token of the write is waited for. */
    function whileWaiting(happens: () => void): Azure {
      return world.between({
        write: (_tenant, send) => {
          happens();
          return send();
        },
      });
    }

    it('a cancelled run sends nothing more, and its journal says so', async () => {
      const window = world.window({ concurrency: 1, azure: whileWaiting(() => run.cancel()) });
      const run: Run = valueOf(await window.operations.start(await world.plan(window, link, wantedName)));
      await run.finished;
      assert.deepEqual(words(run), ['cancelled', 'cancelled']);
      assert.equal(world.writeCount(), 0);
      const [record] = await window.operations.history();
      assert.deepEqual(
        record?.items.map((item) => [item.open, writtenBy(item)]),
        [
          [false, undefined],
          [false, undefined],
        ],
      );
    });

    it('a closing window sends nothing more, and the next one does all of it', async () => {
      const window = world.window({ concurrency: 1, azure: whileWaiting(() => void run.close()) });
      const run: Run = valueOf(await window.operations.start(await world.plan(window, link, wantedName)));
      assert.equal((await run.finished).how, 'interrupted');
      assert.deepEqual([words(run), world.writeCount()], [['cancelled', 'cancelled'], 0]);
      const next = world.window();
      assert.deepEqual(
        (await next.operations.unfinished()).map(({ open, left }) => [open, left]),
        [[0, 2]],
      );
      await valueOf(await next.operations.resume(run.id)).finished;
      assert.deepEqual(world.held(), [wanted, wanted]);
    });

    it('a reading that is old by then is made again, and what changed meanwhile is left alone', async () => {
      const clock = quickClock();
      let slept = false;
      const azure = whileWaiting(() => {
        if (!slept) {
          slept = true;
          clock.pass(6_000);
          world.put(0, other);
        }
      });
      const window = world.window({ concurrency: 1, clock, azure });
      const run = await runToEnd(window, await world.plan(window, link, wantedName));
      assert.deepEqual(words(run), ['skipped changedSinceReviewed', written]);
      assert.equal(world.heldIn(0), other);
      assert.equal(world.writes().has(ref(0).tenantId), false);
    });

    it('a run that another window took meanwhile is left to it', async () => {
      const clock = quickClock();
      const window = world.window({
        concurrency: 1,
        clock,
        azure: whileWaiting(() => {
          clock.stopTicks();
          clock.pass(60_000);
        }),
      });
      const run = valueOf(await window.operations.start(await world.plan(window, link, wantedName)));
      assert.equal((await run.finished).how, 'interrupted');
      assert.equal(world.writeCount(), 0);
    });
  });
}

describe('A link that Azure refuses for now', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open(3);
  });
  afterEach(async () => {
    await world.close();
  });

  it('is counted while it waits', () => {
    assert.equal(progressText({ done: 3, total: 9, waiting: 0, throttled: 2 }), '3 of 9 · 2 throttled');
  });

  it('for its token is begun anew at once, with another one, and only once', async () => {
    for (const never of [false, true]) {
      world.noFaults();
      world.put(0, undefined);
      world.sandbox.clearRequests();
      world.fault({ kind: 'claimsChallenge', never }, pal.writes('link', 0));
      const window = world.window();
      const plan = await world.plan(window, link, wantedName);
      const run = valueOf(await window.operations.start({ ...plan, items: plan.items.slice(0, 1) }));
      await run.finished;
      assert.deepEqual(words(run), [never ? 'failed signInNeeded' : 'done']);
      assert.equal(world.writes().get(ref(0).tenantId), 2);
      const { length } = linesOf(await journalText(world.folder), 0).filter((kind) => kind === 'refused');
      assert.equal(length, 1);
    }
  });
});
