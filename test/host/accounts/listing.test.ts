import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { eventually } from '../../e2e/support/eventually.ts';
import { notAllowedProvider } from '../provider-extension/arrangement.ts';
import { arrange, keyOf, mira, providerCalls, tomas } from '../support/accounts.ts';
import { openAccountsWorld, palOf, type AccountsWorld } from '../support/accountsWorld.ts';
import { execute } from '../support/extension.ts';
import { allRows, rowReads, rowsBelow, shownRows } from '../support/rows.ts';

const [first, second] = [mira(), tomas()];

describe('VS Code’s accounts', () => {
  let accounts: AccountsWorld | undefined;

  afterEach(async () => {
    await accounts?.close();
    accounts = undefined;
  });

  async function opened(...of: Parameters<typeof openAccountsWorld>): Promise<AccountsWorld> {
    accounts = await openAccountsWorld(...of);
    return accounts;
  }

  it('are listed without a click, each with its own tenants and links', async () => {
    const { world, row, dialogs } = await opened({ accounts: [first, second] });
    await execute('refresh');
    await eventually(() => {
      assert.deepEqual(
        rowsBelow(world).map(({ text }) => text),
        ['mira@contoso.example | 13 tenants', 'tomas@contoso.example | 2 tenants'],
      );
    });
    assert.equal(palOf(row(first, 'northwind')), 'notLinked');
    assert.equal(palOf(row(second, 'northwind')), 'linked');
    assert.equal(palOf(row(first, 'relecloud')), 'unknown');
    const told = dialogs.shown.map((one) => ('message' in one ? one.message : one.kind));
    assert.equal(told.length, 1, 'what could not be read, and no question');
    assert.match(told[0] ?? '', /^Couldn’t read Relecloud\. No account in this tenant/);
    assert.ok(
      (await providerCalls()).every(({ call }) => call === 'getSessions'),
      'nobody was asked to sign in',
    );
  });

  it('have rows with stable ids, unique although two accounts see the same tenant', async () => {
    const { world, listings } = await opened({ accounts: [first, second] });
    await execute('refresh');
    await shownRows(world, 2);
    await rowReads(world, 'mira@contoso.example', /13 tenants/);
    const ids = allRows(world).map(({ item }) => item.id);
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(ids.every((id) => id !== undefined && id.length > 0));
    const before = listings();
    await execute('refresh');
    assert.equal(listings(), 2 * before, 'all of it was read again');
    await rowReads(world, 'mira@contoso.example', /13 tenants/);
    assert.deepEqual(
      allRows(world).map(({ item }) => item.id),
      ids,
    );
  });

  it('are no level of the tree when there is only one', async () => {
    const { world } = await opened({ accounts: [first] });
    await execute('refresh');
    const nodes = await shownRows(world, 13);
    assert.ok(nodes.every(({ kind }) => kind === 'tenant'));
  });

  it('may be none: then the view offers to sign in', async () => {
    const { world } = await opened({ accounts: [] });
    await execute('refresh');
    await eventually(() => assert.equal(world.app.view.contextKeys.get('partnerLink.viewState'), 'noIdentity'));
    assert.equal(world.app.view.texts.message, undefined, 'VS Code shows no welcome view beside a message');
  });

  it('that come later show their tenants by themselves', async () => {
    const { world, row } = await opened({ accounts: [first] });
    await execute('refresh');
    await arrange({ accounts: [first, second] });
    await eventually(() => assert.equal(palOf(row(second, 'northwind')), 'linked'));
    await shownRows(world, 2);
  });

  it('that go take their rows with them', async () => {
    const { world, row } = await opened({ accounts: [first, second] });
    await execute('refresh');
    await arrange({ accounts: [second] });
    await eventually(() => assert.equal(row(first, 'northwind'), undefined));
    await shownRows(world, 2);
    await eventually(() =>
      assert.deepEqual(
        world.app.session.store.identities().map(({ identity }) => identity.key),
        [keyOf(second)],
      ),
    );
  });

  it('tell of changed sessions all the time: that starts no scan, and none anew', async () => {
    const { listings, row, network } = await opened({ accounts: [first], noisy: true });
    await execute('refresh');
    const [listed, asked] = [listings(), network.requests().length];
    assert.equal(listed, 1);
    // Whatever the events of the scan started would have ended before what this one starts.
    await arrange({ accounts: [first, second], noisy: true });
    await eventually(() => assert.equal(palOf(row(second, 'contoso')), 'notLinked'));
    await eventually(() => assert.equal(palOf(row(second, 'northwind')), 'linked'));
    const byFirst = network.requests().slice(asked);
    assert.equal(listings(), 2, 'one more, of the account that came');
    assert.ok(byFirst.length <= 5, 'two tenants with links and subscriptions, and their list');
  });

  it('not yet allowed are a state of their own, and nothing is asked of Azure', async () => {
    const { world, network, dialogs } = await opened({ accounts: [first] }, notAllowedProvider);
    await execute('refresh');
    const row = await rowReads(world, 'mira@contoso.example', /access to this account not yet allowed/);
    assert.equal(row.node.kind, 'identity');
    assert.match(row.item.contextValue ?? '', /\baccountNotAllowed\b/);
    assert.deepEqual(network.requests(), []);
    assert.deepEqual(
      dialogs.shown.map((one) => ('buttons' in one ? [one.message, one.buttons] : one.kind)),
      [
        [
          'Couldn’t read the tenants of mira@contoso.example. Access to this account not yet allowed. Allow Partner Link to use this account.',
          ['Allow Access', 'Learn More'],
        ],
      ],
    );
  });

  it('whose provider fails say so, and do not hide the others', async () => {
    const broken = { ...first, tenants: { ...first.tenants, [first.homeTenant]: 'broken' as const } };
    const { world, row } = await opened({ accounts: [broken, second] });
    await execute('refresh');
    await rowReads(world, 'mira@contoso.example', /unknown \(/);
    assert.equal(palOf(row(second, 'northwind')), 'linked');
  });
});
