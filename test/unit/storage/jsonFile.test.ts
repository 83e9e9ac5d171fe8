import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { checkJson, readJsonFile, replaceJsonFile } from '../../../src/storage/jsonFile.ts';
import { inFolder } from '../estate/support/folder.ts';
import { faultyFiles } from './support/faultyFiles.ts';
import { impatientClock } from '../support/manualClock.ts';
import { rememberingLog, silent } from '../support/logs.ts';

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
    for (const code of ['EBUSY', 'EMFILE', 'ENFILE', 'EAGAIN']) {
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
      const [path, files, clock, log] = [join(folder, 'c.json'), faultyFiles(), impatientClock(), rememberingLog()];
      await writeFile(path, '[1,');
      files.fail('rename', 'EPERM', Infinity, /corrupt/);
      const replaced = await replaceJsonFile(path, next, format, log, { files, clock });
      assert.deepEqual(log.lines, ['"c.json" cannot be understood and cannot be set aside: EPERM; it is left alone']);
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
      const [path, files, log] = [join(folder, 'c.json'), faultyFiles(), rememberingLog()];
      await writeFile(path, '[1,');
      files.before = async (operation, name) => {
        if (operation === 'rename' && name.includes('corrupt')) {
          await rm(path);
        }
      };
      assert.deepEqual(await readJsonFile(path, format, log, { files }), { kind: 'none' });
      assert.deepEqual(log.lines, []);
    });
  });

  it('is none once it was set aside', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'c.json');
      await writeFile(path, '[1,');
      assert.deepEqual(await readJsonFile(path, format, silent), { kind: 'none' });
    });
  });

  it('that changes at each of eight looks is left alone', async () => {
    await inFolder(async (folder) => {
      const [path, files] = [join(folder, 'c.json'), faultyFiles()];
      let looks = 0;
      files.before = async (operation) => {
        if (operation === 'read') {
          looks += 1;
          await writeFile(path, `[${String(looks)},`);
        }
      };
      assert.deepEqual(await readJsonFile(path, format, silent, { files }), {
        kind: 'notReadable',
        failure: { kind: 'storageNotReadable', code: 'changing' },
      });
      assert.equal(looks, 8);
      assert.deepEqual(await readdir(folder), ['c.json']);
    });
  });

  for (const [text, verdict] of [
    ['{"version":1,"ids":[1]}', { kind: 'good', value: content }],
    ['{"version":2,"ids":[1]}', { kind: 'newer', version: 2 }],
    ['{"version":0,"ids":[1]}', { kind: 'older', version: 0 }],
    ...['[1,', '3', '"1"', 'null', '[]', '{"a":1}', '{"version":1}', '{"version":1.5}', '{"version":"2"}'].map(
      (corrupt) => [corrupt, { kind: 'corrupt' }] as const,
    ),
  ] as const) {
    it(`that holds ${text} is ${verdict.kind}`, () => {
      assert.deepEqual(checkJson(text, format), verdict);
    });
  }
});
