import assert from 'node:assert/strict';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { Expected } from '../../../../src/estate/files/expectedPartnerIds.ts';
import type { KeeperParts } from '../../../../src/estate/files/watchedJsonFile.ts';
import { IdentitiesFile } from '../../../../src/estate/files/identitiesFile.ts';
import { Marks } from '../../../../src/estate/files/marks.ts';
import { partnerIdsInFile } from '../../../../src/estate/files/ownPartnerIdsFile.ts';
import type { Failure } from '../../../../src/shared/model/failure.ts';
import type { AddedIdentity } from '../../../../src/shared/model/knownIdentity.ts';
import type { Outcome } from '../../../../src/shared/model/outcome.ts';
import { faultyFiles, type FaultyFiles } from '../../storage/support/faultyFiles.ts';
import { until } from '../support/fakeAzure.ts';
import { inFolder } from '../support/folder.ts';
import { impatientClock } from '../../support/manualClock.ts';
import { rememberingLog, silent } from '../../support/logs.ts';

const noWatch = async (): Promise<{ dispose(): void }> => ({ dispose: () => {} });

const login: AddedIdentity = {
  way: { kind: 'azureCli' },
  identity: { key: 'azureCli:anna', kind: 'azureCli', name: 'anna' },
};

interface Kept {
  open(): Promise<void>;
  refresh(): Promise<void>;
  dispose(): Promise<void>;
  /** Something new that a user says. */
  say(): Promise<Outcome<void>>;
  /** What it knows of `said` (from before) and of what `say` said, in words. */
  knows(): readonly string[];
}

interface Keeper {
  readonly what: string;
  readonly file: string;
  /** What the file holds from before. */
  readonly content: string;
  /** The same kind of file, from a version to come. */
  readonly newer: string;
  /** What is known of the file alone, and with what was said. */
  readonly before: readonly string[];
  readonly both: readonly string[];
  readonly said: readonly string[];
  make(parts: KeeperParts): Kept;
}

const keepers: readonly Keeper[] = [
  {
    what: 'Marks',
    file: 'marks.json',
    content: '{"version":1,"tenants":{"t1":{"hidden":{"on":true,"at":5}}}}',
    newer: '{"version":2,"tenants":{"t1":["hidden"]}}',
    before: ['t1 hidden'],
    said: ['t2 pinned'],
    both: ['t1 hidden', 't2 pinned'],
    make: (parts) => {
      const marks = new Marks(parts);
      return {
        open: () => marks.open(),
        refresh: () => marks.refresh(),
        dispose: () => marks.dispose(),
        say: () => marks.set(['t2'], 'pinned', true),
        knows: () => ['t1', 't2'].flatMap((id) => [...marks.get(id)].map((mark) => `${id} ${mark}`)),
      };
    },
  },
  {
    what: 'Identities',
    file: 'identities.json',
    content: JSON.stringify({
      version: 1,
      identities: { azureCli: { kind: 'added', at: 5, ...login, tenants: ['t1'] } },
    }),
    newer: '{"version":2,"identities":[]}',
    before: ['azureCli:anna', 't1'],
    said: ['t2'],
    both: ['azureCli:anna', 't1', 't2'],
    make: (parts) => {
      const identities = new IdentitiesFile(parts);
      return {
        open: () => identities.open(),
        refresh: () => identities.refresh(),
        dispose: () => identities.dispose(),
        say: () => identities.addTenants(login.identity.key, ['t2']),
        knows: () => [
          ...identities.added().map(({ identity }) => identity.key),
          ...identities.tenants('azureCli:anna'),
        ],
      };
    },
  },
  {
    what: 'Saved partner IDs of the sandbox',
    file: 'partner-ids.json',
    content: '[{"id":"1111111"},{"id":"2222222","label":"Two"}]',
    newer: '{"version":1,"ids":["1111111"]}',
    before: ['1111111', '2222222 Two'],
    said: ['9999999', '3333333'],
    both: ['1111111', '2222222 Two', '3333333'],
    make: (parts) => {
      const own = partnerIdsInFile(parts, [{ id: '9999999' }]);
      return {
        open: async () => own.open?.(),
        refresh: () => own.refresh(),
        dispose: async () => own.dispose(),
        say: () => own.save([...own.list(), { id: '3333333' }]),
        knows: () => own.list().map(({ id, label }) => [id, ...(label === undefined ? [] : [label])].join(' ')),
      };
    },
  },
];

interface Opened {
  readonly kept: Kept;
  readonly path: string;
  readonly files: FaultyFiles;
  readonly clock: ReturnType<typeof impatientClock>;
  readonly lines: readonly string[];
  readonly troubles: readonly (Failure | undefined)[];
}

async function opened(keeper: Keeper, folder: string, arrange: (files: FaultyFiles) => void): Promise<Opened> {
  const [files, clock, log] = [faultyFiles(), impatientClock(), rememberingLog()];
  const troubles: (Failure | undefined)[] = [];
  const path = join(folder, keeper.file);
  await writeFile(path, keeper.content);
  arrange(files);
  const kept = keeper.make({
    folder,
    log,
    files,
    clock,
    watch: noWatch,
    trouble: (failure) => troubles.push(failure),
  });
  await kept.open();
  return { kept, path, files, clock, lines: log.lines, troubles };
}

for (const keeper of keepers) {
  describe(`${keeper.what} in a file that cannot be read`, () => {
    for (const code of ['EACCES', 'EIO', 'EMFILE', 'EBUSY']) {
      it(`(${code}) are left in it, and saved with what was said meanwhile as soon as it can be`, async () => {
        await inFolder(async (folder) => {
          const { kept, path, files, clock, troubles } = await opened(keeper, folder, (one) => one.fail('read', code));
          const failure = { kind: 'storageNotReadable', code } as const;
          assert.deepEqual(troubles, [failure], 'told once');
          assert.deepEqual(await kept.say(), { ok: false, failure });
          assert.deepEqual(kept.knows(), keeper.said, 'it holds in this window');
          assert.equal(await readFile(path, 'utf8'), keeper.content);
          assert.deepEqual(await readdir(folder), [keeper.file]);
          files.heal();
          await until(() => {
            clock.pass(10_000);
            return kept.knows().length === keeper.both.length;
          }, 'by itself it is read');
          assert.deepEqual(kept.knows(), keeper.both);
          await kept.dispose();
          assert.deepEqual(troubles, [failure, undefined]);
          const again = await opened({ ...keeper, content: await readFile(path, 'utf8') }, folder, () => {});
          assert.deepEqual(again.kept.knows(), keeper.both, 'and saved');
          await again.kept.dispose();
        });
      });
    }

    it('are saved as the window closes, where it can be read by then', async () => {
      await inFolder(async (folder) => {
        const { kept, path, files } = await opened(keeper, folder, (one) => one.fail('read', 'EIO'));
        await kept.say();
        files.heal();
        await kept.dispose();
        const again = await opened({ ...keeper, content: await readFile(path, 'utf8') }, folder, () => {});
        assert.deepEqual(again.kept.knows(), keeper.both);
        await again.kept.dispose();
      });
    });

    it('only for a moment are read after it, and nobody is told', async () => {
      await inFolder(async (folder) => {
        const { kept, lines, troubles } = await opened(keeper, folder, (one) => one.fail('read', 'EBUSY', 2));
        assert.deepEqual(kept.knows(), keeper.before);
        assert.deepEqual([...lines, ...troubles], []);
        await kept.dispose();
      });
    });
  });

  describe(`${keeper.what} that cannot be written`, () => {
    it('hold in this window, and are saved as soon as there is room', async () => {
      await inFolder(async (folder) => {
        const { kept, path, files, clock } = await opened(keeper, folder, () => {});
        files.fail('writeFile', 'ENOSPC');
        const said = await kept.say();
        assert.deepEqual(!said.ok && said.failure, { kind: 'storageNotWritable', code: 'ENOSPC' });
        assert.deepEqual(kept.knows(), keeper.both);
        assert.equal(await readFile(path, 'utf8'), keeper.content);
        await kept.refresh();
        assert.deepEqual(kept.knows(), keeper.both, 'what is on the disk does not undo it');
        files.heal();
        const renamed = files.done.length;
        await until(() => {
          clock.pass(10_000);
          return files.done.slice(renamed).includes(`rename ${keeper.file}`);
        }, 'by itself it is saved');
        await kept.dispose();
        const again = await opened({ ...keeper, content: await readFile(path, 'utf8') }, folder, () => {});
        assert.deepEqual(again.kept.knows(), keeper.both);
        await again.kept.dispose();
      });
    });
  });

  describe(`${keeper.what} that a newer version wrote`, () => {
    it('are left alone and told of once, and every change says why it is not saved', async () => {
      await inFolder(async (folder) => {
        const { kept, path, lines, troubles } = await opened({ ...keeper, content: keeper.newer }, folder, () => {});
        const failure = { kind: 'storageNewer' } as const;
        for (let nth = 0; nth < 3; nth += 1) {
          assert.deepEqual(await kept.say(), { ok: false, failure });
        }
        await kept.refresh();
        await kept.dispose();
        assert.deepEqual(troubles, [failure]);
        assert.equal(lines.filter((line) => line.includes('newer version of Partner Link')).length, 1);
        assert.equal(await readFile(path, 'utf8'), keeper.newer);
        assert.deepEqual(await readdir(folder), [keeper.file]);
      });
    });
  });
}

describe('An identity that is added', () => {
  it('is not remembered where it cannot be saved, and what was there before stays', async () => {
    await inFolder(async (folder) => {
      const files = faultyFiles();
      const file = new IdentitiesFile({ folder, log: silent, files, clock: impatientClock(), watch: noWatch });
      await file.open();
      await file.keep(login);
      const ben: AddedIdentity = { way: login.way, identity: { ...login.identity, key: 'azureCli:ben', name: 'ben' } };
      for (const [operation, code] of [
        ['read', 'EACCES'],
        ['rename', 'EIO'],
      ] as const) {
        files.fail(operation, code);
        assert.equal((await file.add(ben)).ok, false);
        assert.deepEqual(file.added(), [login]);
        files.heal();
        await file.refresh();
        assert.deepEqual(file.added(), [login], 'nor is it saved later');
      }
      assert.ok((await file.add(ben)).ok);
      assert.deepEqual(file.added(), [ben]);
      await file.dispose();
    });
  });
});

describe('Tenants that are added to an identity', () => {
  async function inWindow(folder: string, now: () => number): Promise<{ file: IdentitiesFile; files: FaultyFiles }> {
    const files = faultyFiles();
    const file = new IdentitiesFile({
      folder,
      log: silent,
      files,
      clock: { ...impatientClock(), now },
      watch: noWatch,
    });
    await file.open();
    return { file, files };
  }

  it('while its file cannot be read join those that another window has added since', async () => {
    await inFolder(async (folder) => {
      let now = 1;
      const [one, two] = [await inWindow(folder, () => now), await inWindow(folder, () => now)];
      one.files.fail('read', 'EACCES');
      await one.file.addTenants(login.identity.key, ['t1']);
      now = 5;
      assert.ok((await two.file.keep(login)).ok);
      assert.ok((await two.file.addTenants(login.identity.key, ['t2'])).ok);
      one.files.heal();
      await one.file.refresh();
      await two.file.refresh();
      for (const { file } of [one, two]) {
        assert.deepEqual(file.added(), [login]);
        assert.deepEqual(file.tenants(login.identity.key), ['t2', 't1']);
      }
      await Promise.all([one.file.dispose(), two.file.dispose()]);
    });
  });

  it('do not come back once they are saved and another window has removed them', async () => {
    await inFolder(async (folder) => {
      let now = 1;
      const [one, two] = [await inWindow(folder, () => now), await inWindow(folder, () => now)];
      await one.file.addTenants(login.identity.key, ['t1']);
      now = 5;
      await two.file.removeTenants(login.identity.key, ['t1']);
      await one.file.refresh();
      assert.deepEqual(one.file.tenants(login.identity.key), []);
      await one.file.addTenants(login.identity.key, ['t2']);
      await two.file.refresh();
      assert.deepEqual(two.file.tenants(login.identity.key), ['t2']);
      await Promise.all([one.file.dispose(), two.file.dispose()]);
    });
  });
});

describe('An expected list that could not be saved', () => {
  const [alps, bank] = [
    { tenantId: 't1', partnerId: '1234567' },
    { tenantId: 't2', partnerId: '7654321' },
  ];

  async function list(folder: string, now: () => number): Promise<{ expected: Expected; files: FaultyFiles }> {
    const files = faultyFiles();
    const expected = new Expected({ folder, log: silent, files, clock: { ...impatientClock(), now }, watch: noWatch });
    await expected.open();
    return { expected, files };
  }

  it('counts until it can be; what the file holds from before does not bring the old one back', async () => {
    await inFolder(async (folder) => {
      let now = 1;
      const { expected, files } = await list(folder, () => now);
      await expected.keep([alps]);
      now = 2;
      files.fail('create', 'ENOSPC');
      assert.equal((await expected.keep([bank])).ok, false);
      await expected.refresh();
      assert.deepEqual(expected.list()?.entries, [bank]);
      assert.equal((await expected.forget()).ok, false);
      await expected.refresh();
      assert.equal(expected.list(), undefined);
      files.heal();
      await expected.dispose();
      const again = await list(folder, () => now);
      assert.equal(again.expected.list(), undefined);
      await again.expected.dispose();
    });
  });

  it('gives way to what another window said after it', async () => {
    await inFolder(async (folder) => {
      let now = 1;
      const [one, two] = [await list(folder, () => now), await list(folder, () => now)];
      one.files.fail('read', 'EACCES');
      assert.equal((await one.expected.keep([alps])).ok, false);
      now = 5;
      assert.ok((await two.expected.keep([bank])).ok);
      one.files.heal();
      await one.expected.refresh();
      assert.deepEqual(one.expected.list()?.entries, [bank]);
      await two.expected.refresh();
      assert.deepEqual(two.expected.list()?.entries, [bank]);
      await Promise.all([one.expected.dispose(), two.expected.dispose()]);
    });
  });

  it('of a newer version is left alone', async () => {
    await inFolder(async (folder) => {
      const newer = '{"version":2,"lists":[]}';
      await writeFile(join(folder, 'expected.json'), newer);
      const { expected } = await list(folder, () => 1);
      const kept = await expected.keep([alps]);
      assert.equal(!kept.ok && kept.failure.kind, 'storageNewer');
      assert.equal(expected.get('t1')?.partnerId, alps.partnerId);
      await expected.dispose();
      assert.equal(await readFile(join(folder, 'expected.json'), 'utf8'), newer);
      assert.deepEqual(await readdir(folder), ['expected.json']);
    });
  });
});
