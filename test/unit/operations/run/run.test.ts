import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { samplePartnerIds } from '../../../../src/sandbox/scenario/partners.ts';
import { openForAppend, type AppendHandle } from '../../../../src/operations/journal/journalFile.ts';
import { retryPlan } from '../../../../src/operations/control/retryPlan.ts';
import type { RunChange } from '../../../../src/operations/run/run.ts';
import { resultText } from '../../../../src/operations/text/runText.ts';
import { tenantsToSignInTo } from '../../../../src/operations/run/runResult.ts';
import { itemStateText } from '../../../../src/operations/text/stateText.ts';
import { journalFiles, journalText, other, ref, valueOf, wanted, wantedName, words, World } from '../support/world.ts';

describe('a run', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open(6);
  });
  afterEach(async () => {
    await world.close();
  });

  const link = { kind: 'link', partnerId: wanted } as const;

  it('links what is not linked, changes what is linked, leaves alone what is as wanted, and tells the store', async () => {
    world.put(1, other);
    world.put(2, wanted);
    const window = world.window();
    const run = valueOf(await window.operations.start(await world.plan(window, link, wantedName)));
    const result = await run.finished;
    assert.equal(result.how, 'finished');
    assert.deepEqual(result.counts, { done: 5, alreadySo: 1, unclear: 0, failed: 0, skipped: 0, cancelled: 0 });
    assert.deepEqual(world.held(), Array(6).fill(wanted));
    assert.equal(world.writeCount(), 5);
    for (let tenant = 0; tenant < 6; tenant++) {
      const pal = window.store.tenant(ref(tenant))?.pal;
      assert.ok(pal?.kind === 'linked' && pal.link.partnerId === wanted);
    }
    assert.deepEqual(await readdir(join(world.folder, 'leases')), [], 'no lease is left');
    assert.deepEqual(window.lines, []);
  });

  it('goes on with the others where a challenge stops one, which says that a sign-in is needed and can be retried', async () => {
    const window = world.window();
    world.fault({ kind: 'claimsChallenge', never: true }, { method: 'PUT', tenantId: ref(2).tenantId });
    const run = valueOf(await window.operations.start(await world.plan(window, link, wantedName)));
    const { counts, items, how } = await run.finished;
    assert.deepEqual(
      [how, counts],
      ['finished', { done: 5, alreadySo: 0, unclear: 0, failed: 1, skipped: 0, cancelled: 0 }],
    );
    const [stopped] = items.filter(({ state }) => state.kind === 'failed');
    assert.ok(stopped?.state.kind === 'failed');
    assert.equal(stopped.state.failure.kind, 'signInNeeded');
    assert.deepEqual(tenantsToSignInTo(items), [ref(2)]);
    assert.equal(window.store.tenant(ref(2))?.pal.kind, 'signInNeeded', 'though reading it works');
    world.noFaults();
    window.store.setPal(ref(2), { kind: 'notLinked' }, 'scan');
    const context = { identityName: () => 'me', partnerName: () => wantedName, readInSession: () => false };
    const retry = retryPlan(run.plan, items, (tenant) => window.store.tenant(tenant), context);
    await valueOf(await window.operations.start(retry)).finished;
    assert.deepEqual(world.held(), Array(6).fill(wanted));
    assert.equal(window.store.tenant(ref(2))?.pal.kind, 'linked');
  });

  it('removes what is linked, by the ID that is there', async () => {
    world.put(0, other);
    world.put(3, wanted);
    const window = world.window();
    const run = valueOf(await window.operations.start(await world.plan(window, { kind: 'remove' })));
    assert.deepEqual((await run.finished).counts, {
      done: 2,
      alreadySo: 4,
      unclear: 0,
      failed: 0,
      skipped: 0,
      cancelled: 0,
    });
    assert.deepEqual(world.held(), Array(6).fill(undefined));
    assert.equal(window.store.tenant(ref(0))?.pal.kind, 'notLinked');
  });

  it('never writes what was not reviewed: a tenant that changed since is skipped and named', async () => {
    world.put(1, other);
    const window = world.window();
    const plan = await world.plan(window, link, wantedName);
    world.put(0, other);
    world.put(1, samplePartnerIds.contoso);
    world.put(2, wanted);
    const run = valueOf(await window.operations.start(plan));
    await run.finished;
    assert.deepEqual(words(run), [
      'skipped changedSinceReviewed',
      'skipped changedSinceReviewed',
      'alreadySo',
      'done',
      'done',
      'done',
    ]);
    assert.deepEqual(world.held(), [other, samplePartnerIds.contoso, wanted, wanted, wanted, wanted]);
    const pal = window.store.tenant(ref(0))?.pal;
    assert.ok(pal?.kind === 'linked' && pal.link.partnerId === other);
  });

  it('notes each write in the journal before it is sent and after, without a person’s name', async () => {
    const window = world.window();
    await valueOf(await window.operations.start(await world.plan(window, link, wantedName))).finished;
    const lines = (await journalText(world.folder))
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    const kinds = lines.map((line) => (line as { kind: string }).kind);
    assert.equal(kinds.filter((kind) => kind === 'intent').length, 6);
    assert.equal(kinds.filter((kind) => kind === 'outcome').length, 6);
    assert.equal(kinds[0], 'run');
    assert.equal(kinds.at(-1), 'end');
    assert.ok(!(await journalText(world.folder)).includes('me@contoso.example'));
  });

  it('notes the ids that Azure gave each write, for Azure Support', async () => {
    world.put(1, other);
    world.fault({ kind: 'lostAnswer' }, { method: 'PUT', tenantId: ref(2).tenantId }, 1);
    const window = world.window();
    await valueOf(await window.operations.start(await world.plan(window, link, wantedName))).finished;
    const removal = await world.plan(window, { kind: 'remove' });
    const wrote = new Map(
      (await window.operations.history())[0]?.items.map(({ item, outcome }) => [item.tenant.tenantId, outcome]),
    );
    await valueOf(await window.operations.start(removal)).finished;
    const [removed] = await window.operations.history();
    for (const { item, outcome } of removed?.items ?? []) {
      assert.match(outcome?.requestId ?? '', /^[0-9a-f-]{36}$/);
      const sent = world.sandbox
        .requests()
        .find(({ method, tenantId }) => method === 'DELETE' && tenantId === item.tenant.tenantId);
      assert.equal(outcome?.correlationId, sent?.correlationId);
      const earlier = wrote.get(item.tenant.tenantId);
      // No answer, no id of the service's; ours went with the request.
      assert.equal(earlier?.requestId === undefined, item.tenant.tenantId === ref(2).tenantId);
      assert.match(earlier?.correlationId ?? '', /^[0-9a-f-]{36}$/);
    }
    assert.equal(removed?.items.length, 6);
  });

  it('goes on with the others when one tenant fails', async () => {
    world.fault({ kind: 'forbidden' }, { method: 'PUT', tenantId: ref(2).tenantId });
    world.fault({ kind: 'csp' }, { method: 'PUT', tenantId: ref(4).tenantId });
    const window = world.window();
    const run = valueOf(await window.operations.start(await world.plan(window, link, wantedName)));
    assert.equal((await run.finished).how, 'finished');
    assert.deepEqual(words(run), ['done', 'done', 'failed forbidden', 'done', 'failed noAccountInTenant', 'done']);
  });

  it('says cannot for a tenant that could not be read, and leaves it alone', async () => {
    world.fault({ kind: 'forbidden' }, { method: 'GET', tenantId: ref(2).tenantId });
    const window = world.window();
    const run = valueOf(await window.operations.start(await world.plan(window, link, wantedName)));
    await run.finished;
    assert.equal(words(run)[2], 'skipped cannot');
    assert.equal(world.writes().has(ref(2).tenantId), false);
  });

  it('whose answer is lost finds out by reading, and does not send again', async () => {
    world.put(1, other);
    world.fault({ kind: 'lostAnswer' }, { method: 'PUT', tenantId: ref(0).tenantId }, 1);
    world.fault({ kind: 'cutOff' }, { method: 'PATCH', tenantId: ref(1).tenantId }, 1);
    world.fault({ kind: 'status', status: 503, applied: true }, { method: 'PUT', tenantId: ref(2).tenantId }, 1);
    world.fault({ kind: 'status', status: 503 }, { method: 'PUT', tenantId: ref(3).tenantId }, 1);
    const window = world.window();
    const run = valueOf(await window.operations.start(await world.plan(window, link, wantedName)));
    await run.finished;
    assert.deepEqual(words(run).slice(0, 3), ['foundByReading', 'foundByReading', 'foundByReading']);
    assert.equal(words(run)[3], 'unclear serviceError');
    assert.ok([...world.writes().values()].every((count) => count === 1));
    assert.equal(window.store.tenant(ref(3))?.pal.kind, 'unclear', 'one reading right after it proves nothing');
  });

  it('that meets a link made a moment before (PUT conflict) reads again and judges by that', async () => {
    const window = world.window();
    const plan = await world.plan(window, link, wantedName);
    const { azure } = world;
    const racing = world.window({
      azure: {
        ...azure,
        onDidChangeIdentities: azure.onDidChangeIdentities,
        createLink: (tenant, id, signal) => {
          world.put(0, wanted);
          world.put(1, other);
          return azure.createLink(tenant, id, signal);
        },
      },
      concurrency: 1,
    });
    const run = valueOf(await racing.operations.start({ ...plan, items: plan.items.slice(0, 2) }));
    await run.finished;
    assert.deepEqual(words(run), ['foundByReading', 'skipped changedSinceReviewed']);
    assert.deepEqual(world.held().slice(0, 2), [wanted, other]);
  });

  it('leaves on its row what it failed to do, and nothing on those that it did', async () => {
    world.fault({ kind: 'status', status: 403 }, { method: 'PUT', tenantId: ref(0).tenantId });
    const window = world.window();
    const run = valueOf(await window.operations.start(await world.plan(window, link, wantedName)));
    await run.finished;
    assert.equal(words(run)[0], 'failed forbidden');
    const { of, do: what, failure } = window.store.tenant(ref(0))?.failedWrites?.get(undefined) ?? {};
    assert.deepEqual([of, what, failure?.kind], ['pal', 'link', 'forbidden']);
    assert.equal(window.store.tenant(ref(1))?.failedWrites, undefined);
  });

  it('does not believe an answer of another tenant, and reads', async () => {
    world.fault({ kind: 'wrongTenantAnswer' }, { method: 'PUT', tenantId: ref(0).tenantId }, 1);
    const window = world.window();
    const run = valueOf(await window.operations.start(await world.plan(window, link, wantedName)));
    await run.finished;
    assert.deepEqual(words(run)[0], 'foundByReading');
    assert.equal(world.writes().get(ref(0).tenantId), 1);
  });

  it('refused a token of another tenant sends nothing there', async () => {
    const window = world.window();
    const plan = await world.plan(window, link, wantedName);
    world.azure.dispose();
    const second = new World(world.folder, 6);
    second.fault(
      { kind: 'wrongTenantToken', tenantId: ref(5).tenantId },
      { method: 'TOKEN', tenantId: ref(0).tenantId },
    );
    const run = valueOf(await second.window().operations.start(plan));
    await run.finished;
    assert.equal(words(run)[0], 'failed wrongTenant');
    assert.deepEqual(second.held(), [undefined, wanted, wanted, wanted, wanted, wanted]);
    second.azure.dispose();
  });

  it('that cannot read after writing says so instead of claiming it', async () => {
    const window = world.window();
    const plan = await world.plan(window, link, wantedName);
    let written = false;
    const { azure } = world;
    const blind = world.window({
      azure: {
        ...azure,
        onDidChangeIdentities: azure.onDidChangeIdentities,
        createLink: (tenant, id, signal) => {
          written = true;
          return azure.createLink(tenant, id, signal);
        },
        readLink: (tenant, signal) =>
          written ? Promise.resolve({ ok: false, failure: { kind: 'offline' } }) : azure.readLink(tenant, signal),
      },
    });
    const run = valueOf(await blind.operations.start({ ...plan, items: plan.items.slice(0, 1) }));
    await run.finished;
    assert.deepEqual(words(run), ['notVerified']);
  });

  it('says so where only Azure’s answers tell whose link was written', async () => {
    const { azure } = world;
    const window = world.window({
      azure: {
        ...azure,
        onDidChangeIdentities: azure.onDidChangeIdentities,
        createLink: async (tenant, id, signal) => {
          const answer = await azure.createLink(tenant, id, signal);
          return answer.ok ? { ok: true, value: { ...answer.value, byAnswer: true } } : answer;
        },
      },
    });
    const plan = await world.plan(window, link, wantedName);
    const run = valueOf(await window.operations.start({ ...plan, items: plan.items.slice(0, 1) }));
    const result = await run.finished;
    assert.deepEqual(words(run), ['byAnswer']);
    assert.match(resultText(result, run.plan), /Azure’s answers say whose link it is; the token doesn’t\.$/);
    const [item] = result.items;
    assert.ok(item);
    assert.equal(itemStateText(item.state), 'done (Azure’s answer says whose link it is; the token doesn’t)');
    const kept = await window.operations.record(run.id);
    assert.ok(JSON.stringify(kept).includes('"byAnswer"'), 'the journal is read back with it');
  });

  it('waits for a reading that lags behind the write, and is unclear where it does not agree in time', async () => {
    const window = world.window();
    const plan = await world.plan(window, link, wantedName);
    const { azure } = world;
    const stale = (forReads: number) => {
      let left = forReads;
      return world.window({
        azure: {
          ...azure,
          onDidChangeIdentities: azure.onDidChangeIdentities,
          readLink: (tenant, signal) =>
            left-- > 0 ? Promise.resolve({ ok: true, value: undefined }) : azure.readLink(tenant, signal),
        },
      });
    };
    const late = valueOf(await stale(3).operations.start({ ...plan, items: plan.items.slice(0, 1) }));
    await late.finished;
    assert.deepEqual(words(late), ['done']);
    const nay = valueOf(await stale(99).operations.start({ ...plan, items: plan.items.slice(1, 2) }));
    await nay.finished;
    assert.deepEqual(words(nay), ['unclear unexpectedAnswer']);
  });

  it('is announced when it begins and when it has ended, and can be found by its id', async () => {
    const window = world.window();
    const { operations } = window;
    const plan = await world.plan(window, link);
    const seen: unknown[] = [];
    operations.onDidChangeRuns(() => {
      seen.push(operations.running().map((run) => [run.id, run.phase]));
      throw new Error('a listener that fails stops nothing');
    });
    const run = valueOf(await operations.start(plan, { continueAfterFirst: () => new Promise(() => undefined) }));
    const running = (id: string): unknown => operations.running().find((one) => one.id === id);
    assert.equal(running(run.id), run);
    assert.equal(running('another'), undefined);
    assert.equal((await operations.record(run.id))?.ended, undefined);
    run.cancel();
    await run.finished;
    assert.deepEqual(seen, [[[run.id, 'running']], []]);
    assert.equal(running(run.id), undefined);
    assert.equal((await operations.record(run.id))?.ended?.how, 'cancelled');
    assert.equal(await operations.record('../x'), undefined);
  });

  it('tells of its progress item by item, of the tenants it writes to', async () => {
    world.put(2, wanted);
    const window = world.window();
    const run = valueOf(await window.operations.start(await world.plan(window, link, wantedName)));
    const seen: RunChange[] = [];
    run.onDidChange((change) => {
      seen.push(change);
      throw new Error('a listener that fails stops nothing');
    });
    assert.deepEqual(run.progress, { done: 0, total: 5, waiting: 0, throttled: 0 });
    await run.finished;
    assert.deepEqual(run.progress, { done: 5, total: 5, waiting: 0, throttled: 0 });
    assert.deepEqual(seen.at(-1), { kind: 'phase', phase: 'finished' });
    assert.equal(new Set(seen.flatMap((change) => (change.kind === 'item' ? [change.index] : []))).size, 5);
  });

  it('refuses what is no partner ID', async () => {
    const window = world.window();
    const plan = await world.plan(window, { kind: 'link', partnerId: '12/../3' });
    const outcome = await window.operations.start(plan);
    assert.ok(!outcome.ok && outcome.failure.kind === 'partnerIdInvalid');
    assert.deepEqual(await journalFiles(world.folder), []);
  });

  describe('cancelled', () => {
    for (let after = 0; after <= 6; after++) {
      it(`after ${String(after)} items: what was sent is finished and noted, the rest is cancelled`, async () => {
        const window = world.window({ concurrency: 2 });
        const run = valueOf(await window.operations.start(await world.plan(window, link, wantedName)));
        const cancelWhenDue = (): void => {
          if (run.progress.done >= after) {
            run.cancel();
          }
        };
        run.onDidChange(cancelWhenDue);
        cancelWhenDue();
        const result = await run.finished;
        assert.equal(result.counts.done + result.counts.cancelled, 6);
        assert.ok(result.counts.done >= after);
        assert.equal(result.how, result.counts.cancelled > 0 ? 'cancelled' : 'finished');
        assert.equal(world.held().filter((id) => id === wanted).length, result.counts.done);
        assert.equal(world.writeCount(), result.counts.done);
        assert.deepEqual(await window.operations.unfinished(), []);
      });
    }
  });

  describe('with a journal that cannot be written', () => {
    const full = (failAfter: number) => {
      let writes = 0;
      return async (path: string, how: 'new' | 'existing'): Promise<AppendHandle> => {
        const real = await openForAppend(path, how);
        return {
          appendFile: async (text, encoding) => {
            if (writes++ >= failAfter) {
              await real.appendFile(text.slice(0, 7), encoding);
              throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
            }
            await real.appendFile(text, encoding);
          },
          datasync: () => real.datasync(),
          close: () => real.close(),
        };
      };
    };

    it('from the start: nothing begins and nothing is sent', async () => {
      const window = world.window({ openFile: full(0) });
      const outcome = await window.operations.start(await world.plan(window, link, wantedName));
      assert.ok(!outcome.ok);
      assert.deepEqual(outcome.failure, { kind: 'journalNotWritable', code: 'ENOSPC' });
      assert.equal(world.writeCount(), 0);
      assert.deepEqual(await journalFiles(world.folder), []);
      assert.deepEqual(await readdir(join(world.folder, 'leases')), []);
    });

    for (const failAfter of [1, 2, 3, 4]) {
      it(`after ${String(failAfter)} writes: no request without its line, and the file stays readable`, async () => {
        const window = world.window({ openFile: full(failAfter), concurrency: 1 });
        const run = valueOf(await window.operations.start(await world.plan(window, link, wantedName)));
        const result = await run.finished;
        assert.equal(result.journalFailure?.kind, 'journalNotWritable');
        const intents = (await journalText(world.folder))
          .split('\n')
          .filter((line) => line.includes('"kind":"intent"')).length;
        assert.equal(world.writeCount(), intents);
        assert.equal(words(run).filter((word) => word === 'failed journalNotWritable').length, 6 - intents);
        const later = world.window();
        const [left] = await later.operations.unfinished();
        assert.ok(left);
        const resumed = valueOf(await later.operations.resume(left.id));
        await resumed.finished;
        assert.deepEqual(world.held(), Array(6).fill(wanted));
        assert.ok([...world.writes().values()].every((count) => count === 1));
      });
    }
  });
});
