import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { samplePartnerIds } from '../../../src/sandbox/scenario/partners.ts';
import { sampleTenantIds } from '../../../src/sandbox/scenario/scenario.ts';
import { describeCommand } from '../support/commandCoverage.ts';
import { execute } from '../support/extension.ts';
import { openSampleWorld, type SampleWorld } from '../support/sampleWorld.ts';

const { contoso: own, fabrikam } = samplePartnerIds;
const sampleLine = 'Sample data: no real tenant is touched.';

describe('Lists, exports and scripts', () => {
  let sample: SampleWorld;

  beforeEach(async () => {
    sample = await openSampleWorld();
  });

  afterEach(() => sample.close());

  function reviewed(): string {
    return sample.world.documents.shown.findLast(({ name }) => name === 'Review')?.markdown ?? '';
  }

  describeCommand('linkFromList', (run) => {
    it('plans a partner ID per tenant, lists each line that cannot be used, and changes on a yes only', async () => {
      const { northwind, tailspin } = sampleTenantIds;
      sample.world.files.choosesText(
        'customers.csv',
        `tenant,partnerId\n${northwind},${own}\n${tailspin},${own}\nnobody.example,${own}\n`,
      );
      sample.dialogs.expect(
        { kind: 'pick', title: 'Review the list: link 1, change 1', choose: 'Continue' },
        {
          kind: 'confirm',
          says: /./,
          detail: [/^Northwind/, /^Tailspin/, /^Identity: mira/, sampleLine],
          press: undefined,
        },
      );
      await run();
      assert.match(
        reviewed(),
        /Lines that cannot be used[\s\S]*\| 4 \| nobody&#46;example,4810337 \| none of your tenants/,
      );
      assert.equal(sample.linkOf('tailspin'), fabrikam);
      sample.dialogs.expect(
        { kind: 'pick', title: /^Review the list/, choose: 'Continue' },
        { kind: 'confirm', says: /./, press: 'Link 1 and Change 1' },
        { kind: 'info', says: '1 linked, 1 changed.' },
      );
      await run();
      assert.equal(sample.linkOf('tailspin'), own);
      assert.equal(sample.linkOf('northwind'), own);
    });

    it('asks for one partner ID where the list gives none', async () => {
      sample.world.files.choosesText('customers.csv', `tenant\n${sampleTenantIds.northwind}\n`);
      sample.dialogs.expect(
        { kind: 'pick', title: 'Link from List', choose: own },
        { kind: 'pick', title: 'Review the list: link 1', choose: 'Continue' },
        { kind: 'confirm', says: /./, press: 'Link' },
        { kind: 'info', says: /is linked to/ },
      );
      await run();
      assert.equal(sample.linkOf('northwind'), own);
    });

    it('says so where the list names none of the tenants, or cannot be read', async () => {
      sample.world.files.choosesText('customers.csv', 'tenant\nnobody.example\n');
      sample.dialogs.expect({
        kind: 'warn',
        says: 'None of your tenants are in the list. Line 2: none of your tenants has this ID or domain',
      });
      await run();
      sample.world.files.chosen = () => Promise.reject(new Error('no permission'));
      sample.dialogs.expect({ kind: 'error', says: 'The file cannot be read.' });
      await run();
      sample.world.files.chosen = { name: 'big.csv', bytes: undefined };
      sample.dialogs.expect({ kind: 'error', says: /^The file is bigger than 5 MB/ });
      await run();
      sample.world.files.chosen = undefined;
      await run();
    });
  });

  describeCommand('expectedPartnerIds', (run) => {
    it('keeps a list, so that a tenant that does not meet it needs attention; shows and forgets it', async () => {
      sample.world.files.choosesText('customers.csv', `tenant,partnerId\n${sampleTenantIds.alpine},${fabrikam}\n`);
      sample.dialogs.expect(
        { kind: 'pick', title: 'Expected Partner IDs', choose: 'Keep from CSV' },
        { kind: 'info', says: '1 partner ID is expected from now on.' },
      );
      await run();
      assert.equal(sample.session().expected.get(sampleTenantIds.alpine)?.partnerId, fabrikam);
      sample.dialogs.expect({ kind: 'pick', title: 'Expected Partner IDs', choose: 'Show' });
      await run();
      const shown = sample.world.documents.shown.at(-1)?.markdown ?? '';
      assert.match(shown, /Alpine[^\n]*6203519[^\n]*PAL 4810337[^\n]*not as expected/);
      sample.dialogs.expect({ kind: 'pick', title: 'Expected Partner IDs', choose: 'Forget' });
      await run();
      assert.equal(sample.session().expected.list(), undefined);
    });

    it('keeps nothing of a list without partner IDs', async () => {
      sample.world.files.choosesText('customers.csv', `tenant\n${sampleTenantIds.alpine}\n`);
      sample.dialogs.expect(
        { kind: 'pick', title: 'Expected Partner IDs', choose: 'Keep from CSV' },
        { kind: 'warn', says: /nothing to expect\.$/ },
      );
      await run();
      assert.equal(sample.session().expected.list(), undefined);
    });
  });

  describeCommand('exportRun', (run) => {
    it('says so where there is none yet', async () => {
      sample.dialogs.expect({ kind: 'info', says: 'No run has changed anything yet.' });
      await run();
    });

    it('saves what came of a run, labelled as sample data, and opens it on request', async () => {
      sample.dialogs.expect(
        { kind: 'pick', title: 'Link Partner ID', choose: own },
        { kind: 'confirm', says: /./, press: 'Link' },
        { kind: 'info', says: /is linked to/ },
      );
      await execute('link', sample.node('northwind'));
      const { files } = sample.world;
      for (const [choose, ending, holds] of [
        ['CSV', 'csv', sampleTenantIds.northwind],
        ['JSON', 'json', '"format": "partner-link.run"'],
        ['Markdown', 'md', `> ${sampleLine}`],
      ] as const) {
        sample.dialogs.expect(
          { kind: 'pick', title: 'Export Run', choose },
          { kind: 'info', says: 'Exported.', press: 'Open' },
        );
        await run();
        const saved = files.saved.at(-1);
        assert.match(saved?.name ?? '', new RegExp(`^sample-data-partner-link-run-.*\\.${ending}$`));
        assert.ok(saved?.text.includes(holds), saved?.text);
        assert.equal(files.opened.at(-1), saved?.name);
      }
    });
  });

  describeCommand('exportEstate', (run) => {
    it('saves the overview of all tenants', async () => {
      sample.dialogs.expect(
        { kind: 'pick', title: 'Export Tenants', choose: 'CSV' },
        { kind: 'info', says: 'Exported.' },
      );
      await run();
      const text = sample.world.files.saved[0]?.text ?? '';
      for (const { ref } of sample.session().store.allTenants()) {
        assert.ok(text.includes(ref.tenantId));
      }
    });

    it('writes nothing where no place is chosen, and says where it could not', async () => {
      const { files } = sample.world;
      files.saves = false;
      sample.dialogs.expect({ kind: 'pick', title: 'Export Tenants', choose: 'JSON' });
      await run();
      files.saves = new Error('disk full');
      sample.dialogs.expect(
        { kind: 'pick', title: 'Export Tenants', choose: 'JSON' },
        { kind: 'error', says: /^The file couldn’t be saved\./ },
      );
      await run();
      assert.deepEqual(files.saved, []);
    });
  });

  describeCommand('copyAsScript', (run) => {
    it('puts a script of the plan on the clipboard, labelled as sample data, opens it on request, and changes nothing', async () => {
      const before = JSON.stringify(sample.session().store.allTenants());
      sample.dialogs.expect(
        { kind: 'pick', title: 'Copy as Script', choose: 'Link or change' },
        { kind: 'pick', title: 'Copy as Script', choose: own },
        { kind: 'pick', title: 'Copy as Script', choose: 'For a shell, with az: link 1' },
        { kind: 'info', says: 'The script is on the clipboard.', press: 'Open' },
      );
      await run(sample.node('northwind'));
      const text = await vscode.env.clipboard.readText();
      assert.ok(text.includes(sampleTenantIds.northwind) && text.includes(own) && text.startsWith('#!'));
      assert.equal(text.split('\n')[1], `# ${sampleLine}`);
      assert.deepEqual(sample.world.files.drafts, [{ language: 'shellscript', text }]);
      assert.equal(sample.linkOf('northwind'), undefined);
      assert.equal(JSON.stringify(sample.session().store.allTenants()), before);
    });

    it('offers a script that only tells the status, in PowerShell, too', async () => {
      sample.dialogs.expect(
        { kind: 'pickMany', title: 'Copy as Script', choose: ['Alpine Ski House', 'Litware'] },
        { kind: 'pick', title: 'Copy as Script', choose: 'Only show the status' },
        { kind: 'pick', title: 'Copy as Script', choose: 'For PowerShell, with the Az modules; changes nothing' },
        { kind: 'info', says: 'The script is on the clipboard.' },
      );
      await run();
      const text = await vscode.env.clipboard.readText();
      assert.ok(text.includes(sampleTenantIds.alpine) && !text.includes('New-AzManagementPartner'));
    });

    it('offers only the status where there is nothing to change', async () => {
      sample.dialogs.expect(
        { kind: 'pick', title: 'Copy as Script', choose: 'Remove links' },
        { kind: 'pick', title: 'Copy as Script', choose: undefined },
      );
      await run(sample.node('northwind'));
      const shown = sample.dialogs.shown.at(-1);
      assert.ok(shown && 'items' in shown);
      assert.deepEqual(
        shown.items.map(({ label }) => label),
        ['Azure CLI, status only', 'Azure PowerShell, status only'],
      );
    });
  });
});
