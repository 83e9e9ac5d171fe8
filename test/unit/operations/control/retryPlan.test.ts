import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Plan } from '../../../../src/operations/plan/plan.ts';
import { retryPlan } from '../../../../src/operations/control/retryPlan.ts';
import { contextOf, other, ref, valueOf, wanted, wantedName, words, World, type Window } from '../support/world.ts';

const link = { kind: 'link', partnerId: wanted } as const;

describe('a retry of what failed', () => {
  let world: World;
  let window: Window;
  beforeEach(async () => {
    world = await World.open(5);
    window = world.window();
    world.put(2, other);
  });
  afterEach(async () => {
    await world.close();
  });

  /** Runs the plan with writes refused in these tenants, and plans its retry from what the rows say then. */
  async function retryAfter(plan: Plan, ...refused: readonly number[]): Promise<Plan> {
    for (const tenant of refused) {
      for (const method of ['PUT', 'PATCH', 'DELETE']) {
        world.fault({ kind: 'forbidden' }, { method, tenantId: ref(tenant).tenantId }, 1);
      }
    }
    const run = valueOf(await window.operations.start(plan));
    const result = await run.finished;
    assert.equal(words(run).filter((word) => word.startsWith('failed')).length, refused.length);
    world.noFaults();
    return retryPlan(
      plan,
      result.items,
      (tenant) => window.store.tenant(tenant),
      contextOf(window, (id) => window.store.partnerName(id)),
    );
  }

  it('plans the failed tenants only, as they are now, with the same intent and the name learnt meanwhile', async () => {
    const plan = await world.plan(window, link, wantedName);
    const retry = await retryAfter({ ...plan, items: plan.items.slice(0, 4) }, 1, 2);
    assert.deepEqual(retry.intent, link);
    assert.equal(retry.partnerName, wantedName);
    assert.deepEqual(
      retry.items.map(({ tenant, action }) => [tenant.tenantId, action.do]),
      [
        [ref(1).tenantId, 'link'],
        [ref(2).tenantId, 'change'],
      ],
    );
    await valueOf(await window.operations.start(retry)).finished;
    assert.deepEqual(world.held(), [wanted, wanted, wanted, wanted, undefined]);
  });

  it('plans from what a tenant holds now, and says so of one that is gone', async () => {
    const plan = await world.plan(window, link, wantedName);
    const run = valueOf(
      await window.operations.start({
        ...plan,
        items: plan.items.slice(0, 3),
      }),
    );
    const { items } = await run.finished;
    const failedAll = items.map(({ item }) => ({
      item,
      state: { kind: 'failed', failure: { kind: 'offline' } } as const,
    }));
    window.store.setPal(ref(1), { kind: 'linked', link: { partnerId: other } }, 'scan');
    const retry = retryPlan(
      plan,
      failedAll,
      (tenant) => (tenant.tenantId === ref(2).tenantId ? undefined : window.store.tenant(tenant)),
      contextOf(window, () => undefined),
    );
    assert.deepEqual(
      retry.items.map(({ tenantName, action }) => [tenantName, action]),
      [
        ['Customer 0', { do: 'nothing', why: 'alreadySo' }],
        ['Customer 1', { do: 'change', from: other, fromName: undefined, to: wanted }],
        ['Customer 2', { do: 'cannot', why: { kind: 'notChecked' } }],
      ],
    );
  });

  it('of a removal removes what is there now', async () => {
    world.put(0, wanted);
    const retry = await retryAfter(await world.plan(window, { kind: 'remove' }), 0);
    assert.deepEqual(
      retry.items.map(({ action }) => action),
      [{ do: 'remove', from: wanted, fromName: wantedName }],
    );
  });

  it('of an undo puts back only what still holds what the undone run wrote', async () => {
    const before = world.held();
    await valueOf(await window.operations.start(await world.plan(window, link, wantedName))).finished;
    const offer = valueOf(await window.operations.planUndoOfLast());
    assert.ok(offer.kind === 'plan');
    const retry = await retryAfter(offer.plan, 0, 2);
    assert.deepEqual(retry.intent, offer.plan.intent);
    assert.deepEqual(
      retry.items.map(({ action }) => action.do),
      ['remove', 'change'],
    );
    window.store.setPal(ref(0), { kind: 'linked', link: { partnerId: other } }, 'scan');
    const failedItems = retry.items.map((item) => ({
      item,
      state: { kind: 'failed', failure: { kind: 'offline' } } as const,
    }));
    const again = retryPlan(
      retry,
      failedItems,
      (tenant) => window.store.tenant(tenant),
      contextOf(window, () => undefined),
    );
    assert.deepEqual(again.items[0]?.action, {
      do: 'cannot',
      why: { kind: 'changedSince', is: other, isName: undefined },
    });
    assert.deepEqual(again.items[1]?.action, retry.items[1]?.action);
    await valueOf(await window.operations.start(retry)).finished;
    assert.deepEqual(world.held(), before);
  });
});
