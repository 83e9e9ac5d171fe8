import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import * as v from 'valibot';
import { byHand, bySchema, targetStatuses } from '../../../src/shared/form/messages.ts';

const text = fc.string({ maxLength: 4 });
const maybe = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(one, { nil: undefined });

const good = fc.record(
  {
    key: text,
    kind: fc.constant('tenant'),
    name: text,
    domain: maybe(text),
    tenantId: text,
    identity: text,
    access: text,
    current: text,
    status: fc.constantFrom(...targetStatuses),
    needsAttention: fc.boolean(),
    listed: maybe(fc.record({ partnerId: maybe(text), label: maybe(text) }, { requiredKeys: [] })),
    expected: maybe(text),
  },
  {
    requiredKeys: ['key', 'kind', 'name', 'tenantId', 'identity', 'access', 'current', 'status', 'needsAttention'],
  },
);

/** Good ones with one field that is something else, or missing. */
const bad = fc
  .tuple(
    good,
    fc.constantFrom('key', 'kind', 'name', 'domain', 'tenantId', 'status', 'needsAttention', 'listed', 'expected'),
  )
  .chain(([target, field]) =>
    fc.oneof(fc.constant(undefined), fc.anything()).map((value) => ({ ...target, [field]: value })),
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
