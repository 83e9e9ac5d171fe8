/** Subscriptions among the form's targets: found, checked, validated through, designated beside links. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { samplePartnerIds } from '../../../src/sandbox/scenario/partners.ts';
import { sampleIdentityKeys, sampleObjectId, sampleTenantIds } from '../../../src/sandbox/scenario/scenario.ts';
import type { DporMode } from '../../../src/shared/model/dpor.ts';
import { emptyDraft, type Draft, type SubscriptionTarget } from '../../../src/shared/form/messages.ts';
import { subscriptionList } from '../../../src/shared/model/model.ts';
import type { Answer } from './support/fakePage.ts';
import { keyOf, openFormWorld, type FormWorld, type FormWorldOptions, type SampleTenant } from './support/formWorld.ts';

const { contoso: own, fabrikam } = samplePartnerIds;
const linkOwn: Draft = { ...emptyDraft, partnerId: own };

describe('Subscriptions in the form', () => {
  let world: FormWorld;

  async function open(options: FormWorldOptions = {}): Promise<void> {
    world = await openFormWorld(options);
    await world.ready();
  }

  beforeEach(() => open());

  afterEach(() => world.close());

  function idOf(tenant: SampleTenant, name: string): string {
    const ref = { identity: sampleIdentityKeys.consultant, tenantId: sampleTenantIds[tenant] };
    const row = world.session.store.tenant(ref);
    const found = row && subscriptionList(row.subscriptions).find(({ displayName }) => displayName === name);
    assert.ok(found, `${name} is known`);
    return found.subscriptionId;
  }

  const key = (tenant: SampleTenant, name: string): string => `${keyOf(tenant)}|${idOf(tenant, name)}`;
  const core = (): string => key('woodgrove', 'Woodgrove Core');
  const devTest = (): string => key('woodgrove', 'Woodgrove Dev/Test');

  function find(...tenants: readonly SampleTenant[]): Promise<Answer> {
    return world.page.ask({ ask: 'findSubscriptions', keys: tenants.map(keyOf) });
  }

  function subscriptions(): readonly SubscriptionTarget[] {
    return world.page.last('targets').targets.flatMap((one) => (one.kind === 'subscription' ? [one] : []));
  }

  async function says(targetKey: string, draft = linkOwn): Promise<string> {
    await world.page.ask({ ask: 'draft', draft });
    const [shown] = world.page.shown([targetKey]);
    return `${shown?.do ?? ''}: ${shown?.text ?? ''}`;
  }

  async function apply(keys: readonly string[], draft = linkOwn): Promise<Answer> {
    await world.page.ask({ ask: 'draft', draft });
    return world.page.ask({ ask: 'apply', draft, shown: world.page.shown(keys) });
  }

  async function ended(after?: string) {
    const { page } = await world.page.told(
      'page',
      (told) => told.page.run?.phase === 'finished' && told.page.run.id !== after,
    );
    assert.ok(page.run);
    return page.run;
  }

  function results(run: string): ReadonlyMap<string, string> {
    const told = world.page.of('runItems').filter((message) => message.run === run);
    return new Map(told.flatMap(({ items }) => items.map((item) => [item.key, item.text])));
  }

  const billing = (): number => world.sandbox.requests().filter(({ path }) => path.includes('/api/Billing')).length;

  function linkOf(tenant: SampleTenant): string | undefined {
    const record = world.sandbox.record(sampleTenantIds[tenant], sampleObjectId('consultant', sampleTenantIds[tenant]));
    return record?.active === true ? record.partnerId : undefined;
  }

  async function found(mode: DporMode = 'portalService'): Promise<void> {
    await world.session.dporMode.set(mode);
    await find('woodgrove', 'alpine', 'northwind');
  }

  it('stand right after the tenant through which they are seen, once their agreements are read for the selection', async () => {
    assert.deepEqual(subscriptions(), []);
    const { ok, text } = await find('woodgrove', 'alpine', 'northwind');
    assert.deepEqual(
      [ok, text],
      [true, '3 EA subscriptions in the selected tenants. The agreement of 1 subscription couldn’t be determined.'],
    );
    // What the offer rules out is not asked about.
    assert.deepEqual(world.host.calls, ['readAgreements 4']);
    const names = world.page.last('targets').targets.map(({ name }) => name);
    const at = names.indexOf('Woodgrove Bank');
    assert.deepEqual(names.slice(at, at + 3), ['Woodgrove Bank', 'Woodgrove Core', 'Woodgrove Dev/Test']);
    assert.deepEqual(
      subscriptions().find(({ key: one }) => one === core()),
      {
        key: core(),
        kind: 'subscription',
        name: 'Woodgrove Core',
        subscriptionId: idOf('woodgrove', 'Woodgrove Core'),
        tenant: 'Woodgrove Bank',
        tenantId: sampleTenantIds.woodgrove,
        identity: 'mira.lindqvist@contoso-consulting.example',
        access: 'guest',
        current: 'DPOR not checked',
        status: 'notChecked',
        needsAttention: false,
      },
    );
    assert.equal(billing(), 0, 'nothing was asked of the undocumented service');
  });

  it('are not found where there are none, which is said, and nothing is asked twice', async () => {
    const { ok, text } = await find('northwind');
    assert.deepEqual([ok, text], [false, 'No EA subscription is known in the selected tenants.']);
    assert.deepEqual(world.host.calls, []);
    assert.equal((await world.page.ask({ ask: 'findSubscriptions', keys: [] })).text, 'Select tenants first.');
  });

  it('say that they are not checked, with a check as the remedy, and after it what will happen', async () => {
    await found();
    assert.equal(await says(core()), 'cannot: cannot: DPOR not checked');
    assert.equal(world.page.last('actions').actions.find(({ text }) => /DPOR not/.test(text))?.remedy, 'check');
    await world.page.ask({ ask: 'check', keys: [core(), devTest(), key('alpine', 'Alpine EA Production')] });
    assert.equal(await says(core()), `link: designate ${own} · Contoso Consulting`);
    assert.equal(await says(devTest()), `change: change ${fabrikam} → ${own} · Contoso Consulting`);
    assert.equal(await says(key('alpine', 'Alpine EA Production')), 'nothing: already designated');
    const remove: Draft = { ...linkOwn, action: 'remove' };
    assert.equal(await says(core(), remove), 'nothing: none reported, nothing to remove');
    assert.equal(await says(devTest(), remove), `remove: remove ${fabrikam}`);
    assert.equal(await says(core(), emptyDraft), 'nothing: ');
    const told = world.page.of('changed').flatMap(({ targets }) => targets.map(([, one]) => one));
    const now = told.findLast(({ key: one }) => one === core());
    assert.match(
      (now?.kind === 'subscription' && now.source) || '',
      /^Read from the Azure portal’s billing service, which is not/,
    );
    assert.deepEqual(
      [core(), devTest()].map((one) => told.findLast((target) => target.key === one)?.status),
      ['noneReported', 'anotherPartner'],
    );
  });

  it('get no partner ID from a list', async () => {
    await found();
    await world.page.ask({ ask: 'check', keys: [core()] });
    assert.equal(
      await says(core(), { ...linkOwn, fromList: true }),
      'cannot: cannot: a list gives partner IDs to tenants only',
    );
  });

  it('go with tenants in one run: validated, asked about, submitted; each row and the journal say what came of it', async () => {
    await world.close();
    await open({ sandbox: { switches: { billing: { delayReads: 2 } } } });
    await found();
    await world.page.ask({ ask: 'check', keys: [core()] });
    assert.ok((await apply([keyOf('northwind'), core()])).ok);
    assert.ok(world.host.calls.includes(`validateThrough ${own}`));
    const [{ plan } = { plan: undefined }] = world.host.confirmed;
    assert.deepEqual(
      plan?.items.map(({ subscription, action }) => [subscription?.name, action.do]),
      [
        [undefined, 'link'],
        ['Woodgrove Core', 'link'],
      ],
    );
    const run = await ended();
    assert.equal(run.title, 'Link 1, designate 1');
    assert.equal(run.result, '1 linked, 1 DPOR submitted. It might take some time for Azure to show it.');
    assert.equal(linkOf('northwind'), own);
    assert.equal(world.sandbox.designated(idOf('woodgrove', 'Woodgrove Core')), own);
    assert.deepEqual(
      [keyOf('northwind'), core()].map((one) => results(run.id).get(one)),
      ['done', 'done (submitted, waiting for Azure)'],
    );
    const told = world.page.of('changed').flatMap(({ targets }) => targets.map(([, one]) => one));
    assert.equal(told.findLast((one) => one.key === core())?.current, 'DPOR submitted, waiting for Azure');
    const [record] = await world.session.operations.history();
    assert.equal(record?.items.length, 2);
  });

  it('are asked about by a modal even where nothing is written over', async () => {
    await found();
    await world.page.ask({ ask: 'check', keys: [core()] });
    world.host.says = false;
    const { ok, text } = await apply([core()]);
    assert.deepEqual([ok, text, world.host.confirmed.length], [false, undefined, 1]);
    assert.equal(world.sandbox.designated(idOf('woodgrove', 'Woodgrove Core')), undefined);
  });

  it('get nothing, nor do the tenants beside them, where the portal’s service does not accept the ID', async () => {
    await found();
    await world.page.ask({ ask: 'check', keys: [core()] });
    const { ok } = await apply([keyOf('northwind'), core()], { ...linkOwn, partnerId: '4810336' });
    assert.equal(ok, false);
    assert.deepEqual(world.host.confirmed, []);
    assert.equal(linkOf('northwind'), undefined);
  });

  it('show the name that the validation told before anything is saved', async () => {
    await found();
    await world.page.ask({ ask: 'check', keys: [core()] });
    const draft: Draft = { ...linkOwn, partnerId: samplePartnerIds.proseware };
    assert.equal(await says(core(), draft), 'link: designate 5557121');
    world.host.says = () => {
      const [shown] = world.page.shown([keyOf('northwind')]);
      assert.equal(shown?.text, 'link to 5557121 · Proseware Managed IT');
      return Promise.resolve(false);
    };
    await apply([core()], draft);
    assert.equal(world.host.confirmed[0]?.plan.partnerName, 'Proseware Managed IT');
  });

  it('are undone with the links of their run', async () => {
    await found();
    await world.page.ask({ ask: 'check', keys: [devTest()] });
    await apply([keyOf('northwind'), devTest()]);
    const first = await ended();
    assert.ok((await world.page.ask({ ask: 'undoRun', run: first.id })).ok);
    await ended(first.id);
    assert.equal(linkOf('northwind'), undefined);
    assert.equal(world.sandbox.designated(idOf('woodgrove', 'Woodgrove Dev/Test')), fabrikam);
  });

  it('are retried where they failed, read again first', async () => {
    await found();
    await world.page.ask({ ask: 'check', keys: [core()] });
    const fault = {
      match: { pathIncludes: 'SetPartnerInformation' },
      times: 1,
      answer: { kind: 'status', status: 400 },
    } as const;
    world.sandbox.setSwitches({ faults: [fault] });
    await apply([keyOf('northwind'), core()]);
    const first = await ended();
    assert.deepEqual([first.failed, first.canRetry], [1, true]);
    assert.ok((await world.page.ask({ ask: 'retryFailed', run: first.id })).ok);
    const second = await ended(first.id);
    assert.equal(second.failed, 0);
    assert.equal(world.sandbox.designated(idOf('woodgrove', 'Woodgrove Core')), own);
  });

  it('are asked for nothing in guided mode, whatever was read before: they say what to do instead', async () => {
    await found();
    await world.page.ask({ ask: 'check', keys: [core()] });
    await world.session.dporMode.set('guided');
    const asked = billing();
    assert.match(await says(core()), /^cannot: cannot: DPOR is looked up and changed by you in the Azure portal/);
    assert.equal(world.page.last('actions').actions.find(({ remedy }) => remedy === 'guide')?.do, 'cannot');
    const { ok } = await apply([core()]);
    assert.equal(ok, false);
    world.host.calls.length = 0;
    await world.page.ask({ ask: 'guide', draft: linkOwn, keys: [core()] });
    assert.match(world.host.calls.join(), /^guide .*Woodgrove|^guide \[/);
    assert.equal(billing(), asked);
  });

  it('say all of them what to do instead once the service refuses this client', async () => {
    await world.close();
    await open({ sandbox: { switches: { billing: { client: 403 } } } });
    await found();
    await world.page.ask({ ask: 'check', keys: [core()] });
    for (const one of [core(), devTest()]) {
      assert.match(await says(one), /does not accept this client; use the Azure portal instead$/);
    }
  });

  it('tell whose a partner ID is by the portal’s own validation, which serves links as well', async () => {
    await found();
    const validate = (through?: string): Promise<Answer> =>
      world.page.ask({ ask: 'validate', partnerId: samplePartnerIds.proseware, ...(through && { through }) });
    assert.match((await validate()).knowledge?.sentences[0] ?? '', /cannot be known before the first link/);
    assert.equal(
      (await validate(core())).knowledge?.sentences[0],
      'Proseware Managed IT, as the portal’s Validate ID says, asked through Woodgrove Core.',
    );
    assert.equal(
      await says(keyOf('northwind'), { ...linkOwn, partnerId: '5557121' }),
      'link: link to 5557121 · Proseware Managed IT',
    );
    world.host.way = 'guided';
    assert.match((await validate(core())).knowledge?.sentences.at(-1) ?? '', /in the Azure portal tells more/);
    world.host.way = 'none';
    assert.deepEqual((await validate(core())).ok, false);
    assert.equal((await validate('gone|gone|gone')).text, 'That target is no longer in the list.');
  });

  it('are left out of scripts, which is said', async () => {
    await found();
    await world.page.ask({ ask: 'check', keys: [core()] });
    await world.page.ask({ ask: 'copyScript', draft: linkOwn, keys: [keyOf('northwind'), core()] });
    assert.equal(
      world.page.last('announce').text,
      '1 subscription isn’t in the script, because DPOR has no published API.',
    );
    const only = await world.page.ask({ ask: 'copyScript', draft: linkOwn, keys: [core()] });
    assert.equal(only.text, 'A script covers tenants only, because DPOR has no published API.');
  });

  it('sign in to, and reveal, the tenant through which they are seen', async () => {
    await found();
    world.host.calls.length = 0;
    await world.page.ask({ ask: 'signIn', keys: [core(), devTest()] });
    await world.page.ask({ ask: 'reveal', key: core() });
    const ref = JSON.stringify({ identity: sampleIdentityKeys.consultant, tenantId: sampleTenantIds.woodgrove });
    assert.deepEqual(world.host.calls, [`signIn [${ref}]`, `reveal ${ref}`]);
  });

  it('are shown with their tenant, even if that is hidden, where the form was opened from them', async () => {
    await found();
    await world.session.marks.set([sampleTenantIds.woodgrove], 'hidden', true);
    await world.page.told('targets', ({ targets }) => !targets.some(({ key }) => key === keyOf('woodgrove')));
    assert.ok(subscriptions().every(({ tenant }) => tenant !== 'Woodgrove Bank'));
    world.form.select([core()]);
    const keys = world.page.last('targets').targets.map((one) => one.key);
    assert.ok(keys.includes(core()) && keys.includes(keyOf('woodgrove')));
  });

  it('come and go with what is known of their agreement', async () => {
    await found();
    const { generation } = world.page.last('targets');
    const ref = { identity: sampleIdentityKeys.consultant, tenantId: sampleTenantIds.woodgrove };
    world.session.store.setAgreement(ref, idOf('woodgrove', 'Woodgrove Core'), {
      kind: 'known',
      agreement: { agreementType: 'MicrosoftCustomerAgreement' },
    });
    await world.page.told('targets', (told) => told.generation > generation);
    assert.deepEqual(
      subscriptions()
        .filter(({ tenant }) => tenant === 'Woodgrove Bank')
        .map(({ name }) => name),
      ['Woodgrove Dev/Test'],
    );
  });
});
