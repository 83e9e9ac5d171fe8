import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { samplePartnerIds } from '../../../src/sandbox/scenario/partners.ts';
import { sampleIdentityKeys, sampleObjectId, sampleTenantIds } from '../../../src/sandbox/scenario/scenario.ts';
import { emptyDraft, type Draft, type Request } from '../../../src/shared/form/messages.ts';
import type { TenantRef } from '../../../src/shared/model/model.ts';
import { HeldTime } from '../sandbox/support/heldTime.ts';
import type { Answer } from './support/fakePage.ts';
import { keyOf, openFormWorld, type FormWorld, type SampleTenant } from './support/formWorld.ts';

const { contoso: own, fabrikam } = samplePartnerIds;
const linkOwn: Draft = { ...emptyDraft, partnerId: own };
const unseen = '7654321';

describe('Applying from the form', () => {
  let world: FormWorld;
  let time: HeldTime;

  beforeEach(async () => {
    time = new HeldTime();
    world = await openFormWorld({ sandbox: { clock: time } });
    await world.ready();
  });

  afterEach(() => world.close());

  function linkOf(tenant: SampleTenant): string | undefined {
    const record = world.sandbox.record(sampleTenantIds[tenant], sampleObjectId('consultant', sampleTenantIds[tenant]));
    return record?.active === true ? record.partnerId : undefined;
  }

  function refOf(tenant: SampleTenant): TenantRef {
    return { identity: sampleIdentityKeys.consultant, tenantId: sampleTenantIds[tenant] };
  }

  /** As a check finds it: somebody else has linked it. */
  function hold(tenant: SampleTenant, partnerId: string): void {
    world.session.store.setPal(refOf(tenant), { kind: 'linked', link: { partnerId } }, 'scan');
  }

  /** As the page does: with what its rows say under this draft. */
  async function request(tenants: readonly SampleTenant[], draft = linkOwn): Promise<Request> {
    await world.page.ask({ ask: 'draft', draft });
    return { ask: 'apply', draft, shown: world.page.shown(tenants.map(keyOf)) };
  }

  async function apply(tenants: readonly SampleTenant[], draft = linkOwn): Promise<Answer> {
    return world.page.ask(await request(tenants, draft));
  }

  async function ended() {
    const { page } = await world.page.told('page', (told) => told.page.run?.phase === 'finished');
    assert.ok(page.run);
    return page.run;
  }

  it('sends nothing before Apply, and first links that are just what was shown need no further question', async () => {
    await world.page.ask({ ask: 'draft', draft: linkOwn });
    assert.ok(world.sandbox.requests().every(({ method }) => method === 'GET'));
    assert.ok((await apply(['northwind', 'adventureWorks'])).ok);
    assert.deepEqual(world.host.confirmed, []);
    const run = await ended();
    assert.equal(run.title, 'Link 2');
    assert.equal(run.result, '2 linked.');
    assert.deepEqual([run.done, run.total, run.failed, run.canUndo, run.canRetry], [2, 2, 0, true, false]);
    assert.deepEqual([linkOf('northwind'), linkOf('adventureWorks')], [own, own]);
  });

  it('asks before an existing link is changed, and does nothing without a yes', async () => {
    world.host.says = false;
    const { ok, text } = await apply(['northwind', 'tailspin']);
    assert.deepEqual([ok, text], [false, undefined]);
    assert.deepEqual(
      world.host.confirmed.map(({ plan }) => plan.items.map(({ action }) => action.do)),
      [['link', 'change']],
    );
    assert.equal(linkOf('tailspin'), fabrikam);
    assert.equal(linkOf('northwind'), undefined);
    world.host.says = true;
    assert.ok((await apply(['northwind', 'tailspin'])).ok);
    await ended();
    assert.equal(linkOf('tailspin'), own);
  });

  it('asks before a removal', async () => {
    world.host.says = false;
    await apply(['alpine'], { ...linkOwn, action: 'remove' });
    assert.equal(world.host.confirmed.length, 1);
    assert.equal(linkOf('alpine'), own);
  });

  it('writes nothing that the page did not show: it shows the tenants anew and says what has changed', async () => {
    const asked = await request(['northwind', 'adventureWorks']);
    hold('northwind', fabrikam);
    world.page.forget();
    const answer = await world.page.ask(asked);
    assert.match(answer.text ?? '', /^Nothing was sent, .*: Northwind Traders .*: change 6203519 → 4810337/);
    assert.deepEqual(world.host.confirmed, []);
    assert.deepEqual([linkOf('northwind'), linkOf('adventureWorks')], [undefined, undefined]);
    const [now] = world.page.shown([keyOf('northwind')]);
    assert.equal(now?.do, 'change');
    // What is so now may be applied.
    assert.ok((await apply(['adventureWorks'])).ok);
    await ended();
  });

  it('does not take one target for another where as many are linked as were shown', async () => {
    const asked = await request(['northwind', 'tailspin']);
    hold('northwind', fabrikam);
    world.session.store.setPal(refOf('tailspin'), { kind: 'notLinked' }, 'scan');
    const answer = await world.page.ask(asked);
    assert.match(answer.text ?? '', /Northwind Traders .*; Tailspin Toys .*: link to 4810337/);
    assert.deepEqual(world.host.confirmed, []);
  });

  it('writes nothing of what was asked about when a tenant is changed while the question is open', async () => {
    world.host.says = () => {
      hold('tailspin', samplePartnerIds.proseware);
      return Promise.resolve(true);
    };
    const answer = await apply(['northwind', 'tailspin']);
    assert.match(answer.text ?? '', /^Nothing was sent, .*: Tailspin Toys .*: changed since: now 5557121/);
    assert.deepEqual([linkOf('northwind'), linkOf('tailspin')], [undefined, fabrikam]);
    assert.equal(world.page.shown([keyOf('tailspin')])[0]?.text, 'change 5557121 → 4810337 · Contoso Consulting');
  });

  it('is not kept from what was asked about by a check that is under way', async () => {
    world.host.says = () => {
      world.session.store.setPal(refOf('tailspin'), { kind: 'checking' }, 'scan');
      return Promise.resolve(true);
    };
    assert.ok((await apply(['tailspin'])).ok);
    await ended();
    assert.equal(linkOf('tailspin'), own);
  });

  it('does not write to a tenant that is gone when the question is answered, nor to the others with it', async () => {
    world.host.says = () => {
      world.session.store.putIdentities([]);
      return Promise.resolve(true);
    };
    const answer = await apply(['alpine'], { ...linkOwn, action: 'remove' });
    assert.match(answer.text ?? '', /^Nothing was sent, .*: Alpine Ski House .*: no longer among the known tenants/);
    assert.equal(linkOf('alpine'), own);
    assert.deepEqual(world.session.operations.running(), []);
  });

  it('does not undo in a tenant that is gone when the question is answered', async () => {
    await apply(['northwind']);
    const { id } = await ended();
    world.host.says = () => {
      world.session.store.putIdentities([]);
      return Promise.resolve(true);
    };
    const answer = await world.page.ask({ ask: 'undoRun', run: id });
    assert.match(answer.text ?? '', /^Nothing was sent, .*: Northwind Traders .*: no longer among the known tenants/);
    assert.equal(linkOf('northwind'), own);
  });

  it('takes just the tenants that it was given, and says why where there is nothing to do', async () => {
    assert.match((await apply(['alpine'])).text ?? '', /^Nothing to do in Alpine.*already linked/);
    assert.equal((await apply([])).text, 'Select targets first.');
    assert.equal((await apply(['northwind'], emptyDraft)).text, 'Enter a partner ID.');
    assert.equal(
      (
        await world.page.ask({
          ask: 'apply',
          draft: linkOwn,
          shown: [{ do: 'link', text: 'link to 4810337', keys: ['a|b'] }],
        })
      ).text,
      'That target is no longer in the list.',
    );
    assert.deepEqual(world.session.operations.running(), []);
  });

  it('starts one run for two clicks', async () => {
    world.sandbox.setSwitches({ latencyMs: 1 });
    time.hold();
    const asked = await request(['northwind']);
    const [first, second] = await Promise.all([world.page.ask(asked), world.page.ask(asked)]);
    assert.deepEqual([first.ok, second.ok], [true, false]);
    assert.match(second.text ?? '', /^The previous step is still in progress/);
    time.goOn();
    await ended();
    assert.equal(world.sandbox.requests().filter(({ method }) => method === 'PUT').length, 1);
  });

  it('tells each target’s state as it changes: all of them first, then only what changed', async () => {
    world.sandbox.setSwitches({ latencyMs: 20 });
    await apply(['northwind', 'adventureWorks', 'alpine', 'lamna']);
    assert.deepEqual(world.host.confirmed, []);
    const run = await ended();
    const told = world.page.of('runItems').filter((message) => message.run === run.id);
    assert.deepEqual(new Set(told[0]?.items.map(({ key }) => key)).size, 4);
    assert.ok(told.slice(1).every(({ items }) => items.length < 4));
    const last = new Map(told.flatMap(({ items }) => items.map((item) => [item.key, item.text])));
    assert.equal(last.get(keyOf('northwind')), 'done');
    assert.equal(last.get(keyOf('lamna')), 'skipped (sign-in needed)');
    assert.equal((await world.page.told('announce')).text, '2 linked.');
  });

  it('stops after the first link of an ID that no link has shown, and asks', async () => {
    const asking = () => world.page.told('page', ({ page }) => page.run?.phase === 'asking');
    world.host.goesOn = async () => asking().then(() => false);
    await apply(['northwind', 'adventureWorks'], { ...linkOwn, partnerId: unseen });
    const run = await ended();
    assert.match(world.host.calls.join(), /^continueAfterFirst 7654321/);
    assert.match(run.result ?? '', /^Cancelled\. 1 linked, 1 cancelled/);
  });

  it('cancels: what was sent is finished, the rest is not begun', async () => {
    let goOn: ((on: boolean) => void) | undefined;
    world.host.goesOn = () => new Promise((resolve) => (goOn = resolve));
    await apply(['northwind', 'adventureWorks'], { ...linkOwn, partnerId: unseen });
    const { page } = await world.page.told('page', (told) => told.page.run?.phase === 'asking');
    assert.ok(page.run);
    assert.ok((await world.page.ask({ ask: 'cancelRun', run: page.run.id })).ok);
    const run = await ended();
    goOn?.(true);
    assert.match(run.result ?? '', /^Cancelled\. 1 linked/);
    assert.equal((await world.page.ask({ ask: 'cancelRun', run: 'another' })).ok, false);
  });

  it('retries what failed and nothing else, without asking again for first links', async () => {
    const { northwind: tenantId } = sampleTenantIds;
    const fault = { match: { method: 'PUT', tenantId }, answer: { kind: 'status', status: 403 } } as const;
    world.sandbox.setSwitches({ faults: [fault] });
    await apply(['northwind', 'adventureWorks']);
    const first = await ended();
    assert.deepEqual([first.failed, first.canRetry], [1, true]);
    world.sandbox.setSwitches({ faults: [] });
    assert.ok((await world.page.ask({ ask: 'retryFailed', run: first.id })).ok);
    await world.page.told('page', ({ page }) => page.run?.phase === 'finished' && page.run.id !== first.id);
    assert.deepEqual(world.host.confirmed, []);
    assert.equal(linkOf('northwind'), own);
    const [last] = await world.session.operations.history();
    assert.equal(last?.items.length, 1);
  });

  it('has the tenants signed in to before it retries those that a challenge stopped', async () => {
    const { northwind: tenantId } = sampleTenantIds;
    const answer = { kind: 'claimsChallenge', never: true } as const;
    world.sandbox.setSwitches({ faults: [{ match: { method: 'PUT', tenantId }, answer }] });
    await apply(['northwind', 'adventureWorks']);
    const first = await ended();
    assert.deepEqual([first.failed, first.canRetry, linkOf('adventureWorks')], [1, true, own]);
    world.sandbox.setSwitches({ faults: [] });
    assert.ok((await world.page.ask({ ask: 'retryFailed', run: first.id })).ok);
    await world.page.told('page', ({ page }) => page.run?.phase === 'finished' && page.run.id !== first.id);
    assert.equal(
      world.host.calls.filter((call) => call.startsWith('signInAgain') && call.includes(tenantId)).length,
      1,
    );
    assert.equal(linkOf('northwind'), own);
  });

  it('shows the row that waits for a sign-in, and links it in the same run after it', async () => {
    const { northwind: tenantId } = sampleTenantIds;
    const answer = { kind: 'claimsChallenge', bySignIn: true } as const;
    world.sandbox.setSwitches({ faults: [{ match: { method: 'PUT', tenantId }, answer }] });
    const azure = await world.session.azure();
    let signsIn: () => void = () => undefined;
    world.host.signsIn = async ([tenant]) => {
      await new Promise<void>((resolve) => (signsIn = resolve));
      assert.ok(tenant);
      return (await azure.signIn({ kind: 'tenant', tenant })).ok;
    };
    await apply(['northwind', 'adventureWorks']);
    await world.page.told('runItems', ({ items }) =>
      items.some(
        ({ key, state, text }) => key === keyOf('northwind') && state === 'signInNeeded' && text === 'sign-in needed',
      ),
    );
    const { page } = await world.page.told('page', (told) => told.page.run?.waiting === 1 && told.page.run.done === 1);
    assert.equal(page.run?.phase, 'running');
    signsIn();
    assert.equal((await ended()).failed, 0);
    assert.equal(linkOf('northwind'), own);
    assert.equal((await world.session.operations.history()).length, 1);
  });

  it('undoes its run after a yes, and shows that as a run', async () => {
    await apply(['northwind']);
    const first = await ended();
    world.host.says = false;
    assert.deepEqual((await world.page.ask({ ask: 'undoRun', run: first.id })).ok, false);
    assert.equal(linkOf('northwind'), own);
    world.host.says = true;
    assert.ok((await world.page.ask({ ask: 'undoRun', run: first.id })).ok);
    const { page } = await world.page.told(
      'page',
      (told) => told.page.run?.phase === 'finished' && told.page.run.id !== first.id,
    );
    assert.match(page.run?.result ?? '', /^Northwind Traders .*is no longer linked\.$/);
    assert.equal(linkOf('northwind'), undefined);
  });

  it('goes back to the draft when the result has been read', async () => {
    await apply(['northwind']);
    const run = await ended();
    world.page.forget();
    assert.ok((await world.page.ask({ ask: 'leaveRun', run: run.id })).ok);
    await world.page.told('page', ({ page }) => page.run === undefined);
  });

  it('hands a run that is under way over when it is closed; the run goes on', async () => {
    world.sandbox.setSwitches({ latencyMs: 1 });
    time.hold();
    await apply(['northwind']);
    world.form.dispose();
    const [run] = world.host.watched;
    assert.ok(run);
    time.goOn();
    assert.equal((await run.finished).how, 'finished');
    assert.equal(linkOf('northwind'), own);
  });

  it('hands nothing over when its run has ended', async () => {
    await apply(['northwind']);
    await ended();
    world.form.dispose();
    assert.deepEqual(world.host.watched, []);
  });

  it('hands over a run that is begun while it is being closed', async () => {
    world.host.says = async () => {
      world.form.dispose();
      return Promise.resolve(true);
    };
    world.page.send({ id: 99, request: await request(['tailspin']) });
    while (world.host.watched.length === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    await world.host.watched[0]?.finished;
    assert.equal(linkOf('tailspin'), own);
  });

  it('says outside its page what went wrong where that is not there any more', async () => {
    await rm(join(world.folder, 'journal'), { recursive: true, force: true });
    await writeFile(join(world.folder, 'journal'), 'no folder');
    const tailspin = await request(['tailspin']);
    world.host.says = () => {
      world.form.away();
      return Promise.resolve(true);
    };
    assert.equal((await world.page.ask(tailspin)).ok, false);
    assert.match(world.host.calls.join(), /^tell The run could not be started\. The journal cannot be written/);
    await world.ready();
    world.host.calls.length = 0;
    world.host.says = () => {
      world.form.dispose();
      return Promise.resolve(true);
    };
    // Its page may be another form's by now: it learns that the request has ended, and nothing of why.
    const { ok, text } = await world.page.ask(tailspin);
    assert.deepEqual([ok, text], [false, undefined]);
    assert.match(world.host.calls.join(), /^tell The run could not be started/);
  });

  it('says what came of its run outside its page where that is hidden as it ends, and not of another’s run', async () => {
    world.sandbox.setSwitches({ latencyMs: 1 });
    time.hold();
    const another = world.another();
    await apply(['northwind']);
    const [run] = world.session.operations.running();
    world.form.away();
    time.goOn();
    await run?.finished;
    while (world.host.watched.length === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.deepEqual(
      world.host.watched.map(({ id }) => id),
      [run?.id],
    );
    assert.deepEqual(another.host.watched, []);
    await world.ready();
    assert.equal((await ended()).id, run?.id);
  });

  it('says of a question that is open that it is to be answered first, and not that a run is under way', async () => {
    let answer: ((yes: boolean) => void) | undefined;
    world.host.says = () => new Promise((resolve) => (answer = resolve));
    const first = apply(['tailspin']);
    while (answer === undefined) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal(
      (await apply(['northwind'])).text,
      'The previous step is still in progress or is waiting for your answer.',
    );
    answer(false);
    assert.deepEqual((await first).ok, false);
  });

  it('finds a run that is under way when it is opened again, and one that another form or a command has begun', async () => {
    world.sandbox.setSwitches({ latencyMs: 1 });
    time.hold();
    const another = world.another();
    await another.page.ask({ ask: 'ready' });
    await apply(['northwind', 'adventureWorks']);
    const [run] = world.session.operations.running();
    assert.ok(run);
    await another.page.told('page', ({ page }) => page.run?.id === run.id);
    const third = world.another();
    await third.page.ask({ ask: 'ready' });
    assert.equal(third.page.last('page').page.run?.id, run.id);
    assert.equal(third.page.last('runItems').items.length, 2);
    time.goOn();
    await run.finished;
    await third.page.told('page', ({ page }) => page.run?.phase === 'finished');
    await another.page.told('page', ({ page }) => page.run?.phase === 'finished');
    // Whoever began it says what came of it.
    another.form.dispose();
    assert.deepEqual(another.host.watched, []);
  });

  it('says why a run could not be started', async () => {
    world.sandbox.dispose();
    await world.session.operations.dispose();
    const answer = await apply(['northwind']);
    assert.equal(answer.ok, false);
    assert.match(answer.text ?? '', /^The run could not be started\./);
  });
});
