/** Two windows of one VS Code, which share what they know and never write the same tenant at once. The tests go on from one another. */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { after, before, describe, it } from 'mocha';
import { eventually, longPatience } from './support/eventually.ts';
import { estateFrom, ManyTenants, manyTenants, own, runForAll, unseen } from './support/manyTenants.ts';
import type { TreeView } from './support/treeView.ts';
import { startVSCode, type VSCode } from './support/vscode.ts';
import type { Workbench } from './support/workbench.ts';

/** Customer 0011: the first window’s write was sent and has not taken effect. Customer 0012: it has, without an answer. */
const hold = { unsent: 10, unanswered: [11], from: 20 } as const;

describe('Two windows', () => {
  let code: VSCode;
  let estate: ManyTenants;
  let first: Workbench;
  let second: Workbench;
  let firstView: TreeView;
  let secondView: TreeView;

  before(async () => {
    code = await startVSCode({
      name: 'windows',
      files: { ...manyTenants, 'sandbox/estate.json': await estateFrom(13) },
    });
    estate = new ManyTenants(code);
    first = code.workbench;
    second = await code.openWindow();
  });

  after(() => code.close());

  it('over an estate of yesterday: show it at once, one of them scans, and the other takes over what it finds', async () => {
    const elsewhere = estate.tenants.at(-1);
    assert.ok(elsewhere);
    estate.link(elsewhere, own.id);
    estate.steer({ latencyMs: 10_000 });
    [firstView, secondView] = await Promise.all([
      first.openView('Partner Link', 'Tenants'),
      second.openView('Partner Link', 'Tenants'),
    ]);
    const messages = await eventually(async () => {
      await secondView.row('Customer 0002', /./);
      await firstView.row('Customer 0002', /./);
      const now = [await firstView.message(), await secondView.message()];
      assert.equal(now.filter((message) => / of 43/.test(message)).length, 1, now.join(' | '));
      return now;
    });
    assert.equal(messages.filter((message) => /13 hours ago/.test(message)).length, 2, messages.join(' | '));
    estate.steer();
    for (const view of [firstView, secondView]) {
      await view.row('Customer 0043');
      await view.rowSays('Customer 0043', new RegExp(`^PAL ${own.shown}`));
    }
    await eventually(async () => {
      const scans = (await code.logs()).join('\n').match(/Scan: .*/g) ?? [];
      assert.equal(scans.length, 1, scans.join('\n'));
      assert.match(scans[0], /43 of 43 tenants checked/);
    });
  });

  it('do not offer a run that the other one is at, neither by themselves nor on command', async () => {
    await runForAll(first, 'Link Partner ID', unseen.id, 'Link 39 and Change 4');
    await first.dialog.box.getByText('The first tenant is linked').waitFor();
    await code.reload(second);
    secondView = await second.openView('Partner Link', 'Tenants');
    await secondView.rowSays('Customer 0001', `another partner: ${unseen.shown}`);
    for (const command of ['Undo Last Run…', 'Resume Run…']) {
      await second.runCommand(`Partner Link: ${command}`);
      assert.deepEqual(await second.toasts.saying('in progress'), {
        message: 'A run is in progress in another window: link 39, change 4.',
        buttons: [],
      });
      assert.ok((await second.toasts.shown()).every(({ message }) => !message.includes('interrupted')));
      await second.toasts.close('in progress');
    }
  });

  it('show in both what a run in one of them has done so far', async () => {
    // The next test answers this: no request of the first window’s run is held for longer than half a minute.
    await secondView.clickInline('Customer 0011', 'Link Partner ID…');
    await second.quickInput.choose(own.id);
    await second.dialog.read();
    estate.holdRunOver(estate.tenants, hold);
    await first.dialog.choose('Continue');
    await estate.runStandsAt(18, 2);
    for (const name of ['Customer 0002', 'Customer 0010', 'Customer 0020']) {
      await secondView.rowSays(name, `another partner: ${unseen.shown}, guest`);
    }
    await secondView.rowSays('Customer 0021', 'not linked, guest');
  });

  it('do not write a tenant that the other one is at: the second waits', async () => {
    // Nothing but the first window’s hold on the tenant stops the second from here on.
    estate.steer();
    await second.dialog.choose('Link');
    await second.toasts.saying('Partner Link: link 1');
    const closedAt = Date.now();
    await code.closeWindow(first);
    await second.toasts.saying(/^Customer 0011 .*is linked to/, longPatience);
    const written = await estate.writtenAt('Customer 0011');
    assert.equal(written.length, 1);
    assert.ok((written[0] ?? 0) > closedAt, 'not before the first one has let go of it');
  });

  it('take over from one that is closed: its run is offered and goes on, and nothing is written twice or over', async () => {
    await second.toasts.saying('A run was interrupted: 18 of 43 done, 2 sent without an answer.', longPatience);
    await second.toasts.choose('A run was interrupted', 'Resume');
    await second.toasts.saying('38 linked, 4 changed, 1 skipped.');
    const byAnotherTool = estate.tenants.at(-1)?.displayName;
    for (const { name, partnerId, writes } of await estate.served()) {
      const expected = {
        name,
        partnerId: name === 'Customer 0011' ? own.id : unseen.id,
        writes: name === byAnotherTool ? 2 : 1,
      };
      assert.deepEqual({ name, partnerId, writes }, expected);
    }
    const runs = await estate.runs();
    assert.deepEqual(
      runs.map(({ ended, resumedAt }) => [ended?.how, resumedAt.length]),
      [
        ['finished', 0],
        ['finished', 1],
      ],
    );
    assert.deepEqual(await readdir(code.storagePath('sandbox', 'leases')), []);
    await secondView.rowSays('Customer 0011', `PAL ${own.shown}, guest`);
    await secondView.rowSays('Customer 0030', `another partner: ${unseen.shown}, guest`);
  });
});
