/** Partners of record in sample data, in all three ways: asked for at the click, through the portal's service, and guided. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'mocha';
import { eventually, longPatience } from './support/eventually.ts';
import { inSteps } from './support/inSteps.ts';
import type { TreeView } from './support/treeView.ts';
import { sandboxMode, startVSCode, type VSCode, type VSCodeOptions } from './support/vscode.ts';
import type { Workbench } from './support/workbench.ts';

const contoso = '4810337 · Contoso Consulting';
const through = 'PAL 4810337 (through the tenant)';
const core = 'Woodgrove Core';

describe('Partners of record in the workbench', () => {
  let code: VSCode | undefined;
  let workbench: Workbench;
  let view: TreeView;

  async function open(name: string, options: Partial<VSCodeOptions>): Promise<void> {
    code = await startVSCode({ name, ...options, files: { ...sandboxMode, ...options.files } });
    workbench = code.workbench;
    view = await workbench.openView('Partner Link', 'Tenants');
    await view.rowSays('Woodgrove Bank', `PAL ${contoso}, guest`);
    await view.expand('Woodgrove Bank');
  }

  async function close(): Promise<void> {
    await code?.close();
    code = undefined;
  }

  describe('through the portal’s service', function () {
    inSteps(this);

    after(close);

    it('are not checked before a click; what the subscriptions were bought by is', async () => {
      await open('dpor', { files: { 'sandbox/switches.json': { billing: { delayReads: 1 } } } });
      await view.rowSays('Woodgrove Bank', `PAL ${contoso}, DPOR on 0 of 2 EA · 2 not checked, guest`);
      await view.rowSays(core, `subscription, ${through}, DPOR not checked`);
      const menu = await view.openMenu('Woodgrove Bank');
      assert.ok(menu.includes('Partner of Record') && menu.length <= 10, menu.join(', '));
      await workbench.page.keyboard.press('Escape');
      await view.expand('Alpine Ski House');
      await view.rowSays('Alpine Webshop', `subscription, ${through}, DPOR does not apply (Azure plan)`);
      assert.match(await view.tooltip('Alpine Webshop'), /Use a Partner Admin Link for this subscription\./);
    });

    it('are checked at the row’s icon, after one question in plain words', async () => {
      await view.clickInline(core, 'Check DPOR…');
      await workbench.quickInput.titled('Check DPOR');
      const [service] = await workbench.quickInput.items();
      assert.match(service?.detail ?? '', /Microsoft doesn’t document/);
      await workbench.quickInput.choose('Ask the Portal’s Service');
      await workbench.toasts.saying('Woodgrove Core: DPOR: none reported');
      await view.rowSays(core, `subscription, ${through}, DPOR: none reported`);
      await workbench.toasts.close('Woodgrove Core');
    });

    it('are designated after a modal that names old and new partner and who may do it; the row waits until Azure shows it', async () => {
      await view.chooseFromMenu(core, 'Designate Partner of Record…');
      await workbench.quickInput.choose('4810337');
      const question = await workbench.dialog.read();
      assert.match(question.message, /Woodgrove Core/);
      assert.match(question.detail, /none reported → 4810337 · Contoso Consulting/);
      assert.match(question.detail, /Only the customer’s account owner may designate a partner of record/);
      await workbench.dialog.choose('Designate');
      await workbench.toasts.saying('Woodgrove Core');
      await view.rowSays(core, `subscription, ${through}, DPOR submitted, waiting for Azure`);
      await view.rowSays(core, `subscription, ${through}, DPOR ${contoso}`, longPatience);
    });

    it('are removed again by Undo, which says that the earlier state is not known', async () => {
      await workbench.runCommand('Partner Link: Undo Last Run…');
      const question = await workbench.dialog.read();
      assert.match(question.detail, /not known|unknown/);
      await workbench.dialog.choose(question.buttons.find((button) => button !== 'Cancel') ?? '');
      await view.rowSays(core, `subscription, ${through}, DPOR submitted, waiting for Azure`);
      await view.rowSays(core, `subscription, ${through}, DPOR: none reported`, longPatience);
    });

    it('are told from the journal', async () => {
      await workbench.runCommand('Partner Link: Show Journal');
      const journal = await workbench.preview('Journal');
      assert.match(journal, /Woodgrove Core/);
      assert.match(journal, /none reported/);
    });
  });

  describe('where the service does not accept this client', function () {
    inSteps(this);

    after(close);

    it('says so once, and what to do instead', async () => {
      await open('dpor-refused', { files: { 'sandbox/switches.json': { billing: { client: 403 } } } });
      await view.rowSays('Woodgrove Bank', `PAL ${contoso}, DPOR on 0 of 2 EA · 2 not checked, guest`);
      await view.clickInline(core, 'Check DPOR…');
      await workbench.quickInput.choose('Ask the Portal’s Service');
      const toast = await workbench.toasts.saying('does not accept this client');
      assert.deepEqual(toast.buttons, ['Look in the Portal']);
      const refused = `subscription, ${through}, DPOR unknown (the portal’s billing service does not accept this client)`;
      await view.rowSays(core, refused);
      // The user's answer holds for the rows beside it, and the tree asks about them as it is drawn anew; they say why without a message.
      await view.rowSays('Woodgrove Dev/Test', refused);
    });

    it('guides through the portal, and shows the person’s word as such', async () => {
      await workbench.toasts.choose('does not accept this client', 'Look in the Portal');
      await workbench.quickInput.titled(core);
      await workbench.quickInput.choose('No Partner Is Shown');
      await view.rowSays(core, /, DPOR confirmed by you on /);
    });
  });

  describe('guided, by the setting', function () {
    inSteps(this);

    after(close);

    it('asks nothing; the steps stand beside the question, and the partner ID is on the clipboard', async () => {
      await open('dpor-guided', { settings: { 'partnerLink.dpor.mode': 'guided' } });
      await view.rowSays(core, `subscription, ${through}, DPOR not checked`);
      await view.chooseFromMenu(core, 'Designate Partner of Record…');
      await workbench.quickInput.choose('4810337');
      await workbench.quickInput.titled(core);
      assert.match(await workbench.preview(/Woodgrove Core/), /Partner information/);
      await eventually(async () => assert.equal(await workbench.clipboard(), '4810337'));
      await workbench.quickInput.choose('I Saved 4810337 There');
      await view.rowSays(core, /, DPOR confirmed by you on /);
      await view.rowSays(
        'Woodgrove Bank',
        `PAL ${contoso}, DPOR on 0 of 2 EA · 1 confirmed by you · 1 not checked, guest`,
      );
    });

    it('makes the request to the customer as a document', async () => {
      await view.chooseFromMenu(core, 'Request Designation from Customer…');
      await workbench.quickInput.choose('4810337');
      await workbench.quickInput.choose('Open as Document');
      const text = await workbench.preview(/designat/i);
      assert.match(text, /Woodgrove Core/);
      assert.match(text, /4810337/);
    });
  });
});
