import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { samplePartnerIds } from '../../../src/sandbox/scenario/partners.ts';
import { sampleTenantIds } from '../../../src/sandbox/scenario/scenario.ts';
import { describeCommand } from '../support/commandCoverage.ts';
import { shownRows } from '../support/rows.ts';
import { openSampleWorld, type SampleWorld } from '../support/sampleWorld.ts';

const { contoso: own, contosoNordics: nordics } = samplePartnerIds;
const identity = 'Identity: mira.lindqvist@contoso-consulting.example';

/** What a modal ends in over sample data. */
const sampleLine = 'Sample data: no real tenant is touched.';

describe('Changing links', () => {
  let sample: SampleWorld;

  beforeEach(async () => {
    sample = await openSampleWorld();
  });

  afterEach(async () => {
    await sample.close();
  });

  describeCommand('link', (run) => {
    it('asks from the palette for tenants and partner ID, confirms, writes, and the row says so', async () => {
      sample.dialogs.expect(
        { kind: 'pickMany', title: 'Link Partner ID', choose: ['Northwind Traders'] },
        { kind: 'pick', title: 'Link Partner ID', choose: own },
        {
          kind: 'confirm',
          says: `Link Northwind Traders (northwindtraders.onmicrosoft.com) to partner ID ${own} · Contoso Consulting?`,
          detail: [/^Northwind Traders .*: not linked → 4810337 · Contoso Consulting$/, identity, sampleLine],
          press: 'Link',
          meanwhile: () => assert.equal(sample.linkOf('northwind'), undefined, 'nothing is written before the yes'),
        },
        { kind: 'info', says: /^Northwind Traders .* is linked to 4810337 · Contoso Consulting\.$/ },
      );
      await run();
      assert.equal(sample.linkOf('northwind'), own);
      const { pal } = sample.row('northwind');
      assert.ok(pal.kind === 'linked');
      assert.equal(pal.link.partnerId, own);
    });

    it('offers from the palette only tenants where linking may be possible', async () => {
      sample.dialogs.expect({ kind: 'pickMany', title: 'Link Partner ID', choose: undefined });
      await run();
      const [shown] = sample.dialogs.shown;
      assert.ok(shown?.kind === 'pickMany');
      const labels = shown.items.map(({ label }) => label);
      assert.ok(labels.includes('Northwind Traders') && labels.includes('Relecloud'));
      assert.ok(!labels.includes('Lamna Healthcare'), 'needs a sign-in first');
    });

    it('acts from a row on that row, and takes an ID that is typed', async () => {
      sample.dialogs.expect(
        { kind: 'pick', title: 'Link Partner ID', choose: 'Enter another partner ID…' },
        {
          kind: 'input',
          title: 'Link Partner ID',
          type: ` ${nordics} `,
          told: /cannot be known before the first link/,
        },
        { kind: 'confirm', says: /^Link Northwind Traders .* to partner ID 4810352\?$/, press: 'Link' },
        { kind: 'info', says: /is linked to 4810352 · Contoso Consulting Nordics\.$/ },
      );
      await run(sample.node('northwind'));
      assert.equal(sample.linkOf('northwind'), nordics);
    });

    it('acts on the picked rows it applies to, and names the others before anything happens', async () => {
      const rows = (['northwind', 'alpine', 'lamna', 'tailspin'] as const).map((tenant) => sample.node(tenant));
      sample.dialogs.expect(
        { kind: 'pick', title: 'Link Partner ID', choose: own },
        {
          kind: 'confirm',
          says: /^Link 1 tenant and change 1 link to partner ID 4810337 · Contoso Consulting\?$/,
          detail: [
            /^Northwind Traders .*: not linked → 4810337 · Contoso Consulting$/,
            /^Tailspin Toys .*: 6203519 · Fabrikam Cloud Services → 4810337 · Contoso Consulting$/,
            identity,
            'Left as they are:',
            /^Alpine Ski House .*: already linked$/,
            /^Lamna Healthcare .*: sign-in needed$/,
            sampleLine,
          ],
          press: 'Link 1 and Change 1',
          meanwhile: () => {
            assert.equal(sample.linkOf('northwind'), undefined);
            assert.equal(sample.linkOf('tailspin'), samplePartnerIds.fabrikam);
          },
        },
        { kind: 'info', says: '1 linked, 1 changed.' },
      );
      await run(rows[0], rows);
      assert.equal(sample.linkOf('northwind'), own);
      assert.equal(sample.linkOf('tailspin'), own);
    });

    it('stands for the tenant when it comes from a row of a subscription', async () => {
      const tenant = sample.node('northwind');
      sample.dialogs.expect(
        { kind: 'pick', title: 'Link Partner ID', choose: own },
        { kind: 'confirm', says: /^Link Northwind Traders/, press: undefined },
      );
      await run({ kind: 'subscription', id: `${tenant.id}/subscriptions/x`, ref: tenant.ref, subscriptionId: 'x' });
      assert.equal(sample.linkOf('northwind'), undefined);
    });

    it('writes nothing when any of its questions is cancelled', async () => {
      sample.dialogs.expect({ kind: 'pickMany', title: 'Link Partner ID', choose: undefined });
      await run();
      sample.dialogs.expect({ kind: 'pick', title: 'Link Partner ID', choose: undefined });
      await run(sample.node('northwind'));
      sample.dialogs.expect(
        { kind: 'pick', title: 'Link Partner ID', choose: 'Enter another partner ID…' },
        { kind: 'input', title: 'Link Partner ID', type: undefined },
      );
      await run(sample.node('northwind'));
      sample.dialogs.expect(
        { kind: 'pick', title: 'Link Partner ID', choose: own },
        { kind: 'confirm', says: /^Link Northwind/, press: undefined },
      );
      await run(sample.node('northwind'));
      assert.equal(sample.linkOf('northwind'), undefined);
    });

    it('says so where there is nothing to do, and asks no confirmation', async () => {
      sample.dialogs.expect(
        { kind: 'pick', title: 'Link Partner ID', choose: own },
        { kind: 'info', says: /^Nothing to do in Alpine Ski House .*: already linked\.$/ },
      );
      await run(sample.node('alpine'));
    });

    it('links one tenant first when the partner’s name is not known, and goes on only on Continue', async () => {
      const rows = (['northwind', 'adventureWorks'] as const).map((tenant) => sample.node(tenant));
      const linked = () => (['northwind', 'adventureWorks'] as const).filter((one) => sample.linkOf(one) !== undefined);
      sample.dialogs.expect(
        { kind: 'pick', title: 'Link Partner ID', choose: 'Enter another partner ID…' },
        { kind: 'input', title: 'Link Partner ID', type: samplePartnerIds.proseware },
        { kind: 'confirm', says: 'Link 2 tenants to partner ID 5557121?', press: 'Link 2 Tenants' },
        {
          kind: 'confirm',
          says: 'The first tenant is linked to 5557121. Its partner is Proseware Managed IT.',
          press: undefined,
          meanwhile: () => assert.equal(linked().length, 1),
        },
        { kind: 'info', says: /1 linked/ },
      );
      await run(rows[0], rows);
      assert.equal(linked().length, 1);
    });

    it('lets more than five links be reviewed in a document, and the button says the number', async () => {
      await sample.close();
      const generated = { kind: 'generated', tenants: 8, subscriptionsPerTenant: 1, linkedShare: 0 } as const;
      sample = await openSampleWorld({ switches: { scenario: generated } });
      const rows = await shownRows(sample.world, 8);
      sample.dialogs.expect(
        { kind: 'pick', title: 'Link Partner ID', choose: own },
        {
          kind: 'pick',
          title: 'Review the list: link 8',
          choose: 'Continue…',
          meanwhile: () => assert.match(sample.world.documents.shown[0]?.markdown ?? '', /Customer 0008/),
        },
        { kind: 'confirm', says: /^Link 8 tenants to partner ID 4810337/, press: 'Link 8 Tenants' },
        { kind: 'confirm', says: /^The first tenant is linked to 4810337/, press: 'Continue' },
        { kind: 'info', says: '8 linked.' },
      );
      await run(rows[0], rows);
      const pals = sample
        .session()
        .store.allTenants()
        .map(({ pal }) => pal.kind);
      assert.deepEqual(new Set(pals), new Set(['linked']));
    });

    it('tells what failed and what to do, and retries what failed on request', async () => {
      const { northwind: tenantId } = sampleTenantIds;
      const forbidden = { match: { method: 'PUT', tenantId }, times: 1, answer: { kind: 'forbidden' } } as const;
      sample.sandbox.setSwitches({ faults: [forbidden] });
      sample.dialogs.expect(
        { kind: 'pick', title: 'Link Partner ID', choose: own },
        { kind: 'confirm', says: /^Link Northwind/, press: 'Link' },
        { kind: 'warn', says: /1 failed.*Access denied.*Ask the customer/, press: 'Retry Failed' },
        { kind: 'confirm', says: /^Link Northwind/, press: 'Link' },
        { kind: 'info', says: /is linked to 4810337/ },
      );
      await run(sample.node('northwind'));
      assert.equal(sample.linkOf('northwind'), own);
    });

    it('hints at the location account when a global account’s ID is refused', async () => {
      sample.dialogs.expect(
        { kind: 'pick', title: 'Link Partner ID', choose: 'Enter another partner ID…' },
        { kind: 'input', title: 'Link Partner ID', type: samplePartnerIds.contosoGlobal, told: /often 4810337/ },
        { kind: 'confirm', says: /^Link Northwind/, press: 'Link' },
        { kind: 'warn', says: /Partner ID not valid.*first location is often 4810337/ },
      );
      await run(sample.node('northwind'));
      assert.equal(sample.linkOf('northwind'), undefined);
    });
  });

  describeCommand('change', (run) => {
    it('offers linked tenants from the palette, and confirms with the old and the new ID', async () => {
      sample.dialogs.expect(
        { kind: 'pickMany', title: 'Change Partner ID', choose: ['Tailspin Toys'] },
        { kind: 'pick', title: 'Change Partner ID', choose: own },
        {
          kind: 'confirm',
          says: /^Change the partner ID of Tailspin Toys .* to 4810337 · Contoso Consulting\?$/,
          detail: [/6203519 · Fabrikam Cloud Services → 4810337 · Contoso Consulting$/, identity, sampleLine],
          press: 'Change Link',
        },
        { kind: 'info', says: /^Tailspin Toys .* is linked to 4810337 · Contoso Consulting\.$/ },
      );
      await run();
      assert.equal(sample.linkOf('tailspin'), own);
      const [shown] = sample.dialogs.shown;
      assert.ok(shown?.kind === 'pickMany');
      assert.ok(shown.items.every(({ description }) => /^(PAL|another partner)/.test(description ?? '')));
    });

    it('acts on picked rows, and changes nothing without the confirmation', async () => {
      const rows = (['alpine', 'tailspin'] as const).map((tenant) => sample.node(tenant));
      sample.dialogs.expect(
        { kind: 'pick', title: 'Change Partner ID', choose: 'Enter another partner ID…' },
        { kind: 'input', title: 'Change Partner ID', type: nordics },
        { kind: 'confirm', says: 'Change 2 links to partner ID 4810352?', press: undefined },
      );
      await run(rows[0], rows);
      assert.equal(sample.linkOf('alpine'), own);
      assert.equal(sample.linkOf('tailspin'), samplePartnerIds.fabrikam);
    });
  });

  describeCommand('remove', (run) => {
    it('offers linked tenants from the palette, confirms, removes, and the row says so', async () => {
      sample.dialogs.expect(
        { kind: 'pickMany', title: 'Remove Partner Admin Link', choose: ['Tailspin Toys'] },
        {
          kind: 'confirm',
          says: /^Remove the Partner Admin Link of Tailspin Toys/,
          detail: [/6203519 · Fabrikam Cloud Services → not linked$/, identity, sampleLine],
          press: 'Remove Link',
          meanwhile: () => assert.equal(sample.linkOf('tailspin'), samplePartnerIds.fabrikam),
        },
        { kind: 'info', says: /^Tailspin Toys .* is no longer linked\.$/ },
      );
      await run();
      assert.equal(sample.linkOf('tailspin'), undefined);
      assert.equal(sample.row('tailspin').pal.kind, 'notLinked');
    });

    it('acts on the linked ones of the picked rows and names the others', async () => {
      const rows = (['alpine', 'northwind', 'woodgrove'] as const).map((tenant) => sample.node(tenant));
      sample.dialogs.expect(
        {
          kind: 'confirm',
          says: 'Remove 2 Partner Admin Links?',
          detail: [
            /^Alpine/,
            /^Woodgrove/,
            identity,
            'Left as they are:',
            /^Northwind Traders .*: not linked, nothing to remove$/,
            sampleLine,
          ],
          press: 'Remove 2 Links',
        },
        { kind: 'info', says: '2 removed.' },
      );
      await run(rows[0], rows);
      assert.equal(sample.linkOf('alpine'), undefined);
      assert.equal(sample.linkOf('woodgrove'), undefined);
    });

    it('reads first what is not known, and plans with what it found', async () => {
      const { alpine: tenantId } = sampleTenantIds;
      sample.sandbox.setSwitches({ faults: [{ match: { method: 'GET', tenantId }, answer: { kind: 'forbidden' } }] });
      await sample.session().scanner.scanTenants([sample.row('alpine').ref]);
      assert.equal(sample.row('alpine').pal.kind, 'unknown');
      sample.sandbox.setSwitches({ faults: [] });
      sample.dialogs.expect(
        { kind: 'confirm', says: /^Remove the Partner Admin Link of Alpine/, press: 'Remove Link' },
        { kind: 'info', says: /no longer linked/ },
      );
      await run(sample.node('alpine'));
      assert.ok(sample.dialogs.shown.some((one) => one.kind === 'progress' && one.title === 'Checking 1 tenant'));
      assert.equal(sample.linkOf('alpine'), undefined);
    });
  });
});
