import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { Expected } from '../../../../src/estate/files/expectedPartnerIds.ts';
import { until } from '../support/fakeAzure.ts';
import { inFolder } from '../support/folder.ts';
import { clockAt } from '../../support/manualClock.ts';
import { rememberingLog, silent } from '../../support/logs.ts';

const noWatch = async (): Promise<{ dispose(): void }> => ({ dispose: () => {} });

async function expectedOn(folder: string, log = silent): Promise<Expected> {
  const expected = new Expected({ folder, log, watch: noWatch, clock: clockAt(() => 7) });
  await expected.open();
  return expected;
}

const alps = { tenantId: 't1', partnerId: '1234567', label: 'Alps' };
const bank = { tenantId: 't2', partnerId: '7654321' };

describe('Expected partner IDs', () => {
  it('hold at once, replace what was kept before, and come back after a restart', async () => {
    await inFolder(async (folder) => {
      const expected = await expectedOn(folder);
      let changes = 0;
      expected.onDidChange(() => (changes += 1));
      assert.equal(expected.list(), undefined);
      const keeping = expected.keep([{ tenantId: 't9', partnerId: '1' }, alps], 'old.csv');
      assert.equal(expected.get('t9')?.partnerId, '1');
      assert.deepEqual(await keeping, { ok: true, value: undefined });
      await expected.keep([alps, bank], 'customers.csv');
      assert.equal(changes, 2);
      await expected.dispose();
      const again = await expectedOn(folder);
      assert.deepEqual(again.list(), { entries: [alps, bank], keptAt: 7, source: 'customers.csv' });
      assert.equal(again.get('t1')?.label, 'Alps');
      assert.equal(again.get('t9'), undefined);
      assert.deepEqual(await again.forget(), { ok: true, value: undefined });
      assert.equal(again.get('t1'), undefined);
      await again.dispose();
      const third = await expectedOn(folder);
      assert.equal(third.list(), undefined);
      assert.deepEqual(await readdir(folder), ['expected.json']);
      await third.dispose();
    });
  });

  it('follow other windows; the list that was kept last counts in all of them', async () => {
    await inFolder(async (folder) => {
      const a = new Expected({ folder, log: silent, clock: clockAt(() => 7) });
      await a.open();
      const b = await expectedOn(folder);
      await b.keep([alps]);
      await until(() => a.get('t1') !== undefined, 'the other window has the list');
      await Promise.all([a.keep([bank]), a.refresh()]);
      await b.refresh();
      assert.deepEqual([a.list(), b.list()], Array(2).fill({ entries: [bank], keptAt: 7 }));
      await Promise.all([a.dispose(), b.dispose()]);
    });
  });

  it('are not replaced by what the file held before while this window writes', async () => {
    await inFolder(async (folder) => {
      const expected = await expectedOn(folder);
      await expected.keep([alps]);
      const refreshing = expected.refresh();
      const keeping = expected.keep([bank]);
      await refreshing;
      assert.equal(expected.get('t1'), undefined);
      await keeping;
      assert.equal(expected.get('t2')?.partnerId, '7654321');
      await expected.dispose();
    });
  });

  it('that are no partner IDs are refused, in a list and in the file', async () => {
    await inFolder(async (folder) => {
      const log = rememberingLog();
      const expected = await expectedOn(folder, log);
      const kept = await expected.keep([{ tenantId: 't1', partnerId: '12 3' }]);
      assert.equal(!kept.ok && kept.failure.kind, 'partnerIdInvalid');
      assert.equal(expected.list(), undefined);
      const entries = [{ tenantId: 't1', partnerId: '$(rm)' }];
      await writeFile(join(folder, 'expected.json'), JSON.stringify({ version: 1, list: { entries, keptAt: 1 } }));
      await expected.refresh();
      assert.equal(expected.list(), undefined);
      assert.match((await readdir(folder)).join(), /expected\.json\.corrupt-/);
      await expected.dispose();
    });
  });

  it('that cannot be written say so and hold in this window', async () => {
    await inFolder(async (folder) => {
      const log = rememberingLog();
      await writeFile(join(folder, 'file'), '');
      const expected = await expectedOn(join(folder, 'file'), log);
      const kept = await expected.keep([alps]);
      assert.equal(!kept.ok && kept.failure.kind, 'storageNotWritable');
      assert.equal(expected.get('t1')?.partnerId, '1234567');
      assert.match(log.lines.join('\n'), /Expected partner IDs cannot be saved/);
      await expected.dispose();
    });
  });
});
