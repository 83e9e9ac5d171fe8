/** Several windows on one folder: one owner per run, one window at a time per target, and a run that goes on in the next one. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Run } from '../../../../src/operations/run/run.ts';
import { systemClock } from '../../../../src/shared/async/clock.ts';
import { associations } from '../support/associations.ts';
import {
  other,
  quickClock,
  replaceJournal,
  runToEnd,
  turns,
  valueOf,
  wanted,
  wantedName,
  words,
  World,
  type Window,
} from '../support/world.ts';

const link = { kind: 'link', partnerId: wanted } as const;

/** More than a lease outlives without a sign of life. */
const asleep = 60_000;

/** What a run has under way is newer by this than what a window has read before. */
const later = 5_000;

for (const association of associations) {
  const { name, written } = association;

  describe(`Two windows with ${name} runs`, () => {
    let world: World;
    beforeEach(async () => {
      world = await World.open(8, association);
    });
    afterEach(async () => {
      await world.close();
    });

    it('that overlap write each target once, one at a time', async () => {
      const [one, two] = [world.window({ clock: systemClock }), world.window({ clock: systemClock })];
      await world.read(two);
      const plan = await world.plan(one, link, wantedName);
      const runs = await Promise.all([runToEnd(one, plan), runToEnd(two, plan)]);
      assert.deepEqual(world.held(), Array(8).fill(wanted));
      assert.equal(world.writeCount(), 8);
      const done = runs.flatMap(words);
      assert.equal(done.filter((word) => word === written).length, 8);
      assert.equal(done.filter((word) => word === 'alreadySo').length, 8, done.join());
    });

    it('that want different things never overwrite each other without review', async () => {
      const [one, two] = [world.window({ clock: systemClock }), world.window({ clock: systemClock })];
      const plan = await world.plan(one, link, wantedName);
      const rival = await world.plan(two, { kind: 'link', partnerId: other }, 'Fabrikam');
      const runs = await Promise.all([runToEnd(one, plan), runToEnd(two, rival)]);
      assert.equal(world.writeCount(), 8);
      const done = runs.flatMap(words);
      assert.equal(done.filter((word) => word === written).length, 8);
      assert.equal(done.filter((word) => word === 'skipped changedSinceReviewed').length, 8);
    });

    /** The first window is busy with the first target, and will not be done. */
    async function busyWithFirst(one: Window): Promise<{ run: Run; plan: Run['plan'] }> {
      const plan = await world.plan(one, link, wantedName);
      world.fault({ kind: 'hang' }, association.writes('link', 0), 1);
      const run = valueOf(await one.operations.start({ ...plan, items: plan.items.slice(0, 1) }));
      await turns(() => world.writeCount() === 1);
      return { run, plan };
    }

    it('a target that the other is busy with is waited for, then skipped as running in another window', async () => {
      const clock = quickClock();
      const [one, two] = [world.window({ clock }), world.window({ clock })];
      const { run, plan } = await busyWithFirst(one);
      const second = valueOf(await two.operations.start({ ...plan, items: plan.items.slice(0, 2) }));
      const waited: boolean[] = [];
      second.onDidChange(() => {
        const state = second.items()[0]?.state;
        waited.push(state?.kind === 'running' && state.waitingForAnotherWindow === true);
      });
      await second.finished;
      assert.deepEqual(words(second), ['skipped runningInAnotherWindow', written]);
      assert.ok(waited.includes(true));
      await one.operations.dispose();
      await run.finished;
    });

    it('waiting for the other can be cancelled', async () => {
      const clock = quickClock();
      const [one, two] = [world.window({ clock }), world.window({ clock })];
      const { plan } = await busyWithFirst(one);
      const second = valueOf(await two.operations.start({ ...plan, items: plan.items.slice(0, 1) }));
      second.onDidChange((change) => {
        if (change.kind === 'item') {
          second.cancel();
        }
      });
      assert.equal((await second.finished).how, 'cancelled');
      assert.deepEqual(words(second), ['cancelled']);
    });

    it('what a live run of the other has under way is that window’s to tell', async () => {
      const clock = quickClock();
      const [first, second] = [world.window({ clock, concurrency: 1 }), world.window({ clock })];
      const plan = await world.plan(first, link, wantedName);
      await world.read(second);
      assert.equal(world.known(second, 0), 'none');
      world.fault({ kind: 'hang' }, association.writes('link'), 1);
      clock.pass(later);
      valueOf(await first.operations.start(plan));
      await turns(() => world.writeCount() === 1);
      const [left] = await second.operations.unfinished();
      assert.deepEqual([left?.where, left?.open], ['anotherWindow', 1]);
      assert.equal(world.known(second, 0), 'none', 'as this window has read it');
    });

    it('what a run that the other went on with comes to is that window’s to note', async () => {
      const clock = quickClock();
      const second = world.window({ clock });
      const plan = await world.plan(second, link, wantedName);
      let resumed: Run | undefined;
      const first = world.window({
        clock,
        concurrency: 1,
        azure: world.between({
          write: async (_tenant, send) => {
            const answer = await send();
            // This window stands still with the answer in its hands, and another one takes its run over.
            clock.pass(asleep);
            resumed = valueOf(await second.operations.resume(run.id));
            await resumed.finished;
            return answer;
          },
        }),
      });
      const run: Run = valueOf(await first.operations.start({ ...plan, items: plan.items.slice(0, 1) }));
      await run.finished;
      assert.ok(resumed);
      assert.deepEqual(words(resumed), ['foundByReading']);
      assert.equal(world.writeCount(), 1);
      const { lines, record } = await world.journal(second, run);
      assert.equal(lines.filter(({ kind }) => kind === 'outcome').length, 1);
      const { items, ended } = record;
      assert.equal(ended?.how, 'finished');
      assert.ok(items[0]?.outcome?.result.kind === 'done');
      assert.equal(items[0].outcome.result.note, 'foundByReading');
    });
  });

  describe(`A ${name} run that a window left`, () => {
    let world: World;
    beforeEach(async () => {
      world = await World.open(4, association);
    });
    afterEach(async () => {
      await world.close();
    });

    it('is known to the next one: what was written is not written again, what was not begun is done by resuming', async () => {
      const window = world.window({ concurrency: 1 });
      const run = valueOf(await window.operations.start(await world.plan(window, link, wantedName)));
      run.onDidChange((change) => {
        if (change.kind === 'item' && run.progress.done === 1) {
          void run.close();
        }
      });
      assert.equal((await run.finished).how, 'interrupted');
      assert.equal(world.writeCount(), 1);
      const next = world.window();
      await next.operations.unfinished();
      assert.equal(world.known(next, 0), association.knownAfterWriting(wanted));
      const resumed = valueOf(await next.operations.resume(run.id));
      await resumed.finished;
      assert.deepEqual(words(resumed), Array(4).fill(written));
      assert.equal(world.writeCount(), 4);
    });

    it('does not overwrite a target that somebody changed meanwhile, announced or not', async () => {
      const window = world.window({ concurrency: 2 });
      world.put(1, other);
      const { id } = await runToEnd(window, await world.plan(window, link, wantedName));
      const path = join(world.folder, 'journal', `${id}.jsonl`);
      const lines = (await readFile(path, 'utf8')).split('\n').slice(0, 2);
      assert.match(lines[1] ?? '', /"kind":"intent"/);
      await replaceJournal(path, `${lines.join('\n')}\n`);
      [other, undefined, undefined, undefined].forEach((partnerId, target) => world.put(target, partnerId));
      const resumed = valueOf(await world.window().operations.resume(id));
      await resumed.finished;
      assert.deepEqual(words(resumed), [
        'skipped changedSinceReviewed',
        'skipped changedSinceReviewed',
        written,
        written,
      ]);
      assert.deepEqual(world.held(), [other, undefined, wanted, wanted]);
    });

    it('since its machine slept stops instead of writing on, says that it was interrupted, and can be resumed in the same window', async () => {
      const clock = quickClock();
      const window = world.window({ clock, concurrency: 1 });
      const run = valueOf(await window.operations.start(await world.plan(window, link, wantedName)));
      let slept = false;
      run.onDidChange(() => {
        if (!slept && run.progress.done === 2) {
          slept = true;
          clock.pass(asleep);
        }
      });
      const result = await run.finished;
      assert.equal(result.how, 'interrupted');
      assert.deepEqual(words(run), [written, written, 'cancelled', 'cancelled']);
      assert.equal(world.writeCount(), 2);
      const [left] = await window.operations.unfinished();
      assert.ok(left?.where === 'nobody' && left.id === run.id);
      const resumed = valueOf(await window.operations.resume(run.id));
      assert.equal((await resumed.finished).how, 'finished');
      assert.deepEqual(world.held(), Array(4).fill(wanted));
      assert.equal(world.writeCount(), 4);
    });

    it('between a good answer and its note calls what was written unclear, never cancelled, and finds it done when it is resumed', async () => {
      const clock = quickClock();
      const azure = world.between({
        write: async (_tenant, send) => {
          const answer = await send();
          clock.pass(asleep);
          return answer;
        },
      });
      const window = world.window({ clock, concurrency: 1, azure });
      const plan = await world.plan(window, link, wantedName);
      const run = await runToEnd(window, { ...plan, items: plan.items.slice(0, 2) });
      assert.equal((await run.finished).how, 'interrupted');
      assert.deepEqual(world.held().slice(0, 2), [wanted, undefined]);
      assert.deepEqual(words(run), ['unclear interrupted', 'cancelled']);
      const next = world.window({ clock });
      const resumed = valueOf(await next.operations.resume(run.id));
      await resumed.finished;
      assert.deepEqual(words(resumed), ['foundByReading', written]);
      assert.equal(world.writeCount(), 2);
    });
  });
}
