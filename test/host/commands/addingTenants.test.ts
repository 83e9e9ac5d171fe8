import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { samplePartnerIds } from '../../../src/sandbox/scenario/partners.ts';
import { sampleIdentityKeys, sampleObjectId, sampleTenantIds } from '../../../src/sandbox/scenario/scenario.ts';
import { describeCommand } from '../support/commandCoverage.ts';
import { execute } from '../support/extension.ts';
import { rowReads, shownRows } from '../support/rows.ts';
import { identityNode, openSampleWorld, type SampleWorld } from '../support/sampleWorld.ts';

describe('Tenants that Azure does not list', () => {
  let sample: SampleWorld;

  beforeEach(async () => {
    sample = await openSampleWorld();
  });

  afterEach(async () => {
    await sample.close();
  });

  async function add(text: string, run: () => Promise<void>): Promise<void> {
    await vscode.env.clipboard.writeText(text);
    sample.dialogs.expect(
      { kind: 'pick', title: /^Add Tenants to mira/, choose: 'From the Clipboard' },
      { kind: 'info', says: /^1 tenant added to mira/ },
    );
    await run();
  }

  describeCommand('addTenants', (run) => {
    it('adds what stands on the clipboard, from the palette, and shows it beside the others', async () => {
      await shownRows(sample.world, 13);
      await add('treyresearch.example', run);
      await shownRows(sample.world, 14);
      const row = await rowReads(sample.world, 'treyresearch.example', /\| not linked, guest$/);
      assert.match(row.item.contextValue ?? '', /\badded\b/);
    });

    it('adds to the identity of the row, and has it still after the window was opened again', async () => {
      await add(sampleTenantIds.treyResearch, () => run(identityNode(sampleIdentityKeys.consultant)));
      await sample.world.restart();
      await sample.world.app.ready();
      const { treyResearch } = sampleTenantIds;
      sample.sandbox.setLink(treyResearch, sampleObjectId('consultant', treyResearch), samplePartnerIds.contoso);
      await execute('refresh');
      await shownRows(sample.world, 14);
      const { pal } = sample.row('treyResearch');
      assert.equal(pal.kind, 'linked', 'it was read again, too');
    });

    it('says so where the list is empty', async () => {
      await vscode.env.clipboard.writeText('\n\n');
      sample.dialogs.expect(
        { kind: 'pick', title: /^Add Tenants to mira/, choose: 'From the Clipboard' },
        { kind: 'info', says: 'The list is empty.' },
      );
      await run();
    });
  });

  describeCommand('removeAddedTenants', (run) => {
    it('removes an added one from its row', async () => {
      await add('treyresearch.example', () => execute('addTenants'));
      sample.dialogs.expect({ kind: 'confirm', says: 'Remove treyresearch.example?', press: 'Remove' });
      await run(sample.node('treyResearch'));
      await shownRows(sample.world, 13);
    });

    it('says so where none was added', async () => {
      sample.dialogs.expect({ kind: 'info', says: 'You haven’t added any tenants.' });
      await run();
    });
  });
});

describe('Customers of Azure Lighthouse', () => {
  let sample: SampleWorld;

  beforeEach(async () => {
    sample = await openSampleWorld({ switches: { projectedTenants: true } });
  });

  afterEach(async () => {
    await sample.close();
  });

  it('say through which tenant they are covered, and have nothing below; guests keep their own link', async () => {
    const row = await rowReads(sample.world, 'Coho Winery |', /\| covered through Contoso Consulting, Lighthouse$/);
    assert.equal(row.item.collapsibleState, vscode.TreeItemCollapsibleState.None);
    await rowReads(sample.world, 'Fourth Coffee |', /\| another partner: 6203519 · Fabrikam Cloud Services, guest$/);
  });

  it('are not linked but named, with where to link', async () => {
    sample.dialogs.expect(
      { kind: 'pick', title: 'Link Partner ID', choose: '4810337' },
      { kind: 'info', says: /Coho Winery.*covered through Contoso Consulting: link there/ },
    );
    await execute('link', sample.node('coho'));
  });
});
