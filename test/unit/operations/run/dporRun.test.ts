import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { readRecord } from '../../../../src/operations/journal/runRecord.ts';
import { planDpor, type DporPlanContext } from '../../../../src/operations/plan/dporPlan.ts';
import { retryPlan } from '../../../../src/operations/control/retryPlan.ts';
import type { FaultAnswer } from '../../../../src/sandbox/switches/faults.ts';
import { samplePartnerIds } from '../../../../src/sandbox/scenario/partners.ts';
import { dporFailure } from '../../../../src/shared/model/dpor.ts';
import { systemClock } from '../../../../src/shared/async/clock.ts';
import {
  actionsOf,
  designated,
  dporPlan,
  dporReadPath,
  dporWritePath,
  dporWrites,
  ea,
  readDpors,
  stateIn,
  subscriptionsPerTenant,
  targets,
} from '../support/dporWorld.ts';
import {
  contextOf,
  identity,
  journalText,
  other,
  quickClock,
  ref,
  valueOf,
  wanted,
  wantedName,
  words,
  World,
  type Window,
} from '../support/world.ts';

const link = { kind: 'link', partnerId: wanted } as const;
const remove = { kind: 'remove' } as const;

describe('a run that designates', () => {
  let world: World;
  let window: Window;
  beforeEach(async () => {
    world = await World.open(4, subscriptionsPerTenant);
    window = world.window();
    world.sandbox.setDesignated(ea(1), other);
    world.sandbox.setDesignated(ea(2), wanted);
    await readDpors(world, window);
  });
  afterEach(async () => {
    await world.close();
  });

  it('designates where none is reported, changes with one request, leaves alone what is so, and does not wait', async () => {
    const clock = quickClock();
    const own = world.window({ clock });
    await readDpors(world, own);
    const begun = clock.now();
    world.sandbox.setSwitches({ billing: { delayReads: 1 } });
    const run = valueOf(await own.operations.start(dporPlan(world, own, link, [], wantedName)));
    const result = await run.finished;
    assert.equal(result.how, 'finished');
    assert.deepEqual(words(run), ['submitted', 'submitted', 'alreadySo', 'submitted']);
    assert.deepEqual(designated(world), [wanted, wanted, wanted, wanted]);
    assert.equal(dporWrites(world), 3);
    assert.equal(clock.now(), begun, 'nobody waited');
    const state = stateIn(own, 1);
    assert.ok(state.kind === 'submitted');
    assert.deepEqual(state.change, { do: 'designate', partner: { partnerId: wanted, partnerName: wantedName } });
    assert.equal(state.before?.partnerId, other);
    assert.deepEqual(await readdir(join(world.folder, 'leases')), [], 'no lease is left');
  });

  it('removes what is designated', async () => {
    const run = valueOf(await window.operations.start(dporPlan(world, window, remove)));
    await run.finished;
    assert.deepEqual(words(run), ['alreadySo', 'submitted', 'submitted', 'alreadySo']);
    assert.deepEqual(designated(world), Array(4).fill(undefined));
    assert.equal(stateIn(window, 1).kind, 'submitted');
  });

  it('and links, as one run with one journal', async () => {
    const plan = dporPlan(world, window, link, [0, 1], wantedName);
    const read = await world.plan(window, link, wantedName);
    const mixed = dporPlan(world, window, link, [0, 1], wantedName);
    assert.equal(plan.items.length, read.items.length + 2);
    const run = valueOf(await window.operations.start(mixed));
    await run.finished;
    assert.deepEqual(words(run), ['done', 'done', 'submitted', 'submitted', 'alreadySo', 'submitted']);
    assert.equal((await window.operations.history()).length, 1);
    assert.deepEqual(world.held().slice(0, 2), [wanted, wanted]);
    const record = readRecord(Buffer.from(await journalText(world.folder)));
    assert.ok(record.kind === 'run');
    const [pal, , dpor] = record.record.items;
    assert.equal(pal?.item.subscription, undefined);
    assert.equal(dpor?.item.subscription?.id, ea(0));
    assert.equal(dpor.outcome?.verified, false);
    assert.deepEqual(dpor.outcome.to, { id: wanted, name: wantedName });
    assert.match(dpor.outcome.correlationId ?? dpor.outcome.requestId ?? '', /./);
  });

  it('asks about an ID without a name by a tenant’s link only, and designates after the answer', async () => {
    await world.plan(window, link);
    const asked: number[] = [];
    const run = valueOf(
      await window.operations.start(dporPlan(world, window, link, [0, 1]), {
        continueAfterFirst: () => {
          asked.push(dporWrites(world));
          return Promise.resolve(false);
        },
      }),
    );
    await run.finished;
    assert.deepEqual(asked, [0]);
    assert.deepEqual(words(run), ['done', 'cancelled', 'cancelled', 'cancelled', 'alreadySo', 'cancelled']);
  });

  it('never writes what was not reviewed: what changed since is skipped and named', async () => {
    const plan = dporPlan(world, window, link, [], wantedName);
    world.sandbox.setDesignated(ea(0), other);
    world.sandbox.setDesignated(ea(1), samplePartnerIds.contoso);
    world.sandbox.setDesignated(ea(3), wanted);
    const run = valueOf(await window.operations.start(plan));
    await run.finished;
    assert.deepEqual(words(run), [
      'skipped changedSinceReviewed',
      'skipped changedSinceReviewed',
      'alreadySo',
      'alreadySo',
    ]);
    assert.equal(dporWrites(world), 0);
    const state = stateIn(window, 0);
    assert.ok(state.kind === 'designated' && state.partner.partnerId === other);
  });

  it('writes nothing where the reading before fails, and shows no error as a fact', async () => {
    const plan = dporPlan(world, window, link, [], wantedName);
    world.fault({ kind: 'status', status: 503 }, { method: 'GET', pathIncludes: dporReadPath });
    const run = valueOf(await window.operations.start(plan));
    await run.finished;
    assert.deepEqual(words(run), ['failed serviceError', 'failed serviceError', 'alreadySo', 'failed serviceError']);
    assert.equal(dporWrites(world), 0);
    const state = stateIn(window, 0);
    assert.equal(state.kind, 'noneReported');
    assert.equal(dporFailure(state)?.kind, 'serviceError');
  });

  const unclear: readonly FaultAnswer[] = [
    { kind: 'lostAnswer' },
    { kind: 'status', status: 500, applied: true },
    { kind: 'html' },
  ];
  for (const answer of unclear) {
    it(`whose answer is unclear (${answer.kind}) reads once, sends nothing again, and is done only where the reading shows it`, async () => {
      world.fault(answer, { method: 'POST', pathIncludes: dporWritePath });
      const plan = dporPlan(world, window, link, [], wantedName);
      const run = valueOf(await window.operations.start(plan));
      await run.finished;
      assert.equal(dporWrites(world), 3);
      const reads = world.sandbox.requests().filter(({ method }) => method === 'GET');
      assert.equal(reads.length, 6, 'once before, once after');
      for (const [index, { state }] of run.items().entries()) {
        if (index !== 2) {
          const shown = world.sandbox.designated(ea(index)) === wanted;
          assert.equal(state.kind === 'done', shown);
          const [record] = await window.operations.history();
          assert.equal(record?.items[index]?.outcome?.wrote, 'perhaps');
          assert.equal(stateIn(window, index).kind, shown ? 'designated' : 'unclear');
        }
      }
    });
  }

  it('whose lost write does not show yet is not said to be done, nor to have failed for certain', async () => {
    world.sandbox.setSwitches({ billing: { delayReads: 5 } });
    world.fault({ kind: 'lostAnswer' }, { method: 'POST', pathIncludes: dporWritePath });
    const run = valueOf(await window.operations.start(dporPlan(world, window, link, [], wantedName)));
    await run.finished;
    assert.equal(words(run)[0], 'unclear offline');
    const [record] = await window.operations.history();
    assert.equal(record?.items[0]?.outcome?.wrote, 'perhaps');
    assert.equal(record.items[0].outcome.result.kind, 'unclear');
  });

  for (const client of [401, 403] as const) {
    it(`that the service refuses (${String(client)}) has certainly not written, and leaves the rest alone`, async () => {
      const own = world.window({ concurrency: 1 });
      await readDpors(world, own);
      await world.plan(own, link, wantedName);
      const plan = dporPlan(world, own, link, [0], wantedName);
      world.sandbox.setSwitches({ billing: { client } });
      const run = valueOf(await own.operations.start(plan));
      await run.finished;
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

  it('refused when it writes, too', async () => {
    world.fault({ kind: 'status', status: 403 }, { method: 'POST', pathIncludes: dporWritePath });
    const own = world.window({ concurrency: 1 });
    await readDpors(world, own);
    const run = valueOf(await own.operations.start(dporPlan(world, own, link, [], wantedName)));
    await run.finished;
    assert.deepEqual(words(run).slice(0, 2), ['failed clientNotAccepted', 'skipped clientNotAccepted']);
    assert.equal(dporWrites(world), 1);
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
    await readDpors(world, own);
    await valueOf(await own.operations.start(dporPlan(world, own, link, [], wantedName))).finished;
    assert.deepEqual([...read].sort(), [ea(0), ea(1), ea(3)].sort());
  });

  it('retries what failed, as it is now, where Azure was asked in this session', async () => {
    const plan = dporPlan(world, window, link, [], wantedName);
    world.fault({ kind: 'status', status: 400 }, { method: 'POST', pathIncludes: dporWritePath }, 1);
    const own = world.window({ concurrency: 1 });
    await readDpors(world, own);
    const run = valueOf(await own.operations.start(plan));
    const result = await run.finished;
    assert.match(words(run)[0] ?? '', /^failed/);
    const again = (context: DporPlanContext): readonly string[] =>
      actionsOf(retryPlan(plan, result.items, (one) => own.store.tenant(one), context).items);
    assert.deepEqual(again(contextOf(own, () => wantedName)), [`designate ${wanted}`]);
    const unread = { ...contextOf(own, () => wantedName), readInSession: () => false };
    assert.deepEqual(again(unread), ['cannot: notReadInSession']);
  });

  it('of one subscription that two windows want to change is written once, whoever sees it', async () => {
    const [one, two] = [world.window({ clock: systemClock }), world.window({ clock: systemClock })];
    await readDpors(world, one);
    await readDpors(world, two);
    const runs = await Promise.all([
      one.operations.start(dporPlan(world, one, link, [], wantedName)),
      two.operations.start(dporPlan(world, two, { kind: 'link', partnerId: other }, [], 'Fabrikam')),
    ]);
    await Promise.all(runs.map((run) => valueOf(run).finished));
    const writes = runs.flatMap((run) => words(valueOf(run))).filter((word) => word === 'submitted').length;
    assert.equal(dporWrites(world), writes);
    const changed = runs.flatMap((run) => words(valueOf(run))).filter((word) => word.startsWith('skipped changed'));
    assert.equal(writes + changed.length, 6);
  });
});

describe('a run of DPORs whose window was killed', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open(3, subscriptionsPerTenant);
  });
  afterEach(async () => {
    await world.close();
  });

  it('does not send again what it announced, whether it was sent or not, and says so', async () => {
    const window = world.window();
    await readDpors(world, window);
    world.fault({ kind: 'hang' }, { method: 'POST', pathIncludes: dporWritePath });
    const run = valueOf(await window.operations.start(dporPlan(world, window, link, [], wantedName)));
    while (dporWrites(world) < 3) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    await window.operations.dispose();
    assert.equal((await run.finished).how, 'interrupted');
    world.noFaults();
    world.sandbox.setDesignated(ea(1), wanted);
    world.sandbox.setDesignated(ea(2), other);
    world.sandbox.clearRequests();
    const later = world.window();
    await later.operations.unfinished();
    assert.equal(stateIn(later, 0).kind, 'unclear');
    const resumed = valueOf(await later.operations.resume(run.id));
    await resumed.finished;
    assert.deepEqual(words(resumed), ['unclear interrupted', 'foundByReading', 'skipped changedSinceReviewed']);
    assert.equal(dporWrites(world), 0);
    const [record] = await later.operations.history();
    assert.deepEqual(
      record?.items.map(({ outcome }) => outcome?.wrote),
      ['perhaps', 'perhaps', 'perhaps'],
    );
  });

  it('is known to the next one: what was submitted is waited for, what was not begun is done by resuming', async () => {
    const window = world.window({ concurrency: 1 });
    await readDpors(world, window);
    const run = valueOf(await window.operations.start(dporPlan(world, window, link, [], wantedName)));
    run.onDidChange((change) => {
      if (change.kind === 'item' && run.progress.done === 1) {
        void run.close();
      }
    });
    assert.equal((await run.finished).how, 'interrupted');
    assert.equal(dporWrites(world), 1);
    const later = world.window();
    await later.operations.unfinished();
    const state = stateIn(later, 0);
    assert.ok(state.kind === 'submitted');
    assert.deepEqual(state.change, { do: 'designate', partner: { partnerId: wanted, partnerName: wantedName } });
    const resumed = valueOf(await later.operations.resume(run.id));
    await resumed.finished;
    assert.deepEqual(words(resumed), ['submitted', 'submitted', 'submitted']);
    assert.equal(dporWrites(world), 3);
  });
});

describe('undo of designations', () => {
  let world: World;
  let window: Window;
  beforeEach(async () => {
    world = await World.open(3, subscriptionsPerTenant);
    window = world.window();
    world.sandbox.setDesignated(ea(1), other);
    await readDpors(world, window);
  });
  afterEach(async () => {
    await world.close();
  });

  async function undoItems(): Promise<Awaited<ReturnType<Window['operations']['planUndoOfLast']>>> {
    return window.operations.planUndoOfLast();
  }

  it('removes what was designated where none was reported, and designates again what was changed', async () => {
    await valueOf(await window.operations.start(dporPlan(world, window, link, [], wantedName))).finished;
    const offer = valueOf(await undoItems());
    assert.ok(offer.kind === 'plan');
    assert.deepEqual(actionsOf(offer.plan.items), [
      `remove ${wanted}`,
      `change ${wanted} ${other}`,
      `remove ${wanted}`,
    ]);
    assert.equal(offer.plan.items[0]?.subscription?.id, ea(0));
    const run = valueOf(await window.operations.start(offer.plan));
    await run.finished;
    assert.deepEqual(designated(world), [undefined, other, undefined]);
    const again = valueOf(await undoItems());
    assert.ok(again.kind === 'plan');
    assert.deepEqual(actionsOf(again.plan.items), [
      `designate ${wanted}`,
      `change ${other} ${wanted}`,
      `designate ${wanted}`,
    ]);
  });

  it('says not visible yet, or still waited for, where the reading does not show what was written', async () => {
    world.sandbox.setSwitches({ billing: { delayReads: 3 } });
    const { items, ...rest } = dporPlan(world, window, link, [], wantedName);
    const unset = items.filter(({ action }) => action.do === 'link');
    await valueOf(await window.operations.start({ ...rest, items: unset })).finished;
    const waiting = valueOf(await undoItems());
    assert.ok(waiting.kind === 'plan');
    assert.deepEqual(actionsOf(waiting.plan.items), Array(2).fill('cannot: stillWaitedFor'));
    for (const tenant of [0, 2]) {
      const state = stateIn(window, tenant);
      assert.ok(state.kind === 'submitted');
      window.store.setDpor(ref(tenant), ea(tenant), { ...state, kind: 'submittedNotVisible' });
    }
    const gone = valueOf(await undoItems());
    assert.ok(gone.kind === 'plan');
    assert.deepEqual(actionsOf(gone.plan.items), Array(2).fill('cannot: notVisibleYet'));
    world.sandbox.setSwitches({ billing: { delayReads: 0 } });
    const shown = valueOf(await undoItems());
    assert.ok(shown.kind === 'plan');
    assert.equal(actionsOf(shown.plan.items)[0], `remove ${wanted}`);
  });

  it('does not touch what changed since, or cannot be read', async () => {
    await valueOf(await window.operations.start(dporPlan(world, window, link, [], wantedName))).finished;
    await undoItems();
    world.sandbox.setDesignated(ea(0), other);
    world.sandbox.setDesignated(ea(1), undefined);
    world.fault({ kind: 'status', status: 503 }, { method: 'GET', tenantId: ref(2).tenantId });
    const offer = valueOf(await undoItems());
    assert.ok(offer.kind === 'plan');
    assert.deepEqual(actionsOf(offer.plan.items), ['cannot: changedSince', 'cannot: changedSince', 'cannot: unknown']);
  });
});

describe('a plan of DPORs', () => {
  it('has each subscription once, whoever sees it', async () => {
    const world = await World.open(2, subscriptionsPerTenant);
    try {
      const window = world.window();
      await readDpors(world, window);
      const found = targets(window, 0, 1);
      const [first] = found;
      assert.ok(first);
      const unknown = {
        ...first,
        row: { ...first.row, ref: { identity: `${identity}-too`, tenantId: first.row.ref.tenantId }, dpor: undefined },
      };
      const context = contextOf(window, () => undefined);
      const { items } = planDpor([unknown, ...found, unknown], link, context);
      assert.deepEqual(actionsOf(items), [`designate ${wanted}`, `designate ${wanted}`]);
      assert.equal(items[0]?.tenant.identity, identity);
    } finally {
      await world.close();
    }
  });
});
