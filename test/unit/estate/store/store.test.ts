import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { PalState, TenantRow } from '../../../../src/shared/model/model.ts';
import { Store, type StoreChange } from '../../../../src/estate/store/store.ts';
import { identity, info, link, ready, ref, silent, subscription } from '../support/fakeAzure.ts';

const linked = (id: string, name?: string): Extract<PalState, { kind: 'linked' }> => ({
  kind: 'linked',
  link: link(id, name),
});
const notLinked = { kind: 'notLinked' } as const;
const checking: PalState = { kind: 'checking' };
const unknown: PalState = { kind: 'unknown', failure: { kind: 'timedOut' } };

function storeWith(...tenants: readonly string[]): { store: Store; at: (time: number) => void } {
  let now = 1000;
  const store = new Store({ now: () => now });
  store.putIdentities([ready('sample:a')]);
  store.putTenants(
    'sample:a',
    tenants.map((id) => info(id)),
  );
  return { store, at: (time) => (now = time) };
}

function rowOf(store: Store): TenantRow {
  const row = store.tenant(ref('t1'));
  assert.ok(row);
  return row;
}

describe('The store', () => {
  it('shows new tenants as not checked, keeps what is known of listed ones and drops vanished ones', () => {
    const { store } = storeWith('t1', 't2');
    store.setPal(ref('t1'), linked('111'), 'scan');
    store.putTenants('sample:a', [info('t1', 'New name'), info('t3')]);
    assert.deepEqual(
      store.tenants('sample:a').map((row) => [row.ref.tenantId, row.info.displayName, row.pal.kind]),
      [
        ['t1', 'New name', 'linked'],
        ['t3', 't3', 'notChecked'],
      ],
    );
    assert.equal(store.tenant(ref('t2')), undefined);
  });

  it('drops identities that are not listed any more, with their tenants, and orders the others by name', () => {
    const { store } = storeWith('t1');
    store.putIdentities([ready('sample:z'), ready('sample:b'), ready('sample:B10'), ready('sample:b9')]);
    assert.deepEqual(
      store.identities().map((row) => row.identity.key),
      ['sample:b', 'sample:b9', 'sample:B10', 'sample:z'],
    );
    assert.deepEqual(store.allTenants(), []);
  });

  it('takes in what a run noted down and nobody saved, unless the row was checked since', () => {
    const { store, at } = storeWith('t1', 't2');
    at(2000);
    store.setPal(ref('t1'), notLinked, 'scan');
    store.recallPal(ref('t1'), linked('111', 'Contoso'), 1500);
    assert.deepEqual(rowOf(store).pal, notLinked);
    store.recallPal(ref('t1'), linked('111', 'Contoso'), 2500);
    assert.deepEqual(rowOf(store).pal, linked('111', 'Contoso'));
    assert.equal(rowOf(store).checkedAt, 2500);
    assert.equal(store.partnerName('111'), 'Contoso');
    at(3000);
    store.setPal(ref('t1'), linked('111', 'Contoso'), 'scan');
    assert.equal(rowOf(store).drift, undefined, 'what the run did is no change by somebody else');
    store.recallPal(ref('t9'), linked('111'), 4000);
  });

  it('calls a tenant unclear after a write of which nothing more is known, and its effect no drift', () => {
    const { store, at } = storeWith('t1');
    at(2000);
    store.setPal(ref('t1'), notLinked, 'scan');
    const write = { to: { partnerId: '111' }, at: 2500, failure: { kind: 'interrupted' } } as const;
    store.recallPal(ref('t1'), { kind: 'unclear', write }, 2500);
    assert.deepEqual(rowOf(store).pal, { kind: 'unclear', write });
    at(3000);
    store.setPal(ref('t1'), linked('111'), 'scan');
    assert.deepEqual([rowOf(store).pal, rowOf(store).drift], [linked('111'), undefined]);
  });

  it('keeps a check under way when a run’s note comes in meanwhile', () => {
    const { store, at } = storeWith('t1');
    at(2000);
    store.setPal(ref('t1'), notLinked, 'scan');
    store.setPal(ref('t1'), checking, 'scan');
    store.recallPal(ref('t1'), linked('111'), 2500);
    assert.deepEqual([rowOf(store).pal, rowOf(store).lastKnown], [checking, linked('111')]);
    at(3000);
    store.setPal(ref('t1'), linked('111'), 'scan');
    assert.deepEqual([rowOf(store).pal, rowOf(store).drift], [linked('111'), undefined]);
  });

  it('stamps the end of a check and remembers what was known during it', () => {
    const { store, at } = storeWith('t1');
    at(2000);
    store.setPal(ref('t1'), linked('111'), 'scan');
    at(3000);
    store.setPal(ref('t1'), checking, 'scan');
    const during = rowOf(store);
    assert.deepEqual(during.pal, checking);
    assert.deepEqual(during.lastKnown, linked('111'));
    assert.equal(during.checkedAt, 2000);
    store.setPal(ref('t1'), unknown, 'scan');
    const after = rowOf(store);
    assert.equal(after.checkedAt, 3000);
    assert.equal(after.lastKnown, undefined);
    assert.deepEqual(after.confirmed, { pal: linked('111'), at: 2000 });
  });

  it('keeps the last known subscriptions beside checking and unknown', () => {
    const { store } = storeWith('t1');
    const list = [subscription('t1', 's1')];
    store.setSubscriptions(ref('t1'), { kind: 'known', list });
    store.setSubscriptions(ref('t1'), { kind: 'checking' });
    assert.deepEqual(store.tenant(ref('t1'))?.subscriptions, { kind: 'checking', list });
    store.setSubscriptions(ref('t1'), { kind: 'unknown', failure: { kind: 'timedOut' } });
    assert.deepEqual(store.tenant(ref('t1'))?.subscriptions, { kind: 'unknown', failure: { kind: 'timedOut' }, list });
  });

  it('puts a check that was given up back to exactly what it was', () => {
    for (const before of [undefined, linked('111'), unknown]) {
      const { store } = storeWith('t1');
      if (before) {
        store.setPal(ref('t1'), before, 'scan');
        store.setSubscriptions(ref('t1'), { kind: 'unknown', failure: { kind: 'offline' } });
      }
      const row = JSON.stringify(store.tenant(ref('t1')));
      store.setPal(ref('t1'), checking, 'scan');
      store.setPal(ref('t1'), checking, 'scan');
      store.setSubscriptions(ref('t1'), { kind: 'checking' });
      store.setSubscriptions(ref('t1'), { kind: 'checking' });
      store.restoreTenant(ref('t1'));
      assert.equal(JSON.stringify(store.tenant(ref('t1'))), row);
    }
  });

  it('learns partner names from every link it ever saw', () => {
    const { store } = storeWith('t1');
    store.setPal(ref('t1'), linked('111', 'Fabrikam'), 'scan');
    store.setPal(ref('t1'), linked('222'), 'run');
    assert.equal(store.partnerName('111'), 'Fabrikam');
    assert.equal(store.partnerName('222'), undefined);
  });

  it('ignores tenants and identities it does not have', () => {
    const { store } = storeWith('t1');
    const events: StoreChange[] = [];
    store.onDidChange((event) => events.push(event));
    store.setPal(ref('gone'), notLinked, 'run');
    store.setSubscriptions(ref('gone'), { kind: 'known', list: [] });
    store.putTenants('sample:nobody', [info('t9')]);
    store.setIdentityState('sample:nobody', { kind: 'ready' });
    store.restoreTenant(ref('gone'));
    store.markSeen(ref('t1'));
    assert.deepEqual(events, []);
    assert.equal(store.allTenants().length, 1);
  });

  it('tells one event for each change', () => {
    const { store } = storeWith('t1');
    const events: StoreChange[] = [];
    store.onDidChange((event) => events.push(event));
    store.setPal(ref('t1'), notLinked, 'scan');
    store.setIdentityState('sample:a', { kind: 'signInNeeded' });
    store.scanEnded(5);
    assert.deepEqual(events, [
      { kind: 'tenants', refs: [ref('t1')] },
      { kind: 'identity', key: 'sample:a' },
      { kind: 'all' },
    ]);
    assert.equal(store.knownAsOf, 5);
  });

  it('is not stopped by a view that throws', () => {
    const store = new Store({ now: () => 1 }, silent);
    store.onDidChange(() => {
      throw new Error('a broken view');
    });
    store.putIdentities([ready('sample:a')]);
    assert.equal(store.identities().length, 1);
  });
});

describe('A link changed by someone else', () => {
  const states = { 'not linked': notLinked, 'linked to 111': linked('111'), 'linked to 222': linked('222') };
  const idOf = (pal: PalState): string | undefined => (pal.kind === 'linked' ? pal.link.partnerId : undefined);
  for (const [from, before] of Object.entries(states)) {
    for (const [to, after] of Object.entries(states)) {
      it(`${from}, then ${to}: ${from === to ? 'no change' : 'a change that a scan notices'}`, () => {
        const { store, at } = storeWith('t1');
        store.setPal(ref('t1'), before, 'scan');
        assert.equal(store.tenant(ref('t1'))?.drift, undefined, 'first sight is no change');
        store.setPal(ref('t1'), checking, 'scan');
        store.setPal(ref('t1'), unknown, 'scan');
        at(2000);
        store.setPal(ref('t1'), checking, 'scan');
        store.setPal(ref('t1'), after, 'scan');
        assert.deepEqual(
          store.tenant(ref('t1'))?.drift,
          from === to ? undefined : { was: idOf(before), is: idOf(after), noticedAt: 2000 },
        );
      });
    }
  }

  it('stays until dismissed, over checks that fail and checks that find the same', () => {
    const { store } = storeWith('t1');
    store.setPal(ref('t1'), linked('111'), 'scan');
    store.setPal(ref('t1'), notLinked, 'scan');
    store.setPal(ref('t1'), unknown, 'scan');
    store.setPal(ref('t1'), notLinked, 'scan');
    assert.equal(store.tenant(ref('t1'))?.drift?.was, '111');
    store.markSeen(ref('t1'));
    assert.equal(store.tenant(ref('t1'))?.drift, undefined);
    store.setPal(ref('t1'), notLinked, 'scan');
    assert.equal(store.tenant(ref('t1'))?.drift, undefined);
  });

  it('is measured from what the person last knew, and gone when it is put back to that', () => {
    const { store } = storeWith('t1');
    store.setPal(ref('t1'), linked('111'), 'scan');
    store.setPal(ref('t1'), notLinked, 'scan');
    store.setPal(ref('t1'), linked('333'), 'scan');
    assert.deepEqual([store.tenant(ref('t1'))?.drift?.was, store.tenant(ref('t1'))?.drift?.is], ['111', '333']);
    store.setPal(ref('t1'), linked('111'), 'scan');
    assert.equal(store.tenant(ref('t1'))?.drift, undefined);
  });

  it('is cleared by a run, and what a run wrote is no change', () => {
    const { store } = storeWith('t1');
    store.setPal(ref('t1'), linked('111'), 'scan');
    store.setPal(ref('t1'), notLinked, 'scan');
    store.setPal(ref('t1'), linked('222'), 'run');
    assert.equal(store.tenant(ref('t1'))?.drift, undefined);
    store.setPal(ref('t1'), linked('222'), 'scan');
    assert.equal(store.tenant(ref('t1'))?.drift, undefined);
  });

  it('is not invented by a reading that began before a run wrote the tenant', () => {
    const { store } = storeWith('t1');
    store.setPal(ref('t1'), linked('111'), 'scan');
    store.setPal(ref('t1'), checking, 'scan');
    store.setPal(ref('t1'), linked('222'), 'run');
    store.setPal(ref('t1'), linked('111'), 'scan');
    assert.deepEqual(store.tenant(ref('t1'))?.pal, linked('222'));
    assert.equal(store.tenant(ref('t1'))?.drift, undefined);
    store.setPal(ref('t1'), checking, 'scan');
    store.setPal(ref('t1'), linked('333'), 'scan');
    assert.deepEqual(store.tenant(ref('t1'))?.pal, linked('333'));
    assert.equal(store.tenant(ref('t1'))?.drift?.was, '222');
  });
});

describe('An identity', () => {
  it('is what it was when its check is given up', () => {
    const { store } = storeWith();
    store.setIdentityState('sample:a', { kind: 'notAllowed' });
    store.setIdentityState('sample:a', { kind: 'checking' });
    store.setIdentityState('sample:a', { kind: 'checking' });
    store.restoreIdentity('sample:a');
    assert.deepEqual(store.identity('sample:a'), {
      identity: identity('sample:a'),
      state: { kind: 'notAllowed' },
      before: undefined,
    });
  });

  it('tells when its tenants were listed: never is not none', () => {
    const { store } = storeWith();
    store.putIdentities([ready('sample:a'), ready('sample:b')]);
    assert.equal(store.tenantsListedAt('sample:b'), undefined);
    assert.equal(store.tenantsListedAt('sample:a'), 1000);
  });
});
