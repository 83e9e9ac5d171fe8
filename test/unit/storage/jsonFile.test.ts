import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { readJsonFile, replaceJsonFile } from '../../../src/storage/jsonFile.ts';
import { setAside, tidyFolder } from '../../../src/storage/setAside.ts';
import { rememberingLog, silent } from '../estate/support/fakeAzure.ts';
import { inFolder } from '../estate/support/folder.ts';
import { faultyFiles } from './support/faultyFiles.ts';
import { impatientClock, manualClock } from '../support/manualClock.ts';

interface Content {
  readonly version: 1;
  readonly ids: readonly number[];
}

function isContent(value: unknown): value is Content {
  return typeof value === 'object' && value !== null && 'ids' in value && Array.isArray(value.ids);
}

const format = { version: 1, guard: isContent };
const content: Content = { version: 1, ids: [1] };
const next: Content = { version: 1, ids: [2] };

describe('A JSON file that windows share', () => {
  it('is read as it was written', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'a.json');
      assert.ok((await replaceJsonFile(path, content, format, silent)).ok);
      assert.deepEqual(await readJsonFile(path, format, silent), { kind: 'read', value: content });
    });
  });

  it('is none when missing, without a word', async () => {
    await inFolder(async (folder) => {
      const log = rememberingLog();
      assert.deepEqual(await readJsonFile(join(folder, 'none.json'), format, log), { kind: 'none' });
      assert.deepEqual(log.lines, []);
    });
  });

  for (const code of ['EACCES', 'EPERM', 'EIO', 'EMFILE', 'ENFILE', 'EBUSY', 'ELOOP']) {
    it(`that cannot be read (${code}) is not replaced`, async () => {
      await inFolder(async (folder) => {
        const [path, files, clock] = [join(folder, 'a.json'), faultyFiles(), impatientClock()];
        await writeFile(path, JSON.stringify(content));
        files.fail('read', code);
        const failure = { kind: 'storageNotReadable', code } as const;
        const parts = { files, clock };
        assert.deepEqual(await readJsonFile(path, format, silent, parts), { kind: 'notReadable', failure });
        assert.deepEqual(await replaceJsonFile(path, next, format, silent, parts), { ok: false, failure });
        assert.deepEqual(JSON.parse(await readFile(path, 'utf8')), content);
        assert.deepEqual(await readdir(folder), ['a.json']);
      });
    });
  }

  it('in whose place there is a folder is not replaced', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'a.json');
      await mkdir(path);
      assert.deepEqual(await replaceJsonFile(path, next, format, silent), {
        ok: false,
        failure: { kind: 'storageNotReadable', code: 'EISDIR' },
      });
    });
  });

  it('that another program has open for a moment is read after it', async () => {
    for (const code of ['EBUSY', 'EMFILE', 'ENFILE']) {
      await inFolder(async (folder) => {
        const [path, files, clock] = [join(folder, 'a.json'), faultyFiles(), impatientClock()];
        await writeFile(path, JSON.stringify(content));
        files.fail('read', code, 3);
        const reading = await readJsonFile(path, format, silent, { files, clock });
        assert.deepEqual(reading, { kind: 'read', value: content });
        assert.equal(clock.waited.length, 3);
      });
    }
  });

  it('of a newer version is left alone, whatever it holds', async () => {
    for (const text of ['{"version":2,"ids":[1]}', '{"version":2}', '{"version":7,"other":true}']) {
      await inFolder(async (folder) => {
        const path = join(folder, 'a.json');
        await writeFile(path, text);
        const failure = { kind: 'storageNewer' } as const;
        assert.deepEqual(await readJsonFile(path, format, silent), { kind: 'notReadable', failure });
        assert.deepEqual(await replaceJsonFile(path, next, format, silent), { ok: false, failure });
        assert.equal(await readFile(path, 'utf8'), text);
        assert.deepEqual(await readdir(folder), ['a.json']);
      });
    }
  });

  for (const text of ['', '[1,', '{"a":1}', '{"version":0,"ids":[1]}']) {
    it(`that holds ${JSON.stringify(text)} is set aside with a log line, and then replaced`, async () => {
      await inFolder(async (folder) => {
        const [path, log] = [join(folder, 'c.json'), rememberingLog()];
        await writeFile(path, text);
        assert.ok((await replaceJsonFile(path, next, format, log)).ok);
        assert.equal(log.lines.length, 1);
        const [good, copy = ''] = (await readdir(folder)).sort();
        assert.equal(good, 'c.json');
        assert.match(copy, /^c\.json\.corrupt-[0-9]+$/);
        assert.equal(await readFile(join(folder, copy), 'utf8'), text);
      });
    });
  }

  it('that cannot be set aside is not replaced', async () => {
    await inFolder(async (folder) => {
      const [path, files, clock] = [join(folder, 'c.json'), faultyFiles(), impatientClock()];
      await writeFile(path, '[1,');
      files.fail('rename', 'EPERM', Infinity, /corrupt/);
      const replaced = await replaceJsonFile(path, next, format, silent, { files, clock });
      assert.deepEqual(replaced, { ok: false, failure: { kind: 'storageNotReadable', code: 'EPERM' } });
      assert.equal(await readFile(path, 'utf8'), '[1,');
    });
  });

  it('that another window mends while it is looked at is not set aside', async () => {
    await inFolder(async (folder) => {
      const [path, files] = [join(folder, 'c.json'), faultyFiles()];
      await writeFile(path, '[1,');
      let looks = 0;
      files.before = async (operation) => {
        looks += operation === 'read' ? 1 : 0;
        if (looks === 2) {
          await writeFile(path, JSON.stringify(content));
        }
      };
      assert.deepEqual(await readJsonFile(path, format, silent, { files }), { kind: 'read', value: content });
      assert.deepEqual(await readdir(folder), ['c.json']);
    });
  });

  it('that another window sets aside at the same moment is none', async () => {
    await inFolder(async (folder) => {
      const [path, files] = [join(folder, 'c.json'), faultyFiles()];
      await writeFile(path, '[1,');
      files.before = async (operation, name) => {
        if (operation === 'rename' && name.includes('corrupt')) {
          await rm(path);
        }
      };
      assert.deepEqual(await readJsonFile(path, format, silent, { files }), { kind: 'none' });
    });
  });
});

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

  it('are 32 MB together, the newest one whatever its size', async () => {
    await inFolder(async (folder) => {
      const put = async (name: string, megabytes: number): Promise<void> => {
        await writeFile(join(folder, name), '');
        await truncate(join(folder, name), megabytes * 1024 * 1024);
      };
      await put('a.corrupt-1', 8);
      await put('b.corrupt-2', 20);
      await put('c.corrupt-3', 10);
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
      const now = Date.now();
      const put = async (name: string, minutes: number): Promise<void> => {
        await writeFile(join(folder, name), '');
        await utimes(join(folder, name), now / 1000 - minutes * 60, now / 1000 - minutes * 60);
      };
      await put('.marks.json.0123456789ab.tmp', 61);
      await put('.estate.json.ba9876543210.tmp', 59);
      await put('.somebody.tmp', 1_000);
      await put('marks.json', 1_000);
      await tidyFolder(folder, silent, { clock: manualClock(now) });
      assert.deepEqual((await readdir(folder)).sort(), [
        '.estate.json.ba9876543210.tmp',
        '.somebody.tmp',
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
