/** The overview on the packaged extension: its numbers are the tree's, and lead there; the next step leads to the form. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { eventually } from './support/eventually.ts';
import { FormPage } from './support/formPage.ts';
import { OverviewPage } from './support/overviewPage.ts';
import type { TreeView } from './support/treeView.ts';
import { sandboxMode, startVSCode, type VSCode } from './support/vscode.ts';
import type { Workbench } from './support/workbench.ts';

describe('The overview', () => {
  let code: VSCode;
  let workbench: Workbench;
  let view: TreeView;
  let overview: OverviewPage;

  before(async () => {
    code = await startVSCode({ name: 'overview', files: sandboxMode });
    workbench = code.workbench;
    overview = new OverviewPage(workbench.page);
    view = await workbench.openView('Partner Link', 'Tenants');
    await eventually(async () => assert.equal(await view.message(), 'Sample data'));
  });

  after(() => code.close());

  it('opens from the first icon of the view and says where one stands', async () => {
    await view.clickTitleAction('Show Overview');
    await eventually(async () => assert.match(await overview.headline(), /^\d+ of \d+ tenants are linked\.$/));
    assert.equal(await overview.number('Tenants (PAL)', 'not linked'), '4');
    await code.picture('overview-dark');
  });

  it('shows just those in the tree whose number is pressed', async () => {
    await overview.pressNumber('Tenants (PAL)', 'not linked');
    await eventually(async () => assert.equal(await view.message(), 'Sample data · Showing 4 of 13 · not linked'));
    assert.deepEqual(
      (await view.rows()).map(({ label }) => label),
      ['Adventure Works', 'jonashoferoutlook', 'Northwind Traders', 'Wide World Importers'],
    );
    await view.clickTitleAction('Clear Filter');
    await view.rowSays('Woodgrove Bank', 'PAL 4810337 · Contoso Consulting, guest');
  });

  it('takes the next step to the form, with those selected', async () => {
    const step = (await overview.steps()).find((text) => text.startsWith('Link'));
    const count = /\d+/.exec(step ?? '')?.[0];
    assert.ok(step !== undefined && count !== undefined);
    await overview.press(step);
    await new FormPage(workbench.page).countsSay(new RegExp(`^${count} selected of `));
  });
});
