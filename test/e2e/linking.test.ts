/** A user's first hour: link, change, remove and undo a PAL in sample data, every modal and toast read on the screen. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { eventually } from './support/eventually.ts';
import { inSteps } from './support/inSteps.ts';
import { ManyTenants } from './support/manyTenants.ts';
import type { TreeView } from './support/treeView.ts';
import { sandboxMode, startVSCode, type VSCode } from './support/vscode.ts';
import type { Workbench } from './support/workbench.ts';

const identity = 'mira.lindqvist@contoso-consulting.example';
const sample = 'Sample data: no real tenant is touched.';
const adventureWorks = 'Adventure Works (adventure-works.example)';
const contoso = '4810337 · Contoso Consulting';
const fabrikam = '6203519 · Fabrikam Cloud Services';

describe('Changing PALs in the workbench', function () {
  inSteps(this);
  let code: VSCode;
  let workbench: Workbench;
  let view: TreeView;

  before(async () => {
    // A click that selects is not to open the row as well: what is below it would be read and drawn under the next click.
    const settings = { 'workbench.tree.expandMode': 'doubleClick' };
    code = await startVSCode({ name: 'linking', files: sandboxMode, settings });
    workbench = code.workbench;
    view = await workbench.openView('Partner Link', 'Tenants');
    await view.rowSays('Adventure Works', 'not linked, guest');
    await view.rowSays('Woodgrove Bank', `PAL ${contoso}, guest`);
    // A row that is drawn anew while it is clicked may take the click as its own: until the scan has ended, it may be.
    await eventually(async () => assert.equal(await view.message(), 'Sample data'));
    await view.settled('Adventure Works');
  });

  after(() => code.close());

  it('links a tenant from its row, after a modal that names tenant, identity and partner', async () => {
    await view.clickInline('Adventure Works', 'Link Partner ID…');
    await workbench.quickInput.titled('Link Partner ID');
    await workbench.quickInput.choose('4810337');
    const question = await workbench.dialog.read();
    assert.equal(question.message, `Link ${adventureWorks} to partner ID ${contoso}?`);
    assert.equal(question.detail, `${adventureWorks}: not linked → ${contoso}\nIdentity: ${identity}\n${sample}`);
    // Their order is the platform's.
    assert.deepEqual([...question.buttons].sort(), ['Cancel', 'Link']);
    await workbench.dialog.choose('Link');
    assert.deepEqual(await workbench.toasts.saying('is linked to'), {
      message: `${adventureWorks} is linked to ${contoso}.`,
      buttons: ['Undo', 'Show Report'],
    });
    await view.rowSays('Adventure Works', `PAL ${contoso}, guest`);
    await workbench.toasts.close('is linked to');
  });

  it('changes it from the row’s menu to an ID that is typed, whose name the estate knows', async () => {
    await view.chooseFromMenu('Adventure Works', 'Change Partner ID…');
    await workbench.quickInput.choose('Enter another partner ID…');
    await workbench.quickInput.type('62o3519');
    await workbench.quickInput.says('A partner ID has digits only.');
    await workbench.quickInput.type('6203519');
    await workbench.quickInput.says(/Fabrikam Cloud Services, as seen on the link of Tailspin Toys\./);
    await workbench.quickInput.accept();
    const question = await workbench.dialog.read();
    assert.equal(question.message, `Change the partner ID of ${adventureWorks} to ${fabrikam}?`);
    assert.equal(question.detail, `${adventureWorks}: ${contoso} → ${fabrikam}\nIdentity: ${identity}\n${sample}`);
    await workbench.dialog.choose('Change Link');
    await workbench.toasts.saying(`${adventureWorks} is linked to ${fabrikam}.`);
    await view.rowSays('Adventure Works', `another partner: ${fabrikam}, guest`);
    await workbench.toasts.close('is linked to');
  });

  it('leaves a link alone when its removal is not confirmed', async () => {
    await view.chooseFromMenu('Adventure Works', 'Remove Partner Admin Link…');
    const question = await workbench.dialog.read();
    assert.equal(question.message, `Remove the Partner Admin Link of ${adventureWorks}?`);
    assert.deepEqual([...question.buttons].sort(), ['Cancel', 'Remove Link']);
    await workbench.dialog.cancel();
    // A reading that comes after it says what the service holds.
    await view.chooseFromMenu('Adventure Works', 'Check Partner Admin Link…');
    const toast = await workbench.toasts.saying('Adventure Works');
    assert.equal(toast.message, `Adventure Works: another partner: ${fabrikam}`);
    await workbench.toasts.close('Adventure Works');
    assert.equal((await new ManyTenants(code).runs()).length, 2);
  });

  it('removes a link, and puts it back with Undo Last Run', async () => {
    await view.chooseFromMenu('Adventure Works', 'Remove Partner Admin Link…');
    await workbench.dialog.choose('Remove Link');
    await workbench.toasts.saying(`${adventureWorks} is no longer linked.`);
    await view.rowSays('Adventure Works', 'not linked, guest');
    await workbench.toasts.close('no longer linked');
    await workbench.runCommand('Partner Link: Undo Last Run…');
    const question = await workbench.dialog.read();
    assert.equal(question.message, `Undo the run in ${adventureWorks}?`);
    assert.equal(question.detail, `${adventureWorks}: not linked → ${fabrikam}\nIdentity: ${identity}\n${sample}`);
    await workbench.dialog.choose('Undo');
    await workbench.toasts.saying(`${adventureWorks} is linked to ${fabrikam} again.`);
    await view.rowSays('Adventure Works', `another partner: ${fabrikam}, guest`);
    await workbench.toasts.close('again');
  });

  it('says in plain words that a global account’s ID is refused, and hints at the location', async () => {
    await workbench.runCommand('Partner Link: Link Partner ID…');
    await workbench.quickInput.titled('Link Partner ID');
    await workbench.quickInput.type('northwind');
    await workbench.quickInput.check('Northwind Traders');
    await workbench.quickInput.accept();
    await workbench.quickInput.choose('Enter another partner ID…');
    await workbench.quickInput.answer('4810336');
    await workbench.dialog.choose('Link');
    const toast = await workbench.toasts.saying('1 failed');
    assert.match(toast.message, /Northwind Traders .*: Partner ID not valid/);
    assert.match(toast.message, /Use the Associated PartnerID \(partner location account\) from Partner Center/);
    assert.match(toast.message, /its first location is often 4810337/);
    await view.rowSays(
      'Northwind Traders',
      'not linked, guest, last link failed: partner ID not valid. ' +
        'Use the Associated PartnerID, partner location account, from Partner Center; the ID of a global account is refused.',
    );
    await workbench.toasts.close('1 failed');
  });

  it('checks from the palette and says what the link is', async () => {
    await workbench.runCommand('Partner Link: Check Partner Admin Link…');
    await workbench.quickInput.titled('Check Partner Admin Link');
    await workbench.quickInput.type('tailspin');
    await workbench.quickInput.check('Tailspin Toys');
    await workbench.quickInput.accept();
    const toast = await workbench.toasts.saying('Tailspin Toys');
    assert.equal(toast.message, `Tailspin Toys: another partner: ${fabrikam}`);
    await workbench.toasts.close('Tailspin Toys');
  });

  it('acts on several rows at once: names those left out, links one first when the name is not known, then goes on', async () => {
    await view.select('Northwind Traders', 'Wide World Importers', 'Woodgrove Bank', 'Lamna Healthcare');
    await view.chooseFromMenu('Northwind Traders', 'Link Partner ID…');
    await workbench.quickInput.choose('Enter another partner ID…');
    await workbench.quickInput.type('5557123');
    await workbench.quickInput.says(/Its partner’s name cannot be known before the first link\./);
    await workbench.quickInput.accept();
    const question = await workbench.dialog.read();
    assert.equal(question.message, 'Link 2 tenants and change 1 link to partner ID 5557123?');
    assert.match(
      question.detail,
      /Left as they are:\nLamna Healthcare \(lamnahealthcare\.example\): sign-in needed\nSample data: no real tenant is touched\.$/,
    );
    await workbench.dialog.choose('Link 2 and Change 1');
    const first = await workbench.dialog.read();
    assert.match(first.message, /^The first tenant is linked to 5557123\. Its partner is .+\.$/);
    const partner = /Its partner is (.+)\.$/.exec(first.message)?.[1] ?? '';
    await workbench.dialog.choose('Continue');
    await workbench.toasts.saying('2 linked, 1 changed.');
    for (const name of ['Northwind Traders', 'Wide World Importers', 'Woodgrove Bank']) {
      await view.rowSays(name, new RegExp(`another partner: 5557123 · ${partner}`));
    }
    await view.rowSays('Lamna Healthcare', 'sign-in needed, guest');
  });

  it('undoes all of it from the toast', async () => {
    await workbench.toasts.choose('2 linked, 1 changed', 'Undo');
    const question = await workbench.dialog.read();
    assert.equal(question.message, 'Undo the run in 3 tenants (change 1, remove 2)?');
    await workbench.dialog.choose('Undo 3 Changes');
    await workbench.toasts.saying('1 changed, 2 removed.');
    await view.rowSays('Woodgrove Bank', `PAL ${contoso}, guest`);
    await view.rowSays('Northwind Traders', 'not linked, guest');
    await view.rowSays('Wide World Importers', 'not linked, no subscriptions, guest');
  });

  it('has it all in the journal, which is not wider than the editor beside the side bar', async () => {
    await workbench.runCommand('Partner Link: Show Journal');
    assert.match(await workbench.preview('Journal'), /undo of run/);
    assert.equal(workbench.page.viewportSize()?.width, 1280);
    const [shown, needed] = await workbench.previewWidths('Journal');
    assert.ok(needed <= shown, `${String(needed)} pixels in ${String(shown)}`);
  });
});
