import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { realFiles } from '../../../src/storage/fileSystem.ts';
import { inFolder } from '../estate/support/folder.ts';

describe('The real files', () => {
  it('are read, cut, dated and removed', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'a');
      await writeFile(path, 'abc');
      await realFiles.truncate(path, 2);
      assert.equal(realFiles.readNow(path).toString('utf8'), 'ab');
      assert.equal(await readFile(path, 'utf8'), 'ab');
      await realFiles.touch(path, 5_000);
      assert.equal((await stat(path)).mtimeMs, 5_000);
      await realFiles.remove(path);
      await realFiles.remove(path);
      assert.deepEqual(await realFiles.list(folder), []);
    });
  });
});
