import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ItemsByPartnerId, tenantsTarget } from '../../../../src/operations/plan/itemsByPartnerId.ts';
import type { PlanItem, PlannedAction } from '../../../../src/operations/plan/plan.ts';

const link: PlannedAction = { do: 'link', to: '1' };
const change: PlannedAction = { do: 'change', from: '1', to: '2' };
const remove: PlannedAction = { do: 'remove', from: '1' };
const nothing: PlannedAction = { do: 'nothing', why: 'alreadySo' };

const pal = (action: PlannedAction): PlanItem => ({
  tenant: { identity: 'sample:one', tenantId: 't' },
  identityName: 'me',
  action,
});
const dpor = (action: PlannedAction): PlanItem => ({ ...pal(action), subscription: { id: 's' } });

describe('The items that get a partner ID', () => {
  const items = [pal(link), pal(change), dpor(link), pal(remove), pal(link), pal(nothing), pal(link)];
  const places = (): ItemsByPartnerId => new ItemsByPartnerId({ intent: { kind: 'list' }, items });

  it('are found in the order of the plan, subscriptions apart', () => {
    assert.deepEqual(
      [places().all('1'), places().tenants('1')],
      [
        [0, 2, 4, 6],
        [0, 4, 6],
      ],
    );
    assert.deepEqual([places().all('2'), places().tenants('2')], [[1], [1]]);
    assert.deepEqual([places().all('3'), places().tenants('3')], [[], []]);
  });

  it('are looked at until one fits, and again only where one fits again', () => {
    const looked: number[] = [];
    const one = places();
    const firstFrom = (least: number): number | undefined => {
      looked.length = 0;
      return one.first('1', (index) => {
        looked.push(index);
        return index >= least;
      });
    };
    assert.deepEqual([firstFrom(4), looked], [4, [0, 4]]);
    assert.deepEqual([firstFrom(0), looked], [4, [4]]);
    assert.deepEqual([firstFrom(9), looked], [undefined, [4, 6]]);
    assert.deepEqual([firstFrom(0), looked], [undefined, []]);
    one.fitsAgain('1', 4);
    assert.deepEqual([firstFrom(0), looked], [4, [4]]);
    one.fitsAgain('1', 6);
    one.fitsAgain('3', 0);
    assert.deepEqual([firstFrom(0), looked], [4, [4]]);
    one.fitsAgain('1', 0);
    assert.deepEqual([firstFrom(0), looked], [0, [0]]);
    assert.equal(
      one.first('3', () => true),
      undefined,
    );
  });

  it('name the ID that a tenant is to be linked to', () => {
    assert.deepEqual([pal(link), pal(change), dpor(link), pal(remove), pal(nothing), undefined].map(tenantsTarget), [
      '1',
      '2',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
