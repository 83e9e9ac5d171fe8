import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { samplePartnerIds } from '../../../../src/sandbox/scenario/partners.ts';
import { isWrite, planCounts, type Plan } from '../../../../src/operations/plan/plan.ts';
import { obstacleText } from '../../../../src/operations/text/stateText.ts';
import {
  journalFiles,
  other,
  ref,
  valueOf,
  wanted,
  wantedName,
  words,
  World,
  replaceJournal,
  type Window,
} from '../support/world.ts';

const link = { kind: 'link', partnerId: wanted } as const;

function actions(plan: Plan): readonly string[] {
  return plan.items.map(({ action }) => {
    switch (action.do) {
      case 'link':
        return `link ${action.to}`;
      case 'change':
        return `change ${action.from} ${action.to}`;
      case 'remove':
        return `remove ${action.from}`;
      case 'nothing':
        return 'nothing';
      case 'cannot':
        return `cannot: ${obstacleText(action.why)}`;
    }
  });
}

async function undo(window: Window): Promise<Plan> {
  const offer = valueOf(await window.operations.planUndoOfLast());
  assert.ok(offer.kind === 'plan', offer.kind);
  return offer.plan;
}

describe('undo of the last run', () => {
  let world: World;
  let window: Window;
  beforeEach(async () => {
    world = await World.open(5);
    window = world.window();
    world.put(1, other);
    world.put(2, samplePartnerIds.contoso);
    world.put(3, wanted);
  });
  afterEach(async () => {
    await world.close();
  });

  async function linkAll(): Promise<void> {
    const run = valueOf(await window.operations.start(await world.plan(window, link, wantedName)));
    await run.finished;
  }

  it('puts back what was there, each tenant its own, and leaves alone what the run left alone', async () => {
    const before = world.held();
    await linkAll();
    const plan = await undo(window);
    assert.deepEqual(actions(plan), [
      `remove ${wanted}`,
      `change ${wanted} ${other}`,
      `change ${wanted} ${samplePartnerIds.contoso}`,
      `remove ${wanted}`,
    ]);
    assert.equal(plan.items[1]?.identityName, 'me@contoso.example');
    const run = valueOf(await window.operations.start(plan));
    assert.equal((await run.finished).how, 'finished');
    assert.deepEqual(world.held(), before);
  });

  it('links again what a run removed', async () => {
    const before = world.held();
    await valueOf(await window.operations.start(await world.plan(window, { kind: 'remove' }))).finished;
    const plan = await undo(window);
    assert.deepEqual(actions(plan), [`link ${other}`, `link ${samplePartnerIds.contoso}`, `link ${wanted}`]);
    await valueOf(await window.operations.start(plan)).finished;
    assert.deepEqual(world.held(), before);
  });

  it('names tenants that changed since, and does not touch them', async () => {
    await linkAll();
    world.put(0, other);
    world.put(1, undefined);
    world.put(2, samplePartnerIds.contoso);
    const plan = await undo(window);
    assert.deepEqual(actions(plan), [
      'cannot: changed since: now 6203519 · Fabrikam Cloud Services',
      'cannot: changed since: no longer linked',
      'nothing',
      `remove ${wanted}`,
    ]);
    await valueOf(await window.operations.start(plan)).finished;
    assert.deepEqual(world.held(), [other, undefined, samplePartnerIds.contoso, wanted, undefined]);
  });

  it('does not put back a tenant that changes between plan and run', async () => {
    await linkAll();
    const plan = await undo(window);
    world.put(0, other);
    const run = valueOf(await window.operations.start(plan));
    await run.finished;
    assert.equal(words(run)[0], 'skipped changedSinceReviewed');
    assert.equal(world.heldIn(0), other);
  });

  it('says so where a tenant cannot be read', async () => {
    await linkAll();
    world.fault({ kind: 'forbidden' }, { method: 'GET', tenantId: ref(1).tenantId });
    assert.equal(actions(await undo(window))[1], 'cannot: unknown (access denied)');
  });

  it('is itself a run: undone in turn, it does again what was done; and what was undone is not offered again', async () => {
    const before = world.held();
    await linkAll();
    const [made] = await window.operations.history();
    await valueOf(await window.operations.start(await undo(window))).finished;
    const [undone] = await window.operations.history();
    assert.deepEqual(undone?.head.intent, { kind: 'undo', runId: made?.id });
    const redo = await undo(window);
    assert.deepEqual(redo.intent, { kind: 'undo', runId: undone.id });
    await valueOf(await window.operations.start(redo)).finished;
    assert.deepEqual(world.held(), Array(5).fill(wanted));
    await valueOf(await window.operations.start(await undo(window))).finished;
    assert.deepEqual(world.held(), before);
  });

  it('can be retried for the tenants that failed', async () => {
    const before = world.held();
    await linkAll();
    const plan = await undo(window);
    world.fault({ kind: 'forbidden' }, { method: 'DELETE', tenantId: ref(0).tenantId }, 1);
    const run = valueOf(await window.operations.start(plan));
    await run.finished;
    assert.equal(words(run)[0], 'failed forbidden');
    assert.ok(plan.intent.kind === 'undo');
    const offer = valueOf(await window.operations.planUndoOf(plan.intent.runId));
    assert.ok(offer.kind === 'plan');
    assert.deepEqual(actions(offer.plan), [`remove ${wanted}`, 'nothing', 'nothing', 'nothing']);
    await valueOf(await window.operations.start(offer.plan)).finished;
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
    const run = valueOf(
      await window.operations.start(await world.plan(window, link), {
        continueAfterFirst: () => Promise.resolve(false),
      }),
    );
    await run.finished;
    assert.deepEqual(actions(await undo(window)), [`remove ${wanted}`]);
  });

  it('counts a write whose answer was lost where the tenant holds what was sent', async () => {
    world.fault({ kind: 'lostAnswer' }, { method: 'PUT', tenantId: ref(0).tenantId }, 1);
    await linkAll();
    assert.equal(actions(await undo(window))[0], `remove ${wanted}`);
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
    assert.deepEqual(actions(await undo(window)), actions(plan));
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
    assert.equal(actions(plan)[0], 'cannot: what was there before is not known');
  });

  it('can be cancelled while it reads', async () => {
    await linkAll();
    const stop = new AbortController();
    stop.abort();
    const outcome = await window.operations.planUndoOfLast(stop.signal);
    assert.ok(!outcome.ok && outcome.failure.kind === 'cancelled');
  });
});
