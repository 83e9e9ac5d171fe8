/** The tenant page on the packaged extension, by keyboard from the tree: what is known of a tenant, and what comes of its buttons. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { DetailsPage } from './support/detailsPage.ts';
import { eventually } from './support/eventually.ts';
import { inSteps } from './support/inSteps.ts';
import type { TreeView } from './support/treeView.ts';
import { sandboxMode, startVSCode, type VSCode } from './support/vscode.ts';
import type { Workbench } from './support/workbench.ts';

const adventureWorks = 'Adventure Works';
const contoso = '4810337 · Contoso Consulting';

describe('The tenant page', function () {
  inSteps(this);
  let code: VSCode;
  let workbench: Workbench;
  let view: TreeView;
  let details: DetailsPage;

  before(async () => {
    code = await startVSCode({ name: 'tenantPage', files: sandboxMode });
    workbench = code.workbench;
    details = new DetailsPage(workbench.page);
    view = await workbench.openView('Partner Link', 'Tenants');
    await eventually(async () => assert.equal(await view.message(), 'Sample data'));
    await view.settled(adventureWorks);
  });

  after(() => code.close());

  it('opens with Enter on the row that has the focus, which stays as it was', async () => {
    await view.select('Woodgrove Bank');
    // Selected with a click, and the focus goes on to another row by keyboard.
    await workbench.page.keyboard.press('Home');
    const [first] = await view.rows();
    assert.equal(first?.label, adventureWorks);
    await workbench.page.keyboard.press('Enter');
    await details.frame(adventureWorks);
    assert.deepEqual((await view.rows())[0], first);
    assert.ok((await view.row('Woodgrove Bank')).selected);
    await code.picture('tenant-page-dark');
  });

  it('shows another row’s tenant from its menu, on the same page', async () => {
    await view.chooseFromMenu('Woodgrove Bank', 'Show Details');
    assert.equal(await details.status('Woodgrove Bank'), `PAL ${contoso}`);
    await view.chooseFromMenu(adventureWorks, 'Show Details');
    assert.equal(await details.status(adventureWorks), 'not linked');
    assert.match(await details.card(adventureWorks, 'Tenant'), /adventure-works\.example/);
    assert.match(await details.card(adventureWorks, 'History'), /hasn’t changed anything here/);
  });

  it('links the tenant at a press, and has it in status and history', async () => {
    await details.press(adventureWorks, 'Link Partner ID…');
    await workbench.quickInput.titled('Link Partner ID');
    await workbench.quickInput.choose('4810337');
    await workbench.dialog.choose('Link');
    await eventually(async () => assert.equal(await details.status(adventureWorks), `PAL ${contoso}`));
    await eventually(async () =>
      assert.match(
        await details.card(adventureWorks, 'History'),
        new RegExp(`not linked → ${contoso}[\\s\\S]*done[\\s\\S]*Through mira\\.lindqvist@`),
      ),
    );
  });

  it('copies the tenant’s ID', async () => {
    await details.press(adventureWorks, 'Copy Tenant ID');
    const id = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(await details.card(adventureWorks, 'Tenant'))?.[0];
    await eventually(async () => assert.equal(await workbench.clipboard(), id));
  });

  it('is there again with the same tenant after the window was reloaded', async () => {
    await code.reloadByCommand();
    assert.equal(await details.status(adventureWorks), `PAL ${contoso}`);
  });
});
