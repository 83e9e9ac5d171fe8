import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { samplePartnerIds } from '../../../src/sandbox/scenario/partners.ts';
import { sampleObjectId, sampleTenantIds } from '../../../src/sandbox/scenario/scenario.ts';
import { eventually } from '../../e2e/support/eventually.ts';
import { describeCommand } from '../support/commandCoverage.ts';
import { execute } from '../support/extension.ts';
import { openSampleWorld, type SampleTenant, type SampleWorld } from '../support/sampleWorld.ts';

const { contoso: own, fabrikam } = samplePartnerIds;

/** What a modal ends in over sample data. */
const sampleLine = 'Sample data: no real tenant is touched.';

describe('Runs', () => {
  let sample: SampleWorld;

  beforeEach(async () => {
    sample = await openSampleWorld();
  });

  afterEach(async () => {
    await sample.close();
  });

  async function link(...tenants: readonly SampleTenant[]): Promise<void> {
    const rows = tenants.map((tenant) => sample.node(tenant));
    sample.dialogs.expect(
      { kind: 'pick', title: 'Link Partner ID', choose: own },
      {
        kind: 'confirm',
        says: /4810337/,
        press: tenants.length === 1 ? 'Link' : `Link ${String(tenants.length)} Tenants`,
      },
      { kind: 'info', says: /./ },
    );
    await execute('link', rows[0], rows);
  }

  /** A run over two tenants in a window that closes while the second write has no answer yet. */
  async function interrupt(): Promise<void> {
    const { adventureWorks: tenantId } = sampleTenantIds;
    sample.sandbox.setSwitches({ faults: [{ match: { method: 'PUT', tenantId }, answer: { kind: 'hang' } }] });
    const rows = [sample.node('northwind'), sample.node('adventureWorks')];
    sample.dialogs.expect(
      { kind: 'pick', title: 'Link Partner ID', choose: own },
      { kind: 'confirm', says: /^Link 2 tenants/, press: 'Link 2 Tenants' },
      { kind: 'info', says: /^The run was interrupted and can be resumed\. So far: 1 linked/ },
      // What the next window offers by itself.
      { kind: 'warn', says: /^A run was interrupted: 1 of 2 done/ },
    );
    const running = execute('link', rows[0], rows);
    await eventually(() => {
      const [run] = sample.session().operations.running();
      assert.equal(run?.progress.done, 1);
    });
    await sample.world.restart();
    await running;
    await sample.world.started();
    // The offer comes by itself, beside what else a window begins with.
    await eventually(() => assert.equal(sample.dialogs.left, 0));
    sample.dialogs.holds();
    sample.sandbox.setSwitches({ faults: [] });
  }

  describeCommand('undoLastRun', (run) => {
    it('says so where there is nothing to undo', async () => {
      sample.dialogs.expect({ kind: 'info', says: 'There is no run to undo.' });
      await run();
    });

    it('confirms and puts back, tenant by tenant', async () => {
      await link('northwind', 'adventureWorks');
      sample.dialogs.expect(
        {
          kind: 'confirm',
          says: 'Undo the run in 2 tenants (remove 2)?',
          detail: [
            /^Northwind.*4810337 .* → not linked/,
            /^Adventure Works.* → not linked/,
            /^Identity: mira/,
            sampleLine,
          ],
          press: 'Undo 2 Changes',
          meanwhile: () => assert.equal(sample.linkOf('northwind'), own),
        },
        { kind: 'info', says: '2 removed.' },
      );
      await run();
      assert.equal(sample.linkOf('northwind'), undefined);
      assert.equal(sample.linkOf('adventureWorks'), undefined);
    });

    it('names tenants that were changed since, and leaves them', async () => {
      await link('northwind', 'adventureWorks');
      const { northwind } = sampleTenantIds;
      sample.sandbox.setLink(northwind, sampleObjectId('consultant', northwind), fabrikam);
      sample.dialogs.expect(
        {
          kind: 'confirm',
          says: /^Undo the run in Adventure Works/,
          detail: [
            /^Adventure Works/,
            /^Identity: mira/,
            'Left as they are:',
            /^Northwind .*: changed since: now 6203519 · Fabrikam Cloud Services$/,
            sampleLine,
          ],
          press: 'Undo',
        },
        { kind: 'info', says: /^Adventure Works .* is no longer linked\.$/ },
      );
      await run();
      assert.equal(sample.linkOf('northwind'), fabrikam);
    });

    it('is offered after a run, and undoes a change to the ID that was there', async () => {
      sample.dialogs.expect(
        { kind: 'pick', title: 'Change Partner ID', choose: own },
        { kind: 'confirm', says: /^Change/, press: 'Change Link' },
        { kind: 'info', says: /is linked to 4810337/, press: 'Undo' },
        { kind: 'confirm', says: /^Undo the run in Tailspin Toys/, press: 'Undo' },
        { kind: 'info', says: /^Tailspin Toys .* is linked to 6203519 · Fabrikam Cloud Services again\.$/ },
      );
      await execute('change', sample.node('tailspin'));
      assert.equal(sample.linkOf('tailspin'), fabrikam);
    });
  });

  describeCommand('resumeRun', (run) => {
    it('says so where there is nothing to resume', async () => {
      sample.dialogs.expect({ kind: 'info', says: 'There is no run to resume.' });
      await run();
    });

    it('goes on with what an interrupted run left, without writing anything twice', async () => {
      await interrupt();
      const northwind = [sampleTenantIds.northwind, sampleObjectId('consultant', sampleTenantIds.northwind)] as const;
      const before = sample.sandbox.record(...northwind)?.version;
      sample.dialogs.expect(
        { kind: 'warn', says: /^A run was interrupted: 1 of 2 done/, press: 'Resume' },
        { kind: 'info', says: /linked/ },
      );
      await run();
      assert.equal(sample.linkOf('northwind'), own);
      assert.equal(sample.linkOf('adventureWorks'), own);
      assert.equal(sample.sandbox.record(...northwind)?.version, before);
    });

    it('discards on request, after a confirmation; what was written can still be undone', async () => {
      await interrupt();
      sample.dialogs.expect(
        { kind: 'warn', says: /^A run was interrupted/, press: 'Discard' },
        { kind: 'confirm', says: 'Discard the interrupted run?', press: 'Discard' },
      );
      await run();
      sample.dialogs.expect({ kind: 'info', says: 'There is no run to resume.' });
      await run();
      sample.dialogs.expect(
        { kind: 'confirm', says: /^Undo the run in Northwind/, press: 'Undo' },
        { kind: 'info', says: /^Northwind .* is no longer linked/ },
      );
      await execute('undoLastRun');
      assert.equal(sample.linkOf('northwind'), undefined);
    });

    it('goes on in the session that is open by now when its notification is answered after the mode was switched', async () => {
      await interrupt();
      const { app } = sample.world;
      sample.dialogs.expect(
        {
          kind: 'warn',
          says: /^A run was interrupted: 1 of 2 done/,
          press: 'Resume',
          meanwhile: async () => {
            await app.switchMode('azure');
            await app.switchMode('sandbox');
            // Offered once more, as after every switch.
            await eventually(() => assert.equal(sample.dialogs.left, 1));
          },
        },
        { kind: 'warn', says: /^A run was interrupted: 1 of 2 done/ },
        { kind: 'info', says: /linked/ },
      );
      await run();
      assert.equal(sample.linkOf('adventureWorks'), own);
    });

    it('says plainly where it belongs when the other mode is shown as its notification is answered', async () => {
      await interrupt();
      const { app } = sample.world;
      sample.dialogs.expect(
        {
          kind: 'warn',
          says: /^A run was interrupted/,
          press: 'Resume',
          meanwhile: () => app.switchMode('azure'),
        },
        { kind: 'info', says: /^This run belongs to the sample data, which isn’t open\./ },
      );
      await run();
      assert.equal(sample.linkOf('adventureWorks'), undefined);
    });

    it('shows the report of the interrupted run', async () => {
      await interrupt();
      sample.dialogs.expect({ kind: 'warn', says: /^A run was interrupted/, press: 'Show Report' });
      await run();
      const [shown] = sample.world.documents.shown;
      assert.equal(shown?.name, 'Run');
      assert.match(shown.markdown, /Northwind/);
    });
  });

  describeCommand('showJournal', (run) => {
    it('is empty before the first run', async () => {
      await run();
      assert.equal(sample.world.documents.shown[0]?.name, 'Journal');
      assert.match(sample.world.documents.shown[0].markdown, /No run has changed anything yet\./);
    });

    it('names what was done, in which tenant and by whom', async () => {
      await link('northwind');
      await run();
      const markdown = sample.world.documents.shown.at(-1)?.markdown ?? '';
      assert.match(markdown, /Northwind Traders/);
      assert.match(markdown, /4810337/);
      assert.match(markdown, /mira/);
    });
  });
});
