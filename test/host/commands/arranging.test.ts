import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { sampleIdentityKeys, sampleTenantIds } from '../../../src/sandbox/scenario/scenario.ts';
import type { Node } from '../../../src/tree/nodes.ts';
import { eventually } from '../../e2e/support/eventually.ts';
import { describeCommand, type Run } from '../support/commandCoverage.ts';
import { execute } from '../support/extension.ts';
import { rowsBelow } from '../support/rows.ts';
import { openSampleWorld, type SampleWorld } from '../support/sampleWorld.ts';
import { openView } from '../support/world.ts';

describe('Arranging', () => {
  let sample: SampleWorld;

  beforeEach(async () => {
    sample = await openSampleWorld();
  });

  afterEach(async () => {
    await sample.close();
  });

  const roots = (): readonly string[] => rowsBelow(sample.world).map(({ label }) => label);

  async function choose(run: Run, title: string, choice: string): Promise<void> {
    sample.dialogs.expect({ kind: 'pick', title, choose: choice });
    await run();
  }

  /** The node of a group, once it stands in the view. */
  async function group(label: string): Promise<Node> {
    return eventually(() => {
      const row = rowsBelow(sample.world).find((one) => one.label === label);
      assert.ok(row, `${label} is among ${roots().join(', ')}`);
      return row.node;
    });
  }

  const below = (node: Node): readonly string[] => rowsBelow(sample.world, node).map(({ label }) => label);

  const checked = (): readonly string[] => {
    const shown = sample.dialogs.shown.at(-1);
    assert.ok(shown?.kind === 'pick');
    return shown.items.filter(({ icon }) => icon === 'check').map(({ label }) => label);
  };

  describeCommand('groupBy', (run) => {
    it('gathers tenants by what to do, with counts, and is remembered by the next window', async () => {
      await choose(run, 'Group By', 'What to Do');
      assert.deepEqual(checked(), ['Nothing']);
      const attention = await group('Needs attention · 7');
      const groups = ['Needs attention · 7', 'Not linked · 1', 'Sign-in needed · 1', 'Linked · 4'];
      assert.deepEqual(roots(), groups);
      assert.equal(below(attention).length, 7);
      await sample.world.restart();
      await sample.world.app.ready();
      await group('Needs attention · 7');
      assert.deepEqual(roots(), groups);
      sample.dialogs.expect({ kind: 'pick', title: 'Group By', choose: undefined });
      await run();
      assert.deepEqual(checked(), ['What to Do']);
    });

    it('gathers them by partner ID, by identity, by access, and by nothing again', async () => {
      await choose(run, 'Group By', 'Partner ID');
      await group('4810337 · Contoso Consulting · 4');
      assert.deepEqual(roots().slice(1), [
        'Another partner: 3921745 · 1',
        'Another partner: 6203519 · Fabrikam Cloud Services · 1',
        'Not linked · 4',
        'Not known · 3',
      ]);
      await choose(run, 'Group By', 'Identity');
      const identity = await group('mira.lindqvist@contoso-consulting.example');
      assert.equal(below(identity).length, 13);
      await choose(run, 'Group By', 'Access');
      await group('Home · 1');
      assert.deepEqual(roots(), ['Home · 1', 'Guest · 12']);
      await choose(run, 'Group By', 'Nothing');
      await eventually(() => assert.equal(roots().length, 13));
    });

    it('has groups that stand for their tenants in commands: shown in the filter, each once', async () => {
      await choose(run, 'Group By', 'What to Do');
      const notLinked = await group('Not linked · 1');
      const linked = await group('Linked · 4');
      await execute('copyId', linked);
      const ids = async (): Promise<readonly string[]> => (await vscode.env.clipboard.readText()).split('\n');
      assert.equal((await ids()).length, 4);
      assert.ok((await ids()).includes(sampleTenantIds.woodgrove));
      await execute('copyId', linked, [linked, sample.node('woodgrove'), notLinked]);
      assert.equal((await ids()).length, 5);
      assert.equal(new Set(await ids()).size, 5);
      sample.session().choice.setFilter('notLinked');
      const attention = await group('Needs attention · 3');
      await execute('copyId', attention);
      assert.equal((await ids()).length, 3);
    });

    it('links, hides and checks all of a group', async () => {
      await choose(run, 'Group By', 'Partner ID');
      const notLinked = await group('Not linked · 4');
      sample.dialogs.expect(
        { kind: 'pick', title: 'Link Partner ID', choose: '4810337' },
        { kind: 'confirm', says: /4/, press: 'Link 4 Tenants' },
        { kind: 'info', says: /^4 linked/ },
      );
      await execute('link', notLinked);
      const ours = await group('4810337 · Contoso Consulting · 8');
      assert.equal(sample.linkOf('northwind'), '4810337');
      await execute('hide', ours);
      await eventually(() => assert.ok(roots().every((label) => !label.startsWith('4810337'))));
      assert.ok(sample.session().marks.get(sampleTenantIds.northwind).has('hidden'));
    });

    it('opens the form with the tenants of a group selected', async () => {
      await choose(run, 'Group By', 'Access');
      await execute('manageLinks', await group('Home · 1'));
      assert.ok(sample.world.app.pages.has('form'));
    });

    it('finds and selects a tenant below its group', async () => {
      await openView(sample.world);
      await choose(run, 'Group By', 'What to Do');
      await group('Linked · 4');
      const { id, ref } = sample.node('woodgrove');
      await sample.world.app.reveal(ref);
      await eventually(() => assert.equal(sample.world.app.view.selection[0]?.id, id));
    });

    it('refreshes an identity once, and its tenants with it', async () => {
      await choose(run, 'Group By', 'Identity');
      const identity = await group('mira.lindqvist@contoso-consulting.example');
      const { scanner } = sample.session();
      const scans: string[] = [];
      const listening = scanner.onDidChangeProgress(() => {
        if (scans.at(-1) !== scanner.progress.kind) {
          scans.push(scanner.progress.kind);
        }
      });
      await execute('refreshTenant', identity);
      listening.dispose();
      assert.equal(identity.kind === 'identity' && identity.key, sampleIdentityKeys.consultant);
      assert.deepEqual(scans, ['scanning', 'idle']);
    });
  });

  describeCommand('sortBy', (run) => {
    it('has what needs attention first, or what was changed last, and is remembered by the next window', async () => {
      await eventually(() => assert.equal(roots()[0], 'Adventure Works'));
      await choose(run, 'Sort By', 'Last Changed');
      assert.deepEqual(checked(), ['Name']);
      await eventually(() => assert.notEqual(roots()[0], 'Adventure Works'));
      const times = rowsBelow(sample.world).map(({ node }) => {
        const row = node.kind === 'tenant' ? sample.session().store.tenant(node.ref) : undefined;
        return row?.pal.kind === 'linked' ? (row.pal.link.updatedTime ?? '') : '';
      });
      assert.deepEqual(times, [...times].sort().reverse());
      await sample.world.restart();
      await sample.world.app.ready();
      await eventually(() => assert.equal(roots().length, 13));
      assert.notEqual(roots()[0], 'Adventure Works');
      await choose(run, 'Sort By', 'Name');
      await eventually(() => assert.equal(roots()[0], 'Adventure Works'));
    });
  });
});
