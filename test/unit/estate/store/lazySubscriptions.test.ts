import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  quotaIdsIn,
  subscriptionCount,
  withLazySubscriptions,
} from '../../../../src/estate/store/lazySubscriptions.ts';
import { withSubscriptions } from '../../../../src/estate/store/row.ts';
import { subscriptionList, type Subscription, type TenantRow } from '../../../../src/shared/model/model.ts';

const list: readonly Subscription[] = [
  { subscriptionId: 'a', displayName: 'A', tenantId: 't' },
  { subscriptionId: 'b', displayName: 'B', tenantId: 't' },
];

describe('A list of subscriptions that is made late', () => {
  function late(): { readonly state: ReturnType<typeof withLazySubscriptions>; readonly made: () => number } {
    let made = 0;
    const state = withLazySubscriptions(
      { kind: 'known' },
      { count: list.length, quotaIds: ['CSP_2015-05-01', null] },
      () => {
        made += 1;
        return list;
      },
    );
    return { state, made: () => made };
  }

  it('is counted, and its offers told, without being made', () => {
    const { state, made } = late();
    assert.equal(subscriptionCount(state), 2);
    assert.deepEqual(quotaIdsIn(state), ['CSP_2015-05-01', null]);
    assert.equal(made(), 0);
  });

  it('is made once, however often it is looked at, and the same list each time', () => {
    const { state, made } = late();
    assert.equal(subscriptionList(state), subscriptionList(state));
    assert.equal(made(), 1);
    assert.deepEqual(state, { kind: 'known', list });
  });

  it('is an ordinary one in a copy, counted anew', () => {
    const { state, made } = late();
    const row: TenantRow = {
      ref: { identity: 'i', tenantId: 't' },
      info: { tenantId: 't' },
      pal: { kind: 'notLinked' },
      subscriptions: state,
    };
    const checking = withSubscriptions(row, { kind: 'checking' }, 1).subscriptions;
    assert.deepEqual(checking, { kind: 'checking', list });
    assert.equal(subscriptionCount({ ...state, list: [] }), 0);
    assert.deepEqual(quotaIdsIn({ ...state }), [null, null]);
    assert.equal(subscriptionCount({ kind: 'notChecked' }), 0);
    assert.equal(made(), 1);
  });
});
