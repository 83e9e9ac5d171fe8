/** Each guard of a run on its own: what happens where it alone stands between the run and a write, or a line in the journal. */
import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Azure } from '../../../../src/shared/ports/azure.ts';
import {
  openForAppend,
  type AppendHandle,
  type OpenForAppend,
} from '../../../../src/operations/journal/journalFile.ts';
import type { Run } from '../../../../src/operations/run/run.ts';
import type { RunRecord } from '../../../../src/operations/journal/runRecord.ts';
import { samplePartnerIds } from '../../../../src/sandbox/scenario/partners.ts';
import {
  dporPlan,
  dporWritePath,
  dporWrites,
  readDpors,
  stateIn,
  subscriptionsPerTenant,
} from '../support/dporWorld.ts';
import {
  journalText,
  quickClock,
  ref,
  valueOf,
  wanted,
  wantedName,
  words,
  World,
  type Window,
} from '../support/world.ts';

const link = { kind: 'link', partnerId: wanted } as const;

/** More than a lease outlives without a sign of life. */
const asleep = 60_000;

/** What a run has under way is newer by this than what a window has read before. */
const later = 5_000;

describe('The guards of a run:', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open(3);
  });
  afterEach(async () => {
    await world.close();
  });

  function azureWith(changed: Partial<Azure>): Azure {
    return { ...world.azure, onDidChangeIdentities: world.azure.onDidChangeIdentities, ...changed };
  }

  async function recordOf({ operations }: Window, { id }: Run): Promise<RunRecord> {
    const record = await operations.record(id);
    assert.ok(record);
    return record;
  }

  async function leases(): Promise<readonly string[]> {
    return readdir(join(world.folder, 'leases'));
  }

  it('a run that is cancelled while a tenant is read announces nothing and sends nothing', async () => {
    const plan = await world.plan(world.window(), link, wantedName);
    const window = world.window({
      concurrency: 1,
      azure: azureWith({
        readLink: async (tenant, signal) => {
          const read = await world.azure.readLink(tenant, signal);
          run.cancel();
          return read;
        },
      }),
    });
    const run: Run = valueOf(await window.operations.start(plan));
    assert.equal((await run.finished).how, 'cancelled');
    assert.deepEqual(words(run), ['cancelled', 'cancelled', 'cancelled']);
    assert.equal(world.writeCount(), 0);
    const { items } = await recordOf(window, run);
    assert.deepEqual(
      items.map(({ intent }) => intent),
      [undefined, undefined, undefined],
    );
  });

  it('a tenant that another window took while its write was announced is left to that window', async () => {
    const taken = seamAt('"kind":"intent","item":0', async () => {
      const own = (await leases()).find((name) => name.startsWith('pal-'));
      assert.match(own ?? '', /\.1$/);
      await writeFile(join(world.folder, 'leases', (own ?? '').replace(/1$/, '2')), 'another window');
    });
    const window = world.window({ concurrency: 1, openFile: taken.openFile });
    const run = valueOf(await window.operations.start(await world.plan(window, link, wantedName)));
    assert.equal((await run.finished).how, 'finished', 'the run itself is still this window’s');
    assert.equal(taken.times(), 1);
    assert.deepEqual(words(run), ['skipped runningInAnotherWindow', 'done', 'done']);
    assert.deepEqual(world.held(), [undefined, wanted, wanted]);
    assert.equal(world.writes().has(ref(0).tenantId), false);
  });

  describe('an answer that took so long that the run is not this window’s any more counts as none', () => {
    it('to the question after the first link', async () => {
      const clock = quickClock();
      const window = world.window({ clock });
      const plan = await world.plan(window, link);
      const run = valueOf(
        await window.operations.start(plan, {
          continueAfterFirst: () => {
            clock.pass(asleep);
            return Promise.resolve(true);
          },
        }),
      );
      assert.equal((await run.finished).how, 'interrupted');
      assert.deepEqual(words(run), ['done', 'cancelled', 'cancelled']);
      const [gate] = (await recordOf(window, run)).gates;
      assert.ok(gate, 'the question is noted');
      assert.equal(gate.answer, undefined, 'and no answer to it: who resumes asks again');
    });

    for (const signedIn of [true, false]) {
      it(`to the question for a sign-in (${signedIn ? 'somebody signed in' : 'nobody did'})`, async () => {
        const clock = quickClock();
        const window = world.window({ clock });
        const plan = await world.plan(window, link, wantedName);
        world.fault({ kind: 'claimsChallenge', bySignIn: true }, { method: 'GET', tenantId: ref(1).tenantId });
        const run = valueOf(
          await window.operations.start(plan, {
            signIn: {
              helps: () => true,
              ask: async () => {
                await until(run, (states) => states.filter((state) => state === 'done').length === 2);
                clock.pass(asleep);
                world.sandbox.clearRequests();
                return signedIn;
              },
            },
          }),
        );
        assert.equal((await run.finished).how, 'interrupted');
        assert.deepEqual(words(run), ['done', 'cancelled', 'done']);
        assert.deepEqual(world.sandbox.requests(), [], 'nothing is begun after the answer');
        assert.equal((await recordOf(window, run)).items[1]?.outcome, undefined);
      });
    }
  });

  it('the tenants that a refused partner ID is not sent to are in the journal, each with the reason', async () => {
    const window = world.window();
    const plan = await world.plan(window, { kind: 'link', partnerId: samplePartnerIds.notValid });
    const run = valueOf(await window.operations.start(plan, { continueAfterFirst: () => Promise.resolve(true) }));
    await run.finished;
    const { items } = await recordOf(window, run);
    assert.deepEqual(
      items.slice(1).map(({ outcome }) => outcome?.result.kind === 'skipped' && outcome.result.why.kind),
      ['partnerIdRefused', 'partnerIdRefused'],
    );
    assert.deepEqual(
      items.map(({ outcome }) => outcome?.wrote),
      ['no', 'no', 'no'],
    );
  });

  it('a run is this window’s until its journal is closed: no other may append before', async () => {
    const heldWhenClosed: boolean[] = [];
    const openFile: OpenForAppend = async (path, how) => {
      const real = await openForAppend(path, how);
      return {
        ...appendingTo(real),
        close: async () => {
          heldWhenClosed.push((await leases()).some((name) => name.startsWith('run-')));
          await real.close();
        },
      };
    };
    const window = world.window({ openFile });
    const run = valueOf(await window.operations.start(await world.plan(window, link, wantedName)));
    await run.finished;
    assert.deepEqual(heldWhenClosed, [true]);
    assert.deepEqual(await leases(), [], 'and given back then');
  });

  it('what a run that another window went on with comes to is that window’s to note', async () => {
    const clock = quickClock();
    const second = world.window({ clock });
    const plan = await world.plan(second, link, wantedName);
    let resumed: Run | undefined;
    const first = world.window({
      clock,
      concurrency: 1,
      azure: azureWith({
        createLink: async (tenant, id, signal) => {
          const answer = await world.azure.createLink(tenant, id, signal);
          // This window stands still with the answer in its hands, and another one takes its run over.
          clock.pass(asleep);
          resumed = valueOf(await second.operations.resume(run.id));
          await resumed.finished;
          return answer;
        },
      }),
    });
    const run: Run = valueOf(await first.operations.start({ ...plan, items: plan.items.slice(0, 1) }));
    await run.finished;
    assert.ok(resumed);
    assert.deepEqual(words(resumed), ['foundByReading']);
    assert.equal(world.writeCount(), 1);
    const outcomes = (await journalText(world.folder)).match(/"kind":"outcome"/g);
    assert.equal(outcomes?.length, 1);
    const { items, ended } = await recordOf(second, run);
    assert.equal(ended?.how, 'finished');
    assert.ok(items[0]?.outcome?.result.kind === 'done');
    assert.equal(items[0].outcome.result.note, 'foundByReading');
  });

  describe('what a live run of another window has under way is that window’s to tell', () => {
    it('of a link', async () => {
      const clock = quickClock();
      const [first, second] = [world.window({ clock, concurrency: 1 }), world.window({ clock })];
      const plan = await world.plan(first, link, wantedName);
      await world.plan(second, link, wantedName);
      world.fault({ kind: 'hang' }, { method: 'PUT' }, 1);
      clock.pass(later);
      valueOf(await first.operations.start(plan));
      await turns(() => world.writeCount() === 1);
      const [left] = await second.operations.unfinished();
      assert.deepEqual([left?.where, left?.open], ['anotherWindow', 1]);
      assert.equal(second.store.tenant(ref(0))?.pal.kind, 'notLinked', 'as this window has read it');
    });

    it('of a Digital Partner of Record', async () => {
      const dpors = await World.open(1, subscriptionsPerTenant);
      try {
        const clock = quickClock();
        const [first, second] = [dpors.window({ clock, concurrency: 1 }), dpors.window({ clock })];
        await readDpors(dpors, first);
        await readDpors(dpors, second);
        assert.equal(stateIn(second, 0).kind, 'noneReported');
        dpors.fault({ kind: 'hang' }, { method: 'POST', pathIncludes: dporWritePath }, 1);
        clock.pass(later);
        valueOf(await first.operations.start(dporPlan(dpors, first, link, [], wantedName)));
        await turns(() => dporWrites(dpors) === 1);
        const [left] = await second.operations.unfinished();
        assert.deepEqual([left?.where, left?.open], ['anotherWindow', 1]);
        assert.equal(stateIn(second, 0).kind, 'noneReported', 'as this window has read it');
      } finally {
        await dpors.close();
      }
    });
  });
});

function appendingTo(real: AppendHandle): AppendHandle {
  return {
    appendFile: (text, encoding) => real.appendFile(text, encoding),
    datasync: () => real.datasync(),
    close: () => real.close(),
  };
}

/** Does something as soon as a line with these words is on the disk, before the run hears that it is. */
function seamAt(words: string, then: () => Promise<void>): { openFile: OpenForAppend; times: () => number } {
  let times = 0;
  return {
    times: () => times,
    openFile: async (path, how) => {
      const real = await openForAppend(path, how);
      return {
        ...appendingTo(real),
        appendFile: async (text, encoding) => {
          await real.appendFile(text, encoding);
          if (text.includes(words)) {
            times += 1;
            await then();
          }
        },
      };
    },
  };
}

async function turns(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function until(run: Run, fits: (states: readonly string[]) => boolean): Promise<void> {
  return turns(() => fits(words(run)));
}
