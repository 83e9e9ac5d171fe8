import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { sampleTenantIds } from '../../../src/sandbox/scenario/scenario.ts';
import { arrange, keyOf, mira, providerCalls, tomas } from '../support/accounts.ts';
import { openAccountsWorld, palOf, type AccountsWorld } from '../support/accountsWorld.ts';
import { describeCommand } from '../support/commandCoverage.ts';
import { giveConsent, type Consent } from '../support/consent.ts';
import { execute } from '../support/extension.ts';
import { rowReads, shownRows } from '../support/rows.ts';
import { identityNode } from '../support/sampleWorld.ts';

describe('Signing in with VS Code’s accounts', () => {
  let accounts: AccountsWorld;
  let consent: Consent;

  beforeEach(() => {
    consent = giveConsent();
  });

  afterEach(async () => {
    consent.withdraw();
    await accounts.close();
  });

  function askedAccounts(): readonly (string | undefined)[] {
    return consent.asked.map(({ options }) => options.account?.id);
  }

  describeCommand('signInToTenant', (run) => {
    const account = mira({ alpine: 'needsClick', woodgrove: 'needsClick', litware: 'denied' });

    beforeEach(async () => {
      accounts = await openAccountsWorld({ accounts: [account, tomas()] });
      await execute('refresh');
    });

    it('is waited for: nothing is asked of a tenant that needs a click', async () => {
      assert.equal(palOf(accounts.row(account, 'alpine')), 'signInNeeded');
      assert.deepEqual(accounts.requestsOf('alpine'), []);
      assert.deepEqual(consent.asked, []);
      const row = await rowReads(accounts.world, 'Alpine Ski House', /\| sign-in needed/);
      assert.match(row.item.contextValue ?? '', /\bsignInNeeded\b/);
    });

    it('passes the account, so that no picker shows, and checks the row', async () => {
      await run(accounts.node(account, 'alpine'));
      assert.equal(palOf(accounts.row(account, 'alpine')), 'linked');
      assert.deepEqual(askedAccounts(), [account.id]);
      assert.ok(consent.asked[0]?.scopes.includes(`VSCODE_TENANT:${sampleTenantIds.alpine}`));
      const clicks = (await providerCalls()).filter(({ call }) => call === 'createSession');
      assert.deepEqual(
        clicks.map((call) => call.account),
        [account.id],
      );
      assert.equal(palOf(accounts.row(account, 'woodgrove')), 'signInNeeded', 'only the tenant that was clicked');
    });

    it('reads that tenant only, although the sign-in changes sessions', async () => {
      const listed = accounts.listings();
      await run(accounts.node(account, 'alpine'));
      assert.equal(accounts.listings(), listed);
      assert.equal(accounts.requestsOf('alpine').length, 2, 'its link and its subscriptions');
    });

    it('is offered from the palette for every tenant that needs it, with its account', async () => {
      accounts.dialogs.expect({
        kind: 'pickMany',
        title: 'Sign In to Tenant',
        choose: ['Alpine Ski House', 'Woodgrove Bank'],
      });
      await run();
      assert.equal(palOf(accounts.row(account, 'alpine')), 'linked');
      assert.equal(palOf(accounts.row(account, 'woodgrove')), 'linked');
      const shown = accounts.dialogs.shown.find(({ kind }) => kind === 'pickMany');
      assert.ok(shown?.kind === 'pickMany');
      assert.ok(shown.items.every(({ detail }) => detail?.endsWith('mira@contoso.example')));
    });

    it('leaves the row as it is when consent is denied, without a word: that was the person', async () => {
      await run(accounts.node(account, 'litware'));
      assert.equal(palOf(accounts.row(account, 'litware')), 'signInNeeded');
      assert.deepEqual(accounts.requestsOf('litware'), []);
    });

    it('stops at the one that is denied, the others keep waiting', async () => {
      const rows = (['litware', 'alpine'] as const).map((tenant) => accounts.node(account, tenant));
      await run(rows[0], rows);
      assert.equal(palOf(accounts.row(account, 'alpine')), 'signInNeeded');
    });
  });

  describeCommand('signIn', (run) => {
    it('adds an account by Microsoft’s own page and scans its tenants', async () => {
      accounts = await openAccountsWorld({ accounts: [mira()], nextAccount: tomas() });
      await execute('refresh');
      await run();
      assert.equal(palOf(accounts.row(tomas(), 'northwind')), 'linked');
      await shownRows(accounts.world, 2);
      assert.deepEqual(askedAccounts(), [undefined]);
    });

    it('signs in to the account of the row where that one needs it', async () => {
      const account = mira({ contoso: 'needsClick' });
      accounts = await openAccountsWorld({ accounts: [account], nextAccount: tomas() });
      await execute('refresh');
      await run(identityNode(keyOf(account)));
      await shownRows(accounts.world, 13);
      assert.deepEqual(askedAccounts(), [account.id]);
    });

    it('is a person’s first step where nobody is signed in', async () => {
      accounts = await openAccountsWorld({ accounts: [], nextAccount: mira() });
      await run();
      await shownRows(accounts.world, 13);
      assert.ok(consent.asked[0]?.options.createIfNone);
    });

    it('says nothing when the person closes the page', async () => {
      accounts = await openAccountsWorld({ accounts: [] });
      await run();
      assert.equal(accounts.world.app.session.store.identities().length, 0);
    });
  });

  describeCommand('allowAccount', (run) => {
    // Without a session VS Code does not tell an account that is not allowed from one whose session has ended.
    const account = mira({ contoso: 'needsClick' });

    beforeEach(async () => {
      accounts = await openAccountsWorld({ accounts: [account] });
      await execute('refresh');
      await rowReads(accounts.world, 'mira@contoso.example', /not yet allowed/);
    });

    it('asks from the palette for the account, then its tenants come', async () => {
      accounts.dialogs.expect({ kind: 'pick', title: 'Allow Access to Account', choose: 'mira@contoso.example' });
      await run();
      await shownRows(accounts.world, 13);
      assert.deepEqual(askedAccounts(), [account.id]);
    });

    it('takes the account of the row', async () => {
      await run(identityNode(keyOf(account)));
      await shownRows(accounts.world, 13);
      assert.deepEqual(askedAccounts(), [account.id]);
    });
  });

  it('is not asked again for what another window or extension has signed in to', async () => {
    const account = mira({ alpine: 'needsClick' });
    accounts = await openAccountsWorld({ accounts: [account] });
    await execute('refresh');
    await arrange({ accounts: [mira()] });
    await execute('signInToTenant', accounts.node(account, 'alpine'));
    assert.equal(palOf(accounts.row(account, 'alpine')), 'linked');
    assert.deepEqual(consent.asked, []);
  });
});
