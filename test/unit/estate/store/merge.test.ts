import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { emptySnapshot, mergeSnapshots, type Snapshot } from '../../../../src/estate/store/merge.ts';
import { readSnapshot, writeSnapshot } from '../../../../src/estate/files/snapshotFile.ts';
import { isSnapshotFile } from '../../../../src/estate/files/snapshotGuards.ts';
import { Store } from '../../../../src/estate/store/store.ts';
import type { DporState } from '../../../../src/shared/model/dpor.ts';
import { subscriptionList } from '../../../../src/shared/model/model.ts';
import { info, link, ready, ref, subscription } from '../support/fakeAzure.ts';

const whole = (snapshot: Snapshot): string => writeSnapshot(snapshot, Infinity).text;

/** What two windows do, at times that only grow; each step in one of them, or one saving and the other loading. */
type Step =
  | { readonly do: 'list'; readonly tenants: readonly string[] }
  | { readonly do: 'scan' | 'run'; readonly tenant: string; readonly linked: '111' | '222' | undefined | 'fails' }
  | { readonly do: 'subscriptions'; readonly tenant: string; readonly count: number | 'fails' }
  | { readonly do: 'dismiss'; readonly tenant: string }
  | {
      readonly do: 'agreement';
      readonly tenant: string;
      readonly id: string;
      readonly type: 'EnterpriseAgreement' | 'Other' | 'fails';
    }
  | { readonly do: 'dpor'; readonly tenant: string; readonly id: string; readonly dpor: number }
  | { readonly do: 'identities'; readonly keys: readonly string[] }
  | { readonly do: 'remove' }
  | { readonly do: 'exchange' };

const everyDpor: readonly DporState[] = [
  { kind: 'designated', partner: { partnerId: '111', partnerName: 'Partner 111' }, at: 1, source: 'portalService' },
  { kind: 'confirmed', change: { do: 'remove' }, at: 1, source: 'person' },
  {
    kind: 'submitted',
    change: { do: 'designate', partner: { partnerId: '222' } },
    before: { partnerId: '111' },
    at: 1,
    source: 'portalService',
  },
  { kind: 'submittedNotVisible', change: { do: 'remove', partnerId: '111' }, at: 1, source: 'portalService' },
  { kind: 'noneReported', at: 1, source: 'portalService' },
  {
    kind: 'designated',
    partner: { partnerId: '222' },
    at: 1,
    source: 'portalService',
    // Later than anything that is learnt here: what is known was learnt before it could not be read again.
    failed: { failure: { kind: 'offline' }, at: 90_000 },
  },
  { kind: 'unknown', failure: { kind: 'clientNotAccepted', serviceMessage: 'No.' }, source: 'portalService' },
  { kind: 'notAvailableInCloud', source: 'cloud' },
];

const tenantIds = ['t1', 't2', 't3'] as const;
const tenant = fc.constantFrom(...tenantIds);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('list' as const), tenants: fc.subarray([...tenantIds]) }),
  fc.record({
    do: fc.constantFrom('scan' as const, 'run' as const),
    tenant,
    linked: fc.constantFrom('111', '222', undefined, 'fails' as const),
  }),
  fc.record({
    do: fc.constant('subscriptions' as const),
    tenant,
    count: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constant('fails' as const)),
  }),
  fc.record({ do: fc.constant('dismiss' as const), tenant }),
  fc.record({
    do: fc.constant('agreement' as const),
    tenant,
    id: fc.constantFrom('s0', 's1', 's2'),
    type: fc.constantFrom('EnterpriseAgreement' as const, 'Other' as const, 'fails' as const),
  }),
  fc.record({
    do: fc.constant('dpor' as const),
    tenant,
    id: fc.constantFrom('s0', 's1', 's2'),
    dpor: fc.nat({ max: everyDpor.length - 1 }),
  }),
  fc.record({ do: fc.constant('identities' as const), keys: fc.subarray(['sample:a', 'sample:b']) }),
  fc.constant({ do: 'remove' as const }),
  fc.constant({ do: 'exchange' as const }),
);

function act(store: Store, one: Step): void {
  switch (one.do) {
    case 'list':
      store.putTenants(
        'sample:a',
        one.tenants.map((id) => info(id)),
      );
      break;
    case 'scan':
    case 'run':
      store.setPal(
        ref(one.tenant),
        one.linked === 'fails'
          ? { kind: 'unknown', failure: { kind: 'timedOut' } }
          : one.linked === undefined
            ? { kind: 'notLinked' }
            : { kind: 'linked', link: link(one.linked, `Partner ${one.linked}`) },
        one.do,
      );
      break;
    case 'subscriptions':
      store.setSubscriptions(
        ref(one.tenant),
        one.count === 'fails'
          ? { kind: 'unknown', failure: { kind: 'timedOut' } }
          : {
              kind: 'known',
              list: Array.from({ length: one.count }, (_, index) => subscription(one.tenant, `s${String(index)}`)),
            },
      );
      break;
    case 'agreement':
      store.setAgreement(
        ref(one.tenant),
        one.id,
        one.type === 'fails'
          ? { kind: 'unknown', failure: { kind: 'forbidden' } }
          : { kind: 'known', agreement: { agreementType: one.type } },
      );
      break;
    case 'dpor': {
      const state = everyDpor[one.dpor];
      assert.ok(state);
      store.setDpor(ref(one.tenant), one.id, { ...state });
      break;
    }
    case 'dismiss':
      store.markSeen(ref(one.tenant));
      break;
    case 'identities':
      store.putIdentities(one.keys.map(ready));
      break;
    case 'remove':
      store.removeIdentity('sample:a');
      break;
    case 'exchange':
      break;
  }
}

function play(steps: readonly (readonly [number, Step])[]): readonly [Store, Store] {
  let now = 1000;
  const stores = [new Store({ now: () => (now += 1) }), new Store({ now: () => (now += 1) })] as const;
  stores.forEach((store) => {
    store.putIdentities([ready('sample:a')]);
    store.putTenants(
      'sample:a',
      tenantIds.map((id) => info(id)),
    );
  });
  for (const [window, one] of steps) {
    const [mine, other] = window === 0 ? [stores[0], stores[1]] : [stores[1], stores[0]];
    if (one.do === 'exchange') {
      other.load(mine.snapshot());
    } else {
      act(mine, one);
    }
  }
  return stores;
}

const steps = fc.array(fc.tuple(fc.constantFrom(0, 1), step), { maxLength: 30 });

describe('What two windows know', () => {
  it('becomes the same in both, whichever saves first', () => {
    fc.assert(
      fc.property(steps, (played) => {
        const [a, b] = play(played);
        const [one, two] = [a.snapshot(), b.snapshot()];
        assert.equal(whole(mergeSnapshots(one, two)), whole(mergeSnapshots(two, one)));
        a.load(two);
        b.load(one);
        assert.equal(whole(a.snapshot()), whole(b.snapshot()));
      }),
      { numRuns: 300 },
    );
  });

  it('does not change by meeting again', () => {
    fc.assert(
      fc.property(steps, (played) => {
        const [a, b] = play(played);
        const merged = mergeSnapshots(a.snapshot(), b.snapshot());
        assert.equal(whole(mergeSnapshots(merged, a.snapshot())), whole(merged));
        assert.equal(whole(mergeSnapshots(merged, merged)), whole(merged));
      }),
    );
  });

  it('has, per tenant, the newest check of the PAL and of the subscriptions', () => {
    fc.assert(
      fc.property(steps, (played) => {
        const [a, b] = play(played);
        const merged = new Store({ now: () => 100_000 });
        merged.load(a.snapshot());
        merged.load(b.snapshot());
        // What a window says of an identity that it last saw before the other one removed it is void.
        const removedAt = Math.max(
          ...[a, b].map((store) => store.snapshot().removedIdentities.get('sample:a') ?? -Infinity),
        );
        const heard = [a, b].filter((store) =>
          store.snapshot().identities.some((one) => one.identity.key === 'sample:a' && one.seenAt > removedAt),
        );
        for (const row of merged.tenants('sample:a')) {
          const rows = heard.map((store) => store.tenant(row.ref)).filter((one) => one !== undefined);
          const newest = Math.max(...rows.map((one) => one.checkedAt ?? -Infinity));
          const listed = Math.max(...rows.map((one) => one.subscriptionsCheckedAt ?? -Infinity));
          assert.equal(row.checkedAt ?? -Infinity, newest);
          assert.equal(row.subscriptionsCheckedAt ?? -Infinity, listed);
          assert.deepEqual(row.pal, rows.find((one) => (one.checkedAt ?? -Infinity) === newest)?.pal);
          assert.equal(
            row.subscriptions.kind,
            rows.find((one) => (one.subscriptionsCheckedAt ?? -Infinity) === listed)?.subscriptions.kind,
          );
          const lists = rows.map((one) => one.subscriptionsListedAt ?? -Infinity);
          assert.deepEqual(
            subscriptionList(row.subscriptions),
            subscriptionList(rows[lists.indexOf(Math.max(...lists))]?.subscriptions ?? { kind: 'notChecked' }),
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  it('survives the file', () => {
    fc.assert(
      fc.property(steps, (played) => {
        const [a, b] = play(played);
        const merged = mergeSnapshots(a.snapshot(), b.snapshot());
        const file: unknown = JSON.parse(whole(merged));
        assert.ok(isSnapshotFile(file));
        assert.equal(whole(readSnapshot(file)), whole(merged));
      }),
    );
  });
});

describe('Another window', () => {
  const windows = (): { a: Store; b: Store; at: (time: number) => void } => {
    let now = 1;
    const [a, b] = [new Store({ now: () => now }), new Store({ now: () => now })];
    a.putIdentities([ready('sample:a')]);
    a.putTenants('sample:a', [info('t1'), info('t2')]);
    b.load(a.snapshot());
    return { a, b, at: (time) => (now = time) };
  };

  it('that removed an identity keeps it removed, until it is listed again later', () => {
    const { a, b, at } = windows();
    at(2);
    b.removeIdentity('sample:a');
    a.load(b.snapshot());
    b.load(a.snapshot());
    assert.deepEqual([a.identities(), b.identities()], [[], []]);
    at(3);
    a.putIdentities([ready('sample:a')]);
    a.putTenants('sample:a', [info('t3')]);
    b.load(a.snapshot());
    assert.deepEqual(
      b.allTenants().map((row) => row.ref.tenantId),
      ['t3'],
    );
  });

  it('that listed tenants later has the say on which there are', () => {
    const { a, b, at } = windows();
    at(5);
    a.setPal(ref('t2'), { kind: 'notLinked' }, 'scan');
    at(6);
    b.putTenants('sample:a', [info('t1', 'Renamed'), info('t9')]);
    a.load(b.snapshot());
    assert.deepEqual(
      a.allTenants().map((row) => row.info.displayName),
      ['Renamed', 't9'],
    );
  });

  it('that wrote a tenant with a run does not look like somebody else', () => {
    const { a, b, at } = windows();
    a.setPal(ref('t1'), { kind: 'linked', link: link('111') }, 'scan');
    b.load(a.snapshot());
    at(5);
    b.setPal(ref('t1'), { kind: 'linked', link: link('222') }, 'run');
    a.load(b.snapshot());
    at(6);
    a.setPal(ref('t1'), { kind: 'linked', link: link('222') }, 'scan');
    assert.equal(a.tenant(ref('t1'))?.drift, undefined);
  });

  it('that wrote a tenant during a reading here is believed, not the older reading', () => {
    const { a, b, at } = windows();
    a.setPal(ref('t1'), { kind: 'linked', link: link('111') }, 'scan');
    b.load(a.snapshot());
    a.setPal(ref('t1'), { kind: 'checking' }, 'scan');
    at(5);
    b.setPal(ref('t1'), { kind: 'linked', link: link('222') }, 'run');
    a.load(b.snapshot());
    assert.equal(a.tenant(ref('t1'))?.pal.kind, 'checking', 'the check under way stays');
    at(6);
    a.setPal(ref('t1'), { kind: 'linked', link: link('111') }, 'scan');
    assert.deepEqual(a.tenant(ref('t1'))?.pal, { kind: 'linked', link: link('222') });
    assert.equal(a.tenant(ref('t1'))?.drift, undefined);
  });

  it('that dismissed a change has dismissed it here as well; one it saw first is shown here', () => {
    const { a, b, at } = windows();
    a.setPal(ref('t1'), { kind: 'linked', link: link('111') }, 'scan');
    at(5);
    a.setPal(ref('t1'), { kind: 'notLinked' }, 'scan');
    b.load(a.snapshot());
    assert.equal(b.tenant(ref('t1'))?.drift?.was, '111');
    at(6);
    b.markSeen(ref('t1'));
    a.load(b.snapshot());
    assert.equal(a.tenant(ref('t1'))?.drift, undefined);
  });

  it('never sees a row as being checked', () => {
    const { a, b } = windows();
    a.setIdentityState('sample:a', { kind: 'checking' });
    a.setPal(ref('t1'), { kind: 'checking' }, 'scan');
    a.setSubscriptions(ref('t1'), { kind: 'checking' });
    b.load(a.snapshot());
    assert.ok(!JSON.stringify([b.identities(), b.allTenants()]).includes('checking'));
  });

  it('knows partner names and when everything was last scanned', () => {
    const { a, b } = windows();
    a.setPal(ref('t1'), { kind: 'linked', link: link('111', 'Fabrikam') }, 'scan');
    a.scanEnded(77);
    b.load(a.snapshot());
    b.load(emptySnapshot);
    assert.equal(b.partnerName('111'), 'Fabrikam');
    assert.equal(b.knownAsOf, 77);
  });
});
