import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { changeTenants, linkTenants } from '../../../../src/commands/links/changeLinks.ts';
import { checkLinks } from '../../../../src/commands/checks/checkLinks.ts';
import { markTenants } from '../../../../src/commands/tenants/markTenants.ts';
import { undoLastRun } from '../../../../src/commands/runs/startRun.ts';
import { signIn } from '../../../../src/commands/identities/signIn.ts';
import type { Shown } from '../../../host/support/scriptedDialogs.ts';
import { HeldTime } from '../../sandbox/support/heldTime.ts';
import { openCommandWorld, type CommandWorld, type SampleTenant } from '../support/world.ts';

const contoso = '4810337';

describe('Commands that change links', () => {
  let world: CommandWorld;
  let time: HeldTime;

  beforeEach(async () => {
    time = new HeldTime();
    world = await openCommandWorld({ clock: time });
  });

  afterEach(() => world.close());

  function picked(...tenants: readonly SampleTenant[]) {
    return { picked: tenants.map((tenant) => world.node(tenant)) };
  }

  function shown(kind: Shown['kind']): readonly Shown[] {
    return world.dialogs.shown.filter((one) => one.kind === kind);
  }

  it('say of a run under way that it cannot be undone yet, and do not take an earlier one for the last', async () => {
    const { context, dialogs, sandbox } = world;
    dialogs.expect(
      { kind: 'pick', title: 'Link Partner ID', choose: contoso },
      { kind: 'confirm', says: /^Link Northwind Traders/, press: 'Link' },
      { kind: 'info', says: /^Northwind Traders.* is linked to/ },
    );
    await linkTenants(context, picked('northwind'));
    sandbox.setSwitches({ latencyMs: 1 });
    time.hold();
    dialogs.expect(
      { kind: 'pick', title: 'Link Partner ID', choose: contoso },
      { kind: 'confirm', says: /^Link Adventure Works/, press: 'Link' },
    );
    const linking = linkTenants(context, picked('adventureWorks'));
    while (world.session.operations.running().length === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    dialogs.expect({ kind: 'info', says: /^A run is in progress\./ }, { kind: 'info', says: /is linked to/ });
    await undoLastRun(context);
    time.goOn();
    await linking;
    dialogs.holds();
    assert.equal(world.row('northwind').pal.kind, 'linked');
  });

  it('list in a document what is left out, too, where it is more than a modal names', async () => {
    const { context, dialogs, documents } = world;
    dialogs.expect(
      { kind: 'pick', title: 'Link Partner ID', choose: contoso },
      { kind: 'pick', title: 'Review the list: link 1', choose: 'Cancel' },
    );
    const left: readonly SampleTenant[] = [
      'contoso',
      'alpine',
      'woodgrove',
      'lamna',
      'humongous',
      'defaultDirectoryTwo',
    ];
    await linkTenants(context, picked('northwind', ...left));
    dialogs.holds();
    const review = documents.get('Review') ?? '';
    for (const tenant of left) {
      assert.ok(review.includes(world.node(tenant).ref.tenantId.replaceAll('-', '&#45;')), tenant);
    }
  });

  it('ask for no partner ID where the clicked row has gone meanwhile', async () => {
    const { context, dialogs, session } = world;
    const from = picked('tailspin');
    session.store.putIdentities([]);
    dialogs.expect({ kind: 'info', says: 'That tenant is no longer in the list.' });
    await changeTenants(context, from);
    dialogs.holds();
  });

  it('write nothing where a tenant is gone or has changed when the question is answered, and say so', async () => {
    const { context, dialogs, sandbox, session } = world;
    dialogs.expect(
      { kind: 'pick', title: 'Change Partner ID', choose: contoso },
      {
        kind: 'confirm',
        says: /^Change the partner ID of Tailspin/,
        press: 'Change Link',
        meanwhile: () => session.store.putIdentities([]),
      },
      { kind: 'warn', says: /^Nothing was sent, .*: Tailspin Toys .*: no longer among the known tenants\./ },
    );
    await changeTenants(context, picked('tailspin'));
    dialogs.holds();
    assert.ok(sandbox.requests().every(({ method }) => method === 'GET'));
  });

  it('end where the person cancels the check that comes first', async () => {
    const { context, dialogs, sandbox, session } = world;
    const { ref } = world.node('northwind');
    session.store.setPal(ref, { kind: 'notChecked' }, 'scan');
    sandbox.setSwitches({ latencyMs: 60_000 });
    dialogs.expect({ kind: 'pick', title: 'Link Partner ID', choose: contoso });
    const linking = linkTenants(context, picked('northwind', 'adventureWorks'));
    while (dialogs.progressing.size === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    dialogs.progressing.forEach((controller) => controller.abort());
    await linking;
    dialogs.holds();
    assert.deepEqual(shown('confirm'), []);
  });

  it('say where a mark holds in this window only', async () => {
    const { context, dialogs, folder } = world;
    await mkdir(join(folder, 'marks.json'));
    dialogs.expect({
      kind: 'warn',
      says: /^The mark holds in this window only until it can be saved\. A file of the extension’s storage cannot be read\./,
    });
    await markTenants(context, picked('northwind'), 'notOurs', true, 'Mark Tenant as Not Ours');
    dialogs.holds();
    assert.ok(world.session.marks.get(world.node('northwind').ref.tenantId).has('notOurs'));
  });

  it('speak of one tenant as one', async () => {
    const { context, dialogs } = world;
    dialogs.expect({ kind: 'info', says: /^Northwind Traders: not linked/ });
    await checkLinks(context, picked('northwind'));
    dialogs.holds();
    assert.deepEqual(
      shown('progress').map((one) => one.kind === 'progress' && one.title),
      ['Checking 1 tenant'],
    );
  });

  it('sign in with one more account from the view’s title, whichever row has the focus', async () => {
    const { context, session } = world;
    const { key } = session.store.identities()[0]?.identity ?? { key: '' };
    await signIn(context, { clicked: { kind: 'identity', id: key, key }, picked: [] });
    assert.equal(session.store.identities().length, 2);
  });
});
