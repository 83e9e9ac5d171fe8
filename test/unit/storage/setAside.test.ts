import assert from 'node:assert/strict';
import { readFile, readdir, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { realFiles } from '../../../src/storage/fileSystem.ts';
import { setAside, tidyFolder } from '../../../src/storage/setAside.ts';
import { inFolder } from '../estate/support/folder.ts';
import { faultyFiles } from './support/faultyFiles.ts';
import { manualClock } from '../support/manualClock.ts';
import { rememberingLog, silent } from '../support/logs.ts';

describe('Copies of corrupt files', () => {
  it('are the newest three of a file', async () => {
    await inFolder(async (folder) => {
      const [path, other] = [join(folder, 'c.json'), join(folder, 'd.json')];
      await writeFile(other, 'd');
      assert.ok((await setAside(other, silent)).ok);
      for (let nth = 0; nth < 8; nth += 1) {
        await writeFile(path, `corrupt ${String(nth)}`);
        assert.ok((await setAside(path, silent)).ok);
      }
      const copies = (await readdir(folder)).filter((name) => name.startsWith('c.json')).sort();
      const texts = await Promise.all(copies.map((name) => readFile(join(folder, name), 'utf8')));
      assert.deepEqual(texts, ['corrupt 5', 'corrupt 6', 'corrupt 7']);
      assert.equal((await readdir(folder)).filter((name) => name.startsWith('d.json')).length, 1);
    });
  });

  it('set aside at one moment are all kept, the newest known as such after the clock was set back', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'c.json');
      for (const at of [1_000, 1_000, 500]) {
        await writeFile(path, 'corrupt');
        assert.ok((await setAside(path, silent, { clock: manualClock(at) })).ok);
      }
      assert.deepEqual((await readdir(folder)).sort(), [
        'c.json.corrupt-1000',
        'c.json.corrupt-1001',
        'c.json.corrupt-1002',
      ]);
    });
  });

  it('do not count for another file', async () => {
    await inFolder(async (folder) => {
      await writeFile(join(folder, 'd.json.corrupt-9000'), 'd');
      await writeFile(join(folder, 'c.json'), 'corrupt');
      const log = rememberingLog();
      assert.ok((await setAside(join(folder, 'c.json'), log, { clock: manualClock(1_000) })).ok);
      assert.deepEqual((await readdir(folder)).sort(), ['c.json.corrupt-1000', 'd.json.corrupt-9000']);
      assert.deepEqual(log.lines, ['"c.json" cannot be understood and was set aside as "c.json.corrupt-1000"']);
    });
  });

  it('are fifty in a folder, and each that is removed is in the log', async () => {
    await inFolder(async (folder) => {
      const log = rememberingLog();
      for (let nth = 1; nth <= 52; nth += 1) {
        await writeFile(join(folder, `${String(nth)}.json.corrupt-${String(nth)}`), '');
      }
      await tidyFolder(folder, log);
      assert.equal((await readdir(folder)).length, 50);
      assert.deepEqual(log.lines, ['"2.json.corrupt-2" was removed', '"1.json.corrupt-1" was removed']);
    });
  });

  it('are not what is only called alike, and stay where nobody can tell how large they are', async () => {
    await inFolder(async (folder) => {
      const names = ['1', '2', '3', '4'].map((nth) => `c.json.corrupt-${nth}.bak`);
      const copies = ['1', '2', '3'].map((nth) => `c.json.corrupt-${nth}`);
      for (const name of [...names, ...copies]) {
        await writeFile(join(folder, name), '');
      }
      const files = faultyFiles();
      files.fail('stat', 'EIO');
      await tidyFolder(folder, silent, { files });
      assert.deepEqual((await readdir(folder)).sort(), [...names, ...copies].sort());
    });
  });

  it('are 32 MB together, the newest one whatever its size', async () => {
    await inFolder(async (folder) => {
      const put = async (name: string, megabytes: number): Promise<void> => {
        await writeFile(join(folder, name), '');
        await truncate(join(folder, name), megabytes * 1024 * 1024);
      };
      await put('a.corrupt-1', 8);
      await put('b.corrupt-2', 20);
      await put('c.corrupt-3', 12);
      await tidyFolder(folder, silent);
      assert.deepEqual((await readdir(folder)).sort(), ['b.corrupt-2', 'c.corrupt-3']);
      await put('d.corrupt-4', 40);
      await tidyFolder(folder, silent);
      assert.deepEqual(await readdir(folder), ['d.corrupt-4']);
      assert.equal((await stat(join(folder, 'd.corrupt-4'))).size, 40 * 1024 * 1024);
    });
  });
});

describe('What a killed window left of its writing', () => {
  it('is cleared away after an hour, and nothing else', async () => {
    await inFolder(async (folder) => {
      const now = Math.floor(Date.now() / 1000) * 1000;
      const put = async (name: string, minutes: number): Promise<void> => {
        await writeFile(join(folder, name), '');
        await utimes(join(folder, name), now / 1000 - minutes * 60, now / 1000 - minutes * 60);
      };
      await put('.marks.json.0123456789ab.tmp', 61);
      await put('.marks.json.abcdef012345.tmp', 60);
      await put('.estate.json.ba9876543210.tmp', 59);
      await put('.estate.json.ba9876543210.tmp.bak', 61);
      await put('estate.ba9876543210.json.ba9876543210.tmp', 61);
      await put('.somebody.tmp', 1_000);
      await put('marks.json', 1_000);
      await tidyFolder(folder, silent, { clock: manualClock(now) });
      assert.deepEqual((await readdir(folder)).sort(), [
        '.estate.json.ba9876543210.tmp',
        '.estate.json.ba9876543210.tmp.bak',
        '.somebody.tmp',
        'estate.ba9876543210.json.ba9876543210.tmp',
        'marks.json',
      ]);
    });
  });

  it('stays where it cannot be removed, and where the folder cannot be listed', async () => {
    await inFolder(async (folder) => {
      const [files, log] = [faultyFiles(), rememberingLog()];
      const path = join(folder, '.marks.json.0123456789ab.tmp');
      await writeFile(path, '');
      await utimes(path, 1, 1);
      files.fail('remove', 'EPERM');
      await tidyFolder(folder, log, { files });
      assert.match(log.lines.join(), /cannot be removed: EPERM/);
      files.fail('list', 'EACCES');
      await tidyFolder(folder, log, { files });
      assert.equal((await readdir(folder)).length, 1);
    });
  });
});

describe('An error of the system without a code', () => {
  it('is an unknown one in the log', async () => {
    await inFolder(async (folder) => {
      const log = rememberingLog();
      const broken = (): Promise<never> => Promise.reject(new Error('broken'));
      const files = { ...realFiles, rename: broken, remove: broken };
      await writeFile(join(folder, 'c.json'), '[1,');
      assert.deepEqual(await setAside(join(folder, 'c.json'), log, { files }), {
        ok: false,
        failure: { kind: 'storageNotReadable' },
      });
      await writeFile(join(folder, '.marks.json.0123456789ab.tmp'), '');
      await utimes(join(folder, '.marks.json.0123456789ab.tmp'), 1, 1);
      await tidyFolder(folder, log, { files });
      assert.deepEqual(log.lines, [
        '"c.json" cannot be understood and cannot be set aside: unknown error; it is left alone',
        '".marks.json.0123456789ab.tmp" cannot be removed: unknown error',
      ]);
    });
  });
});
