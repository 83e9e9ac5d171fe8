import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { WriteWatch, waitedForMs } from '../../../../src/operations/run/writeWatch.ts';
import { dporSubmitted } from '../../../../src/shared/model/dpor.ts';
import { eventually } from '../../../e2e/support/eventually.ts';
import {
  designated,
  dporPlan,
  dporReadPath,
  ea,
  readDpors,
  stateIn,
  subscriptionsPerTenant,
} from '../support/dporWorld.ts';
import { other, ref, valueOf, wanted, wantedName, World, type Window, type WindowOptions } from '../support/world.ts';
import { manualClock, type ManualClock } from '../../support/manualClock.ts';

const link = { kind: 'link', partnerId: wanted } as const;

describe('a submitted DPOR', () => {
  let world: World;
  let clock: ManualClock;
  const watches: WriteWatch[] = [];
  beforeEach(async () => {
    world = await World.open(2, subscriptionsPerTenant);
    clock = manualClock();
  });
  afterEach(async () => {
    await Promise.all(watches.splice(0).map((watch) => watch.dispose()));
    await world.close();
  });

  function watch(window: Window, mayAsk: () => boolean = () => true): WriteWatch {
    const silent = (): void => undefined;
    const one = new WriteWatch({
      azure: () => Promise.resolve(world.azure),
      store: window.store,
      log: { debug: silent, info: silent, warn: silent, error: silent },
      mayAsk,
      settled: (settlement) => window.operations.noteSettled(settlement),
      clock,
    });
    watches.push(one);
    return one;
  }

  /** Submits for both tenants. */
  async function submit(intent: Parameters<typeof dporPlan>[2] = link, options: WindowOptions = {}): Promise<Window> {
    const window = world.window({ clock, ...options });
    await readDpors(world, window);
    await valueOf(await window.operations.start(dporPlan(world, window, intent, [], wantedName))).finished;
    assert.equal(stateIn(window, 0).kind, 'submitted');
    world.sandbox.clearRequests();
    return window;
  }

  function reads(): number {
    return world.sandbox.requests().filter(({ path }) => path.startsWith(dporReadPath)).length;
  }

  /** Lets time pass until so many readings were made; all that is pending gets its turn. */
  async function passUntilRead(ms: number, wantedReads: number): Promise<void> {
    await settled();
    clock.pass(ms);
    await eventually(() => assert.ok(reads() >= wantedReads));
    await settled();
  }

  async function settled(): Promise<void> {
    for (let turn = 0; turn < 20; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  it('is read again with growing pauses until it shows', async () => {
    world.sandbox.setSwitches({ billing: { delayReads: 2 } });
    const window = await submit();
    watch(window);
    await settled();
    clock.pass(9_000);
    await settled();
    assert.equal(reads(), 0);
    await passUntilRead(1_000, 2);
    await passUntilRead(20_000, 4);
    assert.equal(stateIn(window, 0).kind, 'submitted', 'an answer from before is no news');
    await passUntilRead(40_000, 6);
    for (const tenant of [0, 1]) {
      const state = stateIn(window, tenant);
      assert.ok(state.kind === 'designated' && state.partner.partnerId === wanted);
    }
    await settled();
    assert.equal(watches[0]?.size, 0);
  });

  it('that does not show within ten minutes is not visible yet, after eight readings', async () => {
    world.sandbox.setSwitches({ billing: { delayReads: 99 } });
    const window = await submit();
    const one = watch(window);
    for (let second = 0; second < 620 && one.size > 0; second += 5) {
      await settled();
      clock.pass(5_000);
    }
    await eventually(() => assert.equal(one.size, 0));
    assert.equal(stateIn(window, 0).kind, 'submittedNotVisible');
    assert.equal(reads(), 2 * 8);
    assert.deepEqual(designated(world), [wanted, wanted]);
  });

  it('of a removal ends in none reported', async () => {
    for (const tenant of [0, 1]) {
      world.sandbox.setDesignated(ea(tenant), other);
    }
    const window = await submit({ kind: 'remove' });
    watch(window);
    await passUntilRead(10_000, 2);
    assert.equal(stateIn(window, 0).kind, 'noneReported');
  });

  it('outlives errors, and no error is taken for an answer', async () => {
    const window = await submit();
    world.fault({ kind: 'status', status: 404 }, { method: 'GET', pathIncludes: dporReadPath }, 2);
    watch(window);
    await passUntilRead(10_000, 2);
    assert.equal(stateIn(window, 0).kind, 'submitted');
    await passUntilRead(20_000, 4);
    assert.equal(stateIn(window, 0).kind, 'designated');
  });

  it('is not waited for any more once the service refuses this client', async () => {
    const window = await submit();
    world.sandbox.setSwitches({ billing: { client: 401 } });
    watch(window);
    await passUntilRead(10_000, 1);
    await eventually(() => assert.equal(stateIn(window, 1).kind, 'submittedNotVisible'));
    assert.equal(stateIn(window, 0).kind, 'submittedNotVisible');
  });

  it('is not read where the person does not let the service be asked; its time runs out', async () => {
    const window = await submit();
    const one = watch(window, () => false);
    for (let minute = 0; minute < 11 && one.size > 0; minute++) {
      await settled();
      clock.pass(60_000);
    }
    await eventually(() => assert.equal(one.size, 0));
    assert.equal(reads(), 0);
    assert.equal(stateIn(window, 0).kind, 'submittedNotVisible');
  });

  it('of a session before is taken up again while it is young, and otherwise not read', async () => {
    const window = await submit();
    const next = world.window({ clock });
    const old = dporSubmitted({ do: 'remove' }, undefined, clock.now() - waitedForMs - 1);
    next.store.setDpor(ref(1), ea(1), old);
    next.store.load(window.store.snapshot());
    next.store.setDpor(ref(1), ea(1), old);
    watch(next);
    await passUntilRead(10_000, 1);
    assert.equal(stateIn(next, 0).kind, 'designated');
    assert.equal(stateIn(next, 1).kind, 'submittedNotVisible');
    assert.equal(reads(), 1);
  });

  it('that comes to be known while others are waited for is waited for, too', async () => {
    const window = world.window({ clock });
    await readDpors(world, window);
    watch(window);
    await valueOf(await window.operations.start(dporPlan(world, window, link, [], wantedName))).finished;
    world.sandbox.clearRequests();
    await passUntilRead(10_000, 2);
    assert.equal(stateIn(window, 1).kind, 'designated');
  });

  it('stays submitted when the session ends, and nothing is read after', async () => {
    const window = await submit();
    const one = watch(window);
    await settled();
    await one.dispose();
    clock.pass(60_000);
    await settled();
    assert.equal(reads(), 0);
    assert.equal(stateIn(window, 0).kind, 'submitted');
  });
});
