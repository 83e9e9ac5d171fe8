import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { readJsonFile, writeFileAtomic } from '../../../src/storage/atomicFile.ts';

const isNumbers = (value: unknown): value is number[] => Array.isArray(value) && value.every(Number.isFinite);

describe('atomic file', () => {
  let folder = '';
  const lines: string[] = [];
  const add = (line: string): void => void lines.push(line);
  const log = { debug: add, info: add, warn: add, error: add };
  beforeEach(async () => {
    lines.length = 0;
    folder = await mkdtemp(join(tmpdir(), 'atomic-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('is read as it was written, missing folders made, nothing left beside it', async () => {
    const path = join(folder, 'a', 'b.json');
    assert.equal((await writeFileAtomic(path, '[1]')).ok, true);
    assert.equal((await writeFileAtomic(path, '[1,2]')).ok, true);
    assert.deepEqual(await readJsonFile(path, isNumbers, log), [1, 2]);
    assert.deepEqual(await readdir(join(folder, 'a')), ['b.json']);
    assert.deepEqual(lines, []);
  });

  it('is undefined when missing, without a word', async () => {
    assert.equal(await readJsonFile(join(folder, 'none.json'), isNumbers, log), undefined);
    assert.deepEqual(lines, []);
  });

  for (const text of ['', '[1,', '{"a":1}']) {
    it(`that holds ${JSON.stringify(text)} is set aside with a log line and kept`, async () => {
      const path = join(folder, 'c.json');
      await writeFile(path, text);
      assert.equal(await readJsonFile(path, isNumbers, log), undefined);
      assert.equal(lines.length, 1);
      const left = await readdir(folder);
      assert.equal(left.length, 1);
      assert.match(left[0] ?? '', /^c\.json\.corrupt-[0-9]+$/);
      assert.equal(await readFile(join(folder, left[0] ?? ''), 'utf8'), text);
    });
  }

  it('that cannot be written keeps the old text and is a failure, not an exception', async () => {
    const path = join(folder, 'd.json');
    await mkdir(path);
    const outcome = await writeFileAtomic(path, '[]');
    assert.ok(!outcome.ok && outcome.failure.kind === 'storageNotWritable');
    assert.deepEqual(await readdir(folder), ['d.json']);
  });

  it('survives many writers at once whole', async () => {
    const path = join(folder, 'e.json');
    await Promise.all(Array.from({ length: 20 }, (_, i) => writeFileAtomic(path, JSON.stringify(Array(500).fill(i)))));
    const value = await readJsonFile(path, isNumbers, log);
    assert.equal(value?.length, 500);
    assert.equal(new Set(value).size, 1);
  });
});
