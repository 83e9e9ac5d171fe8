import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { samplePartnerIds } from '../../../src/sandbox/partners.ts';
import { sampleObjectId, sampleTenantIds } from '../../../src/sandbox/scenario.ts';
import { mira, tomas } from '../support/accounts.ts';
import { openAccountsWorld, palOf, type AccountsWorld } from '../support/accountsWorld.ts';
import { execute } from '../support/extension.ts';

const [first, second] = [mira({ woodgrove: 'needsClick' }), tomas()];
const { contosoNordics } = samplePartnerIds;

describe('Links of several accounts', () => {
  let accounts: AccountsWorld;

  beforeEach(async () => {
    accounts = await openAccountsWorld({ accounts: [first, second] });
    await execute('refresh');
  });

  afterEach(async () => {
    await accounts.close();
  });

  function linkIn(identity: 'consultant' | 'colleague', tenantId: string): string | undefined {
    const record = accounts.network.record(tenantId, sampleObjectId(identity, tenantId));
    return record?.active === true ? record.partnerId : undefined;
  }

  it('are each one’s own: the same tenant is linked for one account and not for the other', async () => {
    const { northwind } = sampleTenantIds;
    const rows = [accounts.node(first, 'northwind'), accounts.node(second, 'contoso')];
    accounts.dialogs.expect(
      { kind: 'input', title: 'Link Partner ID', type: contosoNordics },
      {
        kind: 'confirm',
        says: `Link 2 tenants to partner ID ${contosoNordics} · Contoso Consulting Nordics?`,
        detail: [
          /^Northwind Traders .*, as mira@contoso\.example$/,
          /^Contoso Consulting .*, as tomas@contoso\.example$/,
        ],
        press: 'Link 2 Tenants',
      },
      { kind: 'info', says: '2 linked.' },
    );
    await execute('link', rows[0], rows);
    assert.equal(linkIn('consultant', northwind), contosoNordics);
    assert.equal(linkIn('colleague', sampleTenantIds.contoso), contosoNordics);
    assert.equal(linkIn('consultant', sampleTenantIds.contoso), samplePartnerIds.contoso, 'another account’s link');
  });

  it('are named by the palette with their account', async () => {
    accounts.dialogs.expect({ kind: 'pickMany', title: 'Link Partner ID', choose: undefined });
    await execute('link');
    const [shown] = accounts.dialogs.shown;
    assert.ok(shown?.kind === 'pickMany');
    const details = shown.items.filter(({ label }) => label === 'Northwind Traders').map(({ detail }) => detail ?? '');
    assert.equal(details.length, 2);
    assert.ok(details.some((detail) => detail.endsWith(first.label)));
    assert.ok(details.some((detail) => detail.endsWith(second.label)));
  });

  it('are not written where a sign-in is needed first, and nobody is asked to sign in', async () => {
    accounts.dialogs.expect(
      { kind: 'input', title: 'Link Partner ID', type: contosoNordics },
      { kind: 'info', says: /^Nothing to do in Woodgrove Bank .*: sign-in needed\.$/ },
    );
    await execute('link', accounts.node(first, 'woodgrove'));
    assert.equal(palOf(accounts.row(first, 'woodgrove')), 'signInNeeded');
    assert.deepEqual(accounts.requestsOf('woodgrove'), []);
  });

  it('leave no person in the journal', async () => {
    accounts.dialogs.expect(
      { kind: 'input', title: 'Link Partner ID', type: contosoNordics },
      { kind: 'confirm', says: /^Link Northwind/, press: 'Link' },
      { kind: 'info', says: /is linked/ },
    );
    await execute('link', accounts.node(first, 'northwind'));
    const history = JSON.stringify(await accounts.world.app.session.operations.history());
    assert.ok(history.includes(sampleTenantIds.northwind));
    assert.ok(!history.includes(first.label));
    await execute('showJournal');
    assert.match(accounts.world.documents.shown.at(-1)?.markdown ?? '', /mira/, 'shown by name all the same');
  });
});
