import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { FailureKind } from '../../../../src/shared/model/failure.ts';
import { Emitter } from '../../../../src/shared/async/emitter.ts';
import { failed, success } from '../../../../src/shared/model/outcome.ts';
import { Scanner, type ScannerParts, type ScanProgress } from '../../../../src/estate/scan/scanner.ts';
import { Store } from '../../../../src/estate/store/store.ts';
import { fakeAzure, info, link, ready, ref, refused, subscription, until, type FakeAzure } from '../support/fakeAzure.ts';
import { rememberingLog, silent } from '../../support/logs.ts';

function scannerOver(azure: FakeAzure, more: Partial<ScannerParts> = {}): { store: Store; scanner: Scanner } {
  let now = 1000;
  const store = new Store({ now: () => (now += 1) });
  return {
    store,
    scanner: new Scanner({ azure: async () => azure, store, log: silent, clock: { now: () => now }, ...more }),
  };
}

const names = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `t${String(index)}`);

const kinds = (store: Store): Record<string, string> =>
  Object.fromEntries(store.allTenants().map((row) => [row.ref.tenantId, row.pal.kind]));

describe('A scan', () => {
  it('finds identities, tenants, links and subscriptions', async () => {
    const azure = fakeAzure({ 'sample:a': ['t1', 't2'], 'sample:b': ['t1'] });
    azure.linkAnswer = async (tenant) => success(tenant.identity === 'sample:a' ? link('111', 'Contoso') : undefined);
    azure.subscriptionAnswer = async ({ tenantId }) => success([subscription(tenantId, 's')]);
    const { store, scanner } = scannerOver(azure);
    const summary = await scanner.scanAll();
    assert.deepEqual([summary.tenants, summary.checked, summary.stopped, summary.failure], [3, 3, false, undefined]);
    assert.deepEqual(store.tenant(ref('t1', 'sample:b'))?.pal, { kind: 'notLinked' });
    assert.deepEqual(store.tenant(ref('t2'))?.pal, { kind: 'linked', link: link('111', 'Contoso') });
    assert.equal(store.tenant(ref('t2'))?.subscriptions.kind, 'known');
    assert.deepEqual(
      store.identities().map((row) => row.state.kind),
      ['ready', 'ready'],
    );
    assert.notEqual(store.knownAsOf, undefined);
  });

  it('lists tenants that the person added beside those that Azure lists, each once, and keeps what is known of them', async () => {
    const azure = fakeAzure({ 'sample:a': ['t1'], 'sample:b': ['t1'] });
    const further = { 'sample:a': ['t1', 't2'] } as Readonly<Record<string, readonly string[]>>;
    const { store, scanner } = scannerOver(azure, { furtherTenants: (identity) => further[identity] ?? [] });
    await scanner.scanAll();
    assert.deepEqual(kinds(store), { t1: 'notLinked', t2: 'notLinked' });
    assert.deepEqual(
      store.allTenants().map(({ ref: { identity, tenantId } }) => `${identity} ${tenantId}`),
      ['sample:a t1', 'sample:a t2', 'sample:b t1'],
    );
    store.addTenants('sample:a', [{ tenantId: 't2', displayName: 'Northwind' }]);
    await scanner.scanAll();
    assert.equal(store.tenant(ref('t2'))?.info.displayName, 'Northwind');
  });

  it('shows the tenants as soon as they are listed: those being checked as such, the others as they were', async () => {
    const azure = fakeAzure({ 'sample:a': names(5) });
    azure.linkAnswer = undefined;
    const { store, scanner } = scannerOver(azure, { concurrency: 2 });
    const scan = scanner.scanAll();
    await until(() => azure.pending.length === 2, 'two readings under way');
    assert.deepEqual(Object.values(kinds(store)).sort(), [
      'checking',
      'checking',
      'notChecked',
      'notChecked',
      'notChecked',
    ]);
    azure.linkAnswer = async () => success(undefined);
    azure.pending.forEach(({ answer }) => answer(success(undefined)));
    await scan;
    assert.deepEqual(new Set(Object.values(kinds(store))), new Set(['notLinked']));
  });

  it('puts each answer into the store as it comes', async () => {
    const azure = fakeAzure({ 'sample:a': ['t1', 't2'] });
    azure.linkAnswer = undefined;
    const { store, scanner } = scannerOver(azure);
    const scan = scanner.scanAll();
    await until(() => azure.pending.length === 2, 'both readings under way');
    azure.pending.find((one) => one.ref.tenantId === 't2')?.answer(success(link('222')));
    await until(() => store.tenant(ref('t2'))?.pal.kind === 'linked', 'the second tenant is shown');
    assert.equal(store.tenant(ref('t1'))?.pal.kind, 'checking');
    azure.pending.find((one) => one.ref.tenantId === 't1')?.answer(success(undefined));
    await scan;
  });

  it('checks the first page of tenants while the next ones are still being listed', async () => {
    const azure = fakeAzure({ 'sample:a': ['t1'] });
    const { store, scanner } = scannerOver(azure);
    await scanner.scanAll();
    let end: (() => void) | undefined;
    azure.pages = async (_key, found) => {
      found([info('t2')]);
      await new Promise<void>((resolve) => (end = resolve));
      return success([info('t2'), info('t3')]);
    };
    const scan = scanner.scanAll();
    await until(() => store.tenant(ref('t2'))?.pal.kind === 'notLinked', 'the first page is checked');
    assert.equal(store.tenant(ref('t3')), undefined);
    assert.notEqual(store.tenant(ref('t1')), undefined, 'nothing is dropped before the listing has ended');
    end?.();
    const summary = await scan;
    assert.deepEqual(kinds(store), { t2: 'notLinked', t3: 'notLinked' });
    assert.deepEqual([summary.tenants, summary.checked], [2, 2]);
    assert.equal(azure.asked.filter((what) => what === 'readLink t2').length, 1);
  });

  it('never checks more tenants at once than allowed, and none is left out', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 60 }), async (most, count) => {
        const azure = fakeAzure({ 'sample:a': names(count) });
        let open = 0;
        let highest = 0;
        azure.linkAnswer = async () => {
          open += 1;
          highest = Math.max(highest, open);
          await new Promise((resolve) => setImmediate(resolve));
          open -= 1;
          return success(undefined);
        };
        const { store, scanner } = scannerOver(azure, { concurrency: most });
        const summary = await scanner.scanAll();
        assert.equal(highest, Math.min(most, count));
        assert.equal(summary.checked, count);
        assert.ok(store.allTenants().every((row) => row.pal.kind === 'notLinked'));
      }),
      { numRuns: 30 },
    );
  });

  it('checks more tenants at once as soon as more are allowed', async () => {
    const azure = fakeAzure({ 'sample:a': names(9) });
    azure.linkAnswer = undefined;
    const changed = new Emitter<void>();
    const pace = { most: 2, onDidChange: changed.event, rest: () => () => {} };
    const { scanner } = scannerOver(azure, { concurrency: pace });
    const scan = scanner.scanAll();
    await until(() => azure.pending.length === 2, 'two readings under way');
    pace.most = 5;
    changed.fire();
    await until(() => azure.pending.length === 5, 'five readings under way');
    azure.linkAnswer = async () => success(undefined);
    azure.pending.forEach(({ answer }) => answer(success(undefined)));
    assert.equal((await scan).checked, 9);
  });

  it('takes what is wanted most first, asked again at each pick', async () => {
    const azure = fakeAzure({ 'sample:a': names(6) });
    azure.linkAnswer = undefined;
    let wanted = 't4';
    const { scanner } = scannerOver(azure, {
      concurrency: 1,
      priority: (row) => (row.ref.tenantId === wanted ? 0 : 1),
    });
    const scan = scanner.scanAll();
    const order: string[] = [];
    for (const next of ['t2', 't5', 'none', 'none', 'none', 'none']) {
      await until(() => azure.pending.length === 1, 'the next reading under way');
      const one = azure.pending.shift();
      order.push(one?.ref.tenantId ?? '');
      wanted = next;
      one?.answer(success(undefined));
    }
    await scan;
    assert.deepEqual(order, ['t4', 't2', 't5', 't0', 't1', 't3']);
  });

  it('tells how far it is, and that it has ended', async () => {
    const azure = fakeAzure({ 'sample:a': names(3) });
    const { scanner } = scannerOver(azure, { concurrency: 1 });
    const seen: ScanProgress[] = [];
    scanner.onDidChangeProgress((progress) => seen.push(progress));
    await scanner.scanAll();
    assert.deepEqual(seen[0], { kind: 'scanning', done: 0, total: 0 });
    assert.deepEqual(seen.at(-1), { kind: 'idle' });
    assert.ok(seen.some((one) => one.kind === 'scanning' && one.done === 2 && one.total === 3));
    assert.deepEqual(scanner.progress, { kind: 'idle' });
  });

  it('checks everything once when asked twice at the same time', async () => {
    const azure = fakeAzure({ 'sample:a': names(3) });
    const { scanner } = scannerOver(azure);
    const [one, two] = await Promise.all([scanner.scanAll(), scanner.scanAll()]);
    assert.deepEqual(one, two);
    assert.equal(azure.asked.filter((what) => what.startsWith('readLink')).length, 3);
    assert.equal(azure.asked.filter((what) => what === 'identities').length, 1);
    await scanner.scanAll();
    assert.equal(azure.asked.filter((what) => what === 'identities').length, 2);
  });

  it('does not fail when Azure cannot be loaded or identities cannot be listed', async () => {
    const log = rememberingLog();
    const store = new Store();
    const scanner = new Scanner({ azure: () => Promise.reject(new Error('no bundle')), store, log });
    assert.deepEqual((await scanner.scanAll()).failure, { kind: 'unknown' });
    assert.deepEqual((await scanner.scanTenants([ref('t1')])).failure, { kind: 'unknown' });
    const azure = fakeAzure({ 'sample:a': ['t1'] });
    const second = scannerOver(azure);
    await second.scanner.scanAll();
    const asOf = second.store.knownAsOf;
    azure.identityAnswer = async () => refused('offline');
    assert.deepEqual((await second.scanner.scanAll()).failure, { kind: 'offline' });
    assert.equal(second.store.allTenants().length, 1, 'what was known stays');
    assert.equal(second.store.knownAsOf, asOf, 'a scan that could not begin makes nothing fresher');
  });

  it('is not stopped by an Azure that rejects against its promise', async () => {
    const azure = fakeAzure({ 'sample:a': ['t1', 't2'] });
    azure.linkAnswer = ({ tenantId }) =>
      tenantId === 't1' ? Promise.reject(new Error('a mistake')) : Promise.resolve(success(undefined));
    const { store, scanner } = scannerOver(azure);
    const summary = await scanner.scanAll();
    assert.deepEqual([summary.checked, summary.failed], [1, 1]);
    assert.deepEqual(kinds(store), { t1: 'unknown', t2: 'notLinked' });
  });
});

describe('One bad tenant', () => {
  const states: Partial<Record<FailureKind, string>> = {
    signInNeeded: 'signInNeeded',
    accountNotAllowed: 'accountNotAllowed',
    notAvailableInCloud: 'notAvailableInCloud',
    noAccountInTenant: 'unknown',
    forbidden: 'unknown',
    tenantBlocked: 'unknown',
    throttled: 'unknown',
    offline: 'unknown',
    notJson: 'unknown',
    wrongTenant: 'unknown',
    serviceError: 'unknown',
  };
  for (const [kind, state] of Object.entries(states) as [FailureKind, string][]) {
    it(`(${kind}) is ${state}, keeps its subscriptions, and the others go on`, async () => {
      const azure = fakeAzure({ 'sample:a': ['t1', 'bad', 't2'] });
      azure.linkAnswer = async ({ tenantId }) => (tenantId === 'bad' ? refused(kind) : success(undefined));
      azure.subscriptionAnswer = async ({ tenantId }) => success([subscription(tenantId, 's')]);
      const { store, scanner } = scannerOver(azure);
      await scanner.scanAll();
      assert.deepEqual(kinds(store), { t1: 'notLinked', bad: state, t2: 'notLinked' });
      assert.equal(store.tenant(ref('bad'))?.subscriptions.kind, 'known');
    });
  }

  it('whose subscriptions cannot be listed still shows its PAL', async () => {
    const azure = fakeAzure({ 'sample:a': ['t1'] });
    azure.subscriptionAnswer = async () => refused('serviceError');
    const { store, scanner } = scannerOver(azure);
    await scanner.scanAll();
    assert.equal(store.tenant(ref('t1'))?.pal.kind, 'notLinked');
    assert.deepEqual(store.tenant(ref('t1'))?.subscriptions, {
      kind: 'unknown',
      failure: { kind: 'serviceError' },
      list: undefined,
    });
  });

  it('that needs a sign-in costs one token request and nothing else', async () => {
    const azure = fakeAzure({ 'sample:a': ['t1'] });
    azure.subscriptionAnswer = async ({ tenantId }) => success([subscription(tenantId, 's')]);
    const { store, scanner } = scannerOver(azure);
    await scanner.scanAll();
    azure.asked.length = 0;
    azure.principalAnswer = async () => refused('signInNeeded');
    const summary = await scanner.scanTenants([ref('t1')]);
    assert.deepEqual(azure.asked, ['principal t1']);
    assert.equal(summary.needsPerson, 1);
    assert.equal(store.tenant(ref('t1'))?.pal.kind, 'signInNeeded');
    assert.equal(store.tenant(ref('t1'))?.subscriptions.kind, 'known', 'what was known of subscriptions stays');
  });

  it('without any token tells so for PAL and subscriptions alike', async () => {
    const azure = fakeAzure({ 'sample:a': ['t1'] });
    azure.principalAnswer = async () => refused('tenantBlocked');
    const { store, scanner } = scannerOver(azure);
    await scanner.scanAll();
    assert.equal(store.tenant(ref('t1'))?.pal.kind, 'unknown');
    assert.equal(store.tenant(ref('t1'))?.subscriptions.kind, 'unknown');
    assert.equal(azure.asked.includes('readLink t1'), false);
  });
});

describe('One failing identity', () => {
  it('does not stop the others, and keeps its known tenants', async () => {
    const azure = fakeAzure({ 'sample:a': ['t1'], 'sample:b': ['t2'] });
    const { store, scanner } = scannerOver(azure);
    await scanner.scanAll();
    azure.tenantAnswer = async (key) => (key === 'sample:a' ? refused('serviceError') : success([]));
    const summary = await scanner.scanAll();
    assert.deepEqual(store.identity('sample:a')?.state, { kind: 'failed', failure: { kind: 'serviceError' } });
    assert.equal(store.identity('sample:b')?.state.kind, 'ready');
    assert.deepEqual(kinds(store), { t1: 'notLinked' });
    assert.deepEqual(
      summary.notScanned.map(({ key }) => key),
      ['sample:a'],
    );
    assert.equal(summary.checked, 1, 'the tenants known from before are checked all the same');
  });

  for (const [kind, state] of [
    ['signInNeeded', 'signInNeeded'],
    ['accountNotAllowed', 'notAllowed'],
    ['offline', 'failed'],
  ] as const) {
    it(`(${kind}) says ${state} and asks for none of its tenants`, async () => {
      const azure = fakeAzure({ 'sample:a': ['t1'] });
      const { store, scanner } = scannerOver(azure);
      await scanner.scanAll();
      azure.asked.length = 0;
      azure.tenantAnswer = async () => refused(kind);
      await scanner.scanAll();
      assert.equal(store.identity('sample:a')?.state.kind, state);
      assert.deepEqual(azure.asked, ['identities', 'tenants sample:a']);
    });
  }

  it('that is not allowed yet is listed as such and not asked', async () => {
    const azure = fakeAzure({});
    azure.identityAnswer = async () => success([{ ...ready('sample:a'), state: { kind: 'notAllowed' } }]);
    const { store, scanner } = scannerOver(azure);
    const summary = await scanner.scanAll();
    assert.deepEqual(azure.asked, ['identities']);
    assert.equal(store.identity('sample:a')?.state.kind, 'notAllowed');
    assert.equal(summary.notScanned.length, 1);
    assert.equal(store.knownAsOf, undefined, 'nothing was found out');
  });
});

describe('Some tenants', () => {
  it('are checked before all others that wait, and one under way is not asked twice', async () => {
    const azure = fakeAzure({ 'sample:a': names(4) });
    azure.linkAnswer = undefined;
    const { scanner } = scannerOver(azure, { concurrency: 1 });
    const all = scanner.scanAll();
    await until(() => azure.pending.length === 1, 'the first reading under way');
    const some = scanner.scanTenants([ref('t0'), ref('t3')]);
    await until(() => scanner.progress.kind === 'scanning' && scanner.progress.total === 4, 'joined');
    const order: string[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      await until(() => azure.pending.length === 1, 'the next reading under way');
      const one = azure.pending.shift();
      order.push(one?.ref.tenantId ?? '');
      one?.answer(success(undefined));
    }
    assert.deepEqual(order, ['t0', 't3', 't1', 't2']);
    assert.equal((await some).checked, 2);
    assert.equal((await all).checked, 4);
  });

  it('of one identity are listed and checked without the other identities', async () => {
    const azure = fakeAzure({ 'sample:a': ['t1'], 'sample:b': ['t2'] });
    const { store, scanner } = scannerOver(azure);
    const summary = await scanner.scanIdentity('sample:b');
    assert.equal(summary.checked, 1);
    assert.deepEqual(kinds(store), { t2: 'notLinked' });
    assert.equal(store.knownAsOf, undefined, 'not everything was scanned');
  });
});

describe('Cancelling', () => {
  it('leaves nothing checking, keeps what was reached, and asks for nothing more', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 12 }),
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        async (reached, most, knownBefore) => {
          const azure = fakeAzure({ 'sample:a': names(12) });
          const { store, scanner } = scannerOver(azure, { concurrency: most });
          if (knownBefore) {
            await scanner.scanAll();
          }
          const before = new Map(store.allTenants().map((row) => [row.ref.tenantId, JSON.stringify(row)]));
          azure.linkAnswer = undefined;
          azure.subscriptionAnswer = () => new Promise(() => {});
          const scan = scanner.scanAll();
          await until(() => azure.pending.length > 0, 'readings under way');
          const answered = azure.pending.slice(0, reached);
          answered.forEach(({ answer }) => answer(success(link('999'))));
          await until(
            () => answered.every((one) => store.tenant(one.ref)?.pal.kind === 'linked'),
            'the answers are in the store',
          );
          scanner.cancel();
          assert.ok(!JSON.stringify(store.allTenants()).includes('"checking"'), 'at once');
          const summary = await scan;
          assert.equal(summary.stopped, true);
          const asked = azure.asked.length;
          azure.pending.forEach(({ answer }) => answer(success(link('111'))));
          await new Promise((resolve) => setImmediate(resolve));
          assert.equal(azure.asked.length, asked);
          assert.deepEqual(scanner.progress, { kind: 'idle' });
          for (const row of store.allTenants()) {
            if (answered.some((one) => one.ref.tenantId === row.ref.tenantId)) {
              assert.deepEqual(row.pal, { kind: 'linked', link: link('999') });
            } else if (knownBefore) {
              assert.equal(JSON.stringify(row), before.get(row.ref.tenantId));
            } else {
              assert.equal(row.pal.kind, 'notChecked');
              assert.equal(row.subscriptions.kind, 'notChecked');
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('while identities or tenants are being listed ends at once and restores the identity', async () => {
    const azure = fakeAzure({ 'sample:a': ['t1'] });
    const { store, scanner } = scannerOver(azure);
    azure.identityAnswer = () => new Promise(() => {});
    const first = scanner.scanAll();
    scanner.cancel();
    assert.equal((await first).stopped, true);
    azure.identityAnswer = async () => success([ready('sample:a')]);
    azure.tenantAnswer = () => new Promise(() => {});
    const second = scanner.scanAll();
    await until(() => store.identity('sample:a')?.state.kind === 'checking', 'tenants are being listed');
    scanner.cancel();
    assert.equal((await second).stopped, true);
    assert.equal(store.identity('sample:a')?.state.kind, 'ready');
    assert.equal(store.knownAsOf, undefined);
  });

  it('by one of two callers does not take the scan away from the other', async () => {
    const azure = fakeAzure({ 'sample:a': ['t1'] });
    azure.linkAnswer = undefined;
    const { scanner } = scannerOver(azure);
    const impatient = new AbortController();
    const one = scanner.scanAll(impatient.signal);
    const two = scanner.scanAll();
    await until(() => azure.pending.length === 1, 'reading under way');
    impatient.abort();
    assert.equal((await one).stopped, true);
    azure.pending[0]?.answer(success(undefined));
    assert.deepEqual([(await two).stopped, (await two).checked], [false, 1]);
  });

  it('by the only caller stops the scan; the next one begins anew', async () => {
    const azure = fakeAzure({ 'sample:a': ['t1'] });
    azure.linkAnswer = undefined;
    const { store, scanner } = scannerOver(azure);
    const impatient = new AbortController();
    const one = scanner.scanAll(impatient.signal);
    await until(() => azure.pending.length === 1, 'reading under way');
    impatient.abort();
    azure.linkAnswer = async () => success(link('111'));
    const two = scanner.scanAll();
    assert.equal((await one).stopped, true);
    assert.equal((await two).checked, 1);
    azure.pending[0]?.answer(success(undefined));
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(store.tenant(ref('t1'))?.pal.kind, 'linked', 'a late answer of the stopped scan is not taken');
  });

  it('by Azure itself, when it is closed, restores the row', async () => {
    const azure = fakeAzure({ 'sample:a': ['t1'] });
    azure.linkAnswer = async () => failed({ kind: 'cancelled' });
    azure.subscriptionAnswer = async () => failed({ kind: 'cancelled' });
    const { store, scanner } = scannerOver(azure);
    const summary = await scanner.scanAll();
    assert.equal(summary.cancelled, 1);
    assert.equal(store.tenant(ref('t1'))?.pal.kind, 'notChecked');
    assert.equal(store.tenant(ref('t1'))?.subscriptions.kind, 'notChecked');
  });

  it('with a signal that has fired before asks for nothing', async () => {
    const azure = fakeAzure({ 'sample:a': ['t1'] });
    const { scanner } = scannerOver(azure);
    assert.equal((await scanner.scanAll(AbortSignal.abort())).stopped, true);
    assert.equal(azure.asked.filter((what) => what.startsWith('readLink')).length, 0);
  });
});
