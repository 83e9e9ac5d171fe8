/** The tenant page's host over the sample data: what its page is told, and what its requests do. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { planPal } from '../../../src/operations/plan/plan.ts';
import { sampleIdentityKeys, sampleTenantIds } from '../../../src/sandbox/scenario/scenario.ts';
import { samplePartnerIds } from '../../../src/sandbox/scenario/partners.ts';
import { Emitter } from '../../../src/shared/async/emitter.ts';
import { tenantKey, type TenantRef } from '../../../src/shared/model/model.ts';
import {
  readFromHost,
  type FromHost,
  type Request,
  type ShownTenant,
  type TenantPageView,
} from '../../../src/shared/tenantPage/messages.ts';
import { TenantPage } from '../../../src/tenantPage/tenantPage.ts';
import type { TenantPageHost } from '../../../src/tenantPage/tenantPageHost.ts';
import { eventually } from '../../e2e/support/eventually.ts';
import { openSampleSession, type SampleSession } from '../support/sampleSession.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

class FakePage {
  readonly messages: FromHost[] = [];
  readonly #asks = new Emitter<unknown>();
  #last = 0;
  readonly channel = {
    onMessage: this.#asks.event,
    post: (message: FromHost): void => {
      assert.deepEqual(readFromHost(structuredClone(message)), message);
      this.messages.push(message);
    },
  };

  send(message: unknown): void {
    this.#asks.fire(message);
  }

  async ask(request: Request): Promise<Extract<FromHost, { kind: 'answer' }>> {
    this.#last += 1;
    const id = this.#last;
    this.send({ id, request });
    return eventually(() => {
      const found = this.messages.find((one) => one.kind === 'answer' && one.to === id);
      assert.ok(found?.kind === 'answer');
      return found;
    });
  }

  get view(): TenantPageView {
    const found = this.messages.findLast((one) => one.kind === 'view');
    assert.ok(found?.kind === 'view');
    return found.view;
  }

  get tenant(): ShownTenant {
    const { tenant } = this.view;
    assert.ok(tenant);
    return tenant;
  }
}

class FakeHost implements TenantPageHost {
  readonly done: unknown[] = [];
  act = (...what: unknown[]): Promise<void> => this.#note('act', ...what);
  actOn = (...what: unknown[]): Promise<void> => this.#note('actOn', ...what);
  copy = (...what: unknown[]): Promise<void> => this.#note('copy', ...what);
  learnMore = (...what: unknown[]): Promise<void> => this.#note('learnMore', ...what);
  showInTree = (...what: unknown[]): Promise<void> => this.#note('showInTree', ...what);
  showJournal = (): Promise<void> => this.#note('showJournal');
  tell = (...what: unknown[]): Promise<void> => this.#note('tell', ...what);

  #note(...what: unknown[]): Promise<void> {
    this.done.push(what);
    return Promise.resolve();
  }
}

describe('The tenant page’s host', () => {
  let sample: SampleSession;
  let page: FakePage;
  let host: FakeHost;
  let content: TenantPage;

  const ref = (tenant: keyof typeof sampleTenantIds): TenantRef => ({
    identity: sampleIdentityKeys.consultant,
    tenantId: sampleTenantIds[tenant],
  });
  const keyOf = (tenant: keyof typeof sampleTenantIds): string => tenantKey(ref(tenant));

  function open(tenant?: string): void {
    page = new FakePage();
    host = new FakeHost();
    content = new TenantPage({
      channel: page.channel,
      session: sample.session,
      host,
      log: silent,
      language: 'en',
      ...(tenant === undefined ? {} : { tenant }),
    });
  }

  function fact(facts: ShownTenant['facts'], what: string): string | undefined {
    return facts.find((one) => one.what === what)?.value;
  }

  beforeEach(async () => {
    sample = await openSampleSession({
      log: silent,
      own: [{ id: samplePartnerIds.contoso, label: 'Contoso Consulting' }],
    });
    open();
  });

  afterEach(async () => {
    content.dispose();
    await sample.close();
  });

  it('tells all that is known of the tenant that was selected before its page came', async () => {
    content.select([keyOf('woodgrove')]);
    await page.ask({ ask: 'ready' });
    const { tenant } = page;
    assert.equal(page.view.sampleLabel, 'Sample data: no real tenant is touched.');
    assert.equal(tenant.name, 'Woodgrove Bank');
    assert.deepEqual(tenant.status, {
      mark: '✓',
      text: `PAL ${samplePartnerIds.contoso} · Contoso Consulting`,
      tone: 'good',
    });
    assert.match(fact(tenant.link, 'Version') ?? '', /^\d+$/);
    assert.match(fact(tenant.link, 'Last changed') ?? '', /ago \(/);
    assert.match(fact(tenant.link, 'Object ID') ?? '', /^[0-9a-f-]{36}$/);
    assert.equal(fact(tenant.facts, 'Tenant ID'), sampleTenantIds.woodgrove);
    assert.ok([...tenant.link, ...tenant.facts].every(({ value }) => value !== ''));
  });

  it('shows the tenant that its page showed before, unless another one was selected meanwhile', async () => {
    await page.ask({ ask: 'ready', tenant: keyOf('adventureWorks') });
    assert.equal(page.tenant.name, 'Adventure Works');
    content.select([keyOf('woodgrove')]);
    assert.equal(page.tenant.name, 'Woodgrove Bank');
    content.dispose();
    open(content.tenant);
    await page.ask({ ask: 'ready', tenant: keyOf('adventureWorks') });
    assert.equal(page.tenant.name, 'Woodgrove Bank');
  });

  it('says so where the tenant is no longer there, and does nothing about it', async () => {
    await page.ask({ ask: 'ready', tenant: 'sample:nobody|11111111-1111-4111-8111-111111111111' });
    assert.deepEqual([page.view.tenant, page.view.loading], [undefined, false]);
    const answer = await page.ask({ ask: 'act', command: 'remove' });
    assert.deepEqual([answer.ok, answer.text], [false, 'That tenant is no longer in the list.']);
    assert.deepEqual(host.done, []);
  });

  it('has each of the identities that reach the tenant, and goes over to another', async () => {
    const added = await (await sample.session.azure()).signIn({ kind: 'newAccount' });
    assert.ok(added.ok);
    await sample.session.scanner.scanAll();
    const rows = sample.session.store.allTenants();
    const shared = rows.find((one) => rows.some((other) => other !== one && other.info.tenantId === one.info.tenantId));
    assert.ok(shared);
    await page.ask({ ask: 'ready', tenant: tenantKey(shared.ref) });
    const { reaches } = page.tenant;
    assert.equal(reaches.length, rows.filter(({ ref: one }) => one.tenantId === shared.ref.tenantId).length);
    const other = reaches.find(({ shown }) => !shown);
    assert.ok(other);
    await page.ask({ ask: 'showTenant', tenant: other.key });
    assert.equal(page.tenant.key, other.key);
    assert.equal(fact(page.tenant.link, 'Through'), other.name);
  });

  it('lists the subscriptions with offer, state and DPOR, and what may be done about each', async () => {
    const row = sample.session.store
      .allTenants()
      .find(({ subscriptions }) => subscriptions.kind === 'known' && subscriptions.list.length > 1);
    assert.ok(row?.subscriptions.kind === 'known');
    await page.ask({ ask: 'ready', tenant: tenantKey(row.ref) });
    const { list, total } = page.tenant.subscriptions;
    assert.equal(total, row.subscriptions.list.length);
    for (const one of list) {
      assert.ok(one.name !== '' && one.offer !== '' && one.state !== '' && one.dpor.text !== '', JSON.stringify(one));
      assert.equal(one.actions.length > 0, !one.dpor.text.includes('does not apply'), one.dpor.text);
    }
  });

  it('says why a tenant cannot be read, and what to do', async () => {
    const row = sample.session.store.allTenants().find(({ pal }) => pal.kind === 'signInNeeded');
    assert.ok(row);
    await page.ask({ ask: 'ready', tenant: tenantKey(row.ref) });
    assert.equal(page.tenant.actions[0]?.command, 'signInToTenant');
    const [trouble] = page.tenant.troubles;
    assert.ok(trouble && trouble.advice !== '' && trouble.section !== '');
  });

  it('has its buttons do what the commands do', async () => {
    content.select([keyOf('adventureWorks')]);
    await page.ask({ ask: 'ready' });
    assert.equal(page.tenant.actions[0]?.command, 'link');
    assert.deepEqual(page.tenant.attention, ['not linked, with an enabled subscription']);
    await page.ask({ ask: 'act', command: 'link' });
    await page.ask({ ask: 'actOn', command: 'checkDpor', subscription: 'one' });
    await page.ask({ ask: 'copy', text: sampleTenantIds.adventureWorks });
    await page.ask({ ask: 'learnMore', section: 'sign-in-needed' });
    await page.ask({ ask: 'showInTree' });
    await page.ask({ ask: 'showJournal' });
    const tenant = ref('adventureWorks');
    assert.deepEqual(host.done, [
      ['act', 'link', tenant],
      ['actOn', 'checkDpor', tenant, 'one'],
      ['copy', sampleTenantIds.adventureWorks],
      ['learnMore', 'sign-in-needed'],
      ['showInTree', tenant],
      ['showJournal'],
    ]);
  });

  it('is told again when the tenant is read otherwise or marked, and not for another one', async () => {
    content.select([keyOf('adventureWorks')]);
    await page.ask({ ask: 'ready' });
    await eventually(() => assert.equal(page.tenant.history.state, 'read'));
    const before = page.messages.length;
    sample.session.store.setPal(ref('woodgrove'), { kind: 'notLinked' }, 'run');
    sample.session.store.setPal(
      ref('adventureWorks'),
      { kind: 'linked', link: { partnerId: samplePartnerIds.contoso } },
      'run',
    );
    await eventually(() => assert.equal(page.tenant.status.tone, 'good'));
    assert.equal(page.messages.length, before + 1);
    await sample.session.marks.set([sampleTenantIds.adventureWorks], 'pinned', true);
    await eventually(() => assert.ok(page.tenant.actions.some(({ command }) => command === 'unpin')));
  });

  it('has what a run did to the tenant in its history, once it has ended', async () => {
    content.select([keyOf('adventureWorks')]);
    await page.ask({ ask: 'ready' });
    await eventually(() => assert.deepEqual(page.tenant.history, { state: 'read', events: [], more: false }));
    const { session } = sample;
    const rows = session.store.allTenants().filter(({ info }) => info.tenantId === sampleTenantIds.adventureWorks);
    const plan = planPal(rows, { kind: 'link', partnerId: samplePartnerIds.contoso }, session.planContext());
    const started = await session.operations.start(plan);
    assert.ok(started.ok);
    await started.value.finished;
    await eventually(() => {
      assert.equal(page.tenant.history.events.length, 1);
      const [event] = page.tenant.history.events;
      assert.deepEqual(
        [event?.about, event?.before, event?.after, event?.result],
        ['Partner Admin Link', 'not linked', `${samplePartnerIds.contoso} · Contoso Consulting`, 'done'],
      );
    });
  });

  it('lists the first hundred of many subscriptions, and all when asked', async () => {
    const row = sample.session.store.tenant(ref('woodgrove'));
    assert.ok(row);
    const list = Array.from({ length: 250 }, (_, at) => ({
      subscriptionId: `50000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
      tenantId: row.ref.tenantId,
    }));
    sample.session.store.setSubscriptions(row.ref, { kind: 'known', list });
    content.select([keyOf('woodgrove')]);
    await page.ask({ ask: 'ready' });
    assert.deepEqual([page.tenant.subscriptions.list.length, page.tenant.subscriptions.total], [100, 250]);
    await page.ask({ ask: 'showAllSubscriptions' });
    assert.equal(page.tenant.subscriptions.list.length, 250);
  });

  it('drops what is no message of its page', async () => {
    for (const message of [undefined, { id: 1 }, { id: 7, request: { ask: 'act', command: 'removeEverything' } }]) {
      page.send(message);
    }
    await page.ask({ ask: 'showJournal' });
    assert.deepEqual(host.done, [['showJournal']]);
  });
});
