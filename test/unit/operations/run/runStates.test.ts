import assert from 'node:assert/strict';
import type { ItemState } from '../../../../src/operations/plan/itemState.ts';
import type { Plan, PlanItem, PlannedAction } from '../../../../src/operations/plan/plan.ts';
import { RunStates } from '../../../../src/operations/run/runStates.ts';
import { ref } from '../support/world.ts';

const [first, second] = ['1111111', '2222222'];
const signIn: ItemState = { kind: 'signInNeeded', failure: { kind: 'signInNeeded' } };
const refused: ItemState = { kind: 'failed', failure: { kind: 'partnerIdInvalid' } };

describe('the states of a run’s items', () => {
  const actions: readonly PlannedAction[] = [
    { do: 'link', to: first },
    { do: 'change', from: '3333333', to: second },
    { do: 'remove', from: '3333333' },
    { do: 'nothing', why: 'alreadySo' },
    { do: 'link', to: first },
  ];
  const states: readonly ItemState[] = [
    { kind: 'queued' },
    { kind: 'running' },
    signIn,
    { kind: 'done' },
    { kind: 'cancelled' },
    { kind: 'failed', failure: { kind: 'unknown' } },
  ];

  it('are counted and found as a look at each of them would, whatever they change to', () => {
    const plan = planOf(60, (index) => actions[index % actions.length]);
    const run = new RunStates(plan, undefined);
    let seed = 7;
    const below = (most: number): number => (seed = (seed * 48_271) % 2_147_483_647) % most;
    for (let change = 0; change < 2_000; change++) {
      run.set(below(60), states[below(states.length)] ?? { kind: 'queued' });
      const items = run.items().map(({ item: { action, subscription }, state: { kind } }, index) => {
        const to = action.do === 'link' || action.do === 'change' ? action.to : undefined;
        return {
          index,
          kind,
          to,
          tenantTo: subscription === undefined ? to : undefined,
          write: action.do !== 'nothing',
        };
      });
      const places = (fits: (item: (typeof items)[number]) => boolean): readonly number[] =>
        items.filter(fits).map(({ index }) => index);
      const isEnded = (kind: ItemState['kind']): boolean =>
        !['queued', 'running', 'signInNeeded', 'throttled'].includes(kind);
      assert.deepEqual(run.progress(), {
        done: items.filter(({ write, kind }) => write && isEnded(kind)).length,
        total: items.filter(({ write }) => write).length,
        waiting: items.filter(({ kind }) => kind === 'signInNeeded').length,
        throttled: items.filter(({ kind }) => kind === 'throttled').length,
      });
      assert.deepEqual(
        run.queued(),
        places(({ kind }) => kind === 'queued'),
      );
      assert.deepEqual(
        run.waitingForSignIn(),
        places(({ kind }) => kind === 'signInNeeded'),
      );
      assert.deepEqual(
        run.unended(),
        places(({ kind }) => !isEnded(kind)),
      );
      for (const id of [first, second]) {
        const queued = places(({ kind, tenantTo }) => kind === 'queued' && tenantTo === id);
        assert.deepEqual(run.queued(id), queued);
        assert.equal(run.firstQueued(id), queued[0]);
        assert.deepEqual(
          run.waitingForSignIn(id),
          places(({ kind, tenantTo }) => kind === 'signInNeeded' && tenantTo === id),
        );
        assert.deepEqual(
          run.waitingFor(id),
          places(({ kind, to }) => (kind === 'queued' || kind === 'signInNeeded') && to === id),
        );
      }
    }
  });

  it('tell of an ID that Azure refused in a tenant, and of no other', () => {
    const run = new RunStates(
      planOf(10, (index) => actions[index % actions.length]),
      undefined,
    );
    run.set(5, refused);
    assert.deepEqual(run.refusalOf(first), undefined, 'a subscription says nothing about the tenants');
    run.set(0, refused);
    assert.deepEqual(run.refusalOf(first), { kind: 'partnerIdInvalid' });
    assert.equal(run.refusalOf(second), undefined);
  });

  it('cost no more looks for each change the more items there are', () => {
    assert.ok(
      looksOfRun(2_000) < 4.5 * looksOfRun(500),
      `${String(looksOfRun(2_000))} after ${String(looksOfRun(500))}`,
    );
  });
});

/** Every other five items are about subscriptions. */
function planOf(items: number, action: (index: number) => PlannedAction | undefined): Plan {
  return {
    intent: { kind: 'list' },
    items: Array.from({ length: items }, (_, index) => ({
      tenant: ref(index),
      identityName: 'me',
      subscription: Math.floor(index / 5) % 2 === 1 ? { id: String(index) } : undefined,
      action: action(index) ?? { do: 'nothing', why: 'alreadySo' },
    })),
  };
}

/** How often a run's items and states are looked at when each waits once, and all is asked that a run asks at a change. */
function looksOfRun(size: number): number {
  let looks = 0;
  const counted = <T extends object>(one: T, key: keyof T & string): T => {
    const value = one[key];
    return Object.defineProperty({ ...one }, key, { get: () => ((looks += 1), value), enumerable: true });
  };
  const items = Array.from({ length: size }, (_, index) =>
    counted<PlanItem>(
      { tenant: ref(index), identityName: 'me', action: { do: 'link', to: index % 2 === 0 ? first : String(index) } },
      'action',
    ),
  );
  const run = new RunStates({ intent: { kind: 'list' }, items }, undefined);
  const change = (index: number, state: ItemState): void => {
    run.set(index, counted(state, 'kind'));
    run.progress();
    run.item(index);
    run.waitingForSignIn();
    run.firstQueued(first);
    run.refusalOf(first);
  };
  for (const index of items.keys()) {
    const id = index % 2 === 0 ? first : String(index);
    change(index, { kind: 'running' });
    change(index, signIn);
    run.waitingForSignIn(id);
    change(index, { kind: 'queued' });
    change(index, { kind: 'running' });
    change(index, index % 3 === 0 ? refused : { kind: 'done' });
    if (id !== first) {
      run.queued(id);
      run.waitingFor(id);
    }
  }
  return looks;
}
