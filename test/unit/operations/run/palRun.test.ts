import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { retryPlan } from '../../../../src/operations/control/retryPlan.ts';
import { resultText } from '../../../../src/operations/text/runText.ts';
import { tenantsToSignInTo } from '../../../../src/operations/run/runResult.ts';
import { itemStateText } from '../../../../src/operations/text/stateText.ts';
import { azureWith, pal } from '../support/associations.ts';
import { other, ref, runToEnd, valueOf, wanted, wantedName, words, World } from '../support/world.ts';

describe('A run of links', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open(6);
  });
  afterEach(async () => {
    await world.close();
  });

  const link = { kind: 'link', partnerId: wanted } as const;

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
    await runToEnd(window, retry);
    assert.deepEqual(world.held(), Array(6).fill(wanted));
    assert.equal(window.store.tenant(ref(2))?.pal.kind, 'linked');
  });

  it('tells the store the name that Azure has for the ID', async () => {
    const window = world.window();
    await runToEnd(window, await world.plan(window, link));
    assert.equal(window.store.partnerName(wanted), wantedName);
  });

  it('is refused in a tenant that the account is only delegated to, and goes on with the others', async () => {
    world.fault({ kind: 'csp' }, pal.writes('link', 4));
    const window = world.window();
    const run = await runToEnd(window, await world.plan(window, link, wantedName));
    assert.deepEqual(words(run), ['done', 'done', 'done', 'done', 'failed noAccountInTenant', 'done']);
  });

  it('notes the ids that Azure gave each write, for Azure Support', async () => {
    world.put(1, other);
    world.fault({ kind: 'lostAnswer' }, { method: 'PUT', tenantId: ref(2).tenantId }, 1);
    const window = world.window();
    await runToEnd(window, await world.plan(window, link, wantedName));
    const removal = await world.plan(window, { kind: 'remove' });
    const wrote = new Map(
      (await window.operations.history())[0]?.items.map(({ item, outcome }) => [item.tenant.tenantId, outcome]),
    );
    await runToEnd(window, removal);
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

  it('that meets a link made a moment before (PUT conflict) reads again and judges by that', async () => {
    const window = world.window();
    const plan = await world.plan(window, link, wantedName);
    const racing = world.window({
      azure: world.between({
        write: (_tenant, send) => {
          world.put(0, wanted);
          world.put(1, other);
          return send();
        },
      }),
      concurrency: 1,
    });
    const run = await runToEnd(racing, { ...plan, items: plan.items.slice(0, 2) });
    assert.deepEqual(words(run), ['foundByReading', 'skipped changedSinceReviewed']);
    assert.deepEqual(world.held().slice(0, 2), [wanted, other]);
  });

  it('whose answer ends early finds out by reading, and does not send again', async () => {
    world.put(1, other);
    world.fault({ kind: 'cutOff' }, pal.writes('change'));
    const window = world.window();
    const run = await runToEnd(window, await world.plan(window, link, wantedName));
    assert.deepEqual(words(run), ['done', 'foundByReading', 'done', 'done', 'done', 'done']);
    assert.equal(world.writes().get(ref(1).tenantId), 1);
  });

  it('does not believe an answer of another tenant, and reads', async () => {
    world.fault({ kind: 'wrongTenantAnswer' }, { method: 'PUT', tenantId: ref(0).tenantId }, 1);
    const window = world.window();
    const run = await runToEnd(window, await world.plan(window, link, wantedName));
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
    const run = await runToEnd(second.window(), plan);
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
      azure: azureWith(azure, {
        createLink: (...given) => {
          written = true;
          return azure.createLink(...given);
        },
        readLink: (...given) =>
          written ? Promise.resolve({ ok: false, failure: { kind: 'offline' } }) : azure.readLink(...given),
      }),
    });
    const run = await runToEnd(blind, { ...plan, items: plan.items.slice(0, 1) });
    assert.deepEqual(words(run), ['notVerified']);
  });

  it('says so where only Azure’s answers tell whose link was written', async () => {
    const { azure } = world;
    const window = world.window({
      azure: azureWith(azure, {
        createLink: async (...given) => {
          const answer = await azure.createLink(...given);
          return answer.ok ? { ok: true, value: { ...answer.value, byAnswer: true } } : answer;
        },
      }),
    });
    const plan = await world.plan(window, link, wantedName);
    const run = valueOf(await window.operations.start({ ...plan, items: plan.items.slice(0, 1) }));
    const result = await run.finished;
    assert.deepEqual(words(run), ['byAnswer']);
    assert.match(resultText(result, run.plan), /Whose link it is, Azure’s answers say; the token does not\.$/);
    const [item] = result.items;
    assert.ok(item);
    assert.equal(itemStateText(item.state), 'done (whose link it is, Azure’s answer says; the token does not)');
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
        azure: azureWith(azure, {
          readLink: (...given) =>
            left-- > 0 ? Promise.resolve({ ok: true, value: undefined }) : azure.readLink(...given),
        }),
      });
    };
    const late = await runToEnd(stale(3), { ...plan, items: plan.items.slice(0, 1) });
    assert.deepEqual(words(late), ['done']);
    const nay = await runToEnd(stale(99), { ...plan, items: plan.items.slice(1, 2) });
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
});
