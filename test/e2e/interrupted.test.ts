/**
 * Runs that are cut off: by a killed extension host, while a question is open, by a restart. Nothing is lost and nothing is
 * written twice, as the service's own record and the journal say. The tests go on from one another.
 */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { after, afterEach, before, describe, it } from 'mocha';
import { eventually } from './support/eventually.ts';
import {
  hold,
  holdAfterEffect,
  ManyTenants,
  manyTenants,
  own,
  planForAll,
  runForAll,
  unseen,
  untilOffered,
} from './support/manyTenants.ts';
import type { TreeView } from './support/treeView.ts';
import { startVSCode, type VSCode } from './support/vscode.ts';
import type { Workbench } from './support/workbench.ts';

describe('A run that is interrupted', () => {
  let code: VSCode;
  let workbench: Workbench;
  let estate: ManyTenants;
  let view: TreeView;

  before(async () => {
    code = await startVSCode({ name: 'interrupted', files: manyTenants });
    workbench = code.workbench;
    estate = new ManyTenants(code);
    view = await workbench.openView('Partner Link', 'Tenants');
    await view.rowSays('Customer 0002', 'not linked, guest');
    await view.rowSays('Customer 0030', 'not linked, guest');
  });

  afterEach(() => {
    estate.steer();
  });

  after(() => code.close());

  it('was reviewed in a document, and its modal says how many', async () => {
    await planForAll(workbench, 'Link Partner ID', own.id);
    const review = await workbench.preview('Review: link 40');
    for (const { displayName, tenantId } of estate.notLinked) {
      const place = review.indexOf(displayName ?? '');
      assert.ok(review.slice(place).includes(tenantId), `${displayName ?? ''} is in the list`);
    }
    await workbench.quickInput.choose('Continue…');
    const question = await workbench.dialog.read();
    assert.equal(question.message, `Link 40 tenants to partner ID ${own.shown}?`);
    assert.match(
      question.detail,
      /^Customer 0002 .*(\nCustomer 000\d .*){4}\nand 35 more, as listed in the document\n/,
    );
    assert.match(
      question.detail,
      /Left as they are:\nCustomer 0001 .*: already linked\nCustomer 0014 .*\nCustomer 0035 .*\nSample data: no real tenant is touched\.$/,
    );
    assert.ok(question.buttons.includes('Link 40 Tenants'));
  });

  it('by kill -9: is offered to the next extension host, whose rows know what was done', async () => {
    estate.holdRunOver(estate.notLinked, hold);
    await workbench.dialog.choose('Link 40 Tenants');
    await estate.runStandsAt(18, 2);
    assert.match((await workbench.toasts.saying('Partner Link: link 40')).message, /\d+ of 40$/);
    await code.killExtensionHost();
    estate.steer();
    assert.deepEqual(await workbench.toasts.saying('A run was interrupted', untilOffered), {
      message: 'A run was interrupted: 18 of 40 done, 2 sent without an answer.',
      buttons: ['Resume', 'Show Report', 'Discard'],
    });
    await view.rowSays('Customer 0002', `PAL ${own.shown}, guest`);
    await view.rowSays('Customer 0011', `PAL ${own.shown}, guest`);
    // Read again by itself: one was written, and of the other nothing proves what became.
    await view.rowSays('Customer 0013', `PAL ${own.shown}, guest`);
    await view.rowSays('Customer 0012', 'unclear: may have been written (interrupted before Azure answered), guest');
    await view.rowSays('Customer 0030', 'not linked, guest');
  });

  it('and is resumed: every tenant is linked, each written once', async () => {
    await workbench.toasts.choose('A run was interrupted', 'Resume');
    assert.equal((await workbench.toasts.saying(/linked\.$/)).message, '40 linked.');
    const names = new Set(estate.notLinked.map(({ displayName }) => displayName));
    for (const { name, partnerId, writes } of await estate.served()) {
      assert.deepEqual({ name, partnerId, writes }, { name, partnerId: own.id, writes: names.has(name) ? 1 : 0 });
    }
    const run = await estate.lastRun();
    assert.equal(run.ended?.how, 'finished');
    assert.equal(run.resumedAt.length, 1);
    assert.ok(run.items.every(({ item, open, outcome }) => item.action.do === 'nothing' || (outcome && !open)));
    assert.equal(run.items.filter(({ outcome }) => outcome?.wrote === 'yes').length, 39);
    assert.equal(run.items.filter(({ outcome }) => outcome?.wrote === 'perhaps').length, 1);
    await view.rowSays('Customer 0012', `PAL ${own.shown}, guest`);
    await view.rowSays('Customer 0013', `PAL ${own.shown}, guest`);
    await view.rowSays('Customer 0030', `PAL ${own.shown}, guest`);
    await workbench.toasts.close('40 linked.');
  });

  it('can be discarded: what it did not begin is not done', async () => {
    estate.holdRunOver(estate.tenants, holdAfterEffect);
    await runForAll(workbench, 'Remove Partner Admin Link', undefined, 'Remove 43 Links');
    await estate.runStandsAt(18, 2);
    await code.killExtensionHost();
    estate.steer();
    const offer = await workbench.toasts.saying('A run was interrupted', untilOffered);
    assert.equal(offer.message, 'A run was interrupted: 18 of 43 done, 2 sent without an answer.');
    // Both in flight were carried out, which a reading finds.
    await view.rowSays('Customer 0011', 'not linked, guest');
    await view.rowSays('Customer 0012', 'not linked, guest');
    await eventually(async () => {
      assert.ok((await estate.lastRun()).items.every(({ open }) => !open));
    });
    await workbench.toasts.choose('A run was interrupted', 'Show Report');
    assert.match(await workbench.preview(/remove links/), /Not ended\n.*Tenants: 43, written: 20\n/s);
    await workbench.runCommand('Partner Link: Resume Run…');
    await workbench.toasts.choose('A run was interrupted', 'Discard');
    assert.deepEqual(await workbench.dialog.read(), {
      message: 'Discard the interrupted run?',
      detail: 'What it changed stays and can be undone. What it didn’t start isn’t done.',
      buttons: ['Cancel', 'Discard'],
    });
    await workbench.dialog.choose('Discard');
    await eventually(async () => {
      assert.equal((await estate.lastRun()).ended?.how, 'discarded');
    });
    await workbench.runCommand('Partner Link: Resume Run…');
    await workbench.toasts.saying('There is no run to resume.');
    await workbench.toasts.close('There is no run to resume.');
    const held = (await estate.served()).map(({ partnerId }) => partnerId);
    for (const [place, partnerId] of held.entries()) {
      assert.equal(partnerId, place < hold.from ? undefined : own.id, `tenant ${String(place)}`);
    }
  });

  it('can be undone after that, what it sent without an answer included', async () => {
    await workbench.runCommand('Partner Link: Undo Last Run…');
    await workbench.quickInput.choose('Continue…');
    assert.equal((await workbench.dialog.read()).message, 'Undo the run in 20 tenants (link 20)?');
    await workbench.dialog.choose('Undo 20 Changes');
    await workbench.toasts.saying(/^20 linked/);
    assert.ok((await estate.served()).every(({ partnerId }) => partnerId === own.id));
    await workbench.toasts.close(/^20 linked/);
  });

  it('while it asks whether to go on after the first link: asks again', async () => {
    await runForAll(workbench, 'Link Partner ID', unseen.id, 'Change 43 Links');
    const asked = await workbench.dialog.read();
    assert.equal(asked.message, `The first tenant is linked to ${unseen.id}. Its partner is ${unseen.name}.`);
    await code.killExtensionHost();
    // The question of a host that is gone: nobody hears the answer.
    await workbench.dialog.cancel();
    // VS Code has started the others by itself; of three within five minutes it asks.
    await eventually(async () => {
      const messages = (await workbench.toasts.shown()).map(({ message }) => message);
      if (messages.some((message) => message.includes('terminated unexpectedly 3 times'))) {
        await workbench.toasts.choose('terminated unexpectedly 3 times', 'Restart Remote Extension Host');
      } else {
        assert.ok(
          messages.some((message) => message.startsWith('A run was interrupted')),
          messages.join(' | '),
        );
      }
    }, untilOffered);
    const offer = await workbench.toasts.saying('A run was interrupted', untilOffered);
    assert.equal(offer.message, 'A run was interrupted: 1 of 43 done.');
    await workbench.toasts.choose('A run was interrupted', 'Resume');
    assert.deepEqual(await workbench.dialog.read(), asked);
    const before = await estate.served();
    assert.equal(before.filter(({ partnerId }) => partnerId === unseen.id).length, 1);
    await workbench.dialog.choose('Continue');
    await workbench.toasts.saying('43 changed.');
    for (const { name, partnerId, writes } of await estate.served()) {
      const once = (before.find((one) => one.name === name)?.writes ?? 0) + (name === before[0]?.name ? 0 : 1);
      assert.deepEqual({ name, partnerId, writes }, { name, partnerId: unseen.id, writes: once });
    }
    assert.equal((await estate.lastRun()).gates[0]?.answer, true);
    await workbench.toasts.close('43 changed.');
  });

  it('by a restart of VS Code: is offered by the next window, without its view being opened', async () => {
    estate.holdRunOver(estate.tenants, hold);
    await runForAll(workbench, 'Remove Partner Admin Link', undefined, 'Remove 43 Links');
    await estate.runStandsAt(18, 2);
    await code.restart();
    estate.steer();
    workbench = code.workbench;
    await workbench.toasts.saying('18 of 43 done, 2 sent without an answer', untilOffered);
    await workbench.toasts.choose('A run was interrupted', 'Resume');
    await workbench.toasts.saying('43 removed.');
    assert.ok((await estate.served()).every(({ partnerId }) => partnerId === undefined));
    assert.deepEqual((await estate.lastRun()).ended?.how, 'finished');
  });

  it('leaves files that cannot be understood aside, and VS Code opens as ever', async () => {
    await code.stop();
    const [newest, older] = (await readdir(code.storagePath('sandbox', 'journal'))).sort().reverse();
    await code.writeFile('sandbox/estate.json', '{"version":1,"identities":[{');
    await code.writeFile(`sandbox/journal/${newest ?? ''}`, '{"v":1,"kind":"run"\nnot a line of a journal\n');
    await code.writeFile('sandbox/switches.json', '{"scenario":');
    await code.start();
    workbench = code.workbench;
    view = await workbench.openView('Partner Link', 'Tenants');
    // Without switches the sample data are those that everybody starts with.
    await view.rowSays('Northwind Traders', 'not linked, guest');
    await workbench.runCommand('Partner Link: Show Journal');
    await workbench.preview('Journal');
    const files = [
      ...(await readdir(code.storagePath('sandbox'))),
      ...(await readdir(code.storagePath('sandbox', 'journal'))),
    ];
    assert.ok(files.some((name) => name.startsWith('estate.json.corrupt-')));
    assert.ok(files.some((name) => name.startsWith(`${newest ?? ''}.corrupt-`)));
    assert.ok(older !== undefined && files.includes(older), 'a corrupt journal hides no other');
    const log = (await code.logs()).at(-1) ?? '';
    assert.match(log, /\"estate\.json\" cannot be understood and was set aside as \"estate\.json\.corrupt-/);
    assert.match(log, /\.jsonl\" cannot be understood and was set aside/);
    assert.match(log, /switches\.json is no JSON object; the switches stay as they were/);
  });
});
