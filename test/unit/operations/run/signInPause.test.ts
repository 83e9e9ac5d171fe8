import assert from 'node:assert/strict';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { runReport } from '../../../../src/operations/reports/runReport.ts';
import { writtenBy, writtenCount } from '../../../../src/operations/journal/runRecord.ts';
import { tenantsToSignInTo } from '../../../../src/operations/run/runResult.ts';
import type { Run } from '../../../../src/operations/run/run.ts';
import type { SignInForRun } from '../../../../src/operations/run/signInPause.ts';
import { samplePartnerIds } from '../../../../src/sandbox/scenario/partners.ts';
import { tenantKey, type TenantRef } from '../../../../src/shared/model/model.ts';
import { journalText, ref, valueOf, wanted, wantedName, words, World, type Window } from '../support/world.ts';

const link = { kind: 'link', partnerId: wanted } as const;

/** Ends when the run's items are in these states. */
function until(run: Run, fits: (states: readonly string[]) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (fits(words(run))) {
        listening.dispose();
        resolve();
      }
    };
    const listening = run.onDidChange(look);
    look();
  });
}

describe('a tenant that asks for a sign-in in the midst of a run', () => {
  let world: World;
  let window: Window;
  const asked: (readonly TenantRef[])[] = [];

  beforeEach(async () => {
    world = await World.open(6);
    window = world.window();
    asked.length = 0;
  });

  afterEach(async () => {
    await world.close();
  });

  function challenge(tenant: number, method = 'PUT'): void {
    world.fault({ kind: 'claimsChallenge', bySignIn: true }, { method, tenantId: ref(tenant).tenantId });
  }

  /** The user signs in, as the command does it. */
  async function signInTo(tenants: readonly TenantRef[]): Promise<boolean> {
    for (const tenant of tenants) {
      valueOf(await world.azure.signIn({ kind: 'tenant', tenant }));
    }
    return true;
  }

  function answering(answer: (tenants: readonly TenantRef[]) => Promise<boolean>): SignInForRun {
    return {
      helps: () => true,
      ask: (tenants) => {
        asked.push(tenants);
        return answer(tenants);
      },
    };
  }

  async function start(signIn: SignInForRun | undefined, name: string | undefined = wantedName): Promise<Run> {
    const plan = await world.plan(window, link, name);
    const continueAfterFirst = (): Promise<boolean> => Promise.resolve(true);
    return valueOf(await window.operations.start(plan, { continueAfterFirst, signIn }));
  }

  for (const [what, method] of [
    ['before it is written', 'GET'],
    ['when it is written', 'PUT'],
  ] as const) {
    it(`${what}: waits alone while the others go on, and is linked in the same run after it`, async () => {
      let answer: (yes: boolean) => void = () => undefined;
      const run = await start(answering(() => new Promise((resolve) => (answer = resolve))));
      challenge(2, method);
      await until(run, (states) => states.filter((state) => state === 'done').length === 5);
      assert.equal(words(run)[2], 'signInNeeded');
      assert.deepEqual(run.progress, { done: 5, total: 6, waiting: 1, throttled: 0 });
      assert.deepEqual(asked, [[ref(2)]]);
      assert.equal(world.heldIn(2), undefined);
      await signInTo([ref(2)]);
      answer(true);
      const result = await run.finished;
      assert.deepEqual([result.how, result.counts.done], ['finished', 6]);
      assert.deepEqual(world.held(), Array(6).fill(wanted));
      assert.deepEqual(asked.length, 1);
      assert.deepEqual(await window.operations.unfinished(), []);
    });
  }

  it('fails as before where nobody signs in, and can be retried', async () => {
    challenge(2);
    const run = await start(answering(() => Promise.resolve(false)));
    const { how, items } = await run.finished;
    assert.equal(how, 'finished');
    assert.equal(words(run)[2], 'failed signInNeeded');
    assert.deepEqual(tenantsToSignInTo(items), [ref(2)]);
    const lines = (await journalText(world.folder)).split('\n').filter((line) => line.includes('"kind":"outcome"'));
    assert.equal(lines.length, 6, 'how it ended is noted down');
  });

  it('fails where the sign-in did not help, and is not asked about again', async () => {
    challenge(2);
    const run = await start(answering(() => Promise.resolve(true)));
    assert.equal((await run.finished).how, 'finished');
    assert.equal(words(run)[2], 'failed signInNeeded');
    assert.equal(asked.length, 1);
  });

  it('fails at once where nobody could be asked, or a sign-in is not to be had here', async () => {
    challenge(2);
    const run = await start({ helps: () => false, ask: () => Promise.reject(new Error('asked')) });
    await run.finished;
    assert.equal(words(run)[2], 'failed signInNeeded');
  });

  it('fails where the question itself fails', async () => {
    challenge(2);
    const run = await start(answering(() => Promise.reject(new Error('closed'))));
    await run.finished;
    assert.equal(words(run)[2], 'failed signInNeeded');
  });

  it('is one of several that are asked about together', async () => {
    [0, 2, 4].forEach((tenant) => challenge(tenant));
    const run = await start(answering(signInTo));
    await run.finished;
    assert.deepEqual(words(run), Array(6).fill('done'));
    assert.equal(new Set(asked.flat().map(tenantKey)).size, 3);
    assert.equal(asked.flat().length, 3, 'each once');
  });

  it('does not keep the question after the first link waiting, and is linked only on Continue', async () => {
    challenge(0);
    let answer: (yes: boolean) => void = () => undefined;
    const plan = await world.plan(window, link);
    const run = valueOf(
      await window.operations.start(plan, {
        signIn: answering(() => new Promise((resolve) => (answer = resolve))),
        continueAfterFirst: async () => {
          assert.deepEqual(world.held().filter((id) => id !== undefined).length, 1);
          await signInTo([ref(0)]);
          answer(true);
          return false;
        },
      }),
    );
    const { how } = await run.finished;
    assert.equal(how, 'cancelled');
    assert.equal(world.held().filter((id) => id !== undefined).length, 1);
    assert.ok(!words(run).includes('signInNeeded'));
  });

  it('is asked about before the first link where all of them wait, which still is asked about then', async () => {
    Array.from({ length: 6 }, (_, tenant) => challenge(tenant));
    const names: unknown[] = [];
    const plan = await world.plan(window, link);
    const run = valueOf(
      await window.operations.start(plan, {
        signIn: answering(signInTo),
        continueAfterFirst: (name) => {
          names.push([name, world.held().filter((id) => id !== undefined).length]);
          return Promise.resolve(true);
        },
      }),
    );
    assert.equal((await run.finished).how, 'finished');
    assert.deepEqual(names, [[wantedName, 1]]);
    assert.deepEqual(world.held(), Array(6).fill(wanted));
  });

  it('ends with the run that is cancelled, and nothing of it is sent', async () => {
    challenge(2);
    const run = await start(answering(() => new Promise(() => undefined)));
    await until(run, (states) => states.filter((state) => state === 'done').length === 5);
    run.cancel();
    const { how } = await run.finished;
    assert.deepEqual([how, words(run)[2]], ['cancelled', 'cancelled']);
    assert.equal(world.heldIn(2), undefined);
  });

  it('is gone on with once somebody has signed in to it, however long another question stays without an answer', async () => {
    window = world.window({ concurrency: 1 });
    challenge(2);
    let answer: (yes: boolean) => void = () => undefined;
    const run = await start(
      answering(() => {
        if (asked.length > 1) {
          return new Promise(() => undefined);
        }
        challenge(4);
        return new Promise((resolve) => (answer = resolve));
      }),
    );
    await until(run, (states) => states[4] === 'signInNeeded' && states[5] === 'done');
    assert.deepEqual([words(run)[2], asked], ['signInNeeded', [[ref(2)]]]);
    await signInTo([ref(2)]);
    answer(true);
    await until(run, (states) => states[2] === 'done');
    assert.deepEqual([words(run)[4], asked], ['signInNeeded', [[ref(2)], [ref(4)]]]);
    run.cancel();
    assert.equal((await run.finished).how, 'cancelled');
    assert.deepEqual(
      words(run),
      words(run).map((_, index) => (index === 4 ? 'cancelled' : 'done')),
    );
  });

  it('is not waited for any more where Azure refuses its partner ID in another tenant meanwhile', async () => {
    challenge(0);
    const plan = await world.plan(window, { kind: 'link', partnerId: samplePartnerIds.notValid });
    const signIn = answering(() => new Promise(() => undefined));
    const run = valueOf(
      await window.operations.start(plan, { signIn, continueAfterFirst: () => Promise.resolve(true) }),
    );
    assert.equal((await run.finished).how, 'finished');
    assert.deepEqual(words(run), [
      'skipped partnerIdRefused',
      'failed partnerIdInvalid',
      ...Array<string>(4).fill('skipped partnerIdRefused'),
    ]);
  });

  for (const [what, stop] of [
    ['cancelled', (run: Run) => run.cancel()],
    ['not continued after the first link', undefined],
  ] as const) {
    it(`was refused, which the journal says of it where the run is ${what}: nothing was written, nothing is undone`, async () => {
      challenge(0);
      const plan = await world.plan(window, link, stop && wantedName);
      const signIn = answering(() => new Promise(() => undefined));
      const run = valueOf(
        await window.operations.start(plan, { signIn, continueAfterFirst: () => Promise.resolve(false) }),
      );
      if (stop) {
        await until(run, (states) => states.filter((state) => state === 'done').length === 5);
        stop(run);
      }
      assert.equal((await run.finished).how, 'cancelled');
      assert.equal(words(run)[0], 'cancelled');
      const [record] = await window.operations.history();
      assert.ok(record);
      assert.equal(writtenCount(record), world.held().filter((id) => id === wanted).length);
      assert.deepEqual([record.items[0]?.open, record.items[0] && writtenBy(record.items[0])], [false, undefined]);
      assert.doesNotMatch(runReport(record), /unclear|not known/i);
    });
  }

  it('is gone on with by another window where this one closes, which reads before it writes', async () => {
    challenge(2);
    const run = await start(answering(() => new Promise(() => undefined)));
    await until(run, (states) => states.filter((state) => state === 'done').length === 5);
    await window.operations.dispose();
    assert.equal((await run.finished).how, 'interrupted');
    const next = world.window();
    const [left] = await next.operations.unfinished();
    assert.equal(left?.id, run.id);
    world.noFaults();
    const resumed = valueOf(await next.operations.resume(run.id));
    assert.equal((await resumed.finished).how, 'finished');
    assert.deepEqual(world.held(), Array(6).fill(wanted));
    assert.equal(world.writes().get(ref(2).tenantId), 2, 'the one that was refused, and the one that was not');
  });

  it('is skipped where somebody else linked it while it waited', async () => {
    challenge(2);
    const run = await start(
      answering(async (tenants) => {
        world.put(2, '7654321');
        return signInTo(tenants);
      }),
    );
    await run.finished;
    assert.equal(words(run)[2], 'skipped changedSinceReviewed');
    assert.equal(world.heldIn(2), '7654321');
  });

  it('whoever asks and whatever is answered: every run ends, and no tenant is written twice', async function () {
    this.timeout(60_000);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('GET', 'PUT', 'none'), { minLength: 6, maxLength: 6 }),
        fc.array(fc.constantFrom('signsIn', 'yes', 'no', 'rejects'), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        async (challenges, answers, named) => {
          const own = await World.open(6);
          try {
            const there = own.window();
            const plan = await own.plan(there, link, named ? wantedName : undefined);
            challenges.forEach((method, tenant) => {
              if (method !== 'none') {
                own.fault({ kind: 'claimsChallenge', bySignIn: true }, { method, tenantId: ref(tenant).tenantId });
              }
            });
            let question = 0;
            const run = valueOf(
              await there.operations.start(plan, {
                continueAfterFirst: () => Promise.resolve(true),
                signIn: {
                  helps: () => true,
                  ask: async (tenants) => {
                    const answer = answers[question++ % answers.length];
                    if (answer === 'rejects') {
                      throw new Error('closed');
                    }
                    if (answer === 'signsIn') {
                      for (const tenant of tenants) {
                        valueOf(await own.azure.signIn({ kind: 'tenant', tenant }));
                      }
                    }
                    return answer !== 'no';
                  },
                },
              }),
            );
            const { how, counts } = await run.finished;
            assert.ok(how === 'finished' || how === 'cancelled');
            assert.equal(counts.done + counts.failed + counts.cancelled, 6);
            assert.equal(own.held().filter((id) => id === wanted).length, counts.done);
            for (const [tenantId, count] of own.writes()) {
              const refused = own.sandbox
                .requests()
                .filter((one) => one.method !== 'GET' && one.tenantId === tenantId && one.status === 401).length;
              assert.ok(count - refused <= 1, `${tenantId} written ${String(count - refused)} times`);
            }
            assert.deepEqual(await there.operations.unfinished(), []);
          } finally {
            await own.close();
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});
