import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createFormHost } from '../../../../src/commands/form/formHost.ts';
import type { SubscriptionRef } from '../../../../src/estate/scan/dporReader.ts';
import { planContext } from '../../../../src/operations/plan/planContext.ts';
import { planPal, type Plan } from '../../../../src/operations/plan/plan.ts';
import { subscriptionList } from '../../../../src/shared/model/model.ts';
import { openCommandWorld, type CommandWorld, type SampleTenant } from '../support/world.ts';

const contoso = '4810337';
const sampleLine = 'Sample data: no real tenant is touched.';

describe('What the form has done by the commands', () => {
  let world: CommandWorld;

  beforeEach(async () => {
    world = await openCommandWorld();
  });

  afterEach(() => world.close());

  function plan(...tenants: readonly SampleTenant[]): Plan {
    const rows = tenants.map((tenant) => world.row(tenant));
    return planPal(rows, { kind: 'link', partnerId: contoso }, planContext(world.session.store));
  }

  const many: readonly SampleTenant[] = [
    'northwind',
    'adventureWorks',
    'tailspin',
    'litware',
    'wideWorld',
    'defaultDirectoryOne',
  ];

  it('asks by a modal; what it has no room for stands in the form', async () => {
    world.dialogs.expect({
      kind: 'confirm',
      says: /^Link 4 tenants and change 2 links to partner ID 4810337/,
      detail: [/./, /./, /./, /./, /./, 'and 1 more, as listed in the form', /^Identity: mira/, sampleLine],
      press: 'Link 4 and Change 2',
    });
    assert.equal(await createFormHost(world.context).runs.confirm(plan(...many), 'form'), true);
    world.dialogs.holds();
    assert.equal(world.documents.size, 0);
  });

  it('has what is not in the form reviewed in a document first, and comes back to the form', async () => {
    world.dialogs.expect({ kind: 'pick', title: /^Review the list/, choose: 'Cancel' });
    const shown: (readonly string[])[] = [];
    const nothing = (): void => {};
    const show = (keys: readonly string[]): void => void shown.push(keys);
    world.context.window.pages.set('form', { ready: true, enter: nothing, leave: nothing, show, dispose: nothing });
    assert.equal(await createFormHost(world.context).runs.confirm(plan(...many), 'document'), false);
    world.dialogs.holds();
    assert.ok(world.documents.has('Review'));
    assert.deepEqual(shown, [[]], 'the form is in front again');
  });

  it('goes on showing a run whose form was closed, and says what came of it', async () => {
    const started = await world.session.operations.start(plan('northwind'));
    assert.ok(started.ok);
    world.dialogs.expect({ kind: 'info', says: /^Northwind Traders .* is linked to/ });
    await createFormHost(world.context).watch(started.value);
    world.dialogs.holds();
    assert.ok(world.dialogs.shown.some(({ kind }) => kind === 'progress'));
  });

  it('signs in to the tenants that need it', async () => {
    const { ref } = world.row('lamna');
    assert.equal(world.row('lamna').pal.kind, 'signInNeeded');
    await createFormHost(world.context).signIn([ref]);
    world.dialogs.holds();
    assert.equal(world.row('lamna').pal.kind, 'linked');
  });

  it('copies a script of the plan, and opens it on request', async () => {
    world.dialogs.expect(
      { kind: 'pick', title: 'Copy as Script', choose: 'For PowerShell, with the Az modules: link 1' },
      { kind: 'info', says: 'The script is on the clipboard.', press: 'Open' },
    );
    const made = plan('northwind');
    await createFormHost(world.context).copyScript(made, made.items);
    world.dialogs.holds();
    const [text = ''] = world.copied;
    assert.ok(text.includes(`# ${sampleLine}`) && text.includes(world.row('northwind').ref.tenantId));
    assert.deepEqual(world.files.drafts, [{ language: 'powershell', text }]);
  });

  describe('for subscriptions', () => {
    function refOf(name: string): SubscriptionRef {
      const { ref, subscriptions } = world.row('woodgrove');
      const one = subscriptionList(subscriptions).find(({ displayName }) => displayName === name);
      assert.ok(one);
      return { tenant: ref, subscriptionId: one.subscriptionId };
    }

    it('reads agreements, and checks by the way that the person decides on once', async () => {
      const host = createFormHost(world.context);
      const refs = ['Woodgrove Core', 'Woodgrove Dev/Test'].map(refOf);
      assert.equal(await host.readAgreements(refs), true);
      world.dialogs.expect({ kind: 'pick', title: 'Check DPOR', choose: 'Ask the Portal’s Service' });
      await host.checkDpor(refs);
      await host.checkDpor(refs);
      assert.deepEqual(
        refs.map((ref) => world.session.dpor.wasTold(ref)),
        [true, true],
      );
      world.dialogs.holds();
    });

    it('validates an ID through one, and says itself where that cannot be', async () => {
      const host = createFormHost(world.context);
      await world.session.dporMode.set('portalService');
      const ref = refOf('Woodgrove Core');
      assert.deepEqual(await host.validateThrough(ref, '5557121'), {
        kind: 'validated',
        name: 'Proseware Managed IT',
      });
      world.dialogs.expect({ kind: 'error', says: /^4810336 could not be validated through Woodgrove Core\./ });
      assert.deepEqual(await host.validateThrough(ref, '4810336'), { kind: 'notValidated' });
      await world.session.dporMode.set('guided');
      assert.deepEqual(await host.validateThrough(ref, '5557121'), { kind: 'guided' });
      world.dialogs.holds();
    });

    it('guides through the portal with what the draft wishes', async () => {
      const host = createFormHost(world.context);
      const refs = [refOf('Woodgrove Core')];
      world.dialogs.expect(
        { kind: 'pick', title: 'Woodgrove Core', choose: 'I Saved 4810337 There' },
        { kind: 'pick', title: 'Woodgrove Core', choose: 'I Removed the Partner There' },
        { kind: 'pick', title: 'Woodgrove Core', choose: 'No Partner Is Shown' },
      );
      await host.guide(refs, { kind: 'link', partnerId: contoso });
      assert.deepEqual(world.copied, [contoso]);
      await host.guide(refs, { kind: 'remove' });
      await host.guide(refs, undefined);
      world.dialogs.holds();
    });
  });

  it('takes a list of the person’s choosing, or says why it cannot', async () => {
    const host = createFormHost(world.context);
    assert.deepEqual(await host.chooseList(), { kind: 'none' });
    world.files.choosesText('a.csv', 'tenant');
    assert.equal((await host.chooseList()).kind, 'file');
    world.files.chosen = { name: 'a.csv', bytes: undefined };
    const refused = await host.chooseList();
    assert.match(refused.kind === 'refused' ? refused.why : '', /bigger than 5 MB/);
  });
});
