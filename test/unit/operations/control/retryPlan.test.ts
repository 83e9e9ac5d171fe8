import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Plan, PlanItem } from '../../../../src/operations/plan/plan.ts';
import { retryPlan } from '../../../../src/operations/control/retryPlan.ts';
import type { RunResult } from '../../../../src/operations/run/runResult.ts';
import type { TenantRow } from '../../../../src/shared/model/model.ts';
import { associations } from '../support/associations.ts';
import {
  actions,
  contextOf,
  other,
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

function allFailed(items: readonly PlanItem[]): RunResult['items'] {
  return items.map((item) => ({ item, state: { kind: 'failed', failure: { kind: 'offline' } } }));
}

for (const association of associations) {
  describe(`A retry of what failed in a ${association.name} run`, () => {
    let world: World;
    let window: Window;
    beforeEach(async () => {
      world = await World.open(5, association);
      window = world.window();
      world.put(2, other);
    });
    afterEach(async () => {
      await world.close();
    });

    /** Runs the plan with writes refused for these targets, and plans its retry from what the rows say then. */
    async function retryAfter(plan: Plan, ...refused: readonly number[]): Promise<Plan> {
      for (const target of refused) {
        for (const action of ['link', 'change', 'remove'] as const) {
          world.fault(association.refusal.answer, association.writes(action, target));
        }
      }
      const run = await runToEnd(window, plan);
      assert.equal(words(run).filter((word) => word.startsWith('failed')).length, refused.length);
      world.noFaults();
      const { items } = await run.finished;
      return retry(plan, items, (id) => window.store.partnerName(id));
    }

    function retry(
      plan: Plan,
      items: RunResult['items'],
      partnerName: (id: string) => string | undefined = () => undefined,
      rowOf = (tenant: TenantRow['ref']): TenantRow | undefined => window.store.tenant(tenant),
    ): Plan {
      return retryPlan(plan, items, rowOf, contextOf(window, partnerName));
    }

    it('plans the failed targets only, as they are now, with the same intent and the name learnt meanwhile', async () => {
      const plan = await world.plan(window, link, wantedName);
      window.store.learnPartnerName(wanted, wantedName);
      const again = await retryAfter({ ...plan, items: plan.items.slice(0, 4) }, 1, 2);
      assert.deepEqual(again.intent, link);
      assert.equal(again.partnerName, wantedName);
      assert.deepEqual(
        again.items.map(({ tenant, action }) => [tenant.tenantId, action.do]),
        [
          [ref(1).tenantId, 'link'],
          [ref(2).tenantId, 'change'],
        ],
      );
      await runToEnd(window, again);
      assert.deepEqual(world.held(), [wanted, wanted, wanted, wanted, undefined]);
    });

    it('plans from what a target holds now, and says so of one that is gone', async () => {
      const plan = await world.plan(window, link, wantedName);
      const items = plan.items.slice(0, 3);
      await runToEnd(window, { ...plan, items });
      world.put(1, other);
      await world.read(window);
      const again = retry(plan, allFailed(items), undefined, (tenant) =>
        tenant.tenantId === ref(2).tenantId ? undefined : window.store.tenant(tenant),
      );
      assert.deepEqual(
        again.items.map(({ tenantName }) => tenantName),
        ['Customer 0', 'Customer 1', 'Customer 2'],
      );
      assert.deepEqual(actions(again.items), ['nothing: alreadySo', `change ${other} ${wanted}`, 'cannot: notChecked']);
    });

    it('of a removal removes what is there now', async () => {
      world.put(0, wanted);
      const again = await retryAfter(await world.plan(window, { kind: 'remove' }), 0);
      assert.deepEqual(
        again.items.map(({ action }) => action),
        [{ do: 'remove', from: wanted, fromName: wantedName }],
      );
    });

    it('of an undo puts back only what still holds what the undone run wrote', async () => {
      const before = world.held();
      await runToEnd(window, await world.plan(window, link, wantedName));
      const offer = valueOf(await window.operations.planUndoOfLast());
      assert.ok(offer.kind === 'plan');
      const again = await retryAfter(offer.plan, 0, 2);
      assert.deepEqual(again.intent, offer.plan.intent);
      assert.deepEqual(
        again.items.map(({ action }) => action.do),
        ['remove', 'change'],
      );
      world.put(0, other);
      await world.read(window);
      const later = retry(again, allFailed(again.items));
      const [overtaken] = later.items;
      assert.ok(overtaken?.action.do === 'cannot' && overtaken.action.why.kind === 'changedSince');
      assert.equal(overtaken.action.why.is, other);
      assert.deepEqual(later.items[1]?.action, again.items[1]?.action);
      world.put(0, wanted);
      await runToEnd(window, again);
      assert.deepEqual(world.held(), before);
    });
  });
}
