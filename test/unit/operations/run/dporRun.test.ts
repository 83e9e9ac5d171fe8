/** What holds of runs of DPORs alone: writes show late, the service may refuse this client, and links can be in the same run. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { readRecord } from '../../../../src/operations/journal/runRecord.ts';
import { planDpor, planMixed, type DporPlanContext } from '../../../../src/operations/plan/dporPlan.ts';
import type { Plan } from '../../../../src/operations/plan/plan.ts';
import { retryPlan } from '../../../../src/operations/control/retryPlan.ts';
import type { FaultAnswer } from '../../../../src/sandbox/switches/faults.ts';
import { dpor, dporIn, ea, pal, subscriptionsIn } from '../support/associations.ts';
import {
  actions,
  contextOf,
  identity,
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
  type Window,
} from '../support/world.ts';

const link = { kind: 'link', partnerId: wanted } as const;

describe('A run of designations', () => {
  let world: World;
  let window: Window;
  beforeEach(async () => {
    world = await World.open(4, dpor);
    window = world.window();
    world.put(1, other);
    world.put(2, wanted);
    await world.read(window);
  });
  afterEach(async () => {
    await world.close();
  });

  /** Links of these tenants beside the designations of all. */
  function planBoth(tenants: readonly number[], name?: string, { store } = window): Plan {
    const rows = tenants.flatMap((tenant) => store.tenant(ref(tenant)) ?? []);
    return planMixed(
      rows,
      subscriptionsIn(store, 0, 1, 2, 3),
      link,
      contextOf({ store }, () => name),
    );
  }

  it('does not wait for what was submitted to show, and keeps what was there before', async () => {
    const clock = quickClock();
    const own = world.window({ clock });
    const plan = await world.plan(own, link, wantedName);
    const begun = clock.now();
    world.sandbox.setSwitches({ billing: { delayReads: 1 } });
    const run = await runToEnd(own, plan);
    assert.deepEqual(words(run), ['submitted', 'submitted', 'alreadySo', 'submitted']);
    assert.equal(clock.now(), begun, 'nobody waited');
    const state = dporIn(own.store, 1);
    assert.ok(state.kind === 'submitted');
    assert.deepEqual(state.change, { do: 'designate', partner: { partnerId: wanted, partnerName: wantedName } });
    assert.equal(state.before?.partnerId, other);
  });

  it('and links is one run with one journal', async () => {
    await pal.read(world, window.store);
    const run = await runToEnd(window, planBoth([0, 1], wantedName));
    assert.deepEqual(words(run), ['done', 'done', 'submitted', 'submitted', 'alreadySo', 'submitted']);
    assert.equal((await window.operations.history()).length, 1);
    assert.deepEqual([pal.heldIn(world, 0), pal.heldIn(world, 1)], [wanted, wanted]);
    const record = readRecord(Buffer.from(await journalText(world.folder)));
    assert.ok(record.kind === 'run');
    const [linked, , designated] = record.record.items;
    assert.equal(linked?.item.subscription, undefined);
    assert.equal(designated?.item.subscription?.id, ea(0));
    assert.equal(designated.outcome?.verified, false);
    assert.deepEqual(designated.outcome.to, { id: wanted, name: wantedName });
    assert.match(designated.outcome.correlationId ?? designated.outcome.requestId ?? '', /./);
  });

  it('asks about an ID without a name by a tenant’s link only, and designates after the answer', async () => {
    await pal.read(world, window.store);
    world.sandbox.clearRequests();
    const asked: unknown[] = [];
    const run = await runToEnd(window, planBoth([0, 1]), {
      continueAfterFirst: () => {
        asked.push([world.writeCount(), world.held()]);
        return Promise.resolve(false);
      },
    });
    assert.deepEqual(asked, [[1, [undefined, other, wanted, undefined]]]);
    assert.deepEqual(words(run), ['done', 'cancelled', 'cancelled', 'cancelled', 'alreadySo', 'cancelled']);
  });

  const unclear: readonly FaultAnswer[] = [
    { kind: 'lostAnswer' },
    { kind: 'status', status: 500, applied: true },
    { kind: 'html' },
  ];
  for (const answer of unclear) {
    it(`whose answer is unclear (${answer.kind}) reads once after it`, async () => {
      world.fault(answer, dpor.writes('link'));
      await runToEnd(window, world.planRead(window, link, wantedName));
      assert.equal(world.writeCount(), 3);
      const reads = world.sandbox.requests().filter(({ method }) => method === 'GET');
      assert.equal(reads.length, 6, 'once before, once after');
    });
  }

  it('whose lost write does not show yet is not said to be done, nor to have failed for certain', async () => {
    world.sandbox.setSwitches({ billing: { delayReads: 5 } });
    world.fault({ kind: 'lostAnswer' }, dpor.writes('link'));
    const run = await runToEnd(window, world.planRead(window, link, wantedName));
    assert.equal(words(run)[0], 'unclear offline');
    const [record] = await window.operations.history();
    assert.equal(record?.items[0]?.outcome?.wrote, 'perhaps');
    assert.equal(record.items[0].outcome.result.kind, 'unclear');
  });

  for (const client of [401, 403] as const) {
    it(`that the service refuses (${String(client)}) has certainly not written, and leaves the rest alone`, async () => {
      const own = world.window({ concurrency: 1 });
      await world.read(own);
      await pal.read(world, own.store);
      const plan = planBoth([0], wantedName, own);
      world.sandbox.clearRequests();
      world.sandbox.setSwitches({ billing: { client } });
      const run = await runToEnd(own, plan);
      assert.deepEqual(words(run), [
        'done',
        'failed clientNotAccepted',
        'skipped clientNotAccepted',
        'alreadySo',
        'skipped clientNotAccepted',
      ]);
      const asked = world.sandbox.requests().filter(({ path }) => path.startsWith('/api/Billing/'));
      assert.equal(asked.length, 1);
      const [record] = await own.operations.history();
      assert.ok(record?.items.slice(1).every(({ outcome }) => outcome === undefined || outcome.wrote === 'no'));
    });
  }

  it('that the service refuses when it writes stops there, too', async () => {
    world.fault({ kind: 'status', status: 403 }, dpor.writes('link'));
    const own = world.window({ concurrency: 1 });
    const run = await runToEnd(own, await world.plan(own, link, wantedName));
    assert.deepEqual(words(run).slice(0, 2), ['failed clientNotAccepted', 'skipped clientNotAccepted']);
    assert.equal(world.writeCount(), 1);
    const failed = own.store.tenant(ref(0))?.failedWrites;
    assert.deepEqual(
      [...(failed ?? [])].map(([id, { of }]) => [id, of]),
      [[ea(0), 'dpor']],
    );
    assert.equal((await own.operations.history())[0]?.items[0]?.outcome?.wrote, 'no');
  });

  it('tells whoever keeps it that a subscription was read in this session', async () => {
    const read = new Set<string>();
    const own = world.window({ dporRead: (_ref, id) => void read.add(id) });
    await runToEnd(own, await world.plan(own, link, wantedName));
    assert.deepEqual([...read].sort(), [ea(0), ea(1), ea(3)].sort());
  });

  it('is retried only where Azure was asked in this session', async () => {
    world.fault(dpor.refusal.answer, dpor.writes('link'), 1);
    const own = world.window({ concurrency: 1 });
    const run = await runToEnd(own, await world.plan(own, link, wantedName));
    const { items } = await run.finished;
    const again = (context: DporPlanContext): readonly string[] =>
      actions(retryPlan(run.plan, items, (one) => own.store.tenant(one), context).items);
    const read = contextOf(own, () => wantedName);
    assert.deepEqual(again(read), [`link ${wanted}`]);
    const unread = { ...read, readInSession: () => false };
    assert.deepEqual(again(unread), ['cannot: notReadInSession']);
    const undo: Plan = { ...run.plan, intent: { kind: 'undo', runId: run.id } };
    const undoAgain = (context: DporPlanContext): readonly string[] =>
      actions(retryPlan(undo, items, (one) => own.store.tenant(one), context).items);
    assert.deepEqual([undoAgain(read), undoAgain(unread)], [[`link ${wanted}`], ['cannot: notReadInSession']]);
  });

  it('is planned for each subscription once, whoever sees it', () => {
    const found = subscriptionsIn(window.store, 0, 3);
    const [first] = found;
    assert.ok(first);
    const unknown = {
      ...first,
      row: { ...first.row, ref: { identity: `${identity}-too`, tenantId: first.row.ref.tenantId }, dpor: undefined },
    };
    const { items } = planDpor(
      [unknown, ...found, unknown],
      link,
      contextOf(window, () => undefined),
    );
    assert.deepEqual(actions(items), [`link ${wanted}`, `link ${wanted}`]);
    assert.equal(items[0]?.tenant.identity, identity);
  });

  it('whose window was killed does not send again what it announced, whether it was sent or not, and says so', async () => {
    world.put(1, undefined);
    world.put(2, undefined);
    const plan = await world.plan(window, link, wantedName);
    world.fault({ kind: 'hang' }, dpor.writes('link'));
    const run = valueOf(await window.operations.start({ ...plan, items: plan.items.slice(0, 3) }));
    while (world.writeCount() < 3) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    await window.operations.dispose();
    assert.equal((await run.finished).how, 'interrupted');
    world.noFaults();
    world.put(1, wanted);
    world.put(2, other);
    world.sandbox.clearRequests();
    const later = world.window();
    await later.operations.unfinished();
    assert.equal(world.known(later, 0), 'unclear');
    const resumed = valueOf(await later.operations.resume(run.id));
    await resumed.finished;
    assert.deepEqual(words(resumed), ['unclear interrupted', 'foundByReading', 'skipped changedSinceReviewed']);
    assert.equal(world.writeCount(), 0);
    const [record] = await later.operations.history();
    assert.deepEqual(
      record?.items.map(({ outcome }) => outcome?.wrote),
      ['perhaps', 'perhaps', 'perhaps'],
    );
  });
});
