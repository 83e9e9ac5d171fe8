/** Writes without a proof of what became of them: unclear everywhere, until a reading settles them. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Azure } from '../../../../src/shared/ports/azure.ts';
import { exportRun } from '../../../../src/operations/reports/runExport.ts';
import { runReport } from '../../../../src/operations/reports/runReport.ts';
import { resultText } from '../../../../src/operations/text/runText.ts';
import { failedItems, runOffers } from '../../../../src/operations/run/runResult.ts';
import type { Run } from '../../../../src/operations/run/run.ts';
import { itemStateText } from '../../../../src/operations/text/stateText.ts';
import { WriteWatch } from '../../../../src/operations/run/writeWatch.ts';
import { palStatus } from '../../../../src/shared/text/statusTable.ts';
import { settledAfterMs } from '../../../../src/shared/model/unclearWrite.ts';
import { eventually } from '../../../e2e/support/eventually.ts';
import { dporPlan, dporWritePath, ea, readDpors, stateIn, subscriptionsPerTenant } from '../support/dporWorld.ts';
import { other, quickClock, ref, valueOf, wanted, wantedName, words, World, type Window } from '../support/world.ts';
import { manualClock, type ManualClock } from '../../support/manualClock.ts';

const link = { kind: 'link', partnerId: wanted } as const;

describe('a write of which nothing proves what became', () => {
  let world: World;
  const watches: WriteWatch[] = [];
  beforeEach(async () => {
    world = await World.open(3, subscriptionsPerTenant);
  });
  afterEach(async () => {
    await Promise.all(watches.splice(0).map((watch) => watch.dispose()));
    await world.close();
  });

  function watch(window: Window, clock: ManualClock): WriteWatch {
    const silent = (): void => undefined;
    const one = new WriteWatch({
      azure: () => Promise.resolve(world.azure),
      store: window.store,
      log: { debug: silent, info: silent, warn: silent, error: silent },
      mayAsk: () => true,
      settled: (settlement) => window.operations.noteSettled(settlement),
      clock,
    });
    watches.push(one);
    return one;
  }

  /** Nothing of the write of this tenant is applied, and no answer comes. */
  function lose(tenant: number, times = 1): void {
    world.fault({ kind: 'status', status: 503 }, { method: 'PUT', tenantId: ref(tenant).tenantId }, times);
  }

  async function linkAll(window: Window): Promise<Run> {
    const run = valueOf(await window.operations.start(await world.plan(window, link, wantedName)));
    await run.finished;
    return run;
  }

  async function pass(clock: ManualClock, ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 1_000) {
      clock.pass(1_000);
      for (let turn = 0; turn < 20; turn++) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  }

  async function resultIn(window: Window, index = 0): Promise<string> {
    const [record] = await window.operations.history();
    const item = record?.items[index];
    return `${item?.open ? 'open ' : ''}${item?.outcome?.result.kind ?? ''} ${item?.outcome?.wrote ?? ''}`.trim();
  }

  it('is called so by row, run, closing message, journal, report and exports, never failed or not written', async () => {
    lose(0);
    const window = world.window();
    const run = await linkAll(window);
    const text = 'unclear: may have been written (Azure reports an error)';
    const result = await run.finished;
    assert.equal(itemStateText(run.items()[0]?.state ?? { kind: 'queued' }), text);
    const pal = window.store.tenant(ref(0))?.pal;
    assert.ok(pal);
    assert.equal(palStatus(pal, []).long, text);
    assert.equal(
      resultText(result, run.plan),
      `2 linked, 1 unclear. Customer 0 (customer0.example): ${text}. It’s read again until the result is known.`,
    );
    assert.deepEqual([result.counts.unclear, failedItems(result).length, runOffers(result).undo], [1, 0, true]);
    const [record] = await window.operations.history();
    assert.ok(record);
    assert.match(runReport(record), /Unclear, may have been written: 1/);
    for (const format of ['csv', 'json'] as const) {
      const exported = exportRun(record, format, (key) => key);
      assert.ok(exported.includes(text), format);
      assert.doesNotMatch(exported, /"failed"|not written/);
    }
  });

  it('that is carried out late is found by reading again, with growing pauses, and its run learns it', async () => {
    lose(0);
    const clock = manualClock();
    const window = world.window({ clock });
    const run = await linkAll(window);
    watch(window, clock);
    world.sandbox.clearRequests();
    await pass(clock, 20_000);
    assert.equal(words(run)[0], 'unclear serviceError', 'the former state proves nothing yet');
    world.put(0, wanted);
    await pass(clock, 40_000);
    await eventually(() => assert.equal(words(run)[0], 'foundByReading'));
    await eventually(async () => assert.equal(await resultIn(window), 'done perhaps'));
    assert.equal(window.store.tenant(ref(0))?.pal.kind, 'linked');
    const reads = world.sandbox.requests().filter(({ method }) => method === 'GET').length;
    assert.ok(reads >= 5 && reads <= 7, `1, 3, 7, 15, 31 and perhaps 63 s after it: ${String(reads)}`);
    assert.deepEqual(await window.operations.unfinished(), [], 'the end stays the last line of its journal');
  });

  it('that was not carried out is called so once a reading long after shows the former state', async () => {
    lose(0);
    const clock = manualClock();
    const window = world.window({ clock });
    const run = await linkAll(window);
    watch(window, clock);
    await pass(clock, settledAfterMs.pal + 5_000);
    await eventually(() => assert.equal(words(run)[0], 'failed serviceError'));
    await eventually(async () => assert.equal(await resultIn(window), 'failed no'));
    assert.equal(window.store.tenant(ref(0))?.pal.kind, 'notLinked');
    assert.equal(world.writes().get(ref(0).tenantId), 1);
  });

  it('stays so where nobody can read, and is read again after a restart', async () => {
    lose(0);
    const clock = manualClock();
    const window = world.window({ clock });
    const run = await linkAll(window);
    const saved = window.store.snapshot();
    const first = watch(window, clock);
    world.fault({ kind: 'offline' }, { method: 'GET' });
    await pass(clock, settledAfterMs.pal + 70_000);
    await eventually(() => assert.equal(first.size, 0));
    assert.deepEqual([words(run)[0], await resultIn(window)], ['unclear serviceError', 'unclear perhaps']);
    world.noFaults();
    const next = world.window({ clock });
    next.store.load(saved);
    assert.equal(next.store.tenant(ref(0))?.pal.kind, 'unclear');
    watch(next, clock);
    await pass(clock, 3_000);
    await eventually(async () => assert.equal(await resultIn(next), 'failed no'));
  });

  it('that somebody changed since is told as that, and whether it was written stays open', async () => {
    lose(0);
    const clock = manualClock();
    const window = world.window({ clock });
    const run = await linkAll(window);
    watch(window, clock);
    world.put(0, other);
    await pass(clock, 2_000);
    await eventually(() => assert.equal(words(run)[0], 'skipped changedSinceReviewed'));
    await eventually(async () => assert.equal(await resultIn(window), 'skipped perhaps'));
  });

  it('is settled by anybody’s reading, not only by the watch', async () => {
    lose(0);
    const clock = manualClock();
    const window = world.window({ clock });
    await linkAll(window);
    watch(window, clock);
    window.store.setPal(ref(0), { kind: 'linked', link: { partnerId: wanted } }, 'scan');
    await eventually(async () => assert.equal(await resultIn(window), 'done perhaps'));
  });

  it('is not undone, nor called undone, before it is settled; then only what is there is put back', async () => {
    lose(0);
    const clock = quickClock();
    const window = world.window({ clock });
    await linkAll(window);
    const early = valueOf(await window.operations.planUndoOfLast());
    assert.ok(early.kind === 'plan');
    const action = early.plan.items.find(({ tenant }) => tenant.tenantId === ref(0).tenantId)?.action;
    assert.deepEqual(action?.do === 'cannot' && action.why.kind, 'unclear');
    world.put(0, wanted);
    const late = valueOf(await window.operations.planUndoOfLast());
    assert.ok(late.kind === 'plan');
    assert.deepEqual(
      late.plan.items.map((item) => item.action.do),
      ['remove', 'remove', 'remove'],
    );
  });

  it('is what an announced write ends in when its window closes or loses its run', async () => {
    world.fault({ kind: 'hang' }, { method: 'PUT', tenantId: ref(0).tenantId });
    const window = world.window({ clock: manualClock() });
    const run = valueOf(await window.operations.start(await world.plan(window, link, wantedName)));
    await eventually(() => assert.equal(words(run).filter((word) => word === 'done').length, 2));
    await eventually(() => assert.equal(world.writes().get(ref(0).tenantId), 1));
    await window.operations.dispose();
    const result = await run.finished;
    assert.deepEqual([result.how, words(run)[0]], ['interrupted', 'unclear interrupted']);
    assert.equal(window.store.tenant(ref(0))?.pal.kind, 'unclear');
    const next = world.window();
    assert.deepEqual(
      (await next.operations.unfinished()).map(({ open, left }) => [open, left]),
      [[1, 0]],
    );
    assert.equal(next.store.tenant(ref(0))?.pal.kind, 'unclear');
  });

  it('stays so where a resumed run cannot read its target, or is cancelled before it does', async () => {
    for (const how of ['offline', 'cancel'] as const) {
      world.noFaults();
      world.fault({ kind: 'hang' }, { method: 'PUT', tenantId: ref(0).tenantId });
      for (const tenant of [0, 1, 2]) {
        world.put(tenant, undefined);
      }
      world.sandbox.clearRequests();
      const window = world.window({ clock: manualClock() });
      const run = valueOf(await window.operations.start(await world.plan(window, link, wantedName)));
      await eventually(() => assert.equal(words(run).filter((word) => word === 'done').length, 2));
      await eventually(() => assert.equal(world.writes().get(ref(0).tenantId), 1));
      await window.operations.dispose();
      world.noFaults();
      world.fault({ kind: 'offline' }, { method: 'GET', tenantId: ref(0).tenantId });
      const next = world.window();
      const resumed = valueOf(await next.operations.resume(run.id));
      if (how === 'cancel') {
        resumed.cancel();
      }
      await resumed.finished;
      assert.equal(words(resumed)[0], how === 'cancel' ? 'unclear interrupted' : 'unclear offline');
      assert.equal(await resultIn(next), 'unclear perhaps', how);
      assert.equal(next.store.tenant(ref(0))?.pal.kind, 'unclear');
    }
  });

  it('is read first when its run is resumed', async () => {
    lose(0);
    const window = world.window({ concurrency: 1 });
    world.fault({ kind: 'hang' }, { method: 'PUT', tenantId: ref(1).tenantId });
    const run = valueOf(await window.operations.start(await world.plan(window, link, wantedName)));
    await eventually(() => assert.equal(world.writes().get(ref(1).tenantId), 1));
    await window.operations.dispose();
    assert.deepEqual(words(run).slice(0, 2), ['unclear serviceError', 'unclear interrupted']);
    world.noFaults();
    world.put(0, wanted);
    world.put(1, other);
    world.sandbox.clearRequests();
    const next = world.window();
    const resumed = valueOf(await next.operations.resume(run.id));
    await resumed.finished;
    assert.deepEqual(words(resumed), ['foundByReading', 'skipped changedSinceReviewed', 'done']);
    assert.equal(world.heldIn(1), other);
    assert.deepEqual([...world.writes().keys()], [ref(2).tenantId]);
  });

  it('is what a link ends in whose answer is for another tenant or object', async () => {
    const elsewhere = '99999999-9999-4999-8999-999999999999';
    world.fault({ kind: 'wrongTenantAnswer', tenantId: elsewhere }, { method: 'PUT', tenantId: ref(0).tenantId });
    world.fault({ kind: 'wrongTenantAnswer', objectId: elsewhere }, { method: 'PUT', tenantId: ref(1).tenantId });
    const window = world.window();
    const run = await linkAll(window);
    for (const index of [0, 1]) {
      const written = world.heldIn(index) === wanted;
      assert.equal(words(run)[index], written ? 'foundByReading' : 'unclear wrongTenant');
      assert.equal(await resultIn(window, index), written ? 'done perhaps' : 'unclear perhaps');
    }
  });

  it('is what a removal ends in whose answer says something else', async () => {
    world.put(0, other);
    const window = world.window();
    const plan = await world.plan(window, { kind: 'remove' });
    world.fault({ kind: 'status', status: 200, code: 'Nothing' }, { method: 'DELETE', tenantId: ref(0).tenantId });
    const blind: Azure = {
      ...world.azure,
      onDidChangeIdentities: world.azure.onDidChangeIdentities,
      readLink: (tenant, signal) =>
        world.writeCount() > 0
          ? Promise.resolve({ ok: false, failure: { kind: 'offline' } })
          : world.azure.readLink(tenant, signal),
    };
    const own = world.window({ azure: blind });
    const run = valueOf(await own.operations.start({ ...plan, items: plan.items.slice(0, 1) }));
    await run.finished;
    assert.deepEqual(words(run), ['unclear unexpectedAnswer']);
  });

  for (const [what, answer] of [
    ['was cut off', { kind: 'cutOff', how: 'stream' }],
    [
      'was a redirection to a sign-in page',
      { kind: 'status', status: 302, headers: { location: 'https://login.example/' } },
    ],
    ['was a sign-in page', { kind: 'html' }],
  ] as const) {
    it(`is what a designation ends in whose answer ${what}`, async () => {
      world.fault(answer, { method: 'POST', pathIncludes: dporWritePath });
      world.sandbox.setSwitches({ billing: { delayReads: 9 } });
      const window = world.window({ concurrency: 1 });
      await readDpors(world, window);
      const plan = dporPlan(world, window, link, [], wantedName);
      const run = valueOf(await window.operations.start({ ...plan, items: plan.items.slice(0, 1) }));
      await run.finished;
      assert.match(words(run)[0] ?? '', /^unclear/);
      assert.equal(stateIn(window, 0).kind, 'unclear');
      assert.equal(await resultIn(window), 'unclear perhaps');
    });
  }

  it('of a designation is found when it shows', async () => {
    world.fault({ kind: 'cutOff', how: 'stream' }, { method: 'POST', pathIncludes: dporWritePath });
    world.sandbox.setSwitches({ billing: { delayReads: 2 } });
    const clock = manualClock();
    const window = world.window({ concurrency: 1, clock });
    await readDpors(world, window);
    const plan = dporPlan(world, window, link, [], wantedName);
    const run = valueOf(await window.operations.start({ ...plan, items: plan.items.slice(0, 1) }));
    await run.finished;
    watch(window, clock);
    await pass(clock, 80_000);
    await eventually(() => assert.equal(words(run)[0], 'foundByReading'));
    assert.equal(world.sandbox.designated(ea(0)), wanted);
    await eventually(async () => assert.equal(await resultIn(window), 'done perhaps'));
  });
});
