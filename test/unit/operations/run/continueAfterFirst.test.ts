import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { samplePartnerIds } from '../../../../src/sandbox/scenario/partners.ts';
import { other, ref, valueOf, wanted, wantedName, words, World, replaceJournal } from '../support/world.ts';

describe('a run with an ID whose name is not known', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open(5);
  });
  afterEach(async () => {
    await world.close();
  });
  const link = { kind: 'link', partnerId: wanted } as const;

  it('links exactly one first, shows the name that came back, and goes on only on Continue', async () => {
    const window = world.window();
    const asked: unknown[] = [];
    const run = valueOf(
      await window.operations.start(await world.plan(window, link), {
        continueAfterFirst: (name, id) => {
          asked.push([name, id, world.writeCount(), run.phase]);
          return Promise.resolve(true);
        },
      }),
    );
    assert.equal((await run.finished).how, 'finished');
    assert.deepEqual(asked, [[wantedName, wanted, 1, 'asking']]);
    assert.deepEqual(world.held(), Array(5).fill(wanted));
  });

  for (const [what, continueAfterFirst] of [
    ['answered no', () => Promise.resolve(false)],
    ['that nobody can answer', undefined],
    ['that fails', () => Promise.reject(new Error('closed'))],
  ] as const) {
    it(`and a question ${what} leaves the rest alone`, async () => {
      const window = world.window();
      const run = valueOf(await window.operations.start(await world.plan(window, link), { continueAfterFirst }));
      const result = await run.finished;
      assert.equal(result.how, 'cancelled');
      assert.deepEqual(words(run), ['done', 'cancelled', 'cancelled', 'cancelled', 'cancelled']);
      assert.equal(world.writeCount(), 1);
      assert.deepEqual(await window.operations.unfinished(), []);
    });
  }

  it('shows that no name came back', async () => {
    const window = world.window();
    const asked: unknown[] = [];
    const plan = await world.plan(window, { kind: 'link', partnerId: samplePartnerIds.withoutName });
    const run = valueOf(
      await window.operations.start(plan, {
        continueAfterFirst: (...question) => {
          asked.push(question);
          return Promise.resolve(true);
        },
      }),
    );
    await run.finished;
    assert.deepEqual(asked, [[undefined, samplePartnerIds.withoutName]]);
  });

  it('asks after the first that really writes: those already linked and those that fail are passed', async () => {
    const window = world.window();
    const plan = await world.plan(window, link);
    world.put(0, wanted);
    world.fault({ kind: 'forbidden' }, { method: 'PUT', tenantId: ref(1).tenantId });
    const run = valueOf(await window.operations.start(plan, { continueAfterFirst: () => Promise.resolve(false) }));
    await run.finished;
    assert.deepEqual(words(run), ['alreadySo', 'failed forbidden', 'done', 'cancelled', 'cancelled']);
  });

  it('that Azure refuses is not sent to the others', async () => {
    const window = world.window();
    const plan = await world.plan(window, { kind: 'link', partnerId: samplePartnerIds.notValid });
    const run = valueOf(await window.operations.start(plan, { continueAfterFirst: () => Promise.resolve(true) }));
    await run.finished;
    assert.deepEqual(words(run), ['failed partnerIdInvalid', ...Array<string>(4).fill('skipped partnerIdRefused')]);
    assert.equal(world.writeCount(), 1);
  });

  it('can be cancelled while the question is open', async () => {
    const window = world.window();
    const run = valueOf(
      await window.operations.start(await world.plan(window, link), {
        continueAfterFirst: () => {
          run.cancel();
          return new Promise(() => undefined);
        },
      }),
    );
    assert.equal((await run.finished).how, 'cancelled');
    assert.equal(world.writeCount(), 1);
  });

  it('is asked again by a window that resumes it before the answer, with no further write in between', async () => {
    const window = world.window();
    let asking: (() => void) | undefined;
    const atQuestion = new Promise<void>((resolve) => {
      asking = resolve;
    });
    const run = valueOf(
      await window.operations.start(await world.plan(window, link), {
        continueAfterFirst: () => {
          asking?.();
          return new Promise(() => undefined);
        },
      }),
    );
    await atQuestion;
    await window.operations.dispose();
    assert.equal((await run.finished).how, 'interrupted');
    const later = world.window();
    const asked: unknown[] = [];
    const resumed = valueOf(
      await later.operations.resume(run.id, {
        continueAfterFirst: (name, id) => {
          asked.push([name, id, world.writeCount()]);
          return Promise.resolve(true);
        },
      }),
    );
    assert.equal((await resumed.finished).how, 'finished');
    assert.deepEqual(asked, [[wantedName, wanted, 1]]);
    assert.deepEqual(world.held(), Array(5).fill(wanted));
    assert.equal(world.writeCount(), 5);
  });

  it('is asked only after a real link by a window that resumes it, too: one that was so already shows nothing', async () => {
    const window = world.window();
    const plan = await world.plan(window, link);
    world.put(0, wanted);
    const run = valueOf(await window.operations.start(plan));
    await run.finished;
    assert.deepEqual(words(run).slice(0, 2), ['alreadySo', 'done']);
    const path = join(world.folder, 'journal', `${run.id}.jsonl`);
    const lines = (await readFile(path, 'utf8')).split('\n');
    assert.match(lines[1] ?? '', /"kind":"outcome","item":0/);
    await replaceJournal(path, `${lines.slice(0, 2).join('\n')}\n`);
    world.put(1, undefined);
    world.sandbox.clearRequests();
    const written: number[] = [];
    const resumed = valueOf(
      await world.window().operations.resume(run.id, {
        continueAfterFirst: () => {
          written.push(world.writeCount());
          return Promise.resolve(false);
        },
      }),
    );
    await resumed.finished;
    assert.deepEqual(written, [1]);
    assert.deepEqual(words(resumed), ['alreadySo', 'done', 'cancelled', 'cancelled', 'cancelled']);
  });

  it('is not asked for one tenant, for a known name, or for a removal', async () => {
    const window = world.window();
    const never = { continueAfterFirst: () => Promise.reject(new Error('asked')) };
    const plan = await world.plan(window, link);
    const one = valueOf(await window.operations.start({ ...plan, items: plan.items.slice(0, 1) }, never));
    assert.equal((await one.finished).counts.done, 1);
    const known = valueOf(await window.operations.start(await world.plan(window, link, wantedName), never));
    assert.equal((await known.finished).counts.done, 4);
    world.put(0, other);
    const removal = valueOf(await window.operations.start(await world.plan(window, { kind: 'remove' }), never));
    assert.equal((await removal.finished).counts.done, 5);
  });
});
