/** What the form does where its page is hidden or closed, or a document stands before it. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { samplePartnerIds } from '../../../src/sandbox/scenario/partners.ts';
import { emptyDraft, type Draft } from '../../../src/shared/form/messages.ts';
import { tenantKey } from '../../../src/shared/model/model.ts';
import { eventually } from '../../e2e/support/eventually.ts';
import type { Answer } from '../../unit/form/support/fakePage.ts';
import { testApi } from '../support/extension.ts';
import { openSampleWorld, type SampleTenant, type SampleWorld } from '../support/sampleWorld.ts';
import { ScriptedPanel } from '../support/scriptedPanel.ts';

const { contoso: own, fabrikam } = samplePartnerIds;
const linkOwn: Draft = { ...emptyDraft, partnerId: own };

describe('The form that is not seen', () => {
  let sample: SampleWorld;
  let panel: ScriptedPanel;

  beforeEach(async () => {
    sample = await openSampleWorld();
    panel = new ScriptedPanel();
    await (await testApi()).restorePanel(panel);
    await panel.page.ask({ ask: 'ready' });
  });

  afterEach(() => sample.close());

  async function apply(tenants: readonly SampleTenant[], draft = linkOwn): Promise<Answer> {
    await panel.page.ask({ ask: 'draft', draft });
    const keys = tenants.map((tenant) => tenantKey(sample.node(tenant).ref));
    return panel.page.ask({ ask: 'apply', draft, shown: panel.page.shown(keys) });
  }

  /** All that was scripted has been shown. */
  const told = (): Promise<void> => eventually(() => assert.equal(sample.dialogs.left, 0));

  it('tells outside it what came of its run where it is hidden as that ends', async () => {
    sample.sandbox.setSwitches({ latencyMs: 40 });
    sample.dialogs.expect({ kind: 'info', says: /^Northwind Traders .* is linked to 4810337/ });
    assert.ok((await apply(['northwind'])).ok);
    panel.hide();
    await told();
    assert.equal(sample.linkOf('northwind'), own);
  });

  it('says nothing outside it of a run whose end is seen', async () => {
    assert.ok((await apply(['northwind'])).ok);
    await panel.page.told('page', ({ page }) => page.run?.phase === 'finished');
  });

  it('does what was consented to when it is closed while the question is open, and tells what came of it', async () => {
    sample.dialogs.expect(
      {
        kind: 'confirm',
        says: /^Change the partner ID of Tailspin Toys/,
        press: 'Change Link',
        meanwhile: () => panel.dispose(),
      },
      { kind: 'info', says: /^Tailspin Toys .* is linked to 4810337/ },
    );
    // Nobody is there to be answered.
    void apply(['tailspin']);
    await told();
    assert.equal(sample.world.app.pages.get('form'), undefined);
    assert.equal(sample.linkOf('tailspin'), own);
  });

  it('does nothing when it is closed and the question is then answered with no', async () => {
    sample.dialogs.expect({
      kind: 'confirm',
      says: /^Change the partner ID of Tailspin Toys/,
      press: undefined,
      meanwhile: () => panel.dispose(),
    });
    void apply(['tailspin']);
    await told();
    // What comes after it is done, and it alone.
    panel = new ScriptedPanel();
    await (await testApi()).restorePanel(panel);
    await panel.page.ask({ ask: 'ready' });
    assert.ok((await apply(['northwind'])).ok);
    await panel.page.told('page', ({ page }) => page.run?.phase === 'finished');
    assert.equal((await sample.session().operations.history()).length, 1);
    assert.equal(sample.linkOf('tailspin'), fabrikam);
  });

  it('says outside it why nothing was sent where it is hidden and a tenant has gone while the question was open', async () => {
    sample.dialogs.expect(
      {
        kind: 'confirm',
        says: /^Change the partner ID of Tailspin Toys/,
        press: 'Change Link',
        meanwhile: () => {
          panel.hide();
          sample.session().store.putIdentities([]);
        },
      },
      { kind: 'error', says: /^Nothing was sent, .*: Tailspin Toys .*: no longer among the known tenants\./ },
    );
    void apply(['tailspin']);
    await told();
    assert.equal(sample.linkOf('tailspin'), fabrikam);
  });

  it('has an undo of more than five reviewed in a document, and comes back to the front', async () => {
    // All that can be linked or changed in the default scenario.
    const tenants = ['northwind', 'adventureWorks', 'wideWorld', 'defaultDirectoryOne', 'tailspin', 'litware'] as const;
    sample.dialogs.expect({
      kind: 'confirm',
      says: /^Link 4 tenants and change 2 links/,
      press: 'Link 4 and Change 2',
    });
    assert.ok((await apply(tenants)).ok);
    const { page } = await panel.page.told('page', (one) => one.page.run?.phase === 'finished');
    const before = panel.revealed;
    sample.dialogs.expect(
      { kind: 'pick', title: 'Review the list: change 2, remove 4', choose: 'Continue…' },
      { kind: 'confirm', says: 'Undo the run in 6 tenants (change 2, remove 4)?', press: 'Undo 6 Changes' },
    );
    assert.ok((await panel.page.ask({ ask: 'undoRun', run: page.run?.id ?? '' })).ok);
    assert.equal(sample.world.documents.shown.at(-1)?.name, 'Review');
    assert.equal(panel.revealed, before + 1);
    await panel.page.told('page', (one) => one.page.run?.phase === 'finished' && one.page.run.id !== page.run?.id);
    assert.deepEqual([sample.linkOf('northwind'), sample.linkOf('tailspin')], [undefined, fabrikam]);
  });
});
