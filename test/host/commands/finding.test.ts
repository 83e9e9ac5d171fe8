import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { eventually } from '../../e2e/support/eventually.ts';
import { describeCommand } from '../support/commandCoverage.ts';
import { execute } from '../support/extension.ts';
import { rowsBelow, shownRows } from '../support/rows.ts';
import { openSampleWorld, type SampleTenant, type SampleWorld } from '../support/sampleWorld.ts';
import { openView } from '../support/world.ts';

describe('Finding', () => {
  let sample: SampleWorld;

  beforeEach(async () => {
    sample = await openSampleWorld();
  });

  afterEach(async () => {
    await sample.close();
  });

  async function selectedIs(tenant: SampleTenant): Promise<void> {
    const { id } = sample.node(tenant);
    await eventually(() =>
      assert.deepEqual(
        sample.world.app.view.selection.map((node) => node.id),
        [id],
      ),
    );
  }

  describeCommand('findTenant', (run) => {
    it('offers every tenant with status, domain and id, and selects the row that is chosen', async () => {
      await openView(sample.world);
      sample.dialogs.expect({ kind: 'pick', title: 'Find Tenant', choose: 'bellowscollege.onmicrosoft.com' });
      await run();
      await selectedIs('defaultDirectoryTwo');
      const [shown] = sample.dialogs.shown;
      assert.ok(shown?.kind === 'pick');
      assert.equal(shown.items.length, 13);
      const litware = shown.items.find(({ label }) => label === 'Litware');
      assert.equal(litware?.description, 'another partner: 3921745');
      assert.match(litware.detail ?? '', /^litware\.onmicrosoft\.com · [0-9a-f-]{36}$/);
    });

    it('shows the row although a filter or its mark hides it', async () => {
      await openView(sample.world);
      await execute('hide', sample.node('wideWorld'));
      sample.session().choice.setFilter('anotherPartner');
      sample.dialogs.expect({ kind: 'pick', title: 'Find Tenant', choose: 'Wide World Importers' });
      await run();
      await selectedIs('wideWorld');
      assert.equal(sample.session().choice.filter, 'all');
      assert.equal(sample.session().choice.showHidden, true);
    });

    it('says so while no tenant is known', async () => {
      await sample.close();
      sample = await openSampleWorld({ unscanned: true });
      sample.dialogs.expect({ kind: 'info', says: 'No tenants are known yet. Sign in, or try with sample data.' });
      await run();
    });
  });

  describeCommand('filter', (run) => {
    it('counts what each filter shows, leaves out those that show nothing, and shows what is chosen', async () => {
      sample.dialogs.expect({ kind: 'pick', title: 'Filter Tenants', choose: 'Another partner' });
      await run();
      await shownRows(sample.world, 2);
      assert.deepEqual(
        rowsBelow(sample.world).map(({ item }) => item.label),
        ['Litware', 'Tailspin Toys'],
      );
      const [shown] = sample.dialogs.shown;
      assert.ok(shown?.kind === 'pick');
      assert.deepEqual(
        shown.items.map(({ label, description }) => `${label}: ${description ?? ''}`),
        [
          'All: 13 tenants',
          'Needs attention: 7 tenants',
          'Not linked: 4 tenants',
          'Another partner: 2 tenants',
          'Sign-in needed: 1 tenant',
        ],
      );
      assert.equal(sample.world.app.view.contextKeys.get('partnerLink.filter'), 'anotherPartner');
      assert.match(sample.world.app.view.texts.message ?? '', /Showing 2 of 13 · another partner$/);
    });

    it('offers the filter that is chosen as long as it is, also where it shows nothing', async () => {
      sample.session().choice.setFilter('eaNoneReported');
      sample.dialogs.expect({ kind: 'pick', title: 'Filter Tenants', choose: 'All' });
      await run();
      const [shown] = sample.dialogs.shown;
      assert.ok(shown?.kind === 'pick');
      assert.ok(
        shown.items.some(
          ({ label, description }) => `${label}: ${description ?? ''}` === 'EA, none reported: 0 tenants',
        ),
      );
      await shownRows(sample.world, 13);
    });
  });

  describeCommand('clearFilter', (run) => {
    it('shows all again', async () => {
      sample.session().choice.setFilter('signInNeeded');
      await shownRows(sample.world, 1);
      await run();
      await shownRows(sample.world, 13);
      assert.doesNotMatch(sample.world.app.view.texts.message ?? '', /Showing/);
    });
  });

  describeCommand('showHidden', (run) => {
    it('shows hidden tenants with that mark', async () => {
      await execute('hide', sample.node('alpine'));
      await shownRows(sample.world, 12);
      await run();
      await shownRows(sample.world, 13);
      const alpine = rowsBelow(sample.world).find(({ item }) => item.label === 'Alpine Ski House');
      assert.match(alpine?.text ?? '', /, hidden$/);
    });
  });

  describeCommand('concealHidden', (run) => {
    it('hides them again', async () => {
      await execute('hide', sample.node('alpine'));
      await execute('showHidden');
      await shownRows(sample.world, 13);
      await run();
      await shownRows(sample.world, 12);
    });
  });
});
