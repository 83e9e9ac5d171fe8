import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { readRunFile } from '../../../../src/operations/journal/journal.ts';
import { journalVersion, type JournalLine } from '../../../../src/operations/journal/journalLine.ts';
import { takeRun, type LeasePlace } from '../../../../src/operations/run/leases.ts';
import { journalPath } from '../../../../src/operations/journal/runFiles.ts';
import { newRunId } from '../../../../src/operations/journal/runId.ts';
import { tidyAtStart, tidyRuns, type TidyPlace } from '../../../../src/operations/run/tidyRuns.ts';
import { inFolder } from '../../estate/support/folder.ts';
import { faultyFiles } from '../../storage/support/faultyFiles.ts';
import { quickClock, wanted, World } from '../support/world.ts';
import { impatientClock, manualClock } from '../../support/manualClock.ts';
import { rememberingLog, silent } from '../../support/logs.ts';

const year = 365 * 24 * 60 * 60 * 1000;
const open = new AbortController().signal;

function lines(id: string, ended: boolean, version: number = journalVersion): string {
  const base = { v: version as typeof journalVersion, at: 1 };
  const all: JournalLine[] = [
    { ...base, kind: 'run', id, window: 'killed', intent: { kind: 'remove' }, items: [] },
    ...(ended ? [{ ...base, kind: 'end', how: 'finished' } as const] : []),
  ];
  return all.map((line) => `${JSON.stringify(line)}\n`).join('');
}

function placeIn(folder: string, clock: LeasePlace['clock'] = manualClock()): TidyPlace {
  return {
    journals: join(folder, 'journal'),
    leases: { folder: join(folder, 'leases'), windowId: 'new', clock },
    log: silent,
  };
}

async function put(path: string, text: string, at: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  await utimes(path, at / 1000, at / 1000);
}

describe('Old journals', () => {
  it('go when they are older than a year and not among the newest 200; unfinished ones and a newer version’s never', async () => {
    await inFolder(async (folder) => {
      const place = placeIn(folder);
      const now = place.leases.clock.now();
      const ids: string[] = [];
      for (let nth = 0; nth < 206; nth += 1) {
        ids.push(newRunId(1_000_000 + nth, ids.at(-1)));
      }
      const [unfinished, ended, newer, younger, corrupt, unreadable, ...newest] = ids;
      assert.ok(unfinished && ended && newer && younger && corrupt && unreadable);
      const path = (id: string): string => journalPath(place.journals, id);
      const old = now - year - 1_000;
      await put(path(unfinished), lines(unfinished, false), old);
      await put(path(ended), lines(ended, true), old);
      await put(path(newer), lines(newer, true, journalVersion + 1), old);
      await put(path(younger), lines(younger, true), now - year + 60_000);
      await put(path(corrupt), `${lines(corrupt, false)}{"v":`, old);
      await mkdir(path(unreadable));
      for (const id of newest) {
        await put(path(id), lines(id, true), old);
      }
      await tidyRuns(place);
      assert.equal(existsSync(path(ended)), false);
      for (const id of [unfinished, newer, younger, corrupt, unreadable, ...newest]) {
        assert.ok(existsSync(path(id)), id);
      }
    });
  });

  it('in which nothing has begun go with their leases, unless a window is about to begin; others stay', async () => {
    await inFolder(async (folder) => {
      const place = placeIn(folder);
      const now = place.leases.clock.now();
      const [empty, torn, begins, begun] = [1, 2, 3, 4].map((nth) => newRunId(nth * 1_000, undefined));
      assert.ok(empty && torn && begins && begun);
      const path = (id: string): string => journalPath(place.journals, id);
      await put(path(empty), '', now);
      await put(path(torn), lines(torn, false).slice(0, -20) + 'x'.repeat(2_000), now);
      await put(join(place.leases.folder, `run-${torn}.1`), 'killed', 1);
      await put(path(begins), '', now);
      const held = await takeRun({ ...place.leases, windowId: 'lives' }, begins);
      assert.ok(held.kind === 'held');
      await put(path(begun), lines(begun, false), now);
      await tidyRuns(place);
      assert.deepEqual(
        [empty, torn, begins, begun].map((id) => existsSync(path(id))),
        [false, false, true, true],
      );
      assert.deepEqual(await readdir(place.leases.folder), [`run-${begins}.1`]);
      assert.equal(await held.lease.stillOurs(), true);
      await held.lease.release();
    });
  });
});

describe('The lease of a run', () => {
  it('whose window was killed before there was a journal goes with the next window', async () => {
    await inFolder(async (folder) => {
      const killed = manualClock();
      const place = placeIn(folder, manualClock(killed.now() + 11_000));
      const id = newRunId(killed.now(), undefined);
      assert.equal((await takeRun({ ...place.leases, clock: killed }, id)).kind, 'held');
      assert.equal((await readdir(place.leases.folder)).length, 1);
      await tidyAtStart(place, open);
      assert.deepEqual(await readdir(place.leases.folder), []);
    });
  });

  it('whose window was killed a moment ago goes soon after', async () => {
    await inFolder(async (folder) => {
      const clock = quickClock();
      const place = placeIn(folder, clock);
      assert.equal(
        (await takeRun({ ...place.leases, clock: manualClock(clock.now()) }, newRunId(1, undefined))).kind,
        'held',
      );
      await tidyAtStart(place, open);
      assert.deepEqual(await readdir(place.leases.folder), []);
    });
  });

  it('stays while its window lives, though there is no journal yet, and where its run waits to be resumed', async () => {
    await inFolder(async (folder) => {
      const clock = manualClock();
      const place = placeIn(folder, clock);
      const [begins, waits, ended, settled] = [1, 2, 3, 4].map((nth) => newRunId(nth * 1_000, undefined));
      assert.ok(begins && waits && ended && settled);
      const held = await takeRun({ ...place.leases, windowId: 'lives' }, begins);
      assert.ok(held.kind === 'held');
      await put(journalPath(place.journals, waits), lines(waits, false), clock.now());
      await put(journalPath(place.journals, ended), lines(ended, true), clock.now());
      await put(join(place.leases.folder, `run-${waits}.1`), 'killed', 1);
      await put(join(place.leases.folder, `run-${ended}.1`), 'killed', 1);
      const told: JournalLine = { v: journalVersion, at: 2, kind: 'resumed', window: 'killed' };
      const after = `${lines(settled, true)}${JSON.stringify(told)}\n`;
      await put(journalPath(place.journals, settled), after, clock.now());
      await put(join(place.leases.folder, `run-${settled}.1`), 'killed', 1);
      await put(join(place.leases.folder, 'scan.3'), 'killed', 1);
      assert.equal(await tidyRuns(place), false);
      assert.deepEqual((await readdir(place.leases.folder)).sort(), [`run-${begins}.1`, `run-${waits}.1`, 'scan.3']);
      assert.equal(await held.lease.stillOurs(), true);
      await held.lease.release();
    });
  });
});

describe('A journal that cannot be read here', () => {
  let world: World;

  beforeEach(async () => {
    world = await World.open(1);
  });

  afterEach(() => world.close());

  it('is left alone, and that is told', async () => {
    for (const code of ['EACCES', 'EIO', 'EMFILE']) {
      const [files, clock, log] = [faultyFiles(), impatientClock(), rememberingLog()];
      const id = newRunId(1_000, undefined);
      const path = journalPath(world.folder, id);
      await writeFile(path, lines(id, false));
      files.fail('read', code);
      assert.deepEqual(await readRunFile(world.folder, id, log, { files, clock }), {
        kind: 'notReadable',
        failure: { kind: 'storageNotReadable', code },
      });
      assert.match(log.lines.join(), new RegExp(`cannot be read \\(${code}\\)`));
      assert.equal(await readFile(path, 'utf8'), lines(id, false));
      files.heal();
      files.fail('read', 'EMFILE', 2);
      assert.equal((await readRunFile(world.folder, id, log, { files, clock }))?.kind, 'run');
    }
  });

  it('is not passed over: an older run is not undone in place of it, and it is not taken for ended', async () => {
    const window = world.window();
    const run = await window.operations.start(await world.plan(window, { kind: 'link', partnerId: wanted }));
    assert.ok(run.ok);
    await run.value.finished;
    const id = newRunId(Date.now() + 1_000, run.value.id);
    const path = journalPath(join(world.folder, 'journal'), id);
    await writeFile(path, lines(id, false, journalVersion + 1));
    const newer = { ok: false, failure: { kind: 'storageNewer' } } as const;
    assert.deepEqual(await window.operations.planUndoOfLast(), newer);
    assert.deepEqual(await window.operations.planUndoOf(id), newer);
    assert.deepEqual(await window.operations.resume(id), newer);
    assert.deepEqual(await window.operations.discard(id), newer);
    assert.equal(await readFile(path, 'utf8'), lines(id, false, journalVersion + 1));
    const unreadable = newRunId(Date.now() + 2_000, id);
    await mkdir(journalPath(join(world.folder, 'journal'), unreadable));
    const failure = { kind: 'storageNotReadable', code: 'EISDIR' } as const;
    assert.deepEqual(await window.operations.planUndoOfLast(), { ok: false, failure });
    assert.deepEqual(await window.operations.resume(unreadable), { ok: false, failure });
  });
});
