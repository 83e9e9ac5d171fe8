import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { CommandId } from '../../../src/manifest.ts';
import { sampleObjectId, sampleTenantIds } from '../../../src/sandbox/scenario/scenario.ts';
import type { TenantMark } from '../../../src/shared/model/model.ts';
import { eventually } from '../../e2e/support/eventually.ts';
import { describeCommand } from '../support/commandCoverage.ts';
import { execute } from '../support/extension.ts';
import { rowReads, rowsBelow } from '../support/rows.ts';
import { openSampleWorld, type SampleTenant, type SampleWorld } from '../support/sampleWorld.ts';

interface Marking {
  readonly on: CommandId;
  readonly off: CommandId;
  readonly mark: TenantMark;
  readonly titles: readonly [string, string];
  readonly none: string;
}

const markings: readonly Marking[] = [
  {
    on: 'pin',
    off: 'unpin',
    mark: 'pinned',
    titles: ['Pin Tenant', 'Unpin Tenant'],
    none: 'No tenant is pinned.',
  },
  {
    on: 'hide',
    off: 'unhide',
    mark: 'hidden',
    titles: ['Hide Tenant', 'Unhide Tenant'],
    none: 'No tenant is hidden.',
  },
  {
    on: 'markNotOurs',
    off: 'unmarkNotOurs',
    mark: 'notOurs',
    titles: ['Mark Tenant as Not Ours', 'Mark Tenant as Ours'],
    none: 'No tenant is marked as not ours.',
  },
];

describe('Marking', () => {
  let sample: SampleWorld;

  beforeEach(async () => {
    sample = await openSampleWorld();
  });

  afterEach(async () => {
    await sample.close();
  });

  function has(tenant: SampleTenant, mark: TenantMark): boolean {
    return sample.session().marks.get(sampleTenantIds[tenant]).has(mark);
  }

  for (const { on, off, mark, titles, none } of markings) {
    describeCommand(on, (run) => {
      it('asks from the palette for its tenants', async () => {
        sample.dialogs.expect({ kind: 'pickMany', title: titles[0], choose: ['Alpine Ski House', 'Litware'] });
        await run();
        assert.ok(has('alpine', mark) && has('litware', mark) && !has('woodgrove', mark));
      });

      it('marks the clicked row or all picked ones, and keeps it over a restart', async () => {
        await run(sample.node('alpine'));
        const rows = [sample.node('woodgrove'), sample.node('litware')];
        await run(rows[0], rows);
        await sample.world.restart();
        await sample.world.app.ready();
        assert.ok(has('alpine', mark) && has('woodgrove', mark) && has('litware', mark) && !has('contoso', mark));
      });
    });

    describeCommand(off, (run) => {
      it('says from the palette that there is none', async () => {
        sample.dialogs.expect({ kind: 'info', says: none });
        await run();
      });

      it('offers from the palette those that are marked, and takes the mark away', async () => {
        await execute(on, sample.node('alpine'));
        await execute(on, sample.node('litware'));
        sample.dialogs.expect({ kind: 'pickMany', title: titles[1], choose: ['Alpine Ski House'] });
        await run();
        assert.ok(!has('alpine', mark) && has('litware', mark));
        const shown = sample.dialogs.shown.at(-1);
        assert.ok(shown?.kind === 'pickMany');
        assert.equal(shown.items.length, 2);
        await run(sample.node('litware'));
        assert.ok(!has('litware', mark));
      });
    });
  }

  it('puts pinned tenants first and tells marks by their words', async () => {
    await execute('pin', sample.node('woodgrove'));
    await execute('markNotOurs', sample.node('tailspin'));
    await rowReads(sample.world, 'Woodgrove Bank', /pinned/);
    await rowReads(sample.world, 'Tailspin Toys', /not ours/);
    assert.match(rowsBelow(sample.world)[0]?.text ?? '', /^Woodgrove Bank/);
  });

  describeCommand('markSeen', (run) => {
    async function drift(tenant: SampleTenant): Promise<void> {
      const tenantId = sampleTenantIds[tenant];
      sample.sandbox.setLink(tenantId, sampleObjectId('consultant', tenantId), undefined);
      await execute('refreshTenant', sample.node(tenant));
      assert.ok(sample.row(tenant).drift);
    }

    it('says from the palette that there is none', async () => {
      sample.dialogs.expect({ kind: 'info', says: 'There is nothing to mark as seen.' });
      await run();
    });

    it('offers from the palette those that changed, and the row stops telling', async () => {
      await drift('alpine');
      await rowReads(sample.world, 'Alpine Ski House', /changed: was 4810337/);
      sample.dialogs.expect({ kind: 'pickMany', title: 'Mark as Seen', choose: ['Alpine Ski House'] });
      await run();
      assert.equal(sample.row('alpine').drift, undefined);
      await eventually(() => assert.ok(rowsBelow(sample.world).every(({ text }) => !text.includes('changed'))));
    });

    it('takes the picked rows, those without a change among them', async () => {
      await drift('alpine');
      await drift('woodgrove');
      const rows = [sample.node('alpine'), sample.node('woodgrove'), sample.node('northwind')];
      await run(rows[0], rows);
      assert.equal(sample.row('alpine').drift, undefined);
      assert.equal(sample.row('woodgrove').drift, undefined);
    });
  });
});
