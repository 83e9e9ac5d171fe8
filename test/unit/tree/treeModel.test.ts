import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { readSnapshot, writeSnapshot } from '../../../src/estate/files/snapshotFile.ts';
import { isSnapshotFile } from '../../../src/estate/files/snapshotGuards.ts';
import type { StoreChange } from '../../../src/estate/store/store.ts';
import type { TenantRef } from '../../../src/shared/model/model.ts';
import type { Node } from '../../../src/tree/nodes.ts';
import type { Redraw } from '../../../src/tree/redraw.ts';
import type { TreeModel } from '../../../src/tree/treeModel.ts';
import { alice, bob, known, linked, notLinked, subscription, TestEstate, withState } from './support/estate.ts';
import { allIds } from './support/render.ts';

const a = alice.identity.key;
const b = bob.identity.key;
const contoso = { tenantId: 't-1', displayName: 'Contoso' };
const northwind = { tenantId: 't-2', displayName: 'Northwind' };
const tailspin = { tenantId: 't-3', displayName: 'Tailspin' };

function ref(tenantId: string, identity = a): TenantRef {
  return { identity, tenantId };
}

/** What `act` makes the tree draw again. */
function redrawOf(estate: TestEstate, model: TreeModel, act: () => void): Redraw {
  const changes: StoreChange[] = [];
  const listening = estate.store.onDidChange((change) => changes.push(change));
  act();
  listening.dispose();
  return model.update(changes);
}

function drawn(redraw: Redraw): 'all' | readonly string[] {
  return redraw.kind === 'all' ? 'all' : redraw.nodes.map(({ id }) => id);
}

function shown(model: TreeModel): readonly string[] {
  return model.outline.shown.map(({ ref: { tenantId } }) => tenantId);
}

describe('The tree of tenants', () => {
  it('draws only the rows again whose tenants changed', () => {
    const estate = new TestEstate().identities(alice).tenants(a, contoso, northwind, tailspin);
    const model = estate.model();
    const redraw = redrawOf(estate, model, () => estate.store.setPal(ref('t-2'), linked(), 'scan'));
    assert.deepEqual(drawn(redraw), ['/identities/vscode%3Aalice/tenants/t-2']);
  });

  it('draws nothing again where nothing changed', () => {
    const estate = new TestEstate().identities(alice).tenants(a, contoso);
    assert.deepEqual(estate.model().update([]), { kind: 'rows', nodes: [] });
  });

  it('draws the identity again where a tenant appears below it, and everything where a root does', () => {
    const two = new TestEstate().identities(alice, bob).tenants(a, contoso).tenants(b, contoso);
    const twoModel = two.model();
    const below = redrawOf(two, twoModel, () => two.tenants(a, contoso, northwind));
    assert.ok(below.kind === 'all' || below.nodes.includes(twoModel.outline.roots[0] as Node));

    const one = new TestEstate().identities(alice).tenants(a, contoso);
    const oneModel = one.model();
    const appeared = redrawOf(one, oneModel, () => one.tenants(a, contoso, northwind));
    assert.equal(drawn(appeared), 'all');
  });

  it('draws everything again where a check moves a row past the filter', () => {
    const estate = new TestEstate()
      .identities(alice)
      .tenants(a, { ...contoso, pal: notLinked }, { ...northwind, pal: notLinked });
    estate.choice.filter = 'notLinked';
    const model = estate.model();
    const redraw = redrawOf(estate, model, () => estate.store.setPal(ref('t-1'), linked(), 'run'));
    assert.equal(drawn(redraw), 'all');
    assert.deepEqual(shown(model), ['t-2']);
  });

  it('keeps a row that is being checked where it was', () => {
    const estate = new TestEstate().identities(alice).tenants(a, { ...contoso, pal: notLinked });
    estate.choice.filter = 'notLinked';
    const model = estate.model();
    const redraw = redrawOf(estate, model, () => estate.store.setPal(ref('t-1'), { kind: 'checking' }, 'scan'));
    assert.deepEqual(drawn(redraw), ['/identities/vscode%3Aalice/tenants/t-1']);
  });

  it('draws a row again when another tenant takes its name', () => {
    const estate = new TestEstate()
      .identities(alice, bob)
      .tenants(a, { ...contoso, defaultDomain: 'one.example' })
      .tenants(b);
    const model = estate.model();
    const redraw = redrawOf(estate, model, () =>
      estate.tenants(b, { tenantId: 't-9', displayName: 'Contoso', defaultDomain: 'nine.example' }),
    );
    const ids = drawn(redraw);
    assert.ok(ids === 'all' || ids.includes('/identities/vscode%3Aalice/tenants/t-1'));
    assert.equal(model.row(model.outline.shown[0] as Node)?.label, 'Contoso (one.example)');
  });

  it('gives the same row the same node and id for as long as it lives, with and without a level of identities', () => {
    const estate = new TestEstate()
      .identities(alice)
      .tenants(a, { ...contoso, subscriptions: known(subscription('s-1')) });
    const model = estate.model();
    const tenant = model.children(undefined)[0] as Node;
    const child = model.children(tenant)[0] as Node;
    redrawOf(estate, model, () => estate.identities(alice, bob));
    const again = model.children(model.children(undefined)[0])[0] as Node;
    assert.equal(again, tenant);
    assert.equal(model.children(again)[0], child);
    assert.equal(child.id, '/identities/vscode%3Aalice/tenants/t-1/subscriptions/s-1');
  });

  it('leads from every row back to its root', () => {
    const estate = new TestEstate()
      .identities(alice, bob)
      .tenants(b, { ...contoso, subscriptions: known(subscription('s-1')) });
    const model = estate.model();
    const walk = (node: Node): void => {
      for (const child of model.children(node)) {
        assert.equal(model.parent(child), node);
        walk(child);
      }
    };
    model.children(undefined).forEach((root) => {
      assert.equal(model.parent(root), undefined);
      walk(root);
    });
  });

  it('never has two rows with one id, whatever ids and pages Azure sends', () => {
    const someId = fc.string({ maxLength: 4, unit: fc.constantFrom('a', '/', '|', '%', 'é', ' ', 'tenants') });
    const tenant = fc.record({ tenantId: someId, subscriptionIds: fc.array(someId, { maxLength: 4 }) });
    const oneOf = (): fc.Arbitrary<readonly { tenantId: string; subscriptionIds: string[] }[]> =>
      fc.uniqueArray(tenant, { maxLength: 4, selector: ({ tenantId }) => tenantId });
    fc.assert(
      fc.property(oneOf(), oneOf(), (ofAlice, ofBob) => {
        const estate = new TestEstate().identities(alice, bob);
        for (const [key, tenants] of [
          [a, ofAlice],
          [b, ofBob],
        ] as const) {
          estate.tenants(
            key,
            ...tenants.map(({ tenantId, subscriptionIds }) => ({
              tenantId,
              subscriptions: known(...subscriptionIds.map((id) => subscription(id))),
            })),
          );
        }
        const ids = allIds(estate.model());
        assert.equal(new Set(ids).size, ids.length);
      }),
    );
  });

  it('has pinned tenants first, and hidden ones only when asked for', () => {
    const estate = new TestEstate().identities(alice).tenants(a, contoso, northwind, tailspin);
    estate.mark('t-3', 'pinned').mark('t-1', 'hidden');
    const model = estate.model();
    assert.deepEqual(shown(model), ['t-3', 't-2']);
    assert.equal(model.outline.total, 2);
    estate.choice.showHidden = true;
    assert.deepEqual(shown(estate.model()), ['t-3', 't-1', 't-2']);
    // The same out of a snapshot, which has its tenants by name.
    const file: unknown = JSON.parse(writeSnapshot(estate.store.snapshot(), Infinity).text);
    assert.ok(isSnapshotFile(file));
    const next = new TestEstate().mark('t-3', 'pinned').mark('t-1', 'hidden');
    next.choice.showHidden = true;
    next.store.load(readSnapshot(file));
    assert.equal(next.store.areByName(a), true);
    assert.deepEqual(shown(next.model()), ['t-3', 't-1', 't-2']);
  });

  it('finds the node of a tenant only while its row stands in the tree', () => {
    const estate = new TestEstate().identities(alice).tenants(a, contoso, northwind);
    estate.mark('t-1', 'hidden');
    const model = estate.model();
    assert.equal(model.shownNode(ref('t-1')), undefined);
    assert.equal(model.shownNode(ref('t-unknown')), undefined);
    assert.deepEqual(model.shownNode(ref('t-2'))?.ref, ref('t-2'));
  });

  it('leaves identities without a match out, unless the filter asks for their own state', () => {
    const estate = new TestEstate()
      .identities(alice, withState(bob, { kind: 'signInNeeded' }))
      .tenants(a, { ...contoso, pal: notLinked });
    const roots = (filter: 'notLinked' | 'signInNeeded'): readonly string[] => {
      estate.choice.filter = filter;
      return estate.model().outline.roots.map(({ id }) => id);
    };
    assert.deepEqual(roots('notLinked'), ['/identities/vscode%3Aalice']);
    assert.deepEqual(roots('signInNeeded'), ['/identities/vscode%3Abob']);
  });
});

describe('The state of the view, for its welcome texts', () => {
  const stateOf = (estate: TestEstate): string => estate.model().outline.state;

  it('is noIdentity where there is none, and loading while a scan may yet find one', () => {
    const estate = new TestEstate();
    assert.equal(stateOf(estate), 'noIdentity');
    estate.progress = { kind: 'scanning', done: 0, total: 0 };
    assert.equal(stateOf(estate), 'loading');
  });

  it('is noTenants only once Azure has said so', () => {
    const estate = new TestEstate().identities(alice);
    assert.equal(stateOf(estate), 'rows', 'the identity says that it is not checked');
    estate.progress = { kind: 'scanning', done: 0, total: 0 };
    assert.equal(stateOf(estate), 'loading');
    estate.progress = { kind: 'idle' };
    estate.tenants(a);
    assert.equal(stateOf(estate), 'noTenants');
  });

  it('is rows where a single identity has something to say for itself', () => {
    for (const kind of ['signInNeeded', 'notAllowed'] as const) {
      const model = new TestEstate().identities(withState(alice, { kind })).model();
      assert.equal(model.outline.state, 'rows');
      assert.equal(model.outline.roots[0]?.kind, 'identity');
    }
  });

  it('tells filtered out from hidden', () => {
    const estate = new TestEstate().identities(alice).tenants(a, { ...contoso, pal: linked() });
    estate.choice.filter = 'notLinked';
    assert.equal(stateOf(estate), 'allFiltered');
    estate.choice.filter = 'all';
    estate.mark('t-1', 'hidden');
    assert.equal(stateOf(estate), 'allHidden');
  });

  it('is rows where none of several identities has a tenant: each says so itself', () => {
    const estate = new TestEstate().identities(alice, bob).tenants(a).tenants(b);
    const model = estate.model();
    assert.equal(model.outline.state, 'rows');
    assert.equal(model.row(model.outline.roots[0] as Node)?.description, 'no tenants');
  });
});
