import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { samplePartnerIds } from '../../../../src/sandbox/scenario/partners.ts';
import { isWrite, planCounts, type Plan } from '../../../../src/operations/plan/plan.ts';
import { associations, dpor, dporIn, ea } from '../support/associations.ts';
import {
  actions,
  journalFiles,
  other,
  ref,
  replaceJournal,
  runToEnd,
  valueOf,
  wanted,
  wantedName,
  words,
  World,
  type Window,
} from '../support/world.ts';

const link = { kind: 'link', partnerId: wanted } as const;
const remove = { kind: 'remove' } as const;

async function undo(window: Window): Promise<Plan> {
  const offer = valueOf(await window.operations.planUndoOfLast());
  assert.ok(offer.kind === 'plan', offer.kind);
  return offer.plan;
}

for (const association of associations) {
  describe(`Undo of the last ${association.name} run`, () => {
    let world: World;
    let window: Window;
    beforeEach(async () => {
      world = await World.open(5, association);
      window = world.window();
      world.put(1, other);
      world.put(2, samplePartnerIds.contoso);
      world.put(3, wanted);
    });
    afterEach(async () => {
      await world.close();
    });

    async function linkAll(): Promise<void> {
      await runToEnd(window, await world.plan(window, link, wantedName));
    }

    it('puts back what was there, each target its own, and leaves alone what the run left alone', async () => {
      const before = world.held();
      await linkAll();
      const plan = await undo(window);
      assert.deepEqual(actions(plan.items), [
        `remove ${wanted}`,
        `change ${wanted} ${other}`,
        `change ${wanted} ${samplePartnerIds.contoso}`,
        `remove ${wanted}`,
      ]);
      assert.equal(plan.items[1]?.identityName, 'me@contoso.example');
      assert.deepEqual(
        plan.items.map(({ tenant, subscription }) => [tenant.tenantId, subscription?.id]),
        [0, 1, 2, 4].map((target) => [ref(target).tenantId, association.subscriptionOf(target)]),
      );
      const run = await runToEnd(window, plan);
      assert.equal((await run.finished).how, 'finished');
      assert.deepEqual(world.held(), before);
    });

    it('links again what a run removed', async () => {
      const before = world.held();
      await runToEnd(window, await world.plan(window, remove));
      const plan = await undo(window);
      assert.deepEqual(actions(plan.items), [`link ${other}`, `link ${samplePartnerIds.contoso}`, `link ${wanted}`]);
      await runToEnd(window, plan);
      assert.deepEqual(world.held(), before);
    });

    it('names targets that changed since, and does not touch them', async () => {
      await linkAll();
      // What is submitted is waited for until a reading shows it.
      await undo(window);
      world.put(0, other);
      world.put(1, undefined);
      world.put(2, samplePartnerIds.contoso);
      const plan = await undo(window);
      assert.deepEqual(actions(plan.items), [
        'cannot: changedSince',
        'cannot: changedSince',
        'nothing: alreadySo',
        `remove ${wanted}`,
      ]);
      const [first, second] = plan.items;
      assert.ok(first?.action.do === 'cannot' && second?.action.do === 'cannot');
      assert.deepEqual(first.action.why, { kind: 'changedSince', is: other, isName: 'Fabrikam Cloud Services' });
      assert.deepEqual(second.action.why, { kind: 'changedSince', is: undefined, isName: undefined });
      await runToEnd(window, plan);
      assert.deepEqual(world.held(), [other, undefined, samplePartnerIds.contoso, wanted, undefined]);
    });

    it('does not put back a target that changes between plan and run', async () => {
      await linkAll();
      const plan = await undo(window);
      world.put(0, other);
      const run = await runToEnd(window, plan);
      assert.equal(words(run)[0], 'skipped changedSinceReviewed');
      assert.equal(world.heldIn(0), other);
    });

    it('says so where a target cannot be read', async () => {
      await linkAll();
      await undo(window);
      world.fault({ kind: 'status', status: 503 }, association.reads(1));
      const [, unread] = (await undo(window)).items;
      assert.ok(unread?.action.do === 'cannot' && unread.action.why.kind === 'unknown');
      assert.equal(unread.action.why.failure.kind, 'serviceError');
    });

    it('is itself a run: undone in turn, it does again what was done; and what was undone is not offered again', async () => {
      const before = world.held();
      await linkAll();
      const [made] = await window.operations.history();
      await runToEnd(window, await undo(window));
      const [undone] = await window.operations.history();
      assert.deepEqual(undone?.head.intent, { kind: 'undo', runId: made?.id });
      const redo = await undo(window);
      assert.deepEqual(redo.intent, { kind: 'undo', runId: undone.id });
      await runToEnd(window, redo);
      assert.deepEqual(world.held(), Array(5).fill(wanted));
      await runToEnd(window, await undo(window));
      assert.deepEqual(world.held(), before);
    });

    it('can be retried for the targets that failed', async () => {
      const before = world.held();
      await linkAll();
      const plan = await undo(window);
      world.fault(association.refusal.answer, association.writes('remove', 0), 1);
      const run = await runToEnd(window, plan);
      assert.equal(words(run)[0], `failed ${association.refusal.failure}`);
      assert.ok(plan.intent.kind === 'undo');
      const offer = valueOf(await window.operations.planUndoOf(plan.intent.runId));
      assert.ok(offer.kind === 'plan');
      assert.deepEqual(actions(offer.plan.items), [
        `remove ${wanted}`,
        'nothing: alreadySo',
        'nothing: alreadySo',
        'nothing: notLinked',
      ]);
      await runToEnd(window, offer.plan);
      assert.deepEqual(world.held(), before);
    });

    it('passes runs that wrote nothing, and there is nothing to undo where none wrote', async () => {
      assert.equal(valueOf(await window.operations.planUndoOfLast()).kind, 'nothingToUndo');
      await linkAll();
      const [wrote] = await window.operations.history();
      await linkAll();
      assert.equal((await window.operations.history()).length, 2);
      const offer = valueOf(await window.operations.planUndoOfLast());
      assert.ok(offer.kind === 'plan' && offer.of.id === wrote?.id);
    });

    it('of a cancelled run is about what it wrote', async () => {
      const one = world.window({ concurrency: 1 });
      const run = valueOf(await one.operations.start(await world.plan(one, link, wantedName)));
      run.onDidChange(() => {
        if (run.progress.done === 1) {
          run.cancel();
        }
      });
      assert.equal((await run.finished).how, 'cancelled');
      assert.deepEqual(actions((await undo(window)).items), [`remove ${wanted}`]);
    });

    it('counts a write whose answer was lost where the target holds what was sent', async () => {
      world.fault({ kind: 'lostAnswer' }, association.writes('link', 0), 1);
      await linkAll();
      assert.equal(actions((await undo(window)).items)[0], `remove ${wanted}`);
    });

    it('of an unfinished last run offers that run first', async () => {
      await linkAll();
      const plan = await undo(window);
      const name = (await journalFiles(world.folder)).at(-1) ?? '';
      const path = join(world.folder, 'journal', name);
      await replaceJournal(path, (await readFile(path, 'utf8')).split('\n').slice(0, -2).join('\n') + '\n');
      const offer = valueOf(await window.operations.planUndoOfLast());
      assert.ok(offer.kind === 'unfinished' && name.startsWith(offer.run.id));
      valueOf(await window.operations.discard(offer.run.id));
      assert.deepEqual(actions((await undo(window)).items), actions(plan.items));
    });

    it('never writes an earlier state that is not known', async () => {
      await linkAll();
      const journal = join(world.folder, 'journal');
      const path = join(journal, (await readdir(journal))[0] ?? '');
      const lines = (await readFile(path, 'utf8')).split('\n').map((line) => {
        const value = (line === '' ? {} : JSON.parse(line)) as { kind?: string; from?: unknown };
        return value.kind === 'intent' ? JSON.stringify({ ...value, from: undefined }) : line;
      });
      await replaceJournal(path, lines.join('\n'));
      const plan = await undo(window);
      assert.equal(planCounts(plan).writes, 0);
      assert.ok(plan.items.every(({ action }) => !isWrite(action)));
      assert.equal(actions(plan.items)[0], 'cannot: earlierStateUnknown');
    });

    it('can be cancelled while it reads', async () => {
      await linkAll();
      const stop = new AbortController();
      stop.abort();
      const outcome = await window.operations.planUndoOfLast(stop.signal);
      assert.ok(!outcome.ok && outcome.failure.kind === 'cancelled');
    });
  });
}

describe('Undo of designations that do not show yet', () => {
  let world: World;
  let window: Window;
  beforeEach(async () => {
    world = await World.open(3, dpor);
    window = world.window();
    world.put(1, other);
  });
  afterEach(async () => {
    await world.close();
  });

  it('says still waited for, or not visible yet, until the reading shows what was written', async () => {
    const { items, ...rest } = await world.plan(window, link, wantedName);
    world.sandbox.setSwitches({ billing: { delayReads: 3 } });
    const unset = items.filter(({ action }) => action.do === 'link');
    await runToEnd(window, { ...rest, items: unset });
    assert.deepEqual(actions((await undo(window)).items), Array(2).fill('cannot: stillWaitedFor'));
    for (const target of [0, 2]) {
      const state = dporIn(window.store, target);
      assert.ok(state.kind === 'submitted');
      window.store.setDpor(ref(target), ea(target), { ...state, kind: 'submittedNotVisible' });
    }
    assert.deepEqual(actions((await undo(window)).items), Array(2).fill('cannot: notVisibleYet'));
    world.sandbox.setSwitches({ billing: { delayReads: 0 } });
    assert.equal(actions((await undo(window)).items)[0], `remove ${wanted}`);
  });
});
