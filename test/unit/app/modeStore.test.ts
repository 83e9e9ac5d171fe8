import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { describe, it } from 'mocha';
import { modePath, readMode } from '../../../src/app/modeStore.ts';
import { rememberMode } from '../../../src/app/rememberMode.ts';
import { inFolder } from '../estate/support/folder.ts';
import { silent } from '../support/logs.ts';

describe('The mode', () => {
  it('is the one that was left last; Azure where none can be read', async () => {
    await inFolder(async (storage) => {
      assert.equal(readMode(storage), 'azure');
      assert.ok((await rememberMode({ storage, log: silent }, 'sandbox')).ok);
      assert.equal(readMode(storage), 'sandbox');
      await writeFile(modePath(storage), '{');
      assert.equal(readMode(storage), 'azure');
      assert.ok((await rememberMode({ storage, log: silent }, 'sandbox')).ok);
      assert.equal(readMode(storage), 'sandbox');
    });
  });

  it('in a file of a newer version, or one that cannot be read, is left alone', async () => {
    await inFolder(async (storage) => {
      const newer = '{"version":1,"mode":{"name":"sandbox"}}';
      await writeFile(modePath(storage), newer);
      const kept = await rememberMode({ storage, log: silent }, 'azure');
      assert.equal(!kept.ok && kept.failure.kind, 'storageNewer');
      assert.equal(await readFile(modePath(storage), 'utf8'), newer);
    });
    await inFolder(async (storage) => {
      await mkdir(modePath(storage));
      const kept = await rememberMode({ storage, log: silent }, 'azure');
      assert.equal(!kept.ok && kept.failure.kind, 'storageNotReadable');
    });
  });
});
