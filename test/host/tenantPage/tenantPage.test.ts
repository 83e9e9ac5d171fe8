import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { createTenantPageHost } from '../../../src/commands/tenantPage/createTenantPageHost.ts';
import { panelTypes } from '../../../src/manifest.ts';
import { eventually } from '../../e2e/support/eventually.ts';
import { describeCommand } from '../support/commandCoverage.ts';
import { testApi } from '../support/extension.ts';
import { openSampleWorld, type SampleWorld } from '../support/sampleWorld.ts';

function tabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(panelTypes.tenantPage));
}

describe('The tenant page', () => {
  let sample: SampleWorld;

  beforeEach(async () => {
    sample = await openSampleWorld();
  });

  afterEach(async () => {
    await sample.close();
    await eventually(() => assert.deepEqual(tabs(), []));
  });

  async function opened(): Promise<void> {
    await eventually(() => assert.ok(sample.world.app.pages.get('tenantPage')?.ready, 'the page listens'));
  }

  describeCommand('showDetails', (run) => {
    it('opens one per window, labelled as sample data, whose page loads', async () => {
      await run(sample.node('adventureWorks'));
      await opened();
      await run(sample.node('woodgrove'));
      await eventually(() =>
        assert.deepEqual(
          tabs().map(({ label }) => label),
          ['Tenant Details (Sample Data)'],
        ),
      );
    });

    it('stands beside the editor that is open', async () => {
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: 'notes' }));
      const { viewColumn } = vscode.window.tabGroups.activeTabGroup;
      await run(sample.node('adventureWorks'));
      await opened();
      await eventually(() => assert.notEqual(tabs()[0]?.group.viewColumn, viewColumn));
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    });

    it('asks which tenant from the palette', async () => {
      sample.dialogs.expect({ kind: 'pick', title: 'Show Details', choose: 'Adventure Works' });
      await run();
      await opened();
    });
  });

  it('of a reloaded window is shown again; of two one is', async () => {
    const { restorePanel } = await testApi();
    const panel = (): vscode.WebviewPanel =>
      vscode.window.createWebviewPanel(panelTypes.tenantPage, 'Earlier', vscode.ViewColumn.Active);
    await restorePanel(panel());
    await opened();
    await restorePanel(panel());
    await eventually(() => assert.equal(tabs().length, 1));
  });

  it('acts on its tenant alone, without asking which', async () => {
    const { ref } = sample.node('adventureWorks');
    const host = createTenantPageHost({ window: sample.world.app, session: sample.session() });
    await host.act('pin', ref);
    assert.ok(sample.session().marks.get(ref.tenantId).has('pinned'));
    await host.act('unpin', ref);
    assert.ok(!sample.session().marks.get(ref.tenantId).has('pinned'));
    await host.copy(ref.tenantId);
    assert.equal(await vscode.env.clipboard.readText(), ref.tenantId);
    await host.showInTree(ref);
    await eventually(() => assert.deepEqual(sample.world.app.selection(), [sample.node('adventureWorks')]));
  });
});
