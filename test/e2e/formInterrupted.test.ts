/** Runs that the form started and that are cut off: closed, found again, killed and resumed from the page. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { longPatience } from './support/eventually.ts';
import { FormPage } from './support/formPage.ts';
import {
  hold,
  ManyTenants,
  manyTenants,
  notLinkedAtFirst,
  own,
  tenantCount,
  untilOffered,
} from './support/manyTenants.ts';
import type { TreeView } from './support/treeView.ts';
import { startVSCode, type VSCode } from './support/vscode.ts';
import type { Workbench } from './support/workbench.ts';

describe('A run of the form', () => {
  let code: VSCode;
  let workbench: Workbench;
  let estate: ManyTenants;
  let view: TreeView;
  let form: FormPage;

  before(async () => {
    code = await startVSCode({ name: 'formInterrupted', files: manyTenants });
    workbench = code.workbench;
    estate = new ManyTenants(code);
    form = new FormPage(workbench.page);
    view = await workbench.openView('Partner Link', 'Tenants');
    await view.rowSays('Customer 0002', 'not linked, guest');
    await view.rowSays('Customer 0030', 'not linked, guest');
  });

  after(() => code.close());

  it('goes on when the form is closed, and is found again when it is opened', async () => {
    await workbench.runCommand('Partner Link: Manage Links…');
    await form.shown(tenantCount);
    await form.typePartnerId(own.id);
    await form.chooseFilter('Not linked');
    await form.press('Select All Shown');
    estate.holdReadings(estate.notLinked, 8);
    await form.press(`Link ${String(notLinkedAtFirst)} Tenants`);
    await form.partSays('run-text', /^8 of 40 done/);
    await workbench.closeEditor('Manage Links');
    await workbench.toasts.saying(/Partner Link: link 40/);
    estate.holdRunOver(estate.notLinked, hold);
    // A reading that has had no answer for half a minute is tried again.
    await estate.runStandsAt(18, 2, longPatience);
    await workbench.runCommand('Partner Link: Manage Links…');
    await form.partSays('run-text', /^18 of 40 done/);
  });

  it('that a killed extension host leaves is offered in the form and resumed: nothing is lost or done twice', async () => {
    await code.killExtensionHost();
    estate.steer();
    await workbench.closeEditor('Manage Links');
    await workbench.toasts.saying('A run was interrupted', untilOffered);
    await workbench.runCommand('Partner Link: Manage Links…');
    await form.press('Resume');
    await form.partSays('run-text', /^40 linked/, longPatience);
    const names = new Set(estate.notLinked.map(({ displayName }) => displayName));
    for (const { name, partnerId, writes } of await estate.served()) {
      assert.deepEqual({ name, partnerId, writes }, { name, partnerId: own.id, writes: names.has(name) ? 1 : 0 });
    }
    const run = await estate.lastRun();
    assert.equal(run.ended?.how, 'finished');
    assert.equal(run.resumedAt.length, 1);
  });

  it('and what was being prepared are there again after the window was reloaded', async () => {
    await form.press('Done');
    await form.chooseAction('Remove');
    await form.search('Customer 0005');
    await form.press('Select All Shown');
    await form.partSays('summary', 'Remove 1');
    await code.reloadByCommand();
    await form.shown(tenantCount);
    await form.partSays('summary', 'Remove 1');
  });

  it('removes after asking, naming the tenant', async () => {
    await form.press('Remove 1 Link…');
    const question = await workbench.dialog.read();
    assert.match(question.message, /^Remove the Partner Admin Link of Customer 0005/);
    await workbench.dialog.choose('Remove Link');
    await form.partSays('run-text', /Customer 0005.* is no longer linked/);
    const served = await estate.served();
    assert.equal(served.find(({ name }) => name === 'Customer 0005')?.partnerId, undefined);
  });
});
