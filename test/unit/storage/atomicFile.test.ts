import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { writeFileAtomic } from '../../../src/storage/atomicFile.ts';
import { inFolder } from '../estate/support/folder.ts';
import { faultyFiles, type FileOperation } from './support/faultyFiles.ts';
import { impatientClock } from '../support/manualClock.ts';

describe('A file that is written whole or not at all', () => {
  it('holds what was written last, missing folders made, nothing left beside it', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'a', 'b.json');
      assert.ok((await writeFileAtomic(path, '[1]')).ok);
      assert.ok((await writeFileAtomic(path, '[1,2]')).ok);
      assert.equal(await readFile(path, 'utf8'), '[1,2]');
      assert.deepEqual(await readdir(join(folder, 'a')), ['b.json']);
    });
  });

  it('is on the disk before it takes its name', async () => {
    await inFolder(async (folder) => {
      const files = faultyFiles();
      assert.ok((await writeFileAtomic(join(folder, 'b.json'), '[1]', { files })).ok);
      assert.deepEqual(files.done.slice(1), [
        'create temporary',
        'writeFile temporary',
        'sync temporary',
        'close temporary',
        'rename b.json',
      ]);
    });
  });

  it('takes its name as soon as a virus scanner or another window lets go of what is there', async () => {
    for (const code of ['EPERM', 'EACCES', 'EBUSY', 'EAGAIN']) {
      await inFolder(async (folder) => {
        const [path, files, clock] = [join(folder, 'b.json'), faultyFiles(), impatientClock()];
        await writeFile(path, '[1]');
        files.fail('rename', code, 3);
        assert.ok((await writeFileAtomic(path, '[2]', { files, clock })).ok);
        assert.equal(await readFile(path, 'utf8'), '[2]');
        assert.equal(clock.waited.length, 3);
        assert.deepEqual(await readdir(folder), ['b.json']);
      });
    }
  });

  it('is made as soon as there are not too many open files', async () => {
    await inFolder(async (folder) => {
      const [path, files, clock] = [join(folder, 'b.json'), faultyFiles(), impatientClock()];
      files.fail('create', 'EMFILE', 2);
      assert.ok((await writeFileAtomic(path, '[2]', { files, clock })).ok);
      assert.equal(await readFile(path, 'utf8'), '[2]');
    });
  });

  const steps: readonly (readonly [FileOperation, string])[] = [
    ['makeFolder', 'EACCES'],
    ['create', 'EMFILE'],
    ['create', 'EROFS'],
    ['writeFile', 'ENOSPC'],
    ['sync', 'EIO'],
    ['close', 'EIO'],
    ['rename', 'EPERM'],
    ['rename', 'EXDEV'],
  ];
  for (const [operation, code] of steps) {
    it(`holds what it held where ${operation} ends in ${code}`, async () => {
      await inFolder(async (folder) => {
        const [path, files, clock] = [join(folder, 'b.json'), faultyFiles(), impatientClock()];
        await writeFile(path, '[1]');
        files.fail(operation, code);
        assert.deepEqual(await writeFileAtomic(path, '[2]', { files, clock }), {
          ok: false,
          failure: { kind: 'storageNotWritable', code },
        });
        assert.equal(await readFile(path, 'utf8'), '[1]');
        assert.deepEqual(await readdir(folder), ['b.json'], 'and leaves nothing beside it');
      });
    });
  }

  it('is no folder', async () => {
    await inFolder(async (folder) => {
      await mkdir(join(folder, 'd.json'));
      const outcome = await writeFileAtomic(join(folder, 'd.json'), '[]');
      assert.equal(!outcome.ok && outcome.failure.kind, 'storageNotWritable');
      assert.deepEqual(await readdir(folder), ['d.json']);
    });
  });

  it('survives many writers at once whole', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'e.json');
      await Promise.all(
        Array.from({ length: 20 }, (_, i) => writeFileAtomic(path, JSON.stringify(Array(500).fill(i)))),
      );
      const value = JSON.parse(await readFile(path, 'utf8')) as readonly number[];
      assert.equal(value.length, 500);
      assert.equal(new Set(value).size, 1);
    });
  });
});
