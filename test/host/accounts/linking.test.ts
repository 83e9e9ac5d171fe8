import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { samplePartnerIds } from '../../../src/sandbox/scenario/partners.ts';
import { sampleObjectId, sampleTenantIds } from '../../../src/sandbox/scenario/scenario.ts';
import { keyOf, mira, tomas } from '../support/accounts.ts';
import { eventually } from '../../e2e/support/eventually.ts';
import { openAccountsWorld, palOf, type AccountsWorld } from '../support/accountsWorld.ts';
import { giveConsent } from '../support/consent.ts';
import { execute } from '../support/extension.ts';
import { identityNode } from '../support/sampleWorld.ts';

const [first, second] = [mira({ woodgrove: 'needsClick', northwind: 'stepsUpByClick' }), tomas()];
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
    const shown = accounts.dialogs.shown.find(({ kind }) => kind === 'pickMany');
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

  it('wait for a sign-in where one tenant asks for it in the midst of a run, and are written in the same run after the click', async () => {
    const { northwind: tenantId } = sampleTenantIds;
    const answer = { kind: 'claimsChallenge' } as const;
    accounts.network.setSwitches({ faults: [{ match: { method: 'PUT', tenantId }, answer }] });
    const consent = giveConsent();
    try {
      const rows = [accounts.node(first, 'northwind'), accounts.node(second, 'contoso')];
      accounts.dialogs.expect(
        { kind: 'input', title: 'Link Partner ID', type: contosoNordics },
        { kind: 'confirm', says: /^Link 2 tenants/, press: 'Link 2 Tenants' },
        {
          kind: 'warn',
          says: 'Northwind Traders is waiting for you to sign in. Azure requires a stronger sign-in than the current one.',
          press: 'Sign In',
          meanwhile: async () => {
            assert.deepEqual(consent.asked, [], 'nobody is asked without a click');
            await eventually(() => assert.equal(linkIn('colleague', sampleTenantIds.contoso), contosoNordics));
            assert.equal(linkIn('consultant', tenantId), undefined);
          },
        },
        { kind: 'info', says: '2 linked.' },
      );
      await execute('link', rows[0], rows);
      assert.deepEqual(
        consent.asked.map(({ options }) => options.account?.id),
        [first.id],
      );
      assert.equal(linkIn('consultant', tenantId), contosoNordics);
      assert.equal((await accounts.world.app.session.operations.history()).length, 1);
    } finally {
      consent.withdraw();
    }
  });

  it('are left out where nobody signs in, and can be tried again', async () => {
    const { northwind: tenantId } = sampleTenantIds;
    const answer = { kind: 'claimsChallenge' } as const;
    accounts.network.setSwitches({ faults: [{ match: { method: 'PUT', tenantId }, answer }] });
    accounts.dialogs.expect(
      { kind: 'input', title: 'Link Partner ID', type: contosoNordics },
      { kind: 'confirm', says: /^Link Northwind/, press: 'Link' },
      { kind: 'warn', says: /^Northwind Traders is waiting for you to sign in/, press: 'Leave Out' },
      { kind: 'warn', says: /^1 failed\. Northwind Traders .*Sign-in needed/ },
    );
    await execute('link', accounts.node(first, 'northwind'));
    assert.equal(linkIn('consultant', tenantId), undefined);
    assert.equal(palOf(accounts.row(first, 'northwind')), 'signInNeeded');
  });

  it('end with a clear message where their account is removed in the midst of their run, and nothing of it comes back', async () => {
    const { northwind, adventureWorks } = sampleTenantIds;
    const { proseware } = samplePartnerIds;
    const rows = [accounts.node(first, 'adventureWorks'), accounts.node(first, 'northwind')];
    const { app } = accounts.world;
    accounts.dialogs.expect(
      { kind: 'input', title: 'Link Partner ID', type: proseware },
      { kind: 'confirm', says: /^Link 2 tenants/, press: 'Link 2 Tenants' },
      {
        kind: 'confirm',
        says: /^The first tenant is linked to/,
        press: 'Continue',
        meanwhile: () => execute('removeIdentity', identityNode(keyOf(first))),
      },
      { kind: 'confirm', says: `Remove ${first.label}?`, press: 'Remove' },
      { kind: 'warn', says: /^1 linked, 1 failed\. Northwind Traders .*: Sign-in needed/ },
    );
    await execute('link', rows[0], rows);
    assert.deepEqual(
      [linkIn('consultant', adventureWorks), linkIn('consultant', northwind)],
      [proseware, undefined],
      'what was written stays, and nothing more is sent',
    );
    assert.equal(app.session.store.identity(keyOf(first)), undefined);
    assert.ok(app.session.store.allTenants().every(({ ref }) => ref.identity !== keyOf(first)));
    await app.session.save();
    const saved = await readFile(path.join(accounts.world.folder('azure'), 'estate.json'), 'utf8');
    assert.ok(!saved.includes(first.label));
  });

  it('are not signed in to for an account that is removed while its row waits for a sign-in', async () => {
    const { northwind: tenantId } = sampleTenantIds;
    const answer = { kind: 'claimsChallenge' } as const;
    accounts.network.setSwitches({ faults: [{ match: { method: 'PUT', tenantId }, answer }] });
    const consent = giveConsent();
    try {
      const { app } = accounts.world;
      accounts.dialogs.expect(
        { kind: 'input', title: 'Link Partner ID', type: contosoNordics },
        { kind: 'confirm', says: /^Link Northwind/, press: 'Link' },
        {
          kind: 'warn',
          says: /^Northwind Traders is waiting for you to sign in/,
          press: 'Sign In',
          meanwhile: () => execute('removeIdentity', identityNode(keyOf(first))),
        },
        { kind: 'confirm', says: `Remove ${first.label}?`, press: 'Remove' },
        { kind: 'warn', says: /^1 failed\. Northwind Traders .*: Sign-in needed/ },
      );
      await execute('link', accounts.node(first, 'northwind'));
      assert.deepEqual(consent.asked, []);
      assert.equal(linkIn('consultant', tenantId), undefined);
      assert.equal(app.session.store.identity(keyOf(first)), undefined);
      assert.ok(app.session.store.allTenants().every(({ ref }) => ref.identity !== keyOf(first)));
    } finally {
      consent.withdraw();
    }
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
