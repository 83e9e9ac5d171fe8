import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { attentionReasons, type AttentionContext } from '../../../../src/estate/view/attention.ts';
import { filters, matches } from '../../../../src/estate/view/filter.ts';
import { Store, type StoreChange } from '../../../../src/estate/store/store.ts';
import { writeSnapshot } from '../../../../src/estate/files/snapshotFile.ts';
import type { FailureKind } from '../../../../src/shared/model/failure.ts';
import type { PalState } from '../../../../src/shared/model/model.ts';
import { palStatus } from '../../../../src/shared/text/statusTable.ts';
import { link, ready, ref, subscription } from '../support/fakeAzure.ts';
import { marksOf } from '../support/rows.ts';

const context: AttentionContext = { own: [{ id: '111' }], marks: marksOf(), expected: new Map() };

/** `m` and `n` manage; `c` is listed as their customer. */
function estate(category: string | undefined = 'ProjectedBy'): Store {
  let now = 1000;
  const store = new Store({ now: () => (now += 1) });
  store.putIdentities([ready('sample:a')]);
  store.putTenants('sample:a', [
    { tenantId: 'm', displayName: 'Managing', category: 'Home' },
    { tenantId: 'n', displayName: 'Another Managing', category: 'Home' },
    { tenantId: 'c', displayName: 'Customer', category },
  ]);
  return store;
}

function read(store: Store, tenantId: string, pal: PalState, ...owners: readonly string[]): void {
  store.setPal(ref(tenantId), { kind: 'checking' }, 'scan');
  store.setSubscriptions(ref(tenantId), {
    kind: 'known',
    list: owners.map((owner, index) => subscription(owner, `s-${owner}-${String(index)}`)),
  });
  store.setPal(ref(tenantId), pal, 'scan');
}

function failing(kind: FailureKind, code?: string): PalState {
  return { kind: 'unknown', failure: { kind, code } };
}

const noAccount = failing('noAccountInTenant', 'AADSTS50020');
const ownLink: PalState = { kind: 'linked', link: link('111') };

function customer(store: Store): PalState {
  const row = store.tenant(ref('c'));
  assert.ok(row);
  assert.deepEqual(
    row,
    store.allTenants().find(({ ref: { tenantId } }) => tenantId === 'c'),
    'asked alone or with all others',
  );
  return row.pal;
}

describe('A tenant that is seen through Azure Lighthouse only', () => {
  it('is covered through the tenant that shows its subscriptions, whichever is read first', () => {
    const first = estate();
    read(first, 'c', noAccount);
    assert.equal(customer(first).kind, 'unknown', 'by whom is not known yet');
    read(first, 'm', ownLink, 'm', 'c', 'c');
    assert.equal(palStatus(customer(first), []).long, 'covered through Managing');

    const last = estate('managedby');
    read(last, 'm', { kind: 'notLinked' }, 'c');
    assert.equal(customer(last).kind, 'notChecked', 'whether there is an account is not known yet');
    read(last, 'c', { kind: 'signInNeeded', failure: { kind: 'signInNeeded' } });
    assert.equal(palStatus(customer(last), []).long, 'covered through Managing');
  });

  it('names all tenants that show its subscriptions', () => {
    const store = estate();
    read(store, 'c', noAccount);
    read(store, 'm', ownLink, 'c');
    read(store, 'n', ownLink, 'c');
    assert.equal(palStatus(customer(store), []).long, 'covered through Another Managing, Managing');
  });

  it('is so as long as its subscriptions are shown there, and says when that changes', () => {
    const store = estate();
    read(store, 'c', noAccount);
    const changes: StoreChange[] = [];
    store.onDidChange((change) => changes.push(change));
    const told = (): boolean =>
      changes.splice(0).some((one) => one.kind === 'tenants' && one.refs.some(({ tenantId }) => tenantId === 'c'));
    read(store, 'm', ownLink, 'm', 'c');
    assert.ok(told());
    read(store, 'm', ownLink, 'm', 'c');
    assert.equal(customer(store).kind, 'covered');
    read(store, 'm', ownLink, 'm');
    assert.ok(told());
    assert.deepEqual(customer(store), noAccount);
  });

  it('keeps its own link and action where the identity is a member or guest', () => {
    for (const own of [ownLink, { kind: 'notLinked' }] as const) {
      const store = estate();
      read(store, 'm', ownLink, 'c');
      read(store, 'c', own);
      assert.deepEqual(customer(store), own);
      // It had an account there: it may have one still.
      read(store, 'c', { kind: 'signInNeeded' });
      assert.deepEqual(customer(store), { kind: 'signInNeeded' });
      read(store, 'c', noAccount);
      assert.equal(customer(store).kind, 'covered');
    }
  });

  it('is not called so for any other reason that asking it failed, nor without Azure saying so', () => {
    const others: readonly PalState[] = [
      { kind: 'notAvailableInCloud' },
      { kind: 'accountNotAllowed' },
      { kind: 'signInNeeded', failure: { kind: 'signInNeeded', code: 'AADSTS50076' } },
      ...(['offline', 'tenantBlocked', 'forbidden', 'timedOut', 'wrongTenant'] as const).map((kind) => failing(kind)),
    ];
    for (const pal of others) {
      const store = estate();
      read(store, 'm', ownLink, 'c');
      read(store, 'c', pal);
      assert.deepEqual(customer(store), pal);
    }
    for (const category of ['Home', 'SomethingNew', undefined]) {
      const store = estate(category ?? '');
      read(store, 'm', ownLink, 'c');
      read(store, 'c', noAccount);
      assert.deepEqual(customer(store), noAccount);
    }
  });

  it('needs no attention, and no filter but “all” shows it', () => {
    const store = estate();
    read(store, 'm', { kind: 'notLinked' }, 'm', 'c');
    read(store, 'c', noAccount);
    store.setSubscriptions(ref('c'), { kind: 'unknown', failure: { kind: 'noAccountInTenant' } });
    const row = store.tenant(ref('c'));
    assert.ok(row);
    assert.deepEqual(attentionReasons(row, context), []);
    assert.deepEqual(
      filters.filter((filter) => matches(row, filter, context)),
      ['all'],
    );
    store.setPal(ref('c'), { kind: 'checking' }, 'scan');
    const checking = store.tenant(ref('c'));
    assert.ok(checking);
    assert.deepEqual([checking.pal.kind, checking.lastKnown?.kind], ['checking', 'covered']);
    assert.deepEqual(attentionReasons(checking, context), []);
  });

  it('is kept as what asking it ended in: a snapshot holds no cover', () => {
    const store = estate();
    read(store, 'm', ownLink, 'c');
    read(store, 'c', noAccount);
    assert.equal(customer(store).kind, 'covered');
    const written = writeSnapshot(store.snapshot(), 1_000_000).text;
    assert.doesNotMatch(written, /covered/);
    const next = new Store();
    next.load(store.snapshot());
    assert.equal(customer(next).kind, 'covered', 'and is worked out again from it');
  });
});
