import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Grouping } from '../../../src/estate/view/grouping.ts';
import type { Sorting } from '../../../src/estate/view/sorting.ts';
import type { StoreChange } from '../../../src/estate/store/store.ts';
import type { PalState, TenantRef } from '../../../src/shared/model/model.ts';
import type { GroupNode, Node } from '../../../src/tree/nodes.ts';
import type { Redraw } from '../../../src/tree/redraw.ts';
import type { TreeModel } from '../../../src/tree/treeModel.ts';
import { alice, bob, known, linked, notLinked, ours, subscription, TestEstate, withState } from './support/estate.ts';
import { allIds } from './support/render.ts';

const a = alice.identity.key;
const b = bob.identity.key;
const oneEnabled = known(subscription('s-1'));

/** One tenant for every state in which a tenant may be. */
function everyState(): TestEstate {
  const covered: PalState = { kind: 'covered', through: [{ tenantId: 't-1', name: 'Ours' }], itself: notLinked };
  const estate = new TestEstate()
    .identities(alice)
    .tenants(
      a,
      { tenantId: 't-1', displayName: 'Ours', pal: linked(), subscriptions: oneEnabled },
      { tenantId: 't-2', displayName: 'Theirs', pal: linked('7654321', 'Fabrikam'), subscriptions: oneEnabled },
      { tenantId: 't-3', displayName: 'To link', pal: notLinked, subscriptions: oneEnabled },
      { tenantId: 't-4', displayName: 'Nothing to earn', pal: notLinked, subscriptions: known() },
      { tenantId: 't-5', displayName: 'Asks', pal: { kind: 'signInNeeded' } },
      { tenantId: 't-6', displayName: 'Not yet allowed', pal: { kind: 'accountNotAllowed' } },
      { tenantId: 't-7', displayName: 'Never read' },
      { tenantId: 't-8', displayName: 'Read again', before: linked(), pal: { kind: 'checking' } },
      { tenantId: 't-9', displayName: 'Fails', pal: { kind: 'unknown', failure: { kind: 'tenantBlocked' } } },
      { tenantId: 't-10', displayName: 'Somebody’s', pal: notLinked, subscriptions: oneEnabled },
      { tenantId: 't-11', displayName: 'Through Lighthouse', pal: covered },
      { tenantId: 't-12', displayName: 'Old partner', pal: linked('7654321', 'Fabrikam'), subscriptions: known() },
      { tenantId: 't-13', displayName: 'As expected', pal: linked('7654321', 'Fabrikam'), subscriptions: oneEnabled },
      { tenantId: 't-14', displayName: 'Elsewhere', pal: { kind: 'notAvailableInCloud' } },
    );
  return estate.mark('t-10', 'notOurs').expect('t-13', '7654321');
}

/** Each row of the first level with the names below it. */
function outlineText(model: TreeModel): readonly string[] {
  const label = (node: Node): string => model.row(node)?.label ?? 'GONE';
  return model.outline.roots.map((root) => {
    const below = root.kind === 'tenant' ? [] : model.children(root).map(label);
    return [label(root), ...(below.length > 0 ? [below.join(', ')] : [])].join(': ');
  });
}

function grouped(estate: TestEstate, grouping: Grouping | undefined, sorting: Sorting = 'name'): TreeModel {
  estate.choice.grouping = grouping;
  estate.choice.sorting = sorting;
  return estate.model();
}

/** What `act` makes the tree draw again. */
function redrawOf(estate: TestEstate, model: TreeModel, act: () => void): Redraw {
  const changes: StoreChange[] = [];
  const listening = estate.store.onDidChange((change) => changes.push(change));
  act();
  listening.dispose();
  return model.update(changes);
}

function ref(tenantId: string, identity = a): TenantRef {
  return { identity, tenantId };
}

function groups(model: TreeModel): readonly GroupNode[] {
  return model.outline.roots.filter((node) => node.kind === 'group');
}

describe('Grouping', () => {
  const expected: Readonly<Record<Grouping, readonly string[]>> = {
    nothing: [
      'As expected',
      'Asks',
      'Elsewhere',
      'Fails',
      'Never read',
      'Not yet allowed',
      'Nothing to earn',
      'Old partner',
      'Ours',
      'Read again',
      'Somebody’s',
      'Theirs',
      'Through Lighthouse',
      'To link',
    ],
    whatToDo: [
      'Needs attention · 3: Fails, Theirs, To link',
      'Not linked · 1: Nothing to earn',
      'Sign-in needed · 2: Asks, Not yet allowed',
      'Linked · 4: As expected, Old partner, Ours, Read again',
      'Covered through Lighthouse · 1: Through Lighthouse',
      'Not checked · 1: Never read',
      'Not available in this cloud · 1: Elsewhere',
      'Not ours · 1: Somebody’s',
    ],
    partnerId: [
      '1234567 · Contoso · 2: Ours, Read again',
      '7654321 · Fabrikam · 1: As expected',
      'Another partner: 7654321 · Fabrikam · 2: Old partner, Theirs',
      'Not linked · 3: Nothing to earn, Somebody’s, To link',
      'Covered through Lighthouse · 1: Through Lighthouse',
      'Not known · 4: Asks, Fails, Never read, Not yet allowed',
      'Not available in this cloud · 1: Elsewhere',
    ],
    identity: [
      'alice@contoso.example: As expected, Asks, Elsewhere, Fails, Never read, Not yet allowed, Nothing to earn, Old partner, Ours, Read again, Somebody’s, Theirs, Through Lighthouse, To link',
    ],
    access: [
      'Not known · 14: As expected, Asks, Elsewhere, Fails, Never read, Not yet allowed, Nothing to earn, Old partner, Ours, Read again, Somebody’s, Theirs, Through Lighthouse, To link',
    ],
  };
  for (const [by, text] of Object.entries(expected) as [Grouping, readonly string[]][]) {
    it(`by ${by} has every tenant in just one group, with a count, and leaves empty groups out`, () => {
      const model = grouped(everyState(), by);
      assert.deepEqual(outlineText(model), text);
      assert.equal(new Set(model.outline.shown).size, 14);
      const ids = allIds(model);
      assert.equal(new Set(ids).size, ids.length);
    });
  }

  it('by partner ID has the saved IDs first, as they are saved, and none is another partner’s while none is saved', () => {
    const estate = new TestEstate()
      .identities(alice)
      .tenants(
        a,
        { tenantId: 't-1', displayName: 'One', pal: linked('1111111', 'First') },
        { tenantId: 't-2', displayName: 'Two', pal: linked('2222222', 'Second') },
        { tenantId: 't-3', displayName: 'Three', pal: linked('3333333', null) },
      );
    estate.own = [{ id: '3333333', label: 'Oslo' }, { id: '2222222' }];
    assert.deepEqual(outlineText(grouped(estate, 'partnerId')), [
      '3333333 · Oslo · 1: Three',
      '2222222 · Second · 1: Two',
      'Another partner: 1111111 · First · 1: One',
    ]);
    estate.own = [];
    assert.deepEqual(outlineText(grouped(estate, 'partnerId')), [
      '1111111 · First · 1: One',
      '2222222 · Second · 1: Two',
      '3333333 · 1: Three',
    ]);
  });

  it('by access says by which way one gets in', () => {
    const estate = new TestEstate()
      .identities({ ...alice, identity: { ...alice.identity, homeTenantId: 't-1' } })
      .tenants(
        a,
        { tenantId: 't-1', displayName: 'Home' },
        { tenantId: 't-2', displayName: 'A customer' },
        { tenantId: 't-3', displayName: 'Delegated', category: 'ProjectedBy' },
      );
    assert.deepEqual(outlineText(grouped(estate, 'access')), [
      'Home · 1: Home',
      'Guest · 1: A customer',
      'Lighthouse · 1: Delegated',
    ]);
  });

  it('has the level of identities until something is chosen, where there are several', () => {
    const estate = new TestEstate()
      .identities(alice, bob)
      .tenants(a, { tenantId: 't-1', displayName: 'Contoso' })
      .tenants(b, { tenantId: 't-2', displayName: 'Northwind' });
    const byIdentity = ['alice@contoso.example: Contoso', 'bob@contoso.example: Northwind'];
    assert.deepEqual(outlineText(grouped(estate, undefined)), byIdentity);
    assert.deepEqual(outlineText(grouped(estate, 'identity')), byIdentity);
    assert.deepEqual(outlineText(grouped(estate, 'nothing')), ['Contoso', 'Northwind']);
    assert.deepEqual(outlineText(grouped(estate, 'whatToDo')), ['Not checked · 2: Contoso, Northwind']);
  });

  it('says on the row through which identity where two reach the same tenant and no row above says it', () => {
    const estate = new TestEstate()
      .identities(alice, bob)
      .tenants(a, { tenantId: 't-1', displayName: 'Contoso', pal: linked() })
      .tenants(
        b,
        { tenantId: 't-1', displayName: 'Contoso', pal: linked() },
        { tenantId: 't-2', displayName: 'Other' },
      );
    const rows = (by: Grouping): readonly string[] => {
      const model = grouped(estate, by);
      return model.outline.shown.map((node) => model.row(node)?.description ?? '');
    };
    assert.deepEqual(rows('whatToDo'), [
      'PAL 1234567 · alice@contoso.example',
      'PAL 1234567 · bob@contoso.example',
      'not checked',
    ]);
    assert.deepEqual(rows('identity'), ['PAL 1234567', 'PAL 1234567', 'not checked']);
    const model = grouped(estate, 'nothing');
    assert.equal(model.row(model.outline.shown[2] as Node)?.spoken, 'Other, not checked, through bob@contoso.example');
  });

  it('keeps an identity in trouble in sight, above the groups that have its tenants', () => {
    const estate = new TestEstate()
      .identities(alice, withState(bob, { kind: 'signInNeeded' }))
      .tenants(a, { tenantId: 't-1', displayName: 'Contoso', pal: notLinked })
      .tenants(b, { tenantId: 't-2', displayName: 'Northwind', pal: notLinked });
    const model = grouped(estate, 'whatToDo');
    assert.deepEqual(outlineText(model), ['bob@contoso.example', 'Not linked · 2: Contoso, Northwind']);
    const [identity] = model.outline.roots;
    assert.equal(model.row(identity as Node)?.collapsible, 'none');
    assert.equal(model.row(identity as Node)?.facets, 'identity signInNeeded');
    estate.choice.filter = 'notLinked';
    assert.deepEqual(outlineText(estate.model()), ['Not linked · 2: Contoso, Northwind']);
  });

  it('goes together with the filter, hidden and pinned tenants', () => {
    const estate = everyState().mark('t-3', 'pinned').mark('t-1', 'hidden');
    estate.choice.filter = 'anotherPartner';
    const filtered = grouped(estate, 'whatToDo');
    assert.deepEqual(outlineText(filtered), ['Needs attention · 1: Theirs', 'Linked · 1: Old partner']);
    assert.match(filtered.texts().message ?? '', /Showing 2 of 13 · another partner$/);
    estate.choice.filter = 'all';
    const all = outlineText(grouped(estate, 'whatToDo'));
    assert.equal(all[0], 'Needs attention · 3: To link, Fails, Theirs');
    assert.equal(all[3], 'Linked · 3: As expected, Old partner, Read again');
    estate.choice.showHidden = true;
    assert.equal(outlineText(grouped(estate, 'whatToDo'))[3], 'Linked · 4: As expected, Old partner, Ours, Read again');
  });

  it('speaks of a group as one, and tells menus what holds of its tenants', () => {
    const estate = everyState();
    const model = grouped(estate, 'whatToDo');
    const rowsOf = groups(model).map((node) => model.row(node));
    assert.deepEqual(
      rowsOf.map((row) => [row?.spoken, row?.facets, row?.icon.id, row?.collapsible]),
      [
        ['Needs attention, group, 3 tenants', 'group linked notLinked', 'warning', 'expanded'],
        ['Not linked, group, 1 tenant', 'group notLinked', 'debug-disconnect', 'expanded'],
        ['Sign-in needed, group, 2 tenants', 'group signInNeeded', 'key', 'expanded'],
        ['Linked, group, 4 tenants', 'group linked', 'pass', 'expanded'],
        ['Covered through Lighthouse, group, 1 tenant', 'group', 'layers', 'expanded'],
        ['Not checked, group, 1 tenant', 'group', 'circle-outline', 'expanded'],
        ['Not available in this cloud, group, 1 tenant', 'group', 'circle-slash', 'expanded'],
        ['Not ours, group, 1 tenant', 'group notLinked notOurs', 'circle-slash', 'expanded'],
      ],
    );
    assert.ok(groups(model).every((node) => model.tooltip(node) === undefined));
  });

  it('neutralises names of partners on the rows of groups', () => {
    const estate = new TestEstate()
      .identities(alice)
      .tenants(a, { tenantId: 't-1', displayName: 'One', pal: linked('7654321', 'Fab\u202erikam\n$(x)') });
    const [text] = outlineText(grouped(estate, 'partnerId'));
    assert.match(text ?? '', /^Another partner: 7654321 · Fab/);
    assert.doesNotMatch(text ?? '', /[\u202e\n]/);
  });

  it('draws everything anew where a tenant comes into another group, and only its row where it stays', () => {
    const estate = everyState();
    const model = grouped(estate, 'whatToDo');
    groups(model).forEach((node) => model.row(node));
    const moved = redrawOf(estate, model, () => estate.store.setPal(ref('t-3'), linked(), 'run'));
    assert.equal(moved.kind, 'all');
    assert.equal(outlineText(model)[0], 'Needs attention · 2: Fails, Theirs');
    const stayed = redrawOf(estate, model, () => estate.store.setPal(ref('t-2'), { kind: 'checking' }, 'scan'));
    assert.deepEqual(stayed.kind === 'rows' && stayed.nodes.map(({ id }) => id), [
      '/identities/vscode%3Aalice/tenants/t-2',
    ]);
  });

  it('draws a group again where other commands apply to it than before', () => {
    const estate = everyState();
    const model = grouped(estate, 'access');
    const [group] = groups(model);
    assert.ok(group);
    assert.equal(model.row(group)?.facets, 'group linked notLinked signInNeeded');
    const redraw = redrawOf(estate, model, () => estate.store.setPal(ref('t-5'), notLinked, 'scan'));
    assert.ok(redraw.kind === 'rows' && redraw.nodes.includes(group));
    assert.equal(model.row(group)?.facets, 'group linked notLinked');
  });

  it('gives the same group the same node and id, and leads from a tenant back to it', () => {
    const estate = everyState();
    const model = grouped(estate, 'whatToDo');
    const [group] = groups(model);
    assert.equal(group?.id, '/groups/whatToDo/needsAttention');
    redrawOf(estate, model, () => estate.store.setPal(ref('t-3'), linked(), 'run'));
    assert.equal(groups(model)[0], group);
    for (const root of model.outline.roots) {
      for (const node of model.children(root)) {
        assert.equal(model.parent(node), root);
      }
    }
  });
});

describe('Sorting', () => {
  const changed = (updatedTime: string): PalState => ({ kind: 'linked', link: { partnerId: ours.id, updatedTime } });
  const estate = (): TestEstate =>
    new TestEstate().identities(alice).tenants(
      a,
      { tenantId: 't-1', displayName: 'Alpha', pal: changed('2024-01-01T00:00:00Z'), subscriptions: oneEnabled },
      { tenantId: 't-2', displayName: 'Beta', pal: changed('2026-01-01T00:00:00.1234567Z'), subscriptions: oneEnabled },
      { tenantId: 't-3', displayName: 'Delta', pal: { kind: 'signInNeeded' } },
      { tenantId: 't-4', displayName: 'Gamma', pal: notLinked, subscriptions: oneEnabled },
      { tenantId: 't-5', displayName: 'Kappa', pal: changed('not a time'), subscriptions: oneEnabled },
      // A link that a scan finds gone today.
      { tenantId: 't-6', displayName: 'Omega', before: linked(), pal: notLinked, subscriptions: oneEnabled },
    );
  const orders: Readonly<Record<Sorting, string>> = {
    name: 'Alpha Beta Delta Gamma Kappa Omega',
    attention: 'Gamma Omega Delta Alpha Beta Kappa',
    lastChanged: 'Omega Beta Alpha Delta Gamma Kappa',
  };
  for (const [by, order] of Object.entries(orders) as [Sorting, string][]) {
    it(`by ${by} has pinned tenants first, and rows that are alike by name`, () => {
      const text = (made: TestEstate): string => outlineText(grouped(made, 'nothing', by)).join(' ');
      assert.equal(text(estate()), order);
      assert.equal(text(estate().mark('t-3', 'pinned')), `Delta ${order.replace('Delta ', '')}`);
    });
  }

  it('holds within each group and below each identity', () => {
    assert.deepEqual(outlineText(grouped(estate(), 'whatToDo', 'lastChanged')), [
      'Needs attention · 2: Omega, Gamma',
      'Sign-in needed · 1: Delta',
      'Linked · 3: Beta, Alpha, Kappa',
    ]);
    assert.deepEqual(outlineText(grouped(estate(), 'identity', 'attention')), [
      'alice@contoso.example: Gamma, Omega, Delta, Alpha, Beta, Kappa',
    ]);
  });
});
