import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { eventually } from '../../e2e/support/eventually.ts';
import { mira } from '../support/accounts.ts';
import { openAccountsWorld, setting, type AccountsWorld } from '../support/accountsWorld.ts';
import { execute } from '../support/extension.ts';
import { allRows, rowsBelow, shownRows } from '../support/rows.ts';
import { openView } from '../support/world.ts';

const hour = 3_600_000;

describe('The view in the next window', () => {
  const account = mira();
  let accounts: AccountsWorld;

  beforeEach(async () => {
    accounts = await openAccountsWorld({ accounts: [account] });
    await execute('refresh');
    await shownRows(accounts.world, 13);
  });

  afterEach(async () => {
    await accounts.close();
  });

  /** The window is closed, time passes, a window is opened, in which nothing has been asked of Azure yet. */
  async function reopenAfter(ms: number): Promise<void> {
    await accounts.world.app.dispose();
    const file = path.join(accounts.world.folder('azure'), 'estate.json');
    const older = (key: string, value: unknown): unknown =>
      ['knownAsOf', 'checkedAt', 'at'].includes(key) && typeof value === 'number' ? value - ms : value;
    const snapshot: unknown = JSON.parse(await readFile(file, 'utf8'), older);
    await writeFile(file, JSON.stringify(snapshot));
    accounts.network.clearRequests();
    await accounts.world.restart();
  }

  it('has its rows at once, before anything is asked of Azure', async () => {
    const before = allRows(accounts.world).map(({ node, text }) => `${node.id} ${text}`);
    await reopenAfter(2 * hour);
    await accounts.world.app.ready();
    assert.deepEqual(
      allRows(accounts.world).map(({ node, text }) => `${node.id} ${text}`),
      before,
    );
    assert.deepEqual(accounts.network.requests(), []);
  });

  it('tells the age of what it shows, and asks for nothing while that is young enough', async () => {
    await reopenAfter(2 * hour);
    await openView(accounts.world);
    await shownRows(accounts.world, 13);
    await eventually(() => assert.equal(accounts.world.app.view.texts.message, 'As of 2 hours ago'));
    const result = await accounts.world.app.session.autoScan.viewBecameVisible();
    assert.deepEqual(result, { kind: 'notScanned', why: 'freshEnough' });
    assert.equal(accounts.listings(), 0);
  });

  it('scans by itself when it is opened and what it shows is too old', async () => {
    await reopenAfter(13 * hour);
    await openView(accounts.world);
    await eventually(() => {
      assert.equal(accounts.listings(), 1);
      assert.equal(accounts.world.app.session.scanner.progress.kind, 'idle');
      assert.equal(accounts.world.app.view.texts.message, undefined);
    });
  });

  it('scans nothing by itself where the setting says never', async () => {
    await setting('partnerLink.refreshAfter', 0);
    try {
      await reopenAfter(1000 * hour);
      await openView(accounts.world);
      await shownRows(accounts.world, 13);
      const result = await accounts.world.app.session.autoScan.viewBecameVisible();
      assert.deepEqual(result, { kind: 'notScanned', why: 'switchedOff' });
      assert.equal(accounts.listings(), 0);
      assert.match(accounts.world.app.view.texts.message ?? '', /^As of/);
    } finally {
      await setting('partnerLink.refreshAfter', undefined);
    }
  });

  it('has its badge before the view is opened or the estate is read', async () => {
    await eventually(() => assert.equal(accounts.world.app.view.texts.badge?.value, 4));
    await reopenAfter(0);
    await accounts.world.started();
    assert.deepEqual(accounts.world.app.view.texts.badge, { value: 4, tooltip: '4 tenants need attention' });
    assert.deepEqual(rowsBelow(accounts.world), [], 'nothing but the small file was read');
  });

  it('sets a broken snapshot aside with a line in the log, and goes on without', async () => {
    await accounts.world.app.dispose();
    await writeFile(path.join(accounts.world.folder('azure'), 'estate.json'), '{"version":2,"identities":[{');
    await accounts.world.restart();
    await accounts.world.app.ready();
    assert.deepEqual(accounts.world.app.session.store.allTenants(), []);
    assert.ok(accounts.world.log.lines.some((line) => line.includes('estate.json')));
    await execute('refresh');
    await shownRows(accounts.world, 13);
  });
});
