import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { askedIds } from '../../../../src/operations/plan/plan.ts';
import { retryPlan } from '../../../../src/operations/control/retryPlan.ts';
import type { RunOptions } from '../../../../src/operations/run/run.ts';
import { readRecord, type RunReading } from '../../../../src/operations/journal/runRecord.ts';
import { samplePartnerIds } from '../../../../src/sandbox/scenario/partners.ts';
import {
  contextOf,
  journalFiles,
  other,
  ref,
  valueOf,
  wanted,
  wantedName,
  words,
  World,
  replaceJournal,
} from '../support/world.ts';

const { contoso, contosoNordics, notValid, withoutName } = samplePartnerIds;
const nameless = (): undefined => undefined;

/** Answers each question, and notes what had been written when it was asked. */
function answering(world: World, answer: (id: string) => boolean) {
  const asked: { readonly id: string; readonly name: string | undefined; readonly written: readonly string[] }[] = [];
  const options: RunOptions = {
    continueAfterFirst: (name, id) => {
      asked.push({ id, name, written: world.held().flatMap((held) => held ?? []) });
      return Promise.resolve(answer(id));
    },
  };
  return { asked, options };
}

describe('a list of partner IDs', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open(8);
  });
  afterEach(async () => {
    await world.close();
  });

  it('links one tenant of each ID without a known name and asks, one ID after the other, then writes all the rest', async () => {
    world.put(1, contosoNordics);
    const window = world.window();
    // A known ID, one that goes to a single tenant, and two to ask about.
    const ids = [wanted, wanted, other, contoso, contoso, withoutName, contoso, wanted];
    const plan = await world.planList(window, ids, (id) => (id === contoso ? 'Contoso' : undefined));
    assert.deepEqual(askedIds(plan), [wanted]);
    const both = await world.planList(window, ids);
    assert.deepEqual(askedIds(both), [wanted, contoso]);
    const { asked, options } = answering(world, () => true);
    const run = valueOf(await window.operations.start(both, options));
    assert.equal((await run.finished).how, 'finished');
    assert.deepEqual(asked, [
      { id: wanted, name: wantedName, written: [wanted, contosoNordics] },
      { id: contoso, name: 'Contoso Consulting', written: [wanted, contosoNordics, contoso] },
    ]);
    assert.deepEqual(world.held(), ids);
    assert.equal(world.writeCount(), 8);
    assert.deepEqual(
      (await window.operations.record(run.id))?.gates.map(({ partnerId, partnerName, answer }) => [
        partnerId,
        partnerName,
        answer,
      ]),
      [
        [wanted, wantedName, true],
        [contoso, 'Contoso Consulting', true],
      ],
    );
  });

  it('asks nothing where each ID is known or goes to one tenant', async () => {
    const window = world.window();
    const plan = await world.planList(window, [wanted, wanted, other, contoso], (id) =>
      id === wanted ? wantedName : undefined,
    );
    const { asked, options } = answering(world, () => false);
    const run = valueOf(await window.operations.start(plan, options));
    assert.equal((await run.finished).counts.done, 4);
    assert.deepEqual(asked, []);
  });

  it('ends where the person does not go on: nothing more of any ID is written', async () => {
    const window = world.window();
    const plan = await world.planList(window, [wanted, wanted, contoso, contoso, other]);
    const { asked, options } = answering(world, (id) => id === wanted);
    const run = valueOf(await window.operations.start(plan, options));
    assert.equal((await run.finished).how, 'cancelled');
    assert.deepEqual(
      asked.map(({ id }) => id),
      [wanted, contoso],
    );
    assert.deepEqual(words(run), ['done', 'cancelled', 'done', 'cancelled', 'cancelled']);
    assert.equal(world.writeCount(), 2);
    assert.deepEqual(await window.operations.unfinished(), []);
  });

  it('with an ID that Azure refuses skips the rest of that ID only', async () => {
    const window = world.window();
    const plan = await world.planList(window, [notValid, wanted, notValid, wanted, notValid, other]);
    const { asked, options } = answering(world, () => true);
    const run = valueOf(await window.operations.start(plan, options));
    assert.equal((await run.finished).how, 'finished');
    assert.deepEqual(
      asked.map(({ id }) => id),
      [wanted],
    );
    assert.deepEqual(words(run), [
      'failed partnerIdInvalid',
      'done',
      'skipped partnerIdRefused',
      'done',
      'skipped partnerIdRefused',
      'done',
    ]);
    assert.equal(world.writes().get(ref(2).tenantId), undefined);
  });

  it('does not ask about an ID that no tenant could be linked to', async () => {
    world.fault({ kind: 'forbidden' }, { method: 'PUT', tenantId: ref(0).tenantId });
    world.fault({ kind: 'forbidden' }, { method: 'PUT', tenantId: ref(1).tenantId });
    const window = world.window();
    const plan = await world.planList(window, [wanted, wanted, contoso, contoso]);
    const { asked, options } = answering(world, () => true);
    const run = valueOf(await window.operations.start(plan, options));
    await run.finished;
    assert.deepEqual(
      asked.map(({ id }) => id),
      [contoso],
    );
    assert.deepEqual(words(run), ['failed forbidden', 'failed forbidden', 'done', 'done']);
  });

  it('is undone like any other run: each tenant gets back what it had', async () => {
    world.put(0, other);
    world.put(1, contoso);
    const before = world.held();
    const window = world.window();
    const plan = await world.planList(window, [wanted, wanted, contoso, withoutName]);
    await valueOf(await window.operations.start(plan, answering(world, () => true).options)).finished;
    assert.deepEqual(world.held().slice(0, 4), [wanted, wanted, contoso, withoutName]);
    const offer = valueOf(await window.operations.planUndoOfLast());
    assert.ok(offer.kind === 'plan');
    await valueOf(await window.operations.start(offer.plan)).finished;
    assert.deepEqual(world.held(), before);
  });

  it('is retried for what failed, each tenant with its own ID', async () => {
    world.fault({ kind: 'forbidden' }, { method: 'PUT', tenantId: ref(1).tenantId }, 1);
    world.fault({ kind: 'forbidden' }, { method: 'PUT', tenantId: ref(3).tenantId }, 1);
    const window = world.window();
    const ids = [wanted, wanted, contoso, contoso];
    const plan = await world.planList(window, ids);
    const run = valueOf(await window.operations.start(plan, answering(world, () => true).options));
    const result = await run.finished;
    const retry = retryPlan(plan, result.items, (tenant) => window.store.tenant(tenant), contextOf(window, nameless));
    assert.deepEqual(retry.intent, { kind: 'list' });
    assert.deepEqual(
      retry.items.map(({ tenant, action }) => [tenant.tenantId, action]),
      [
        [ref(1).tenantId, { do: 'link', to: wanted }],
        [ref(3).tenantId, { do: 'link', to: contoso }],
      ],
    );
    await valueOf(await window.operations.start(retry)).finished;
    assert.deepEqual(world.held().slice(0, 4), ids);
  });

  it('asks of any list about each unknown ID at most once, before a second tenant gets it, and never goes on after a no', async function () {
    this.timeout(60_000);
    const usable = [wanted, contoso, other, withoutName, notValid] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(fc.constantFrom(...usable), { nil: undefined }), { minLength: 1, maxLength: 8 }),
        fc.subarray([...usable]),
        fc.subarray([...usable]),
        fc.subarray([0, 1, 2, 3, 4, 5, 6, 7], { maxLength: 3 }),
        async (ids, known, yes, failing) => {
          const small = await World.open(8);
          try {
            for (const tenant of failing) {
              small.fault({ kind: 'forbidden' }, { method: 'PUT', tenantId: ref(tenant).tenantId });
            }
            const window = small.window();
            const plan = await small.planList(window, ids, (id) =>
              known.some((one) => one === id) ? 'Known' : undefined,
            );
            const { asked, options } = answering(small, (id) => yes.some((one) => one === id));
            const run = valueOf(await window.operations.start(plan, options));
            const result = await run.finished;
            const order = asked.map(({ id }) => id);
            assert.deepEqual(
              order,
              askedIds(plan).filter((id) => order.includes(id)),
              'in the order of the plan, none twice',
            );
            for (const { id, written } of asked) {
              assert.equal(written.filter((one) => one === id).length, 1);
            }
            const refused = asked.at(-1)?.id;
            if (refused !== undefined && !yes.some((one) => one === refused)) {
              assert.deepEqual(
                small
                  .held()
                  .flatMap((held) => held ?? [])
                  .sort(),
                [...(asked.at(-1)?.written ?? [])].sort(),
              );
              assert.equal(result.how, 'cancelled');
            } else {
              assert.equal(result.how, 'finished');
              const expected = ids.map((id, tenant) =>
                id === undefined || id === notValid || failing.includes(tenant) ? undefined : id,
              );
              assert.deepEqual(small.held(), [...expected, ...Array<undefined>(8 - ids.length).fill(undefined)]);
            }
            assert.deepEqual(await window.operations.unfinished(), []);
          } finally {
            await small.close();
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('a list whose window was killed', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open(7);
  });
  afterEach(async () => {
    await world.close();
  });

  const ids = [wanted, notValid, contoso, wanted, notValid, contoso, withoutName];
  const ends = [wanted, undefined, contoso, wanted, undefined, contoso, withoutName];

  function noted(reading: RunReading): { announced: Set<number>; known: Set<number>; failed: Set<number> } {
    const sets = { announced: new Set<number>(), known: new Set<number>(), failed: new Set<number>() };
    if (reading.kind === 'run') {
      for (const [index, { intent, outcome }] of reading.record.items.entries()) {
        if (intent) {
          sets.announced.add(index);
        }
        if (outcome) {
          sets[outcome.result.kind === 'done' ? 'known' : 'failed'].add(index);
        }
      }
    }
    return sets;
  }

  for (const sent of [true, false]) {
    it(`at any line of its journal, the announced writes ${sent ? 'sent' : 'not sent'}: nothing is written twice, and each ID is asked about until it was answered`, async function () {
      this.timeout(120_000);
      world.put(3, other);
      const window = world.window({ concurrency: 2 });
      const plan = await world.planList(window, ids);
      const first = valueOf(await window.operations.start(plan, answering(world, () => true).options));
      await first.finished;
      assert.deepEqual(world.held(), ends);
      const file = (await journalFiles(world.folder)).at(-1) ?? '';
      const bytes = await readFile(join(world.folder, 'journal', file));
      const scratch = await mkdtemp(join(tmpdir(), 'cut-'));
      try {
        for (let cut = 0; cut <= bytes.length; cut++) {
          if (bytes[cut - 1] !== 0x0a && bytes[cut] !== 0x0a && cut % 211 !== 0) {
            continue;
          }
          const where = `cut at ${String(cut)}`;
          const head = bytes.subarray(0, cut);
          const reading = readRecord(head);
          assert.ok(reading.kind === 'run' || reading.kind === 'empty', where);
          if (reading.kind === 'empty' || reading.record.ended) {
            continue;
          }
          const { announced, known, failed } = noted(reading);
          const written = new Set([...announced].filter((index) => known.has(index) || (sent && ends[index])));
          for (const [tenant, id] of ends.entries()) {
            world.put(tenant, written.has(tenant) ? id : tenant === 3 ? other : undefined);
          }
          world.sandbox.clearRequests();
          const folder = join(scratch, String(cut));
          await mkdir(join(folder, 'journal'), { recursive: true });
          await replaceJournal(join(folder, 'journal', file), head);
          const next = world.window({ folder });
          const { asked, options } = answering(world, () => true);
          const run = valueOf(await next.operations.resume(first.id, options));
          assert.equal((await run.finished).how, 'finished', where);
          assert.deepEqual(world.held(), ends, where);
          for (const [tenant, id] of ends.entries()) {
            const count = world.writes().get(ref(tenant).tenantId) ?? 0;
            if (id !== undefined) {
              assert.equal(count, written.has(tenant) ? 0 : 1, `${where}, tenant ${String(tenant)}`);
            } else if (failed.size > 0) {
              assert.equal(count, 0, `${where}: an ID that was refused is sent to no other tenant`);
            }
          }
          const answered = reading.record.gates.flatMap(({ partnerId, answer }) => (answer ? [partnerId] : []));
          assert.deepEqual([...answered, ...asked.map(({ id }) => id)], [wanted, contoso], where);
          const after = readRecord(await readFile(join(folder, 'journal', file)));
          assert.ok(after.kind === 'run' && after.record.ended?.how === 'finished', where);
        }
      } finally {
        await rm(scratch, { recursive: true, force: true });
      }
    });
  }

  it('after a no that was noted down writes nothing more', async () => {
    const window = world.window();
    const plan = await world.planList(window, ids);
    const { options } = answering(world, (id) => id === wanted);
    const run = valueOf(await window.operations.start(plan, options));
    await run.finished;
    const path = join(world.folder, 'journal', (await journalFiles(world.folder)).at(-1) ?? '');
    const lines = (await readFile(path, 'utf8')).split('\n');
    assert.match(lines.at(-2) ?? '', /"kind":"end"/);
    await replaceJournal(path, `${lines.slice(0, -2).join('\n')}\n`);
    world.sandbox.clearRequests();
    const later = world.window();
    const again = answering(world, () => true);
    const resumed = valueOf(await later.operations.resume(run.id, again.options));
    assert.equal((await resumed.finished).how, 'cancelled');
    assert.deepEqual(again.asked, []);
    assert.equal(world.writeCount(), 0);
  });
});
