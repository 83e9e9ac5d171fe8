/** Azure asks for a stronger sign-in in one tenant while a run is at it: that row waits, the others go on. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { sampleTenantIds } from '../../src/sandbox/scenario/scenario.ts';
import { FormPage } from './support/formPage.ts';
import { inSteps } from './support/inSteps.ts';
import type { TreeView } from './support/treeView.ts';
import { sandboxMode, startVSCode, type VSCode } from './support/vscode.ts';
import type { Workbench } from './support/workbench.ts';

const own = 'PAL 4810337 · Contoso Consulting, guest';

describe('A tenant that asks for a sign-in in the midst of a run', function () {
  inSteps(this);
  let code: VSCode;
  let workbench: Workbench;
  let view: TreeView;

  before(async () => {
    const challenged = ['northwind', 'adventureWorks'] as const;
    const faults = challenged.map((tenant) => ({
      match: { method: 'PUT', tenantId: sampleTenantIds[tenant] },
      answer: { kind: 'claimsChallenge', bySignIn: true },
    }));
    code = await startVSCode({
      name: 'sign-in-in-run',
      files: { ...sandboxMode, 'sandbox/switches.json': { faults } },
      settings: { 'workbench.tree.expandMode': 'doubleClick' },
    });
    workbench = code.workbench;
    view = await workbench.openView('Partner Link', 'Tenants');
    await view.rowSays('Northwind Traders', 'not linked, guest');
    await view.rowSays('Wide World Importers', /^not linked/);
  });

  after(() => code.close());

  it('waits alone, is offered the sign-in, and is linked in the same run', async () => {
    await view.select('Northwind Traders', 'Wide World Importers');
    await view.chooseFromMenu('Northwind Traders', 'Link Partner ID…');
    await workbench.quickInput.choose('4810337');
    await workbench.dialog.choose('Link 2 Tenants');
    const toast = await workbench.toasts.saying(/is waiting for you to sign in/);
    assert.equal(
      toast.message,
      'Northwind Traders is waiting for you to sign in. Azure requires a stronger sign-in than the current one.',
    );
    await view.rowSays('Wide World Importers', /^PAL 4810337/);
    await view.rowSays('Northwind Traders', /^sign-in needed/);
    await code.picture('waiting');
    await workbench.toasts.choose(/is waiting for you to sign in/, 'Sign In');
    await workbench.toasts.saying('2 linked.');
    await view.rowSays('Northwind Traders', own);
  });

  it('says so in the form, on its row and above', async () => {
    const form = new FormPage(workbench.page);
    await workbench.runCommand('Partner Link: Manage Links…');
    await form.typePartnerId('4810337');
    await form.toggle('Adventure Works');
    await form.press(/^Link \d/);
    await form.partSays('run-text', /0 of 1 done · 1 sign-in needed: see the notification/);
    await code.picture('waiting-form');
    await workbench.toasts.choose(/is waiting for you to sign in/, 'Leave Out');
    await form.partSays('run-text', /^1 failed\. Adventure Works/);
  });
});
