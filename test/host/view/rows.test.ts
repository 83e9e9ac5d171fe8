import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { sampleObjectId, sampleTenantIds } from '../../../src/sandbox/scenario/scenario.ts';
import type { Node } from '../../../src/tree/nodes.ts';
import type { TenantsView } from '../../../src/tree/tenantsView.ts';
import { eventually } from '../../e2e/support/eventually.ts';
import { execute } from '../support/extension.ts';
import { allRows, rowReads, rowsBelow, shownRows } from '../support/rows.ts';
import { openSampleWorld, type SampleWorld } from '../support/sampleWorld.ts';
import { openView } from '../support/world.ts';

/** How often VS Code has asked for the first level since this was called. */
function rootsAsked(view: TenantsView): { readonly count: number; readonly stop: () => void } {
  const asked = view.getChildren.bind(view);
  let count = 0;
  view.getChildren = (node) => {
    count += node === undefined ? 1 : 0;
    return asked(node);
  };
  return {
    get count() {
      return count;
    },
    stop: () => (view.getChildren = asked),
  };
}

describe('The view', () => {
  let sample: SampleWorld;

  beforeEach(async () => {
    sample = await openSampleWorld();
    await shownRows(sample.world, 13);
  });

  afterEach(async () => {
    await sample.close();
  });

  it('has a row for every tenant and below it one for every subscription', () => {
    const { world } = sample;
    const store = world.app.session.store;
    assert.equal(rowsBelow(world).length, store.allTenants().length);
    for (const { node } of rowsBelow(world)) {
      assert.ok(node.kind === 'tenant');
      const row = store.tenant(node.ref);
      const list = row?.subscriptions.kind === 'known' ? row.subscriptions.list : [];
      assert.equal(rowsBelow(world, node).filter((below) => below.node.kind === 'subscription').length, list.length);
    }
  });

  it('has rows that know their parents, so that VS Code can reveal them', () => {
    const { view } = sample.world.app;
    for (const { node } of rowsBelow(sample.world)) {
      assert.equal(view.getParent(node), undefined);
      for (const below of view.getChildren(node)) {
        assert.equal(view.getParent(below), node);
      }
    }
  });

  it('says the status in words, to a screen reader too', async () => {
    const row = await rowReads(sample.world, 'Northwind Traders', /\| not linked, guest$/);
    assert.match(row.item.accessibilityInformation?.label ?? '', /^Northwind Traders, not linked/);
    assert.equal(row.item.description, 'not linked');
    assert.equal(row.item.resourceUri?.query, '○–', 'its two marks');
    assert.match(row.item.contextValue ?? '', /^tenant notLinked$/);
  });

  it('calls the two default directories by their domains', () => {
    const labels = rowsBelow(sample.world).map(({ label }) => label);
    assert.deepEqual(
      labels.filter((label) => ['bellowscollege', 'jonashoferoutlook'].includes(label)),
      ['bellowscollege', 'jonashoferoutlook'],
    );
    assert.ok(!labels.some((label) => label.startsWith('Default Directory')), labels.join(', '));
  });

  it('makes tooltips when they are asked for, in which nothing of others runs', async () => {
    const row = await rowReads(sample.world, 'Tailspin Toys', /another partner/);
    assert.equal(row.item.tooltip, undefined);
    const { tooltip } = sample.world.app.view.resolveTreeItem(row.item, row.node);
    assert.ok(tooltip instanceof vscode.MarkdownString);
    assert.deepEqual(tooltip.isTrusted, { enabledCommands: ['partnerLink.openHelp'] });
    assert.equal(tooltip.supportHtml, false);
    assert.match(tooltip.value, /Fabrikam/);
  });

  it('redraws one row where one tenant changed', async () => {
    const { app } = sample.world;
    const redrawn: (Node | Node[] | undefined)[] = [];
    const listening = app.view.onDidChangeTreeData((nodes) => redrawn.push(nodes));
    const { litware: tenantId } = sampleTenantIds;
    sample.sandbox.setLink(tenantId, sampleObjectId('consultant', tenantId), undefined);
    await execute('refreshTenant', sample.node('litware'));
    await rowReads(sample.world, 'Litware |', /\| not linked, changed: was 3921745/);
    await eventually(() => assert.ok(redrawn.length > 0));
    listening.dispose();
    const ids = redrawn.flatMap((nodes) => (Array.isArray(nodes) ? nodes.map(({ id }) => id) : ['everything']));
    assert.deepEqual([...new Set(ids)], [sample.node('litware').id]);
  });

  it('draws a burst of changes at most twice: at once, and once more for all that came after', async () => {
    const { app } = sample.world;
    let redrawn = 0;
    const listening = app.view.onDidChangeTreeData(() => (redrawn += 1));
    const rows = app.session.store.allTenants();
    for (let round = 0; round < 20; round += 1) {
      for (const { ref } of rows) {
        app.session.store.setPal(ref, round < 19 ? { kind: 'checking' } : { kind: 'notLinked' }, 'run');
      }
    }
    await eventually(() => {
      assert.ok(redrawn > 0);
      assert.ok(rowsBelow(sample.world).every(({ text }) => text.includes('| not linked')));
    });
    await eventually(() => assert.equal(app.view.contextKeys.get('partnerLink.viewState'), 'rows'));
    listening.dispose();
    assert.ok(redrawn <= 2, `drawn ${String(redrawn)} times`);
  });

  it('keeps the selection when everything is read anew', async () => {
    const { app } = sample.world;
    await openView(sample.world);
    await app.reveal(sample.node('woodgrove').ref);
    await eventually(() => assert.equal(app.view.selection[0]?.id, sample.node('woodgrove').id));
    const asked = rootsAsked(app.view);
    await execute('refresh');
    // From a redraw until VS Code has asked for the rows again it tells of no selection.
    await eventually(() => {
      assert.ok(asked.count > 0);
      assert.deepEqual(
        app.view.selection.map(({ id }) => id),
        [sample.node('woodgrove').id],
      );
    });
    asked.stop();
  });

  it('tells when-clauses what it shows', async () => {
    const { app } = sample.world;
    const stateIs = (state: string): Promise<void> =>
      eventually(() => assert.equal(app.view.contextKeys.get('partnerLink.viewState'), state));
    await stateIs('rows');
    await execute('signInToTenant', sample.node('lamna'));
    app.session.choice.setFilter('signInNeeded');
    await stateIs('allFiltered');
    assert.equal(app.view.texts.message, undefined, 'VS Code shows no welcome view beside a message');
    app.session.choice.setFilter('all');
    const nodes = await shownRows(sample.world, 13);
    await execute('hide', nodes[0], nodes);
    await stateIs('allHidden');
    await execute('showHidden');
    await stateIs('rows');
    assert.equal(app.view.contextKeys.get('partnerLink.showHidden'), true);
    assert.equal(app.view.contextKeys.get('partnerLink.mode'), 'sandbox');
  });

  it('shows rows while the scan goes on, with how many are checked', async () => {
    const hang = { match: { tenantId: sampleTenantIds.alpine }, answer: { kind: 'hang' } } as const;
    sample.sandbox.setSwitches({ faults: [hang] });
    const refreshing = execute('refresh');
    await rowReads(sample.world, 'Alpine Ski House', /\| checking… \(was PAL 4810337 · Contoso Consulting\)/);
    await eventually(() => assert.match(sample.world.app.view.texts.message ?? '', /12 of 13 tenants checked/));
    await execute('cancelScan');
    await refreshing;
    await rowReads(sample.world, 'Alpine Ski House', /\| PAL 4810337/);
  });

  it('shows foreign names as plain text, whatever they try to be', async () => {
    sample.sandbox.setSwitches({ hostileNames: true });
    await execute('refresh');
    await shownRows(sample.world, 23);
    for (const { item, node, text } of allRows(sample.world)) {
      assert.doesNotMatch(text, /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
      const { tooltip } = sample.world.app.view.resolveTreeItem(item, node);
      if (tooltip !== undefined) {
        assert.ok(tooltip instanceof vscode.MarkdownString);
        assert.deepEqual(tooltip.isTrusted, { enabledCommands: ['partnerLink.openHelp'] });
        const links = [...tooltip.value.matchAll(/\]\(([^)]*)\)/g)].map(([, link = '']) => link);
        assert.deepEqual(
          links.filter((link) => !/^command:partnerLink\.openHelp\?%22[a-z-]+%22$/.test(link)),
          [],
        );
      }
    }
  });
});
