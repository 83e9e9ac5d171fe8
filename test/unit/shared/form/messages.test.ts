import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import * as v from 'valibot';
import { byHand, bySchema, readKeptState, targetStatuses } from '../../../../src/shared/form/messages.ts';

const text = fc.string({ maxLength: 4 });
const maybe = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(one, { nil: undefined });

const common = {
  key: text,
  name: text,
  tenantId: text,
  identity: text,
  access: text,
  current: text,
  status: fc.constantFrom(...targetStatuses),
  needsAttention: fc.boolean(),
};

const required = [
  'key',
  'kind',
  'name',
  'tenantId',
  'identity',
  'access',
  'current',
  'status',
  'needsAttention',
] as const;

const tenant = fc.record(
  {
    ...common,
    kind: fc.constant('tenant'),
    domain: maybe(text),
    listed: maybe(fc.record({ partnerId: maybe(text), label: maybe(text) }, { requiredKeys: [] })),
    expected: maybe(text),
  },
  { requiredKeys: [...required] },
);

const subscription = fc.record(
  { ...common, kind: fc.constant('subscription'), subscriptionId: text, tenant: text, source: maybe(text) },
  { requiredKeys: [...required, 'subscriptionId', 'tenant'] },
);

const good = fc.oneof(tenant, subscription);

/** Good ones with one field that is something else, or missing. */
const bad = fc
  .tuple(good, fc.constantFrom(...required, 'domain', 'listed', 'expected', 'subscriptionId', 'tenant', 'source'))
  .chain(([target, field]) =>
    fc
      .oneof(fc.constantFrom(undefined, 'tenant', 'subscription'), fc.anything())
      .map((value) => ({ ...target, [field]: value })),
  );

const target = fc.oneof({ weight: 3, arbitrary: good }, bad, fc.anything());
const count = fc.oneof({ weight: 3, arbitrary: fc.nat() }, fc.double(), fc.anything());

describe('Messages with thousands of targets', () => {
  it('are believed by hand exactly as their schemas would', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.array(target, { maxLength: 4 }), fc.anything()),
        fc.oneof(fc.array(count, { maxLength: 4 }), fc.anything()),
        fc.oneof(fc.array(fc.tuple(count, target), { maxLength: 3 }), fc.anything()),
        (targets, counts, changed) => {
          assert.equal(v.is(byHand.targets, targets), v.is(bySchema.targets, targets));
          assert.equal(v.is(byHand.counts, counts), v.is(bySchema.counts, counts));
          assert.equal(v.is(byHand.changed, changed), v.is(bySchema.changed, changed));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('are believed when they are right', () => {
    fc.assert(
      fc.property(fc.array(good), (targets) => {
        assert.ok(v.is(byHand.targets, targets));
      }),
    );
  });
});

describe('What VS Code kept of the form', () => {
  const draft = { action: 'link', partnerId: '1234567', fromList: false } as const;

  it('is read, and so is what an earlier version kept, which named what is linked', () => {
    const kept = { v: 2, mode: 'azure', draft, selected: ['a'] };
    assert.deepEqual(readKeptState(kept), kept);
    const earlier = { v: 1, mode: 'azure', draft: { association: 'pal', ...draft }, selected: ['a'] };
    assert.deepEqual(readKeptState(earlier), { ...kept, v: 1 });
    assert.equal(readKeptState({ ...kept, v: 3 }), undefined);
  });
});
