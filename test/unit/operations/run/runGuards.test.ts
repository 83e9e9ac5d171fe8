/** Each guard of a run on its own: what happens where it alone stands between the run and a write, or a line in the journal. */
import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import {
  openForAppend,
  type AppendHandle,
  type OpenForAppend,
} from '../../../../src/operations/journal/journalFile.ts';
import type { Run } from '../../../../src/operations/run/run.ts';
import { samplePartnerIds } from '../../../../src/sandbox/scenario/partners.ts';
import { associations } from '../support/associations.ts';
import { quickClock, ref, runToEnd, turns, valueOf, wanted, wantedName, words, World } from '../support/world.ts';

const link = { kind: 'link', partnerId: wanted } as const;

/** More than a lease outlives without a sign of life. */
const asleep = 60_000;

async function leasesIn(world: World): Promise<readonly string[]> {
  return readdir(join(world.folder, 'leases'));
}

for (const association of associations) {
  const { name, written } = association;

  describe(`The guards of a ${name} run:`, () => {
    let world: World;
    beforeEach(async () => {
      world = await World.open(3, association);
    });
    afterEach(async () => {
      await world.close();
    });

    it('a run that is cancelled while a target is read announces nothing and sends nothing', async () => {
      const plan = await world.plan(world.window(), link, wantedName);
      const window = world.window({
        concurrency: 1,
        azure: world.between({
          read: async (_tenant, ask) => {
            const read = await ask();
            run.cancel();
            return read;
          },
        }),
      });
      const run: Run = valueOf(await window.operations.start(plan));
      assert.equal((await run.finished).how, 'cancelled');
      assert.deepEqual(words(run), ['cancelled', 'cancelled', 'cancelled']);
      assert.equal(world.writeCount(), 0);
      const { items } = (await world.journal(window, run)).record;
      assert.deepEqual(
        items.map(({ intent }) => intent),
        [undefined, undefined, undefined],
      );
    });

    it('a target that another window took while its write was announced is left to that window', async () => {
      const taken = seamAt('"kind":"intent","item":0', async () => {
        const own = (await leasesIn(world)).find((lease) => lease.startsWith(`${name.toLowerCase()}-`));
        assert.match(own ?? '', /\.1$/);
        await writeFile(join(world.folder, 'leases', (own ?? '').replace(/1$/, '2')), 'another window');
      });
      const window = world.window({ concurrency: 1, openFile: taken.openFile });
      const run = await runToEnd(window, await world.plan(window, link, wantedName));
      assert.equal((await run.finished).how, 'finished', 'the run itself is still this window’s');
      assert.equal(taken.times(), 1);
      assert.deepEqual(words(run), ['skipped runningInAnotherWindow', written, written]);
      assert.deepEqual(world.held(), [undefined, wanted, wanted]);
      assert.equal(world.writes().has(ref(0).tenantId), false);
    });

    it('a run is this window’s until its journal is closed: no other may append before', async () => {
      const heldWhenClosed: boolean[] = [];
      const openFile: OpenForAppend = async (path, how) => {
        const real = await openForAppend(path, how);
        return {
          ...appendingTo(real),
          close: async () => {
            heldWhenClosed.push((await leasesIn(world)).some((lease) => lease.startsWith('run-')));
            await real.close();
          },
        };
      };
      const window = world.window({ openFile });
      await runToEnd(window, await world.plan(window, link, wantedName));
      assert.deepEqual(heldWhenClosed, [true]);
      assert.deepEqual(await leasesIn(world), [], 'and given back then');
    });
  });
}

describe('The guards of a PAL run that asks:', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open(3);
  });
  afterEach(async () => {
    await world.close();
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
      const [gate] = (await world.journal(window, run)).record.gates;
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
        assert.equal((await world.journal(window, run)).record.items[1]?.outcome, undefined);
      });
    }
  });

  it('the tenants that a refused partner ID is not sent to are in the journal, each with the reason', async () => {
    const window = world.window();
    const plan = await world.plan(window, { kind: 'link', partnerId: samplePartnerIds.notValid });
    const run = valueOf(await window.operations.start(plan, { continueAfterFirst: () => Promise.resolve(true) }));
    await run.finished;
    const { items } = (await world.journal(window, run)).record;
    assert.deepEqual(
      items.slice(1).map(({ outcome }) => outcome?.result.kind === 'skipped' && outcome.result.why.kind),
      ['partnerIdRefused', 'partnerIdRefused'],
    );
    assert.deepEqual(
      items.map(({ outcome }) => outcome?.wrote),
      ['no', 'no', 'no'],
    );
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

function until(run: Run, fits: (states: readonly string[]) => boolean): Promise<void> {
  return turns(() => fits(words(run)));
}
