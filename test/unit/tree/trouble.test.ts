import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Failure } from '../../../src/shared/model/failure.ts';
import type { TreeModel } from '../../../src/tree/treeModel.ts';
import { alice, bob, known, linked, subscription, TestEstate, withState } from './support/estate.ts';

const offline: Failure = { kind: 'offline' };
const contoso = { tenantId: 't-1', displayName: 'Contoso', pal: linked(), subscriptions: known(subscription('s-1')) };

function rows(model: TreeModel): readonly (string | undefined)[] {
  return model.children(undefined).map((node) => model.row(node)?.label);
}

function remedy(model: TreeModel) {
  const [first] = model.children(undefined);
  assert.ok(first?.kind === 'remedy', 'the remedy stands first');
  const row = model.row(first);
  assert.ok(row);
  return row;
}

describe('A refresh that nobody asked for and that failed', () => {
  it('is told above the rows, and the first row tries again', () => {
    const estate = new TestEstate().identities(alice).tenants(alice.identity.key, contoso);
    estate.store.scanEnded(estate.now);
    estate.now += 3 * 86_400_000;
    estate.failure = offline;
    const model = estate.model();
    assert.equal(model.texts().message, 'Azure cannot be reached · As of 3 days ago');
    assert.deepEqual(rows(model), ['Try Again', 'Contoso']);
    const row = remedy(model);
    assert.equal(row.description, 'Check the network connection, then try again.');
    assert.equal(row.spoken, 'Try Again, Azure cannot be reached, Check the network connection, then try again.');
    assert.deepEqual(row.command, { id: 'refresh', rows: [] });
    assert.match(model.tooltip(model.children(undefined)[0] ?? assert.fail()) ?? '', /Azure cannot be reached/);
  });

  it('is not told any more while a scan goes on, and once it could be read', () => {
    const estate = new TestEstate().identities(alice).tenants(alice.identity.key, contoso);
    estate.failure = offline;
    const model = estate.model();
    estate.progress = { kind: 'scanning', done: 0, total: 1 };
    assert.equal(model.update([]).kind, 'all');
    assert.deepEqual(rows(model), ['Contoso']);
    assert.equal(model.texts().message, '0 of 1 tenants checked');
    estate.progress = { kind: 'idle' };
    estate.failure = undefined;
    model.update([]);
    assert.deepEqual(rows(model), ['Contoso']);
    assert.equal(model.texts().message, undefined);
  });

  it('gives an identity in trouble its row, also when it is the only one and has tenants; it stays while that is tried again', () => {
    for (const state of [
      { kind: 'failed', failure: offline },
      { kind: 'signInNeeded' },
      { kind: 'notAllowed' },
    ] as const) {
      const estate = new TestEstate().identities(alice).tenants(alice.identity.key, contoso);
      assert.deepEqual(rows(estate.model()), ['Contoso']);
      estate.store.setIdentityState(alice.identity.key, state);
      const model = estate.model();
      const top = state.kind === 'failed' ? ['Try Again', alice.identity.name] : [alice.identity.name];
      assert.deepEqual(rows(model), top);
      const node = model.children(undefined).find(({ kind }) => kind === 'identity');
      assert.deepEqual(
        model.children(node).map((one) => model.row(one)?.label),
        ['Contoso'],
      );
      estate.store.setIdentityState(alice.identity.key, { kind: 'checking' });
      model.update([]);
      assert.ok(rows(model).includes(alice.identity.name), state.kind);
      estate.store.setIdentityState(alice.identity.key, { kind: 'ready' });
      model.update([]);
      assert.deepEqual(rows(model), ['Contoso']);
    }
  });

  it('says whose tenants could not be read where there are several identities, and tries these again', () => {
    const estate = new TestEstate()
      .identities(alice, withState(bob, { kind: 'failed', failure: offline }))
      .tenants(alice.identity.key, contoso);
    const model = estate.model();
    assert.equal(model.texts().message, 'bob@contoso.example: Azure cannot be reached');
    assert.deepEqual(remedy(model).command, {
      id: 'refreshTenant',
      rows: [{ kind: 'identity', id: '/identities/vscode%3Abob', key: bob.identity.key }],
    });
    estate.store.setIdentityState(alice.identity.key, { kind: 'failed', failure: offline });
    model.update([]);
    assert.equal(model.texts().message, 'Azure cannot be reached');
  });

  it('says how many tenants could not be read, for a reason that may have passed, and tries these again', () => {
    const estate = new TestEstate()
      .identities(alice)
      .tenants(alice.identity.key, contoso, { ...contoso, tenantId: 't-2', displayName: 'Fabrikam' });
    const ref = (tenantId: string) => ({ identity: alice.identity.key, tenantId });
    estate.store.setPal(ref('t-2'), { kind: 'unknown', failure: { kind: 'tenantBlocked' } }, 'scan');
    // What is wrong with a tenant itself its row says.
    assert.deepEqual(rows(estate.model()), ['Contoso', 'Fabrikam']);
    estate.store.setPal(ref('t-2'), { kind: 'unknown', failure: { kind: 'timedOut' } }, 'scan');
    const model = estate.model();
    assert.equal(model.texts().message, '1 tenant could not be read: no answer in time');
    assert.deepEqual(
      remedy(model).command?.rows.map((node) => 'ref' in node && node.ref.tenantId),
      ['t-2'],
    );
    estate.store.setPal(ref('t-1'), { kind: 'unknown', failure: { kind: 'timedOut' } }, 'scan');
    model.update([]);
    assert.equal(model.texts().message, '2 tenants could not be read');
  });
});

describe('A first start that fails', () => {
  it('is the welcome view, which says why and offers to try again', () => {
    const estate = new TestEstate();
    estate.failure = offline;
    const model = estate.model();
    assert.equal(model.outline.state, 'failed');
    assert.deepEqual(rows(model), []);
    const { message, description, failure } = model.texts();
    assert.deepEqual([message, description, failure], [undefined, 'Azure cannot be reached', 'offline']);
    estate.progress = { kind: 'scanning', done: 0, total: 0 };
    model.update([]);
    assert.equal(model.outline.state, 'loading');
  });

  it('leads to the cloud where its settings cannot be used, and says which', () => {
    const estate = new TestEstate();
    estate.failure = { kind: 'cloudUnusable', code: 'NotHttps' };
    const model = estate.model();
    assert.match(model.texts().message ?? '', /The address must begin with https/);
    assert.deepEqual(rows(model), ['Choose Cloud…']);
    assert.deepEqual(remedy(model).command, { id: 'chooseCloud', rows: [] });
  });
});
