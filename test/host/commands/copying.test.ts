import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { sampleTenantIds } from '../../../src/sandbox/scenario/scenario.ts';
import { subscriptionList } from '../../../src/shared/model/model.ts';
import { describeCommand } from '../support/commandCoverage.ts';
import { openSampleWorld, subscriptionNode, type SampleWorld } from '../support/sampleWorld.ts';

describe('Copying and opening', () => {
  let sample: SampleWorld;

  beforeEach(async () => {
    sample = await openSampleWorld();
    await vscode.env.clipboard.writeText('untouched');
  });

  afterEach(async () => {
    await sample.close();
  });

  async function copied(): Promise<readonly string[]> {
    return (await vscode.env.clipboard.readText()).split('\n');
  }

  describeCommand('copyId', (run) => {
    it('asks from the palette, and copies the IDs a line each', async () => {
      sample.dialogs.expect({ kind: 'pickMany', title: 'Copy Tenant ID', choose: ['Alpine Ski House', 'Litware'] });
      await run();
      assert.deepEqual(await copied(), [sampleTenantIds.alpine, sampleTenantIds.litware]);
      assert.deepEqual(sample.dialogs.shown.at(-1), { kind: 'note', message: 'Copied 2 IDs' });
    });

    it('copies of a subscription’s row the subscription’s ID, of a tenant’s row the tenant’s', async () => {
      const tenant = sample.node('alpine');
      const [subscription] = subscriptionList(sample.row('alpine').subscriptions);
      assert.ok(subscription);
      const node = subscriptionNode(tenant, subscription.subscriptionId);
      await run(node);
      assert.deepEqual(await copied(), [subscription.subscriptionId]);
      await run(node, [node, tenant]);
      assert.deepEqual(await copied(), [subscription.subscriptionId, sampleTenantIds.alpine]);
    });

    it('copies nothing when cancelled', async () => {
      sample.dialogs.expect({ kind: 'pickMany', title: 'Copy Tenant ID', choose: undefined });
      await run();
      assert.deepEqual(await copied(), ['untouched']);
    });
  });

  describeCommand('copyPartnerId', (run) => {
    it('offers linked tenants from the palette', async () => {
      sample.dialogs.expect({ kind: 'pickMany', title: 'Copy Partner ID', choose: ['Tailspin Toys'] });
      await run();
      assert.deepEqual(await copied(), ['6203519']);
    });

    it('copies each ID of the picked rows once, and passes over those not linked', async () => {
      const rows = (['alpine', 'woodgrove', 'northwind', 'litware'] as const).map((tenant) => sample.node(tenant));
      await run(rows[0], rows);
      assert.deepEqual(await copied(), ['4810337', '3921745']);
    });
  });

  describeCommand('openInPortal', (run) => {
    it('asks from the palette for one tenant, and says that sample data has no page', async () => {
      sample.dialogs.expect(
        { kind: 'pick', title: 'Open in Azure Portal', choose: 'Alpine Ski House' },
        { kind: 'info', says: /^Sample data has no page in the portal\./ },
      );
      await run();
    });

    it('says the same from a row', async () => {
      sample.dialogs.expect({ kind: 'info', says: /^Sample data has no page in the portal\./ });
      await run(sample.node('alpine'));
    });
  });

  describeCommand('showLog', (run) => {
    it('shows the log', async () => {
      await run();
      assert.deepEqual(sample.world.shownLogs, ['shown']);
    });
  });

  describeCommand('openHelp', (run) => {
    it('opens the page about failures, at the section that a tooltip’s link names and at no other place', async () => {
      await run();
      await run('access-denied');
      await run('../../elsewhere');
      assert.deepEqual(sample.world.documents.help, [undefined, 'access-denied', undefined]);
    });
  });
});
