import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { samplePartnerIds } from '../../../src/sandbox/scenario/partners.ts';
import { sampleTenantIds } from '../../../src/sandbox/scenario/scenario.ts';
import { emptyDraft, type Draft } from '../../../src/shared/form/messages.ts';
import { keyOf, openFormWorld, type FormWorld, type SampleTenant } from './support/formWorld.ts';

const { contoso: own, fabrikam } = samplePartnerIds;
const fromList: Draft = { ...emptyDraft, fromList: true };

const csv = [
  'tenant,partnerId,label',
  `${sampleTenantIds.northwind},${own},Nordic`,
  `tailspintoys.example,${own},`,
  `${sampleTenantIds.alpine},${fabrikam},=1+1`,
  `${sampleTenantIds.woodgrove},,`,
  'nobody.example,1234567,',
  `${sampleTenantIds.litware},12x,`,
].join('\n');

describe('A list loaded into the form', () => {
  let world: FormWorld;

  beforeEach(async () => {
    world = await openFormWorld();
    await world.ready();
  });

  afterEach(() => world.close());

  async function load(text = csv): Promise<void> {
    world.host.file = { kind: 'file', name: 'customers.csv', bytes: new TextEncoder().encode(text) };
    assert.ok((await world.page.ask({ ask: 'loadList' })).ok);
  }

  function target(tenant: SampleTenant) {
    const changed = world.page.of('changed').flatMap(({ targets }) => targets.map(([, one]) => one));
    const found = [...world.page.last('targets').targets, ...changed].findLast(({ key }) => key === keyOf(tenant));
    return found?.kind === 'tenant' ? found : undefined;
  }

  it('selects the tenants it names, and says of each other line why it cannot be used', async () => {
    await load();
    assert.deepEqual(
      new Set(world.page.last('select').keys),
      new Set([keyOf('northwind'), keyOf('tailspin'), keyOf('alpine'), keyOf('woodgrove')]),
    );
    const { list } = world.page.last('page').page;
    assert.equal(list?.source, 'customers.csv');
    assert.equal(list.matched, 4);
    assert.equal(list.givesPartnerIds, true);
    assert.deepEqual(
      list.problems.map(({ line, why }) => [line, why]),
      [
        [6, 'none of your tenants has this ID or domain'],
        [7, 'the partner ID is not digits only'],
      ],
    );
    assert.deepEqual(target('northwind')?.listed, { partnerId: own, label: 'Nordic' });
    assert.deepEqual(target('woodgrove')?.listed, {});
    assert.match(world.page.last('announce').text, /^4 tenants selected from the list\. 2 lines cannot be used\.$/);
  });

  it('gives each tenant its own partner ID, and the typed one where the list gives none', async () => {
    await load();
    await world.page.ask({ ask: 'draft', draft: { ...fromList, partnerId: '7654321' } });
    const { actions, of } = world.page.last('actions');
    const { targets } = world.page.last('targets');
    const text = (tenant: SampleTenant) =>
      actions[of[targets.findIndex(({ key }) => key === keyOf(tenant))] ?? -1]?.text;
    assert.equal(text('northwind'), `link to ${own} · Contoso Consulting`);
    assert.match(text('alpine') ?? '', new RegExp(`→ ${fabrikam} · Fabrikam Cloud Services$`));
    assert.match(text('woodgrove') ?? '', /→ 7654321$/);
  });

  it('says of tenants that get no partner ID from anywhere that they cannot be linked, and not that they are so already', async () => {
    await load();
    await world.page.ask({ ask: 'draft', draft: fromList });
    const { actions, of } = world.page.last('actions');
    const { targets } = world.page.last('targets');
    const planned = (tenant: SampleTenant) => actions[of[targets.findIndex(({ key }) => key === keyOf(tenant))] ?? -1];
    const none = { do: 'cannot', fromOther: false, text: 'cannot: no partner ID is given for it' };
    assert.deepEqual(planned('adventureWorks'), none);
    assert.deepEqual(planned('woodgrove'), none);
    assert.equal(planned('northwind')?.do, 'link');
    assert.match(planned('lamna')?.text ?? '', /sign-in needed/);
    await world.page.ask({ ask: 'forgetList' });
    await world.page.ask({ ask: 'draft', draft: fromList });
    assert.ok(world.page.last('actions').actions.every((action) => action.do === 'cannot'));
  });

  it('is applied as one run with a partner ID per tenant', async () => {
    await load();
    await world.page.ask({ ask: 'draft', draft: fromList });
    const keys = (['northwind', 'tailspin', 'alpine'] as const).map(keyOf);
    const answer = await world.page.ask({ ask: 'apply', draft: fromList, shown: world.page.shown(keys) });
    assert.ok(answer.ok);
    assert.equal(world.host.confirmed.length, 1);
    const { page } = await world.page.told('page', (told) => told.page.run?.phase === 'finished');
    assert.equal(page.run?.result, '1 linked, 2 changed.');
  });

  it('that cannot be kept is used and said to be gone with the window, and what is in the place of its file stays', async () => {
    const newer = '{"version":2,"lists":[]}';
    await writeFile(join(world.folder, 'form-list.json'), newer);
    await load();
    const { severity, text } = world.page.last('announce');
    assert.equal(severity, 'warning');
    assert.match(text, /It’s lost when you close this window\. Saved by a newer version of Partner Link\./);
    assert.equal(world.page.last('page').page.list?.source, 'customers.csv');
    const forgotten = await world.page.ask({ ask: 'forgetList' });
    assert.match(forgotten.text ?? '', /^The list will be back in the next window\. Saved by a newer version/);
    assert.equal(await readFile(join(world.folder, 'form-list.json'), 'utf8'), newer);
  });

  it('is kept over a reload of the window, until it is forgotten', async () => {
    await load();
    const again = world.another();
    await again.page.ask({ ask: 'ready' });
    assert.equal(again.page.last('page').page.list?.matched, 4);
    await again.page.ask({ ask: 'forgetList' });
    assert.equal(again.page.last('page').page.list, undefined);
    const third = world.another();
    await third.page.ask({ ask: 'ready' });
    assert.equal(third.page.last('page').page.list, undefined);
  });

  it('that was damaged on the disk is set aside', async () => {
    await writeFile(join(world.folder, 'form-list.json'), '{"version":1,"source":7}');
    const again = world.another();
    await again.page.ask({ ask: 'ready' });
    assert.equal(again.page.last('page').page.list, undefined);
    await assert.rejects(readFile(join(world.folder, 'form-list.json')));
  });

  it('is matched again when other tenants are known', async () => {
    await load('tenant\nlater.example\n');
    assert.equal(world.page.last('page').page.list?.matched, 0);
    const key = world.session.store.identities()[0]?.identity.key ?? '';
    world.session.store.addTenants(key, [{ tenantId: sampleTenantIds.coho, defaultDomain: 'later.example' }]);
    await world.page.told('page', ({ page }) => page.list?.matched === 1 && page.list.problems.length === 0);
  });

  it('changes nothing where no file is chosen, or it cannot be used', async () => {
    assert.deepEqual(await world.page.ask({ ask: 'loadList' }), { kind: 'answer', to: 2, ok: false });
    world.host.file = { kind: 'refused', why: 'The file is too big.' };
    assert.equal((await world.page.ask({ ask: 'loadList' })).text, 'The file is too big.');
    assert.equal(world.page.last('page').page.list, undefined);
  });

  it('shows hidden tenants that it names', async () => {
    await world.session.marks.set([sampleTenantIds.northwind], 'hidden', true);
    await world.page.told('targets', ({ of }) => of === 12);
    await load();
    assert.equal(world.page.last('targets').of, 13);
  });

  it('can be kept as what is expected, so that tenants that do not meet it say so, and forgotten again', async () => {
    await load();
    assert.ok((await world.page.ask({ ask: 'keepExpected' })).ok);
    const { page } = await world.page.told('page', (told) => told.page.expected.count === 3);
    assert.match(page.expected.text ?? '', /^customers\.csv, kept just now$/);
    assert.equal(page.list?.keptAsExpected, true);
    await world.page.told('changed', () => target('northwind')?.expected !== undefined);
    assert.equal(target('northwind')?.expected, `${own} · Contoso Consulting`);
    assert.equal(target('alpine')?.needsAttention, true);
    assert.ok((await world.page.ask({ ask: 'forgetExpected' })).ok);
    await world.page.told('page', (told) => told.page.expected.count === 0 && told.page.list?.keptAsExpected === false);
    await world.page.told('changed', () => target('northwind')?.expected === undefined);
  });

  it('is kept without a partner ID that is not shown, as when removing', async () => {
    await load();
    await world.page.ask({ ask: 'draft', draft: { ...fromList, action: 'remove', partnerId: '7654321' } });
    assert.ok((await world.page.ask({ ask: 'keepExpected' })).ok);
    const kept = world.session.expected.list()?.entries.map(({ partnerId }) => partnerId);
    assert.deepEqual(new Set(kept), new Set([own, fabrikam]));
  });

  it('without partner IDs is nothing that could be expected', async () => {
    assert.equal((await world.page.ask({ ask: 'keepExpected' })).text, 'Load a list first.');
    await load(`tenant\n${sampleTenantIds.northwind}\n`);
    assert.match((await world.page.ask({ ask: 'keepExpected' })).text ?? '', /nothing to expect/);
  });
});
