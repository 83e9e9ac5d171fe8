import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { EstateFile, type EstateFileParts } from '../../../../src/estate/files/estateFile.ts';
import { byName } from '../../../../src/estate/store/rowOrder.ts';
import { readSnapshot, writeSnapshot } from '../../../../src/estate/files/snapshotFile.ts';
import { isSnapshotFile } from '../../../../src/estate/files/snapshotGuards.ts';
import type { Disposable } from '../../../../src/shared/async/emitter.ts';
import type { TenantRow } from '../../../../src/shared/model/model.ts';
import { writeFileAtomic } from '../../../../src/storage/atomicFile.ts';
import { Store } from '../../../../src/estate/store/store.ts';
import { watchFileWith, type WatchFile } from '../../../../src/estate/files/watchFile.ts';
import type { Failure } from '../../../../src/shared/model/failure.ts';
import { faultyFiles } from '../../storage/support/faultyFiles.ts';
import { info, link, ready, ref, subscription, until } from '../support/fakeAzure.ts';
import { inFolder } from '../support/folder.ts';
import { impatientClock, manualClock } from '../../support/manualClock.ts';
import { rememberingLog } from '../../support/logs.ts';

/** A window: its own store and file object over a shared folder. Time passes by hand only. */
function windowOn(folder: string, more: Partial<EstateFileParts> = {}) {
  const log = rememberingLog();
  const clock = manualClock();
  const store = new Store();
  let tell: (() => void) | undefined;
  const watch: WatchFile = async (_path, changed) => {
    tell = changed;
    return { dispose: () => (tell = undefined) };
  };
  const file = new EstateFile({ folder, store, log, clock, watch, ...more });
  return { store, file, log, clock, told: () => tell?.() };
}

function fill(store: Store, tenants = 2, subscriptions = 2): void {
  store.putIdentities([ready('sample:a')]);
  const ids = Array.from({ length: tenants }, (_, index) => `t${String(index)}`);
  store.putTenants(
    'sample:a',
    ids.map((id) => info(id)),
  );
  for (const id of ids) {
    store.setPal(ref(id), { kind: 'linked', link: link('111', 'Contoso') }, 'scan');
    store.setSubscriptions(ref(id), {
      kind: 'known',
      list: Array.from({ length: subscriptions }, (_, index) => ({
        ...subscription(id, `${id}-s${String(index)}`),
        quotaId: 'EnterpriseAgreement_2014-09-01',
        managedByTenantIds: ['m1'],
      })),
    });
  }
  store.scanEnded(Date.now());
}

const rowsOf = (store: Store): string => writeSnapshot(store.snapshot(), Infinity).text;

describe('The estate’s file', () => {
  it('brings the estate back as it was', async () => {
    await inFolder(async (folder) => {
      const one = windowOn(folder);
      await one.file.open();
      fill(one.store);
      await one.file.dispose();
      const two = windowOn(folder);
      await two.file.open();
      assert.equal(rowsOf(two.store), rowsOf(one.store));
      assert.equal(two.store.knownAsOf, one.store.knownAsOf);
      assert.equal(two.store.partnerName('111'), 'Contoso');
      assert.deepEqual(two.store.tenant(ref('t1'))?.subscriptions, one.store.tenant(ref('t1'))?.subscriptions);
      assert.deepEqual(await readdir(folder), ['estate.json']);
      await two.file.dispose();
    });
  });

  it('keeps tenants by name, which holds until they are listed anew', async () => {
    await inFolder(async (folder) => {
      const names = ['Zoë', 'tenant 10', 'Tenant 9', 'Äpfel', 'same', 'Same', '_under', 'C & A', 'Ångström', 'b'];
      const infos = names.map((displayName, index) => ({ ...info(`t${String(index)}`), displayName }));
      const one = windowOn(folder);
      await one.file.open();
      one.store.putIdentities([ready('sample:a')]);
      one.store.putTenants('sample:a', infos);
      assert.equal(one.store.areByName('sample:a'), false);
      await one.file.dispose();
      const two = windowOn(folder);
      await two.file.open();
      assert.equal(two.store.areByName('sample:a'), true);
      const idsOf = (rows: readonly TenantRow[]): readonly string[] => rows.map((row) => row.ref.tenantId);
      assert.deepEqual(idsOf(two.store.tenants('sample:a')), idsOf(byName(one.store.tenants('sample:a'))));
      two.store.addTenants('sample:a', [{ ...info('t99'), displayName: 'A' }]);
      assert.equal(two.store.areByName('sample:a'), false);
      await two.file.dispose();
      const three = windowOn(folder);
      await three.file.open();
      three.store.putTenants('sample:a', infos);
      assert.equal(three.store.areByName('sample:a'), false);
      three.store.load(two.store.snapshot());
      assert.equal(three.store.areByName('sample:a'), false, 'another window’s listing is taken in row by row');
      await three.file.dispose();
    });
  });

  it('keeps what an identity’s home is and the further domains of tenants; without them it is read as before', async () => {
    await inFolder(async (folder) => {
      const one = windowOn(folder);
      await one.file.open();
      const listing = ready('sample:a');
      one.store.putIdentities([{ ...listing, identity: { ...listing.identity, homeTenantId: 't0' } }]);
      one.store.putTenants('sample:a', [{ ...info('t0'), domains: ['further.example'] }, info('t1')]);
      await one.file.dispose();
      const two = windowOn(folder);
      await two.file.open();
      assert.equal(two.store.identity('sample:a')?.identity.homeTenantId, 't0');
      assert.deepEqual(two.store.tenant(ref('t0'))?.info.domains, ['further.example']);
      assert.equal(two.store.tenant(ref('t1'))?.info.domains, undefined);
      await two.file.dispose();
    });
  });

  it('is written some time after a change, once for many of them', async () => {
    await inFolder(async (folder) => {
      const { store, file, clock } = windowOn(folder, { delay: 100 });
      await file.open();
      fill(store);
      clock.pass(99);
      // Whatever had begun to write by now would be at least as far.
      await writeFileAtomic(join(folder, 'another.json'), '{}');
      assert.deepEqual(await readdir(folder), ['another.json']);
      clock.pass(1);
      const path = join(folder, 'estate.json');
      await until(() => existsSync(path), 'it is written');
      const saved: unknown = JSON.parse(await readFile(path, 'utf8'));
      assert.ok(isSnapshotFile(saved));
      const { ino } = await stat(path);
      clock.pass(100);
      await file.flush();
      assert.equal((await stat(path)).ino, ino, 'and not again for the same changes');
      await file.dispose();
    });
  });

  it('that is corrupt is set aside with a line in the log', async () => {
    const names = { 'no JSON': '{"version":2,', 'another shape': '{"version":2,"identities":[{}]}', nothing: '' };
    for (const [what, text] of Object.entries(names)) {
      await inFolder(async (folder) => {
        await writeFile(join(folder, 'estate.json'), text);
        const { store, file, log } = windowOn(folder);
        await file.open();
        assert.deepEqual(store.allTenants(), [], what);
        assert.match((await readdir(folder)).join(), /^estate\.json\.corrupt-\d+$/);
        assert.equal(log.lines.length, 1);
        fill(store);
        await file.dispose();
        assert.equal((await readdir(folder)).length, 2);
      });
    }
  });

  it('of a newer version is left alone however often something changes, and told of once', async () => {
    await inFolder(async (folder) => {
      const newer = '{"version":3,"other":true}';
      await writeFile(join(folder, 'estate.json'), newer);
      const troubles: (Failure | undefined)[] = [];
      const { store, file, log, told } = windowOn(folder, { trouble: (failure) => troubles.push(failure) });
      await file.open();
      for (let nth = 0; nth < 3; nth += 1) {
        fill(store, nth + 1);
        await file.flush();
        told();
      }
      await file.dispose();
      assert.equal(store.allTenants().length, 3);
      assert.equal(await readFile(join(folder, 'estate.json'), 'utf8'), newer);
      assert.deepEqual(await readdir(folder), ['estate.json']);
      assert.deepEqual(troubles, [{ kind: 'storageNewer', code: '3' }]);
      assert.equal(log.lines.length, 1);
      assert.match(log.lines.join('\n'), /newer version of Partner Link \(format 3\)/);
    });
  });

  it('that cannot be read is left alone, and taken in and saved by itself as soon as it can be', async () => {
    for (const code of ['EACCES', 'EIO', 'EMFILE']) {
      await inFolder(async (folder) => {
        const before = windowOn(folder);
        await before.file.open();
        fill(before.store, 1);
        await before.file.dispose();
        const saved = await readFile(join(folder, 'estate.json'), 'utf8');
        const [files, clock] = [faultyFiles(), impatientClock()];
        const troubles: (Failure | undefined)[] = [];
        files.fail('read', code);
        files.fail('readNow', code);
        const trouble = (failure: Failure | undefined): void => void troubles.push(failure);
        const { store, file, log } = windowOn(folder, { files, clock, trouble });
        await file.open();
        store.putIdentities([ready('sample:b')]);
        store.putTenants('sample:b', [info('t9')]);
        await file.flush();
        assert.equal(await readFile(join(folder, 'estate.json'), 'utf8'), saved);
        assert.deepEqual(await readdir(folder), ['estate.json']);
        const failure = { kind: 'storageNotReadable', code };
        assert.deepEqual(troubles, [failure]);
        assert.equal(log.lines.length, 1, 'one line, however often it is tried');
        files.heal();
        await until(() => store.allTenants().length === 2, 'what it holds is known');
        await file.dispose();
        assert.deepEqual(troubles, [failure, undefined]);
        const after = windowOn(folder);
        await after.file.open();
        assert.equal(after.store.allTenants().length, 2);
        await after.file.dispose();
      });
    }
  });

  it('that cannot be written is written by itself as soon as it can be', async () => {
    await inFolder(async (folder) => {
      const [files, clock] = [faultyFiles(), impatientClock()];
      const { store, file } = windowOn(folder, { files, clock });
      await file.open();
      files.fail('writeFile', 'ENOSPC');
      fill(store);
      await file.flush();
      assert.deepEqual(await readdir(folder), []);
      files.heal();
      await until(() => files.done.includes('rename estate.json'), 'saved');
      await file.dispose();
    });
  });

  it('of a crowd of corrupt ones leaves the newest copies alone', async () => {
    await inFolder(async (folder) => {
      for (let nth = 0; nth < 6; nth += 1) {
        await writeFile(join(folder, 'estate.json'), `{"nth":${String(nth)}`);
        const { file } = windowOn(folder);
        await file.open();
        await file.dispose();
      }
      assert.equal((await readdir(folder)).length, 3);
    });
  });

  it('of an older version is set aside, and the log says so', async () => {
    await inFolder(async (folder) => {
      await writeFile(join(folder, 'estate.json'), '{"version":1,"identities":[]}');
      const { file, log } = windowOn(folder);
      await file.open();
      assert.match(log.lines.join('\n'), /older version of Partner Link \(format 1\)/);
      assert.match((await readdir(folder)).join(), /corrupt-/);
      await file.dispose();
    });
  });

  it('with a hostile or damaged field anywhere is not believed', () => {
    const store = new Store();
    fill(store, 1, 1);
    store.putTenants('sample:a', [info('t0'), info('t1')]);
    store.setPal(ref('t1'), { kind: 'unknown', failure: { kind: 'offline', status: 5 } }, 'scan');
    const good = JSON.parse(rowsOf(store)) as unknown;
    assert.ok(isSnapshotFile(good));
    const optional =
      /^(displayName|defaultDomain|partnerName|knownAsOf|checkedAt|subscriptionsCheckedAt|tenantsListedAt|status|names|states|quotaIds|owners|managedBy|\d)$/;
    let damaged = 0;
    const damage = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) {
        return;
      }
      for (const [key, before] of Object.entries(value as Readonly<Record<string, unknown>>)) {
        for (const bad of [undefined, null, {}, [], true, 'x', 7]) {
          const same =
            bad === undefined
              ? optional.test(key)
              : typeof bad === typeof before || (/^\d$/.test(key) && (bad === null || before === null));
          if (!same) {
            Object.assign(value, { [key]: bad });
            assert.equal(isSnapshotFile(good), false, `${key} = ${JSON.stringify(bad)}`);
            damaged += 1;
          }
        }
        Object.assign(value, { [key]: before });
        damage(before);
      }
    };
    damage(good);
    assert.ok(damaged > 100);
  });

  it('holds what two windows found, whichever saved last', async () => {
    await inFolder(async (folder) => {
      const [a, b] = [windowOn(folder), windowOn(folder)];
      await Promise.all([a.file.open(), b.file.open()]);
      fill(a.store);
      await a.file.flush();
      b.store.putIdentities([ready('sample:a'), ready('sample:b')]);
      b.store.putTenants('sample:b', [info('t9')]);
      await b.file.flush();
      const c = windowOn(folder);
      await c.file.open();
      assert.equal(c.store.allTenants().length, 3);
      assert.equal(b.store.allTenants().length, 3, 'saving takes in what was there');
      await Promise.all([a, b, c].map(({ file }) => file.dispose()));
    });
  });

  it('shows another window’s scan here', async () => {
    await inFolder(async (folder) => {
      const [a, b] = [windowOn(folder), windowOn(folder)];
      await Promise.all([a.file.open(), b.file.open()]);
      fill(a.store);
      await a.file.flush();
      b.told();
      await until(() => b.store.allTenants().length === 2, 'the other window’s tenants are shown');
      await Promise.all([a, b].map(({ file }) => file.dispose()));
    });
  });

  it('is written again by a window whose saving another one overwrote, and then both rest', async () => {
    await inFolder(async (folder) => {
      const [a, b] = [windowOn(folder), windowOn(folder)];
      await Promise.all([a.file.open(), b.file.open()]);
      fill(a.store);
      await a.file.flush();
      const other = new Store();
      other.putIdentities([ready('sample:b')]);
      await writeFile(join(folder, 'estate.json'), rowsOf(other));
      a.told();
      await until(() => a.store.identity('sample:b') !== undefined, 'taken in');
      await a.file.flush();
      b.told();
      await until(() => b.store.identities().length === 2, 'both are known there');
      const text = await readFile(join(folder, 'estate.json'), 'utf8');
      a.told();
      await a.file.flush();
      await b.file.flush();
      assert.equal(await readFile(join(folder, 'estate.json'), 'utf8'), text);
      assert.equal(rowsOf(a.store), rowsOf(b.store));
      await Promise.all([a, b].map(({ file }) => file.dispose()));
    });
  });

  it('that vanishes is written again with the next change', async () => {
    await inFolder(async (folder) => {
      const { store, file } = windowOn(folder);
      await file.open();
      fill(store);
      await file.flush();
      await rm(join(folder, 'estate.json'));
      store.scanEnded(Date.now() + 1);
      await file.dispose();
      assert.deepEqual(await readdir(folder), ['estate.json']);
    });
  });

  it('that cannot be written costs a line in the log and nothing else', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'mode');
      await writeFile(path, 'a file where the folder should be');
      const { store, file, log } = windowOn(path);
      await file.open();
      fill(store);
      await file.dispose();
      assert.equal(store.allTenants().length, 2);
      assert.ok(log.lines.length > 0);
      assert.equal(await readFile(path, 'utf8'), 'a file where the folder should be');
    });
  });

  it('that cannot be read is not overwritten', async () => {
    await inFolder(async (folder) => {
      await mkdir(join(folder, 'estate.json'));
      const { store, file, log } = windowOn(folder);
      await file.open();
      fill(store);
      await file.dispose();
      assert.deepEqual(await readdir(folder), ['estate.json']);
      assert.match(log.lines.join('\n'), /cannot be read \(EISDIR\)/);
    });
  });
});

describe('A snapshot that is too big', () => {
  it('drops details of subscriptions, the biggest tenants first, and never a row', () => {
    const store = new Store({ now: () => 1 });
    fill(store, 20, 10);
    store.setSubscriptions(ref('t7'), {
      kind: 'known',
      list: Array.from({ length: 500 }, (_, index) => subscription('t7', `big-${String(index)}`)),
    });
    const full = rowsOf(store).length;
    let before = Infinity;
    for (const part of [1.05, 0.9, 0.6, 0.3, 0]) {
      const { text, dropped } = writeSnapshot(store.snapshot(), full * part);
      assert.ok(text.length <= before);
      before = text.length;
      assert.equal(dropped > 0, part < 1);
      const file: unknown = JSON.parse(text);
      assert.ok(isSnapshotFile(file));
      const counts = file.identities.flatMap(({ tenants }) =>
        tenants.map(({ subscriptions: all }) => (all.kind === 'known' ? all.list.ids.length : -1)),
      );
      assert.deepEqual(
        counts,
        Array.from({ length: 20 }, (_, index) => (index === 7 ? 500 : 10)),
      );
      if (part === 0.9 || part === 0.6) {
        assert.ok(text.length <= full * part, 'within the bound');
      }
    }
  });

  it('does not take details away from a window that has them', () => {
    const store = new Store({ now: () => 1 });
    fill(store, 3, 3);
    store.putTenants(
      'sample:a',
      ['t0', 't1', 't2'].map((id) => ({ ...info(id), domains: [`${id}.further.example`] })),
    );
    const before = rowsOf(store);
    const poor = new Store({ now: () => 1 });
    const file: unknown = JSON.parse(writeSnapshot(store.snapshot(), 0).text);
    assert.ok(isSnapshotFile(file));
    poor.load(readSnapshot(file));
    assert.equal(poor.tenant(ref('t1'))?.subscriptions.kind, 'known');
    assert.equal(poor.tenant(ref('t1'))?.info.domains, undefined);
    store.load(poor.snapshot());
    assert.equal(rowsOf(store), before);
  });
});

describe('Watching a file', () => {
  it('tells of changes by rename, and nothing of other files', async () => {
    await inFolder(async (folder) => {
      let other = 0;
      const path = join(folder, 'estate.json');
      const second = await watchFileWith()(join(folder, 'marks.json'), () => (other += 1));
      let first: Disposable | undefined;
      const told = new Promise<void>((resolve) => {
        void watchFileWith()(path, resolve).then(async (watching) => {
          first = watching;
          await writeFileAtomic(path, '{}');
        });
      });
      await told;
      assert.equal(other, 0);
      first?.dispose();
      second.dispose();
    });
  });

  it('looks by itself where the system gives no notice', async () => {
    await inFolder(async (folder) => {
      const clock = manualClock();
      const noNotice = (() => {
        throw new Error('ENOSPC');
      }) as never;
      let told = 0;
      const path = join(folder, 'deeper', 'estate.json');
      const watching = await watchFileWith(clock, noNotice)(path, () => (told += 1));
      await writeFile(path, '{}');
      for (let turn = 0; turn < 500 && told === 0; turn += 1) {
        clock.pass(3_000);
        await new Promise((resolve) => setImmediate(resolve));
        await writeFile(path, ' '.repeat(turn));
      }
      assert.ok(told > 0);
      watching.dispose();
    });
  });
});
