import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { samplePartnerIds } from '../../../src/sandbox/scenario/partners.ts';
import { sampleTenantIds } from '../../../src/sandbox/scenario/scenario.ts';
import { eventually } from '../../e2e/support/eventually.ts';
import { mira } from '../support/accounts.ts';
import { openAccountsWorld, setting, type AccountsWorld } from '../support/accountsWorld.ts';
import { describeCommand } from '../support/commandCoverage.ts';
import { execute } from '../support/extension.ts';
import { rowReads, shownRows } from '../support/rows.ts';

describe('One’s own tenants', () => {
  const account = mira();
  let accounts: AccountsWorld;

  beforeEach(async () => {
    accounts = await openAccountsWorld({ accounts: [account] });
    await execute('refresh');
    await shownRows(accounts.world, 13);
  });

  afterEach(async () => {
    await setting('partnerLink.partnerIds', undefined);
    await accounts.close();
  });

  async function badgeIs(value: number | undefined): Promise<void> {
    await eventually(() => assert.equal(accounts.world.app.view.texts.badge?.value, value));
  }

  it('are counted by the badge where they need attention: not linked, or a check that failed', async () => {
    // Northwind, Adventure Works, the first Default Directory; Relecloud, whose link cannot be read.
    await badgeIs(4);
    await execute('markNotOurs', accounts.node(account, 'northwind'));
    await badgeIs(3);
    await execute('hide', accounts.node(account, 'relecloud'));
    await badgeIs(2);
    await execute('unmarkNotOurs', accounts.node(account, 'northwind'));
    await badgeIs(3);
  });

  it('are another partner’s only once an own partner ID is saved in the settings', async () => {
    await rowReads(accounts.world, 'Tailspin Toys', /\| PAL 6203519/);
    await setting('partnerLink.partnerIds', [{ id: samplePartnerIds.contoso, label: 'Contoso' }]);
    await rowReads(accounts.world, 'Tailspin Toys', /\| another partner: 6203519 · Fabrikam Cloud Services/);
    await badgeIs(6);
  });

  it('offer to save the ID after the first link, into the settings', async () => {
    accounts.dialogs.expect(
      { kind: 'input', title: 'Link Partner ID', type: samplePartnerIds.contoso },
      { kind: 'confirm', says: /^Link Northwind Traders/, press: 'Link' },
      { kind: 'info', says: /is linked to 4810337/, press: 'Save 4810337 as Ours' },
    );
    await execute('link', accounts.node(account, 'northwind'));
    const saved = vscode.workspace.getConfiguration().inspect('partnerLink.partnerIds')?.globalValue;
    assert.deepEqual(saved, [{ id: samplePartnerIds.contoso, label: 'Contoso Consulting' }]);
    await rowReads(accounts.world, 'Northwind Traders', /\| PAL 4810337 · Contoso Consulting/);
  });

  describeCommand('openInPortal', (run) => {
    it('opens the page of the tenant or of the subscription, in that tenant', async () => {
      const opened: string[] = [];
      const { openExternal } = vscode.env;
      const remember = (uri: vscode.Uri): Promise<boolean> => {
        opened.push(uri.toString(true));
        return Promise.resolve(true);
      };
      Object.assign(vscode.env, { openExternal: remember });
      try {
        const tenant = accounts.node(account, 'alpine');
        await run(tenant);
        const [subscription] = accounts.world.app.view.getChildren(tenant);
        await run(subscription);
        assert.equal(opened.length, 2);
        assert.ok(opened.every((address) => address.startsWith('https://portal.azure.com/')));
        assert.ok(opened.every((address) => address.includes(sampleTenantIds.alpine)));
        assert.ok(subscription?.kind === 'subscription' && opened[1]?.includes(subscription.subscriptionId));
      } finally {
        Object.assign(vscode.env, { openExternal });
      }
    });
  });
});
