import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { PalIntent } from '../../../../src/operations/plan/plan.ts';
import { waitedForMs } from '../../../../src/operations/run/writeWatch.ts';
import { dporSubmitted } from '../../../../src/shared/model/dpor.ts';
import { eventually } from '../../../e2e/support/eventually.ts';
import { dpor, dporReadPath, ea } from '../support/associations.ts';
import { other, ref, runToEnd, wanted, wantedName, World, type Window, type WindowOptions } from '../support/world.ts';
import { manualClock, type ManualClock } from '../../support/manualClock.ts';

const link = { kind: 'link', partnerId: wanted } as const;

describe('A submitted DPOR', () => {
  let world: World;
  let clock: ManualClock;
  beforeEach(async () => {
    world = await World.open(2, dpor);
    clock = manualClock();
  });
  afterEach(async () => {
    await world.close();
  });

  /** Submits for both tenants. */
  async function submit(intent: PalIntent = link, options: WindowOptions = {}): Promise<Window> {
    const window = world.window({ clock, ...options });
    await runToEnd(window, await world.plan(window, intent, wantedName));
    assert.match(world.known(window, 0), /^submitted /);
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
    const watch = world.watch(window, clock);
    await settled();
    clock.pass(9_000);
    await settled();
    assert.equal(reads(), 0);
    await passUntilRead(1_000, 2);
    await passUntilRead(20_000, 4);
    assert.equal(world.known(window, 0), `submitted ${wanted}`, 'an answer from before is no news');
    await passUntilRead(40_000, 6);
    for (const tenant of [0, 1]) {
      assert.equal(world.known(window, tenant), wanted);
    }
    await settled();
    assert.equal(watch.size, 0);
  });

  it('that does not show within ten minutes is not visible yet, after eight readings', async () => {
    world.sandbox.setSwitches({ billing: { delayReads: 99 } });
    const window = await submit();
    const one = world.watch(window, clock);
    for (let second = 0; second < 620 && one.size > 0; second += 5) {
      await settled();
      clock.pass(5_000);
    }
    await eventually(() => assert.equal(one.size, 0));
    assert.equal(world.known(window, 0), 'submittedNotVisible');
    assert.equal(reads(), 2 * 8);
    assert.deepEqual(world.held(), [wanted, wanted]);
  });

  it('of a removal ends in none reported', async () => {
    for (const tenant of [0, 1]) {
      world.put(tenant, other);
    }
    const window = await submit({ kind: 'remove' });
    world.watch(window, clock);
    await passUntilRead(10_000, 2);
    assert.equal(world.known(window, 0), 'none');
  });

  it('outlives errors, and no error is taken for an answer', async () => {
    const window = await submit();
    world.fault({ kind: 'status', status: 404 }, { method: 'GET', pathIncludes: dporReadPath }, 2);
    world.watch(window, clock);
    await passUntilRead(10_000, 2);
    assert.equal(world.known(window, 0), `submitted ${wanted}`);
    await passUntilRead(20_000, 4);
    assert.equal(world.known(window, 0), wanted);
  });

  it('is not waited for any more once the service refuses this client', async () => {
    const window = await submit();
    world.sandbox.setSwitches({ billing: { client: 401 } });
    world.watch(window, clock);
    await passUntilRead(10_000, 1);
    await eventually(() => assert.equal(world.known(window, 1), 'submittedNotVisible'));
    assert.equal(world.known(window, 0), 'submittedNotVisible');
  });

  it('is not read where the person does not let the service be asked; its time runs out', async () => {
    const window = await submit();
    const one = world.watch(window, clock, () => false);
    for (let minute = 0; minute < 11 && one.size > 0; minute++) {
      await settled();
      clock.pass(60_000);
    }
    await eventually(() => assert.equal(one.size, 0));
    assert.equal(reads(), 0);
    assert.equal(world.known(window, 0), 'submittedNotVisible');
  });

  it('of a session before is taken up again while it is young, and otherwise not read', async () => {
    const window = await submit();
    const next = world.window({ clock });
    const old = dporSubmitted({ do: 'remove' }, undefined, clock.now() - waitedForMs - 1);
    next.store.setDpor(ref(1), ea(1), old);
    next.store.load(window.store.snapshot());
    next.store.setDpor(ref(1), ea(1), old);
    world.watch(next, clock);
    await passUntilRead(10_000, 1);
    assert.equal(world.known(next, 0), wanted);
    assert.equal(world.known(next, 1), 'submittedNotVisible');
    assert.equal(reads(), 1);
  });

  it('that comes to be known while others are waited for is waited for, too', async () => {
    const window = world.window({ clock });
    const plan = await world.plan(window, link, wantedName);
    world.watch(window, clock);
    await runToEnd(window, plan);
    world.sandbox.clearRequests();
    await passUntilRead(10_000, 2);
    assert.equal(world.known(window, 1), wanted);
  });

  it('stays submitted when the session ends, and nothing is read after', async () => {
    const window = await submit();
    const one = world.watch(window, clock);
    await settled();
    await one.dispose();
    clock.pass(60_000);
    await settled();
    assert.equal(reads(), 0);
    assert.equal(world.known(window, 0), `submitted ${wanted}`);
  });
});
