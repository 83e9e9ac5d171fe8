import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { columnsOf, isSubscriptionColumns, subscriptionsOf } from '../../../../src/estate/files/subscriptionColumns.ts';
import type { Subscription } from '../../../../src/shared/model/model.ts';

const maybe = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(values, { nil: undefined });
const few = fc.constantFrom('', 'Enabled', 't0', 'x');

const subscriptions: fc.Arbitrary<readonly Subscription[]> = fc.array(
  fc.record(
    {
      subscriptionId: fc.string(),
      displayName: maybe(fc.oneof(few, fc.string())),
      tenantId: few,
      state: maybe(few),
      quotaId: maybe(few),
      managedByTenantIds: maybe(fc.array(few, { maxLength: 2 })),
    },
    { noNullPrototype: true },
  ),
);

describe('Subscriptions by columns', () => {
  it('come back as they were, whatever they have in common', () => {
    fc.assert(
      fc.property(subscriptions, few, (list, tenantId) => {
        const file: unknown = JSON.parse(JSON.stringify(columnsOf(list, tenantId)));
        assert.ok(isSubscriptionColumns(file));
        assert.deepEqual(subscriptionsOf(file, tenantId), list);
      }),
    );
  });

  it('are not believed where a column is shorter or longer than the others', () => {
    assert.ok(isSubscriptionColumns({ ids: ['a', 'b'], names: { each: ['A', null] } }));
    for (const each of [['A'], ['A', 'B', 'C'], [], 'AB', ['A', undefined]]) {
      assert.ok(!isSubscriptionColumns({ ids: ['a', 'b'], names: { each } }), JSON.stringify(each));
    }
  });
});
