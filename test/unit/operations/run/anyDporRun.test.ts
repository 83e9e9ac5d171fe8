/** Whatever the billing service answers, and whenever a run is cancelled or its window closed: nothing false is ever kept or shown. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Azure } from '../../../../src/shared/ports/azure.ts';
import { dporOf } from '../../../../src/estate/store/dporRow.ts';
import { goalOf, isWrite, type PalIntent } from '../../../../src/operations/plan/plan.ts';
import type { Run } from '../../../../src/operations/run/run.ts';
import type { ItemRecord } from '../../../../src/operations/journal/runRecord.ts';
import type { Outcome } from '../../../../src/shared/model/outcome.ts';
import type { FaultAnswer } from '../../../../src/sandbox/switches/faults.ts';
import type { DporReading } from '../../../../src/shared/model/dpor.ts';
import { azureWith, dpor } from '../support/associations.ts';
import { other, valueOf, wanted, wantedName, World, type Window } from '../support/world.ts';

const tenants = 3;

const readFaults: readonly FaultAnswer[] = [
  { kind: 'status', status: 400 },
  { kind: 'status', status: 401 },
  { kind: 'wrongIdAnswer' },
];
const writeFaults: readonly FaultAnswer[] = [
  { kind: 'lostAnswer' },
  { kind: 'status', status: 500, applied: true },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 403 },
  { kind: 'status', status: 404 },
  { kind: 'status', status: 429 },
  { kind: 'html' },
  { kind: 'wrongIdAnswer' },
];

interface Fault {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly answer: FaultAnswer;
  readonly times: number;
}

/** What happens to a run after so many changes of its items. */
interface Stop {
  readonly how: 'cancel' | 'close' | 'never';
  readonly after: number;
}

const anyFault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({
    method: fc.constant('GET' as const),
    answer: fc.constantFrom(...readFaults),
    times: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({
    method: fc.constantFrom('POST' as const, 'DELETE' as const),
    answer: fc.constantFrom(...writeFaults),
    times: fc.integer({ min: 1, max: 3 }),
  }),
);

const anyStop: fc.Arbitrary<Stop> = fc.record({
  how: fc.constantFrom('cancel' as const, 'close' as const, 'close' as const, 'never' as const),
  after: fc.integer({ min: 1, max: 6 }),
});

/** What was really answered, by subscription. */
class Witness {
  readonly readings = new Map<string, DporReading>();
  readonly sent = new Map<string, number>();
  readonly taken = new Set<string>();
  refused = 0;

  watch(azure: Azure): Azure {
    const write = async <T>(id: string, call: Promise<Outcome<T>>): Promise<Outcome<T>> => {
      const answer = await call;
      if (answer.ok) {
        this.taken.add(id);
      }
      // What was refused for now, and what never left, may begin anew.
      const again = !answer.ok && ['throttled', 'cancelled'].includes(answer.failure.kind);
      if (!again || answer.failure.mayHaveHappened) {
        this.sent.set(id, (this.sent.get(id) ?? 0) + 1);
      } else {
        this.refused += 1;
      }
      return answer;
    };
    return azureWith(azure, {
      readDpor: async (ref, id, signal) => {
        const outcome = await azure.readDpor(ref, id, signal);
        if (outcome.ok) {
          this.readings.set(id, outcome.value);
        }
        return outcome;
      },
      setDpor: (ref, id, partnerId, signal, mayBeSent) =>
        write(id, azure.setDpor(ref, id, partnerId, signal, mayBeSent)),
      removeDpor: (ref, id, signal, mayBeSent) => write(id, azure.removeDpor(ref, id, signal, mayBeSent)),
    });
  }

  /** Who the last well-formed answer named; `undefined`: none reported. */
  read(id: string): string | undefined {
    const reading = this.readings.get(id);
    return reading?.kind === 'designated' ? reading.partner.partnerId : undefined;
  }

  /** Everything the store claims comes from an answer, at any time. */
  guard({ store }: Window, errors: string[]): void {
    store.onDidChange((change) => {
      for (const ref of change.kind === 'tenants' ? change.refs : []) {
        const row = store.tenant(ref);
        for (const id of row?.dpor?.keys() ?? []) {
          const dpor = row && dporOf(row, id).dpor;
          const said = this.readings.get(id);
          if (
            (dpor?.kind === 'designated' &&
              (said?.kind !== 'designated' || said.partner.partnerId !== dpor.partner.partnerId)) ||
            (dpor?.kind === 'noneReported' && said?.kind !== 'noneReported') ||
            (dpor?.kind === 'submitted' && !this.taken.has(id))
          ) {
            errors.push(`${id} ${dpor.kind}`);
          }
        }
      }
    });
  }
}

async function follow(run: Run, stop: Stop): Promise<void> {
  let changes = 0;
  run.onDidChange((change) => {
    if (change.kind === 'item' && ++changes === stop.after && stop.how !== 'never') {
      if (stop.how === 'cancel') {
        run.cancel();
      } else {
        void run.close();
      }
    }
  });
  await run.finished;
}

describe('runs of DPORs, whatever is answered and whenever they are stopped', () => {
  it('show no error as a fact, write nothing twice, and say *not written* only where nothing was', async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(undefined, wanted, other), { minLength: tenants, maxLength: tenants }),
        fc.constantFrom<PalIntent>({ kind: 'link', partnerId: wanted }, { kind: 'remove' }),
        fc.array(anyFault, { maxLength: 3 }),
        fc.integer({ min: 0, max: 3 }),
        fc.array(anyStop, { minLength: 1, maxLength: 3 }),
        async (held, intent, faults, delayReads, stops) => {
          const world = await World.open(tenants, dpor);
          try {
            const witness = new Witness();
            const azure = witness.watch(world.azure);
            const errors: string[] = [];
            held.forEach((partnerId, tenant) => {
              if (partnerId !== undefined) {
                world.put(tenant, partnerId);
              }
            });
            const first = world.window({ azure, concurrency: 2 });
            await dpor.read(world, first.store, azure);
            world.sandbox.clearRequests();
            witness.guard(first, errors);
            world.sandbox.setSwitches({ billing: { delayReads } });
            for (const { answer, method, times } of faults) {
              world.fault(answer, { method, pathIncludes: '/api/Billing' }, times);
            }
            const plan = world.planRead(first, intent, wantedName);
            const before = world.held();
            const run = valueOf(await first.operations.start(plan));
            await follow(run, stops[0] ?? { how: 'never', after: 0 });
            for (const stop of stops.slice(1)) {
              const next = world.window({ azure, concurrency: 2 });
              witness.guard(next, errors);
              const resumed = await next.operations.resume(run.id);
              if (resumed.ok) {
                await follow(resumed.value, stop);
              }
            }
            assert.deepEqual(errors, []);
            assert.ok([...witness.sent.values()].every((count) => count === 1));
            assert.ok(world.writeCount() <= witness.sent.size + witness.refused, 'the pipeline repeats none either');
            const record = await first.operations.record(run.id);
            for (const [tenant, one] of (record?.items ?? []).entries()) {
              checkItem(one, witness, before[tenant] === world.heldIn(tenant));
            }
          } finally {
            await world.close();
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

function checkItem({ item, outcome, intent, open }: ItemRecord, witness: Witness, unchanged: boolean): void {
  if (item.subscription === undefined || !isWrite(item.action)) {
    return;
  }
  const { id } = item.subscription;
  const certainlyNot = open ? false : intent === undefined || outcome?.wrote === 'no';
  assert.ok(unchanged || !certainlyNot, `${id} was written, and the journal says it was not`);
  if (open || outcome?.result.kind !== 'done') {
    return;
  }
  switch (outcome.result.note) {
    case 'submitted':
      assert.ok(witness.taken.has(id));
      assert.equal(outcome.verified, false);
      return;
    case 'alreadySo':
    case 'foundByReading':
      assert.equal(witness.read(id), goalOf(item.action));
      return;
    case undefined:
    case 'notVerified':
    case 'byAnswer':
      assert.fail('a DPOR is never said to be simply done');
  }
}
