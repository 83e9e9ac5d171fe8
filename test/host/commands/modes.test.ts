import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, it } from 'mocha';
import { samplePartnerIds } from '../../../src/sandbox/scenario/partners.ts';
import { allowedProvider } from '../provider-extension/arrangement.ts';
import { eventually } from '../../e2e/support/eventually.ts';
import { arrange, mira } from '../support/accounts.ts';
import { describeCommand } from '../support/commandCoverage.ts';
import { execute } from '../support/extension.ts';
import { rowReads, shownRows } from '../support/rows.ts';
import { openSampleWorld } from '../support/sampleWorld.ts';
import { openWorld, type World } from '../support/world.ts';

describe('Modes', () => {
  let world: World | undefined;

  afterEach(async () => {
    await world?.close();
    world = undefined;
  });

  async function nobodySignedIn(): Promise<World> {
    await arrange({ accounts: [] });
    world = await openWorld({ mode: 'azure', providerId: allowedProvider });
    return world;
  }

  async function opened(): Promise<World> {
    const there = await nobodySignedIn();
    await execute('openSandbox');
    await shownRows(there, 13);
    await eventually(() => assert.equal(there.app.session.scanner.progress.kind, 'idle'));
    return there;
  }

  describeCommand('openSandbox', () => {
    it('shows the view with sample data, labelled as such, with a folder of its own', async () => {
      const there = await opened();
      assert.equal(there.app.mode, 'sandbox');
      assert.equal(there.app.view.visible, true);
      assert.equal(there.app.view.texts.title, 'Tenants (Sample Data)');
      assert.equal(there.app.view.contextKeys.get('partnerLink.mode'), 'sandbox');
      await eventually(() => {
        assert.match(there.app.view.texts.badge?.tooltip ?? '', /^Sample data: \d+ tenants need attention$/);
      });
      assert.ok(!existsSync(path.join(there.folder('azure'), 'estate.json')));
    });

    it('is what the next window opens with', async () => {
      const there = await opened();
      await there.restart();
      assert.equal(there.app.mode, 'sandbox');
    });
  });

  describeCommand('leaveSandbox', (run) => {
    it('shows one’s own tenants, and nothing of the sample data', async () => {
      const there = await opened();
      await run();
      assert.equal(there.app.mode, 'azure');
      await eventually(() => {
        assert.deepEqual(there.app.view.getChildren(), []);
        assert.equal(there.app.view.texts.title, 'Tenants');
        assert.equal(there.app.view.texts.badge, undefined, 'that of the sample data went with it');
        assert.equal(there.app.view.contextKeys.get('partnerLink.viewState'), 'noIdentity');
      });
      assert.deepEqual(there.app.session.ownPartnerIds.list(), []);
    });

    it('lets a command that is still asking go no further in the other mode', async () => {
      const sample = await openSampleWorld();
      try {
        await arrange({ accounts: [] });
        sample.dialogs.expect(
          { kind: 'pick', title: 'Link Partner ID', choose: '4810337' },
          { kind: 'confirm', says: /^Link Northwind/, press: 'Link', meanwhile: run },
          { kind: 'error', says: /^The run could not be started\. Cancelled\./ },
        );
        await execute('link', sample.node('northwind'));
        assert.equal(sample.world.app.mode, 'azure');
        assert.equal(sample.linkOf('northwind'), undefined);
      } finally {
        await sample.close();
      }
    });

    it('keeps each mode’s tenants for when one comes back', async () => {
      const there = await opened();
      await run();
      await arrange({ accounts: [mira()] });
      await execute('openSandbox');
      await shownRows(there, 13);
      assert.ok(there.app.session.store.identities().every(({ identity }) => identity.kind === 'sample'));
    });
  });

  describeCommand('resetSandbox', (run) => {
    it('begins anew after a confirmation: links, saved IDs, marks and journal', async () => {
      const sample = await openSampleWorld();
      try {
        sample.dialogs.expect(
          { kind: 'pick', title: 'Link Partner ID', choose: '4810337' },
          { kind: 'confirm', says: /^Link Northwind/, press: 'Link' },
          { kind: 'info', says: /is linked/ },
        );
        await execute('link', sample.node('northwind'));
        await execute('pin', sample.node('northwind'));
        await sample.session().ownPartnerIds.save([{ id: samplePartnerIds.fabrikam }]);
        const list = path.join(sample.world.folder('sandbox'), 'form-list.json');
        await writeFile(list, JSON.stringify({ version: 1, source: 'a.csv', text: 'tenant\n' }));
        sample.dialogs.expect({ kind: 'confirm', says: 'Reset the sample data?', press: 'Reset' });
        await run();
        await execute('refresh');
        assert.equal(sample.linkOf('northwind'), undefined);
        assert.equal(sample.row('northwind').pal.kind, 'notLinked');
        assert.equal(sample.row('northwind').drift, undefined, 'a reset is nobody’s change');
        assert.equal(sample.session().marks.get(sample.row('northwind').ref.tenantId).size, 0);
        assert.deepEqual(await sample.session().operations.history(), []);
        assert.equal(existsSync(list), false, 'the list that was loaded into the form is forgotten');
        assert.deepEqual(
          sample
            .session()
            .ownPartnerIds.list()
            .map(({ id }) => id),
          [samplePartnerIds.contoso],
        );
        await rowReads(sample.world, 'Northwind Traders', /not linked/);
      } finally {
        await sample.close();
      }
    });

    it('resets nothing without the confirmation', async () => {
      const sample = await openSampleWorld();
      try {
        await execute('pin', sample.node('northwind'));
        sample.dialogs.expect({ kind: 'confirm', says: 'Reset the sample data?', press: undefined });
        await run();
        assert.equal(sample.session().marks.get(sample.row('northwind').ref.tenantId).size, 1);
      } finally {
        await sample.close();
      }
    });
  });
});
