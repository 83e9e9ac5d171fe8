import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { samplePartnerIds } from '../../../src/sandbox/scenario/partners.ts';
import { sampleIdentityKeys, sampleTenantIds } from '../../../src/sandbox/scenario/scenario.ts';
import { emptyDraft, readFromForm, type Draft } from '../../../src/shared/form/messages.ts';
import { betweenSessions } from '../../../src/webview/betweenSessions.ts';
import { HeldTime } from '../sandbox/support/heldTime.ts';
import { keyOf, openFormWorld, type FormWorld, type SampleTenant } from './support/formWorld.ts';

const { contoso: own, fabrikam } = samplePartnerIds;
const linkOwn: Draft = { ...emptyDraft, partnerId: own };

describe('The form', () => {
  let world: FormWorld;

  beforeEach(async () => {
    world = await openFormWorld();
  });

  afterEach(() => world.close());

  /** What would happen to a tenant, as the page was last told for all of them. */
  function planned(tenant: SampleTenant) {
    const { targets } = world.page.last('targets');
    const { actions, of } = world.page.of('actions').findLast(({ at }) => at === undefined) ?? { actions: [], of: [] };
    return actions[of[targets.findIndex(({ key }) => key === keyOf(tenant))] ?? -1];
  }

  function target(tenant: SampleTenant) {
    const found = world.page.last('targets').targets.find(({ key }) => key === keyOf(tenant));
    assert.ok(found, `${tenant} stands in the table`);
    return found;
  }

  it('tells a page that is ready what to start from, its rows, their plan and all around them, then answers', async () => {
    await world.ready();
    const kinds = world.page.messages.map(({ kind }) => kind);
    assert.deepEqual(kinds.slice(0, 4), ['opened', 'targets', 'actions', 'page']);
    assert.equal(kinds.at(-1), 'answer');
    const { generation, from, of, targets } = world.page.last('targets');
    assert.deepEqual([generation, from, of, targets.length], [1, 0, 13, 13]);
    const { page } = world.page.last('page');
    assert.equal(page.sampleLabel, 'Sample data: no real tenant is touched.');
    assert.equal(page.estate.state, 'rows');
    assert.deepEqual(page.savedPartnerIds, [{ id: own, label: 'Contoso Consulting', name: 'Contoso Consulting' }]);
  });

  it('has the rows in the order of the tree, pinned ones first', async () => {
    await world.session.marks.set([sampleTenantIds.tailspin], 'pinned', true);
    await world.ready();
    const names = world.page.last('targets').targets.map(({ name }) => name);
    assert.equal(names[0], 'Tailspin Toys');
    assert.deepEqual(names.slice(1), names.slice(1).toSorted(new Intl.Collator(undefined, { numeric: true }).compare));
  });

  it('says of each target what is there and which status that is', async () => {
    await world.ready();
    assert.deepEqual(target('tailspin'), {
      key: keyOf('tailspin'),
      kind: 'tenant',
      name: 'Tailspin Toys',
      domain: 'tailspintoys.example',
      tenantId: sampleTenantIds.tailspin,
      identity: 'mira.lindqvist@contoso-consulting.example',
      access: target('tailspin').access,
      current: `another partner: ${fabrikam} · Fabrikam Cloud Services`,
      status: 'anotherPartner',
      needsAttention: true,
    });
    assert.equal(target('northwind').status, 'notLinked');
    assert.equal(target('lamna').status, 'signInNeeded');
    assert.equal(target('contoso').access, 'home');
  });

  it('leaves hidden tenants out, unless the form was opened from them', async () => {
    await world.session.marks.set([sampleTenantIds.northwind, sampleTenantIds.alpine], 'hidden', true);
    world.form.select([keyOf('northwind')]);
    await world.ready();
    const keys = world.page.last('targets').targets.map(({ key }) => key);
    assert.ok(keys.includes(keyOf('northwind')));
    assert.ok(!keys.includes(keyOf('alpine')));
    assert.deepEqual(world.page.last('opened').selected, [keyOf('northwind')]);
  });

  it('plans nothing while the draft has no usable partner ID, but says what cannot be planned and what helps', async () => {
    await world.ready();
    assert.deepEqual(planned('northwind'), { do: 'nothing', fromOther: false, text: '' });
    assert.deepEqual(planned('lamna'), {
      do: 'cannot',
      fromOther: false,
      text: 'cannot: sign-in needed',
      remedy: 'signIn',
    });
  });

  it('plans for every target under a draft, from few actions', async () => {
    await world.ready();
    const { to } = await world.page.ask({ ask: 'draft', draft: linkOwn });
    const actions = world.page.last('actions');
    assert.equal(actions.draft, to);
    assert.equal(actions.of.length, 13);
    assert.ok(actions.actions.length < 10);
    assert.deepEqual(planned('northwind'), {
      do: 'link',
      fromOther: false,
      text: `link to ${own} · Contoso Consulting`,
    });
    assert.equal(planned('alpine')?.text, 'already linked');
    assert.deepEqual(planned('tailspin'), {
      do: 'change',
      fromOther: true,
      text: `change ${fabrikam} → ${own} · Contoso Consulting`,
    });
    await world.page.ask({ ask: 'draft', draft: { ...linkOwn, action: 'remove' } });
    assert.equal(planned('northwind')?.text, 'not linked, nothing to remove');
    assert.equal(planned('alpine')?.do, 'remove');
  });

  it('tells only the rows that changed, with what would happen to them now', async () => {
    await world.ready({ kept: { mode: 'sandbox', draft: linkOwn, selected: [] } });
    world.page.forget();
    const ref = { identity: sampleIdentityKeys.consultant, tenantId: sampleTenantIds.northwind };
    world.session.store.setPal(ref, { kind: 'linked', link: { partnerId: own } }, 'run');
    const { targets } = await world.page.told('changed');
    assert.deepEqual(
      targets.map(([, one]) => [one.key, one.current]),
      [[keyOf('northwind'), `PAL ${own}`]],
    );
    const actions = await world.page.told('actions');
    assert.deepEqual(actions.at, [targets[0]?.[0]]);
    assert.deepEqual(
      actions.of.map((place) => actions.actions[place]?.text),
      ['already linked'],
    );
    assert.equal(world.page.of('targets').length, 0);
  });

  it('gives the table a new generation when rows go', async () => {
    await world.ready();
    await world.session.marks.set([sampleTenantIds.northwind], 'hidden', true);
    const { of } = await world.page.told('targets', ({ generation }) => generation === 2);
    assert.equal(of, 12);
  });

  it('adds rows it is opened from again to what is selected', async () => {
    await world.ready();
    world.form.select([keyOf('tailspin')]);
    assert.deepEqual(world.page.last('select'), { kind: 'select', keys: [keyOf('tailspin')], also: true });
  });

  it('does not select again what was unselected since', async () => {
    world.form.select([keyOf('tailspin'), keyOf('alpine')]);
    await world.ready();
    world.form.away();
    world.form.select([keyOf('northwind')]);
    await world.ready({ kept: { mode: 'sandbox', draft: emptyDraft, selected: [keyOf('alpine')] } });
    assert.deepEqual(new Set(world.page.last('opened').selected), new Set([keyOf('alpine'), keyOf('northwind')]));
  });

  it('does not start from what was kept of the other mode', async () => {
    await world.ready({ kept: { mode: 'azure', draft: linkOwn, selected: [keyOf('alpine')] } });
    assert.deepEqual(world.page.last('opened'), { kind: 'opened', mode: 'sandbox', draft: emptyDraft, selected: [] });
  });

  it('starts from what VS Code kept of it', async () => {
    await world.ready({ kept: { mode: 'sandbox', draft: linkOwn, selected: [keyOf('alpine')] } });
    assert.deepEqual(world.page.last('opened'), {
      kind: 'opened',
      mode: 'sandbox',
      draft: linkOwn,
      selected: [keyOf('alpine')],
    });
    assert.equal(planned('alpine')?.text, 'already linked');
  });

  it('validates: the name and where it is known from, or that it cannot be known yet', async () => {
    await world.ready();
    const known = (await world.page.ask({ ask: 'validate', partnerId: ` ${fabrikam} ` })).knowledge;
    assert.equal(known?.sentences[0], 'Fabrikam Cloud Services, as seen on the link of Tailspin Toys.');
    assert.equal(known?.sentences.length, 1, 'Azure has accepted it: no hint at a global account');
    assert.equal(known?.canSave, true);
    const unknown = (await world.page.ask({ ask: 'validate', partnerId: '123' })).knowledge;
    assert.equal(unknown?.severity, 'warning');
    assert.match(unknown?.sentences.join(' ') ?? '', /Unusual length.* cannot be known before the first link/);
    const wrong = (await world.page.ask({ ask: 'validate', partnerId: '12x' })).knowledge;
    assert.deepEqual(wrong, { severity: 'error', sentences: ['A partner ID has digits only.'], canSave: false });
    assert.equal((await world.page.ask({ ask: 'validate', partnerId: own })).knowledge?.canSave, false);
  });

  it('drops what is no message of its, says so in the log, and goes on', async () => {
    await world.ready();
    world.page.forget();
    for (const message of [
      undefined,
      7,
      {},
      { id: -1, request: { ask: 'ready' } },
      { id: 1, request: { ask: 'boo' } },
    ]) {
      world.page.send(message);
    }
    await world.page.ask({ ask: 'showJournal' });
    assert.deepEqual(
      world.page.messages.map(({ kind }) => kind),
      ['answer'],
    );
    assert.equal(world.log.lines.filter((line) => line.startsWith('warn The form')).length, 5);
  });

  it('answers a request that fails unexpectedly, and logs why', async () => {
    await world.ready();
    world.host.perform = () => Promise.reject(new Error('broken'));
    const answer = await world.page.ask({ ask: 'showJournal' });
    assert.equal(answer.ok, false);
    assert.match(answer.text ?? '', /unexpected error/);
    assert.match(world.log.errors.join(), /showJournal: .*broken/);
  });

  it('tells nothing to a page that is hidden, and everything when it is back', async () => {
    await world.ready();
    world.form.away();
    world.page.forget();
    await world.session.marks.set([sampleTenantIds.northwind], 'hidden', true);
    assert.deepEqual(world.page.messages, []);
    await world.ready();
    assert.equal(world.page.last('targets').of, 12);
  });

  it('checks, signs in and reveals just the tenants it is asked to', async () => {
    await world.ready();
    assert.ok((await world.page.ask({ ask: 'check', keys: [keyOf('northwind')] })).ok);
    await world.page.ask({ ask: 'signIn', keys: [keyOf('lamna'), 'nobody|nowhere'] });
    await world.page.ask({ ask: 'reveal', key: keyOf('alpine') });
    const ref = (tenant: SampleTenant) =>
      JSON.stringify({ identity: sampleIdentityKeys.consultant, tenantId: sampleTenantIds[tenant] });
    assert.deepEqual(world.host.calls, [`signIn [${ref('lamna')}]`, `reveal ${ref('alpine')}`]);
    const gone = await world.page.ask({ ask: 'reveal', key: 'nobody|nowhere' });
    assert.deepEqual([gone.ok, gone.text], [false, 'That target is no longer in the list.']);
  });

  it('says that nobody is signed in, and that it is loading', async () => {
    const time = new HeldTime();
    const empty = await openFormWorld({ unscanned: true, sandbox: { switches: { latencyMs: 1 }, clock: time } });
    await empty.ready();
    assert.equal(empty.page.last('page').page.estate.state, 'noIdentity');
    assert.equal(empty.page.last('targets').of, 0);
    time.hold();
    const scan = empty.session.scanner.scanAll();
    await empty.page.told('page', ({ page }) => page.scan !== undefined);
    time.goOn();
    await scan;
    await empty.page.told('page', ({ page }) => page.estate.state === 'rows' && page.scan === undefined);
    await empty.close();
  });
});

describe('A form that takes the place of another one’s', () => {
  it('begins with an empty draft and a later generation, without being asked', async () => {
    const world = await openFormWorld();
    await world.ready({ kept: { mode: 'sandbox', draft: linkOwn, selected: [keyOf('alpine')] } });
    world.form.dispose();
    world.page.forget();
    const { form } = world.inPlaceOf(world.form);
    form.takeOver();
    const opened = await world.page.told('opened');
    assert.deepEqual(opened, { kind: 'opened', mode: 'sandbox', draft: emptyDraft, selected: [] });
    assert.equal((await world.page.told('targets')).generation, 2);
    assert.equal(world.page.of('answer').length, 0);
    await world.close();
  });
});

describe('A form that is closed while it opens', () => {
  it('tells the page nothing of a session that is left already', async () => {
    const world = await openFormWorld();
    world.form.takeOver();
    world.form.dispose();
    const { form } = world.inPlaceOf(world.form);
    form.takeOver();
    await world.page.told('page');
    assert.equal(world.page.of('opened').length, 1);
    await world.close();
  });
});

describe('The form over many and hostile tenants', () => {
  it('sends rows in parts of 500, one generation, all names as they are', async () => {
    const world = await openFormWorld({ sandbox: { switches: { hostileNames: true } } });
    await world.ready();
    const names = world.page.of('targets').flatMap(({ targets }) => targets.map(({ name }) => name));
    const raw = world.session.store
      .allTenants()
      .map(({ info }) => info.displayName?.trim())
      .filter((name) => name !== 'Default Directory');
    for (const name of raw) {
      assert.ok(name === undefined || name === '' || names.includes(name), name);
    }
    await world.close();
  });

  it('sends 1,200 rows in three parts', async () => {
    const world = await openFormWorld({
      sandbox: { switches: { scenario: { kind: 'generated', tenants: 1200, subscriptionsPerTenant: 1 } } },
    });
    await world.ready();
    const parts = world.page.of('targets');
    assert.deepEqual(
      parts.map(({ generation, from, of, targets }) => [generation, from, of, targets.length]),
      [
        [1, 0, 1200, 500],
        [1, 500, 1200, 500],
        [1, 1000, 1200, 200],
      ],
    );
    assert.ok(world.page.last('actions').actions.length < 20);
    await world.close();
  });
});

describe('A page between two sessions', () => {
  it('gets an answer to each of its requests, and none to what is no message or waits for the next session', () => {
    const asked = (request: unknown) => betweenSessions(readFromForm({ id: 7, request }));
    assert.deepEqual(asked({ ask: 'showJournal' }), {
      kind: 'answer',
      to: 7,
      ok: false,
      text: 'The tenants are being reloaded. Try again in a moment.',
    });
    assert.equal(asked({ ask: 'ready' }), undefined);
    assert.equal(asked({ ask: 'nothing of ours' }), undefined);
  });
});
