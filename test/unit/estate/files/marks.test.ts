import assert from 'node:assert/strict';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { Marks } from '../../../../src/estate/files/marks.ts';
import { readSummary, writeSummary } from '../../../../src/estate/files/summary.ts';
import { inFolder } from '../support/folder.ts';
import { clockAt } from '../../support/manualClock.ts';
import { rememberingLog, silent } from '../../support/logs.ts';

const noWatch = async (): Promise<{ dispose(): void }> => ({ dispose: () => {} });

async function marksOn(folder: string, now = Date.now): Promise<Marks> {
  const marks = new Marks({ folder, log: silent, watch: noWatch, clock: clockAt(now) });
  await marks.open();
  return marks;
}

describe('Marks', () => {
  it('hold at once, for several tenants, and come back after a restart', async () => {
    await inFolder(async (folder) => {
      const marks = await marksOn(folder);
      const changes: (readonly string[])[] = [];
      marks.onDidChange((ids) => changes.push(ids));
      const saving = marks.set(['t1', 't2'], 'hidden', true);
      assert.ok(marks.get('t1').has('hidden'));
      assert.deepEqual(await saving, { ok: true, value: undefined });
      await marks.set(['t1'], 'pinned', true);
      await marks.set(['t1'], 'hidden', false);
      await marks.set(['t1'], 'hidden', false);
      assert.deepEqual(changes, [['t1', 't2'], ['t1'], ['t1']]);
      await marks.dispose();
      const again = await marksOn(folder);
      assert.deepEqual([...again.get('t1')], ['pinned']);
      assert.deepEqual(again.tenantsWith('hidden'), ['t2']);
      assert.equal(again.get('t3').size, 0);
      await again.dispose();
    });
  });

  it('of two windows are kept both, and the later word on one tenant wins', async () => {
    await inFolder(async (folder) => {
      let now = 100;
      const [a, b] = [await marksOn(folder, () => now), await marksOn(folder, () => now)];
      await a.set(['t1'], 'hidden', true);
      now += 1;
      await b.set(['t2'], 'notOurs', true);
      now += 1;
      await b.set(['t1'], 'hidden', false);
      await a.refresh();
      assert.equal(a.get('t1').size, 0);
      assert.ok(a.get('t2').has('notOurs'));
      await a.set(['t3'], 'pinned', true);
      const c = await marksOn(folder);
      assert.deepEqual([...c.get('t1'), ...c.get('t2'), ...c.get('t3')], ['notOurs', 'pinned']);
      await Promise.all([a, b, c].map((one) => one.dispose()));
    });
  });

  it('in a corrupt file are set aside; what cannot be written is told and holds in this window', async () => {
    await inFolder(async (folder) => {
      await writeFile(join(folder, 'marks.json'), '{"version":1,"tenants":{"t1":{"hidden":"yes"}}}');
      const marks = await marksOn(folder);
      assert.equal(marks.get('t1').size, 0);
      assert.match((await readdir(folder)).join(), /marks\.json\.corrupt-/);
      const log = rememberingLog();
      const blocked = join(folder, 'a file');
      await writeFile(blocked, '');
      const unable = new Marks({ folder: blocked, log, watch: noWatch });
      await unable.open();
      const outcome = await unable.set(['t1'], 'pinned', true);
      assert.equal(!outcome.ok && outcome.failure.kind, 'storageNotWritable');
      assert.ok(unable.get('t1').has('pinned'));
      assert.ok(log.lines.length > 0);
    });
  });
});

describe('The summary', () => {
  it('comes back as it was written; a missing or corrupt one is none', async () => {
    await inFolder(async (folder) => {
      assert.equal(await readSummary(folder), undefined);
      await writeSummary(folder, { attention: 3, at: 77 }, silent);
      assert.deepEqual(await readSummary(folder), { attention: 3, at: 77 });
      await writeFile(join(folder, 'summary.json'), '{"attention":-1,"at":77}');
      assert.equal(await readSummary(folder), undefined);
      await writeSummary(folder, { attention: 4, at: 78 }, silent);
      assert.deepEqual(await readSummary(folder), { attention: 4, at: 78 });
      assert.match((await readdir(folder)).join(), /summary\.json\.corrupt-/);
    });
  });

  it('of a newer version is left alone', async () => {
    await inFolder(async (folder) => {
      const newer = '{"version":1,"attention":{"pal":3}}';
      await writeFile(join(folder, 'summary.json'), newer);
      const written = await writeSummary(folder, { attention: 3, at: 77 }, silent);
      assert.equal(!written.ok && written.failure.kind, 'storageNewer');
      assert.equal(await readSummary(folder), undefined);
      assert.equal(await readFile(join(folder, 'summary.json'), 'utf8'), newer);
    });
  });
});
