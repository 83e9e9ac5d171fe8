/** What a run does for both associations alike; `palRun` and `dporRun` have what is particular to one of them. */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { openForAppend, type AppendHandle } from '../../../../src/operations/journal/journalFile.ts';
import type { RunChange } from '../../../../src/operations/run/run.ts';
import { samplePartnerIds } from '../../../../src/sandbox/scenario/partners.ts';
import type { FaultAnswer } from '../../../../src/sandbox/switches/faults.ts';
import { associations } from '../support/associations.ts';
import {
  journalFiles,
  journalText,
  other,
  ref,
  runToEnd,
  valueOf,
  wanted,
  wantedName,
  words,
  World,
} from '../support/world.ts';

const link = { kind: 'link', partnerId: wanted } as const;
const remove = { kind: 'remove' } as const;

for (const association of associations) {
  const { name, written, refusal } = association;

  describe(`A ${name} run`, () => {
    let world: World;
    beforeEach(async () => {
      world = await World.open(6, association);
    });
    afterEach(async () => {
      await world.close();
    });

    it('links what is not linked, changes what is linked with one request, leaves alone what is as wanted, and tells the store', async () => {
      world.put(1, other);
      world.put(2, wanted);
      const window = world.window();
      const run = await runToEnd(window, await world.plan(window, link, wantedName));
      const result = await run.finished;
      assert.equal(result.how, 'finished');
      assert.deepEqual(result.counts, { done: 5, alreadySo: 1, unclear: 0, failed: 0, skipped: 0, cancelled: 0 });
      assert.deepEqual(words(run), [written, written, 'alreadySo', written, written, written]);
      assert.deepEqual(world.held(), Array(6).fill(wanted));
      assert.equal(world.writeCount(), 5);
      for (let target = 0; target < 6; target++) {
        const known = target === 2 ? wanted : association.knownAfterWriting(wanted);
        assert.equal(world.known(window, target), known);
      }
      assert.deepEqual(await readdir(join(world.folder, 'leases')), [], 'no lease is left');
      assert.deepEqual(window.lines, []);
    });

    it('removes what is there, by the ID that is there', async () => {
      world.put(0, other);
      world.put(3, wanted);
      const window = world.window();
      const run = await runToEnd(window, await world.plan(window, remove));
      const { counts } = await run.finished;
      assert.deepEqual(counts, { done: 2, alreadySo: 4, unclear: 0, failed: 0, skipped: 0, cancelled: 0 });
      assert.deepEqual(words(run), [written, 'alreadySo', 'alreadySo', written, 'alreadySo', 'alreadySo']);
      assert.deepEqual(world.held(), Array(6).fill(undefined));
      assert.equal(world.known(window, 0), association.knownAfterWriting(undefined));
    });

    it('never writes what was not reviewed: a target that changed since is skipped and named', async () => {
      world.put(1, other);
      const window = world.window();
      const plan = await world.plan(window, link, wantedName);
      world.put(0, other);
      world.put(1, samplePartnerIds.contoso);
      world.put(2, wanted);
      const run = await runToEnd(window, plan);
      assert.deepEqual(words(run), [
        'skipped changedSinceReviewed',
        'skipped changedSinceReviewed',
        'alreadySo',
        written,
        written,
        written,
      ]);
      assert.deepEqual(world.held(), [other, samplePartnerIds.contoso, wanted, wanted, wanted, wanted]);
      assert.equal(world.writeCount(), 3);
      assert.equal(world.known(window, 0), other);
    });

    it('notes each write in the journal before it is sent and after, without a user’s name', async () => {
      const window = world.window();
      await runToEnd(window, await world.plan(window, link, wantedName));
      const lines = (await journalText(world.folder))
        .trimEnd()
        .split('\n')
        .map((line): unknown => JSON.parse(line));
      const kinds = lines.map((line) => (line as { kind: string }).kind);
      assert.equal(kinds.filter((kind) => kind === 'intent').length, 6);
      assert.equal(kinds.filter((kind) => kind === 'outcome').length, 6);
      assert.equal(kinds[0], 'run');
      assert.equal(kinds.at(-1), 'end');
      assert.ok(!(await journalText(world.folder)).includes('me@contoso.example'));
    });

    it('goes on with the others when one target fails', async () => {
      world.fault(refusal.answer, association.writes('link', 2));
      const window = world.window();
      const run = await runToEnd(window, await world.plan(window, link, wantedName));
      assert.equal((await run.finished).how, 'finished');
      assert.deepEqual(words(run), [written, written, `failed ${refusal.failure}`, written, written, written]);
    });

    it('leaves on its row what it failed to do, and nothing on those that it did', async () => {
      world.fault(refusal.answer, association.writes('link', 0));
      const window = world.window();
      const run = await runToEnd(window, await world.plan(window, link, wantedName));
      assert.equal(words(run)[0], `failed ${refusal.failure}`);
      const failed = window.store.tenant(ref(0))?.failedWrites?.get(association.subscriptionOf(0));
      assert.deepEqual([failed?.of, failed?.do, failed?.failure.kind], [name.toLowerCase(), 'link', refusal.failure]);
      assert.equal(window.store.tenant(ref(1))?.failedWrites, undefined);
    });

    it('says cannot for a target that could not be read, and leaves it alone', async () => {
      world.fault(refusal.answer, association.reads(2));
      const window = world.window();
      const run = await runToEnd(window, await world.plan(window, link, wantedName));
      assert.equal(words(run)[2], 'skipped cannot');
      assert.equal(world.heldIn(2), undefined);
      assert.equal(world.writeCount(), 5);
    });

    it('writes nothing where the reading before fails, and shows no error as a fact', async () => {
      const window = world.window();
      const plan = await world.plan(window, link, wantedName);
      world.fault({ kind: 'status', status: 503 }, association.reads());
      const run = await runToEnd(window, plan);
      assert.deepEqual(words(run), Array(6).fill('failed serviceError'));
      assert.equal(world.writeCount(), 0);
      assert.equal(association.unread(window.store, 0), 'none serviceError');
    });

    const lost: readonly (readonly [what: string, applied: boolean, answer: FaultAnswer])[] = [
      ['is lost', true, { kind: 'lostAnswer' }],
      ['breaks off', true, { kind: 'cutOff', how: 'stream' }],
      ['is an error, though it was applied', true, { kind: 'status', status: 500, applied: true }],
      ['is an error', false, { kind: 'status', status: 503 }],
      ['is a page of a proxy', false, { kind: 'html' }],
    ];
    for (const [what, applied, answer] of lost) {
      it(`whose answer ${what}, reads, sends nothing again, and is done only where the reading shows it`, async () => {
        world.put(1, other);
        const window = world.window();
        const plan = await world.plan(window, link, wantedName);
        world.fault(answer, association.writes('link'));
        world.fault(answer, association.writes('change', 1));
        const run = await runToEnd(window, plan);
        assert.deepEqual([...world.writes().values()], Array(6).fill(1));
        assert.equal(world.heldIn(0) === wanted, applied);
        const [record] = await window.operations.history();
        for (const [target, word] of words(run).entries()) {
          assert.match(word, applied ? /^foundByReading$/ : /^unclear (serviceError|notJson)$/);
          assert.equal(record?.items[target]?.outcome?.wrote, 'perhaps');
          assert.equal(
            world.known(window, target),
            applied ? wanted : 'unclear',
            'a reading right after proves nothing',
          );
        }
      });
    }

    it('tells of its progress item by item, of the targets it writes to', async () => {
      world.put(2, wanted);
      const window = world.window();
      const run = valueOf(await window.operations.start(await world.plan(window, link, wantedName)));
      const seen: RunChange[] = [];
      run.onDidChange((change) => {
        seen.push(change);
        throw new Error('a listener that fails stops nothing');
      });
      assert.deepEqual(run.progress, { done: 0, total: 5, waiting: 0, throttled: 0 });
      await run.finished;
      assert.deepEqual(run.progress, { done: 5, total: 5, waiting: 0, throttled: 0 });
      assert.deepEqual(seen.at(-1), { kind: 'phase', phase: 'finished' });
      assert.equal(new Set(seen.flatMap((change) => (change.kind === 'item' ? [change.index] : []))).size, 5);
    });

    it('refuses what is no partner ID', async () => {
      const window = world.window();
      const plan = await world.plan(window, { kind: 'link', partnerId: '12/../3' });
      const outcome = await window.operations.start(plan);
      assert.ok(!outcome.ok && outcome.failure.kind === 'partnerIdInvalid');
      assert.deepEqual(await journalFiles(world.folder), []);
    });

    describe('that is cancelled', () => {
      for (let after = 0; after <= 6; after++) {
        it(`after ${String(after)} items: finishes and notes what was sent, and cancels the rest`, async () => {
          const window = world.window({ concurrency: 2 });
          const run = valueOf(await window.operations.start(await world.plan(window, link, wantedName)));
          const cancelWhenDue = (): void => {
            if (run.progress.done >= after) {
              run.cancel();
            }
          };
          run.onDidChange(cancelWhenDue);
          cancelWhenDue();
          const result = await run.finished;
          assert.equal(result.counts.done + result.counts.cancelled, 6);
          assert.ok(result.counts.done >= after);
          assert.equal(result.how, result.counts.cancelled > 0 ? 'cancelled' : 'finished');
          assert.equal(world.held().filter((id) => id === wanted).length, result.counts.done);
          assert.equal(world.writeCount(), result.counts.done);
          assert.deepEqual(await window.operations.unfinished(), []);
        });
      }
    });

    describe('with a journal that cannot be written', () => {
      const full = (failAfter: number) => {
        let writes = 0;
        return async (path: string, how: 'new' | 'existing'): Promise<AppendHandle> => {
          const real = await openForAppend(path, how);
          return {
            appendFile: async (text, encoding) => {
              if (writes++ >= failAfter) {
                await real.appendFile(text.slice(0, 7), encoding);
                throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
              }
              await real.appendFile(text, encoding);
            },
            datasync: () => real.datasync(),
            close: () => real.close(),
          };
        };
      };

      it('from the start: begins nothing and sends nothing', async () => {
        const window = world.window({ openFile: full(0) });
        const outcome = await window.operations.start(await world.plan(window, link, wantedName));
        assert.ok(!outcome.ok);
        assert.deepEqual(outcome.failure, { kind: 'journalNotWritable', code: 'ENOSPC' });
        assert.equal(world.writeCount(), 0);
        assert.deepEqual(await journalFiles(world.folder), []);
        assert.deepEqual(await readdir(join(world.folder, 'leases')), []);
      });

      for (const failAfter of [1, 2, 3, 4]) {
        it(`after ${String(failAfter)} writes: sends no request without its line, and the file stays readable`, async () => {
          const window = world.window({ openFile: full(failAfter), concurrency: 1 });
          const run = await runToEnd(window, await world.plan(window, link, wantedName));
          assert.equal((await run.finished).journalFailure?.kind, 'journalNotWritable');
          const intents = (await journalText(world.folder))
            .split('\n')
            .filter((line) => line.includes('"kind":"intent"')).length;
          assert.equal(world.writeCount(), intents);
          assert.equal(words(run).filter((word) => word === 'failed journalNotWritable').length, 6 - intents);
          const later = world.window();
          const [left] = await later.operations.unfinished();
          assert.ok(left);
          const resumed = valueOf(await later.operations.resume(left.id));
          await resumed.finished;
          assert.deepEqual(world.held(), Array(6).fill(wanted));
          assert.ok([...world.writes().values()].every((count) => count === 1));
        });
      }
    });
  });
}
