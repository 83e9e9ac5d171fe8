import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { samplePartnerIds } from '../../../src/sandbox/scenario/partners.ts';
import { sampleIdentityKeys, sampleObjectId, sampleTenantIds } from '../../../src/sandbox/scenario/scenario.ts';
import { knownPal } from '../../../src/shared/model/model.ts';
import { eventually } from '../../e2e/support/eventually.ts';
import { describeCommand } from '../support/commandCoverage.ts';
import { execute } from '../support/extension.ts';
import { identityNode, openSampleWorld, type SampleTenant, type SampleWorld } from '../support/sampleWorld.ts';

describe('Reading again', () => {
  let sample: SampleWorld;

  beforeEach(async () => {
    sample = await openSampleWorld();
  });

  afterEach(async () => {
    await sample.close();
  });

  /** As another tool would. */
  function changeBehindTheBack(tenant: SampleTenant, partnerId: string | undefined): void {
    const tenantId = sampleTenantIds[tenant];
    sample.sandbox.setLink(tenantId, sampleObjectId('consultant', tenantId), partnerId);
  }

  function partnerIdIn(tenant: SampleTenant): string | undefined {
    const { pal } = sample.row(tenant);
    return pal.kind === 'linked' ? pal.link.partnerId : undefined;
  }

  describeCommand('check', (run) => {
    it('asks from the palette for its tenants and says what the link is', async () => {
      sample.dialogs.expect(
        { kind: 'pickMany', title: 'Check Partner Admin Link', choose: ['Tailspin Toys'] },
        { kind: 'info', says: 'Tailspin Toys: another partner: 6203519 · Fabrikam Cloud Services' },
      );
      await run();
    });

    it('reads the clicked row anew', async () => {
      changeBehindTheBack('northwind', samplePartnerIds.contoso);
      sample.dialogs.expect({ kind: 'info', says: 'Northwind Traders: PAL 4810337 · Contoso Consulting' });
      await run(sample.node('northwind'));
      assert.equal(partnerIdIn('northwind'), samplePartnerIds.contoso);
    });

    it('counts over several picked rows, those among them that cannot be told', async () => {
      const rows = (['alpine', 'northwind', 'humongous'] as const).map((tenant) => sample.node(tenant));
      sample.dialogs.expect({
        kind: 'warn',
        says: /^3 tenants checked: 1 linked, 1 not linked, 1 unknown\. Couldn’t read Humongous Insurance\. /,
      });
      await run(rows[0], rows);
    });

    it('warns with what to do where it cannot be told', async () => {
      sample.dialogs.expect({
        kind: 'warn',
        says: /^Couldn’t read Humongous Insurance\. Tenant blocked .*ask its administrator\.$/,
      });
      await run(sample.node('humongous'));
    });

    it('says nothing of what a cancelled check found', async () => {
      const hang = { match: { pathIncludes: 'managementpartner' }, answer: { kind: 'hang' } } as const;
      sample.sandbox.setSwitches({ faults: [hang] });
      const running = run(sample.node('alpine'));
      await eventually(() => assert.equal(sample.row('alpine').pal.kind, 'checking'));
      sample.dialogs.progressing.forEach((controller) => controller.abort());
      await running;
      assert.equal(partnerIdIn('alpine'), samplePartnerIds.contoso, 'as it was');
    });
  });

  describeCommand('refresh', (run) => {
    it('reads every tenant anew and marks what somebody else changed', async () => {
      changeBehindTheBack('alpine', undefined);
      changeBehindTheBack('northwind', samplePartnerIds.contoso);
      await run();
      assert.equal(sample.row('alpine').drift?.was, samplePartnerIds.contoso);
      assert.equal(sample.row('northwind').drift?.is, samplePartnerIds.contoso);
      assert.equal(sample.row('woodgrove').drift, undefined);
    });

    it('goes on where one tenant fails', async () => {
      const { alpine: tenantId } = sampleTenantIds;
      sample.sandbox.setSwitches({ faults: [{ match: { tenantId }, answer: { kind: 'forbidden' } }] });
      changeBehindTheBack('woodgrove', undefined);
      sample.dialogs.expect({
        kind: 'warn',
        says: /^Couldn’t read Alpine Ski House \(access denied\), Humongous/,
      });
      await run();
      assert.equal(sample.row('alpine').pal.kind, 'unknown');
      assert.equal(knownPal(sample.row('alpine')).kind, 'linked', 'as it was');
      assert.equal(sample.row('woodgrove').pal.kind, 'notLinked');
    });
  });

  describeCommand('refreshTenant', (run) => {
    beforeEach(() => {
      changeBehindTheBack('alpine', samplePartnerIds.proseware);
      changeBehindTheBack('woodgrove', samplePartnerIds.proseware);
      changeBehindTheBack('northwind', samplePartnerIds.proseware);
    });

    it('asks from the palette, and reads those and no others', async () => {
      sample.dialogs.expect({ kind: 'pickMany', title: 'Refresh Tenant', choose: ['Alpine Ski House'] });
      await run();
      assert.equal(partnerIdIn('alpine'), samplePartnerIds.proseware);
      assert.equal(partnerIdIn('woodgrove'), samplePartnerIds.contoso);
    });

    it('reads the clicked row, or all picked ones', async () => {
      await run(sample.node('alpine'));
      assert.equal(partnerIdIn('alpine'), samplePartnerIds.proseware);
      const rows = [sample.node('woodgrove'), sample.node('northwind')];
      await run(rows[0], rows);
      assert.equal(partnerIdIn('woodgrove'), samplePartnerIds.proseware);
      assert.equal(partnerIdIn('northwind'), samplePartnerIds.proseware);
    });

    it('reads all tenants of an identity’s row', async () => {
      await run(identityNode(sampleIdentityKeys.consultant));
      assert.equal(partnerIdIn('alpine'), samplePartnerIds.proseware);
      assert.equal(partnerIdIn('northwind'), samplePartnerIds.proseware);
    });
  });

  describeCommand('cancelScan', (run) => {
    it('stops the scan; rows that were not reached are what they were', async () => {
      const hang = { match: { pathIncludes: 'managementpartner' }, answer: { kind: 'hang' } } as const;
      sample.sandbox.setSwitches({ faults: [hang] });
      const refreshing = execute('refresh');
      await eventually(() => assert.equal(sample.row('alpine').pal.kind, 'checking'));
      await eventually(() => assert.equal(sample.world.app.view.contextKeys.get('partnerLink.scanning'), true));
      await run();
      await refreshing;
      assert.equal(sample.session().scanner.progress.kind, 'idle');
      assert.equal(partnerIdIn('alpine'), samplePartnerIds.contoso);
      await eventually(() => assert.equal(sample.world.app.view.contextKeys.get('partnerLink.scanning'), false));
    });

    it('does nothing where no scan is under way', async () => {
      await run();
      assert.deepEqual(sample.dialogs.shown, []);
    });
  });
});
