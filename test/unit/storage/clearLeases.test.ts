import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { acquireLease } from '../../../src/storage/lease.ts';
import { clearLeases } from '../../../src/storage/clearLeases.ts';
import { faultyFiles } from './support/faultyFiles.ts';
import { impatientClock, manualClock } from '../support/manualClock.ts';

describe('Leases that killed windows left', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leases-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const none = (): boolean => false;

  it('go, whatever they are of, and those of windows that live stay theirs', async () => {
    const clock = manualClock();
    for (const name of ['run-1.1', 'pal-a.1', 'pal-a.2', 'dpor-b.7', 'scan.1', 'z.1']) {
      await writeFile(join(folder, name), 'killed');
      await utimes(join(folder, name), 1, 1);
    }
    await writeFile(join(folder, 'no lease'), '');
    const held = await acquireLease(folder, 'run-2', 'lives', { clock });
    assert.ok(held);
    assert.equal(await clearLeases(folder, 'new', (name) => name === 'scan', { clock }), false);
    assert.deepEqual((await readdir(folder)).sort(), ['no lease', 'run-2.1', 'scan.1']);
    assert.equal(await held.stillOurs(), true);
    await held.release();
    assert.equal(await clearLeases(folder, 'new', none, { clock }), true);
    assert.deepEqual(await readdir(folder), ['no lease']);
    assert.equal(await clearLeases(join(folder, 'missing'), 'new', none, { clock }), true);
  });

  it('may have been taken by another window at the same moment, which then holds them', async () => {
    const clock = manualClock();
    for (let round = 0; round < 20; round += 1) {
      await writeFile(join(folder, 'run-1.1'), 'killed');
      await utimes(join(folder, 'run-1.1'), 1, 1);
      const [first, second] = await Promise.all([
        acquireLease(folder, 'run-1', 'one', { clock }),
        acquireLease(folder, 'run-1', 'two', { clock }),
        clearLeases(folder, 'three', none, { clock }),
        clearLeases(folder, 'four', none, { clock }),
      ]);
      const held = [first, second].filter((lease) => lease !== undefined);
      assert.ok(held.length <= 1);
      for (const lease of held) {
        assert.equal(await lease.stillOurs(), true);
        await lease.release();
      }
      await clearLeases(folder, 'five', none, { clock });
      assert.deepEqual(await readdir(folder), []);
    }
  });

  it('that cannot be listed or removed stay, and that is no error', async () => {
    const [clock, files] = [impatientClock(), faultyFiles()];
    await writeFile(join(folder, 'run-1.1'), 'killed');
    await utimes(join(folder, 'run-1.1'), 1, 1);
    files.fail('remove', 'EPERM');
    await clearLeases(folder, 'new', none, { clock, files });
    assert.ok((await readdir(folder)).includes('run-1.1'));
    files.fail('list', 'EACCES');
    assert.equal(await clearLeases(folder, 'new', none, { clock, files }), false);
  });
});
