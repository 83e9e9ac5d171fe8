/** What a scan of many tenants shows while it goes on. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { eventually } from './support/eventually.ts';
import { TreeView } from './support/treeView.ts';
import { sandboxMode, startVSCode, type VSCode } from './support/vscode.ts';

/** So many that the scan is not over before anybody looks. */
const tenants = 2_000;

describe('A scan of many tenants', () => {
  let code: VSCode;

  before(async () => {
    code = await startVSCode({
      name: 'progress',
      files: {
        ...sandboxMode,
        'sandbox/switches.json': {
          scenario: { kind: 'generated', tenants, subscriptionsPerTenant: 1 },
          latencyMs: 200,
        },
      },
    });
  });

  after(() => code.close());

  it('says on the screen how many are checked, while changes come faster than VS Code draws', async () => {
    const view = await code.workbench.openView('Partner Link', 'Tenants');
    const said = await eventually(async () => {
      const message = await view.message();
      assert.match(message, / of 2,?000 tenants checked/);
      return message;
    });
    const [, checked] = /(\d+) of/.exec(said) ?? [];
    assert.ok(Number(checked) < tenants, said);
  });

  it('says so in the status bar as well, a click on which shows the view', async () => {
    const { workbench } = code;
    const item = workbench.statusBarItem('partnerLink.activity');
    await eventually(async () => assert.match((await item.textContent()) ?? '', /\d+ of 2000/));
    await workbench.activity('Explorer').click();
    const { pane } = new TreeView(workbench.page, 'Tenants');
    await pane.waitFor({ state: 'hidden' });
    await item.click();
    await pane.waitFor();
  });
});
