/** The form whose page is hidden or closed, on the packaged extension: what it can't show is told outside it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { longPatience } from './support/eventually.ts';
import { FormPage } from './support/formPage.ts';
import { ManyTenants, manyTenants, notLinkedAtFirst, own, tenantCount } from './support/manyTenants.ts';
import { startVSCode, type VSCode } from './support/vscode.ts';
import type { Workbench } from './support/workbench.ts';

const all = String(notLinkedAtFirst);

describe('The form that is not seen', () => {
  let code: VSCode;
  let workbench: Workbench;
  let estate: ManyTenants;
  let form: FormPage;

  before(async () => {
    code = await startVSCode({ name: 'formUnseen', files: manyTenants });
    workbench = code.workbench;
    estate = new ManyTenants(code);
    form = new FormPage(workbench.page);
    const view = await workbench.openView('Partner Link', 'Tenants');
    await view.rowSays('Customer 0002', 'not linked, guest');
    await view.rowSays('Customer 0030', 'not linked, guest');
  });

  after(() => code.close());

  async function linked(): Promise<number> {
    return (await estate.served()).filter(({ partnerId, writes }) => writes > 0 && partnerId === own.id).length;
  }

  it('tells what came of its run where another editor is in front of it by then, and shows it when it is back', async () => {
    await workbench.runCommand('Partner Link: Manage Links…');
    await form.shown(tenantCount);
    await form.typePartnerId(own.id);
    await form.chooseFilter('Not linked');
    await form.press('Select All Shown');
    // Far slower than it takes to bring another editor to the front, and quick from then on.
    estate.steer({ latencyMs: 10_000 });
    await form.press(`Link ${all} Tenants`);
    await form.partSays('run-text', /done/);
    await workbench.runCommand('Partner Link: Show Journal');
    await workbench.preview(/Journal/);
    assert.equal((await estate.lastRun()).ended, undefined, 'it ends after the journal came to the front');
    estate.steer();
    await workbench.toasts.saying(new RegExp(`^${all} linked`), longPatience);
    await workbench.toasts.close(new RegExp(`^${all} linked`));
    assert.equal(await linked(), notLinkedAtFirst);
    await workbench.runCommand('Partner Link: Manage Links…');
    await form.partSays('run-text', new RegExp(`^${all} linked`));
  });

  it('has an undo of more than five tenants reviewed in a document, and is in front again after it', async () => {
    await form.press('Undo This Run');
    await workbench.quickInput.titled(`Review the list: remove ${all}`);
    assert.match(await workbench.preview(/Review/), /Customer 0002/);
    await workbench.quickInput.choose('Continue…');
    assert.equal((await workbench.dialog.read()).message, `Undo the run in ${all} tenants (remove ${all})?`);
    assert.equal(await linked(), notLinkedAtFirst);
    await workbench.dialog.choose(`Undo ${all} Changes`);
    await form.partSays('run-text', new RegExp(`^${all} removed`), longPatience);
    assert.equal(await linked(), 0);
  });

  it('does what is consented to after it was closed, and tells what came of it', async () => {
    await form.press('Undo This Run');
    await workbench.quickInput.titled(`Review the list: link ${all}`);
    // The question lies over the tab: a user moves it aside.
    const tab = workbench.editorTab(/Manage Links/);
    await tab.getByRole('button', { name: /^Close/ }).dispatchEvent('click');
    await tab.waitFor({ state: 'detached' });
    await workbench.quickInput.choose('Continue…');
    await workbench.dialog.choose(`Undo ${all} Changes`);
    await workbench.toasts.saying(new RegExp(`^${all} linked`), longPatience);
    assert.equal(await linked(), notLinkedAtFirst);
  });
});
