import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { OpenPage } from '../../../src/commands/context/commandContext.ts';
import { panelTypes } from '../../../src/manifest.ts';
import { samplePartnerIds } from '../../../src/sandbox/scenario/partners.ts';
import { eventually } from '../../e2e/support/eventually.ts';
import { describeCommand } from '../support/commandCoverage.ts';
import { execute, testApi } from '../support/extension.ts';
import { openSampleWorld, subscriptionNode, type SampleWorld } from '../support/sampleWorld.ts';

const { contoso: own } = samplePartnerIds;

function formTabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(panelTypes.form));
}

describe('The form', () => {
  let sample: SampleWorld;

  beforeEach(async () => {
    sample = await openSampleWorld();
  });

  afterEach(async () => {
    await sample.close();
    await eventually(() => assert.deepEqual(formTabs(), []));
  });

  /** Once its page is there. */
  async function opened(): Promise<OpenPage> {
    return eventually(() => {
      const open = sample.world.app.pages.get('form');
      assert.ok(open?.ready, 'the page listens');
      return open;
    });
  }

  describeCommand('manageLinks', (run) => {
    it('opens one form per window, labelled as sample data, whose page loads', async () => {
      await run();
      await opened();
      await run();
      await eventually(() =>
        assert.deepEqual(
          formTabs().map(({ label }) => label),
          ['Manage Links (Sample Data)'],
        ),
      );
    });

    it('opens from rows of tenants and of subscriptions', async () => {
      const [northwind, alpine] = [sample.node('northwind'), sample.node('alpine')];
      await run(northwind, [northwind, subscriptionNode(alpine, 'one')]);
      await opened();
    });

    it('is found again after it was closed', async () => {
      await run();
      (await opened()).dispose();
      await eventually(() => assert.equal(sample.world.app.pages.get('form'), undefined));
      await run();
      await opened();
    });
  });

  it('of a reloaded window is shown again; of two one is', async () => {
    const { restorePanel } = await testApi();
    const panel = (): vscode.WebviewPanel =>
      vscode.window.createWebviewPanel(panelTypes.form, 'Earlier', vscode.ViewColumn.Active);
    await restorePanel(panel());
    await opened();
    await restorePanel(panel());
    await eventually(() =>
      assert.deepEqual(
        formTabs().map(({ label }) => label),
        ['Manage Links (Sample Data)'],
      ),
    );
  });

  it('goes over to the other mode, and to sample data that was put back', async () => {
    await execute('manageLinks');
    await opened();
    await execute('leaveSandbox');
    await eventually(() => assert.deepEqual(formTabs()[0]?.label, 'Manage Links'));
    sample.dialogs.expect();
    await sample.world.app.switchMode('sandbox');
    await sample.world.app.resetSandbox();
    await eventually(() => assert.deepEqual(formTabs()[0]?.label, 'Manage Links (Sample Data)'));
    assert.ok((await opened()).ready);
  });

  it('stays open while a command’s run is told by its own notification', async () => {
    await execute('manageLinks');
    await opened();
    sample.dialogs.expect(
      { kind: 'pick', title: 'Link Partner ID', choose: own },
      { kind: 'confirm', says: /^Link Northwind/, press: 'Link' },
      { kind: 'info', says: /^Northwind Traders .* is linked to/ },
    );
    await execute('link', sample.node('northwind'));
    assert.equal(sample.linkOf('northwind'), own);
    sample.dialogs.holds();
  });
});
