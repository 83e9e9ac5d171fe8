import assert from 'node:assert/strict';
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { createJournal } from '../../../../src/operations/journal/journal.ts';
import {
  type JournalFile,
  openForAppend,
  type AppendHandle,
  type OpenForAppend,
} from '../../../../src/operations/journal/journalFile.ts';
import { journalVersion, type GateLine, type RunLine } from '../../../../src/operations/journal/journalLine.ts';
import { newRunId } from '../../../../src/operations/journal/runId.ts';
import { JournalWriter } from '../../../../src/operations/journal/journalWriter.ts';
import { readRecord } from '../../../../src/operations/journal/runRecord.ts';
import { systemClock } from '../../../../src/shared/async/clock.ts';
import { inFolder } from '../../estate/support/folder.ts';
import { fileError } from '../../storage/support/faultyFiles.ts';
import { rememberingLog, silent } from '../../support/logs.ts';

const at = Date.UTC(2026, 10, 23);
const head: RunLine = {
  v: journalVersion,
  at,
  kind: 'run',
  id: newRunId(at, undefined),
  window: 'one',
  intent: { kind: 'remove' },
  items: [],
};

function gate(partnerId: string): GateLine {
  return { v: journalVersion, at, kind: 'gate', partnerId };
}

interface Disk {
  readonly openFile: OpenForAppend;
  /** What was done, in order: `append run`, `sync`. */
  readonly done: string[];
  /** Half of what is appended next is written, then it fails with this code. */
  tears?: string;
  /** The next sync fails with this code. */
  failsToSync?: string;
  /** The next sync ends when this does. */
  syncing?: Promise<void>;
}

function disk(): Disk {
  const of = (handle: AppendHandle): AppendHandle => ({
    appendFile: async (text, encoding) => {
      const { tears } = one;
      one.tears = undefined;
      await handle.appendFile(tears === undefined ? text : text.slice(0, text.length / 2), encoding);
      if (tears !== undefined) {
        throw fileError(tears);
      }
      one.done.push(
        ...text
          .trimEnd()
          .split('\n')
          .map((line) => `append ${(JSON.parse(line) as RunLine).kind}`),
      );
    },
    datasync: async () => {
      const { failsToSync } = one;
      one.failsToSync = undefined;
      if (failsToSync !== undefined) {
        throw fileError(failsToSync);
      }
      await one.syncing;
      await handle.datasync();
      one.done.push('sync');
    },
    close: () => handle.close(),
  });
  const one: Disk = { done: [], openFile: async (path, how) => of(await openForAppend(path, how)) };
  return one;
}

async function journal(folder: string, { openFile }: Disk): Promise<JournalFile> {
  const file = await createJournal(folder, head, openFile);
  assert.ok(file.ok);
  return file.value;
}

describe('Lines of a journal', () => {
  it('are on the disk before anybody goes on: the first, each announcement, each question and the end', async () => {
    await inFolder(async (folder) => {
      const one = disk();
      const file = await journal(folder, one);
      assert.deepEqual(one.done.splice(0), ['append run', 'sync']);
      const lines = new JournalWriter(file, systemClock, silent);
      const steps: readonly (readonly [string, () => Promise<unknown>])[] = [
        ['intent', () => lines.intent(0, null, { id: '1234567' })],
        ['gate', () => lines.gate('1234567', undefined, true)],
        ['resumed', () => lines.resumed('two')],
        ['end', () => lines.end('finished')],
      ];
      for (const [kind, step] of steps) {
        await step();
        assert.deepEqual(one.done.splice(0), [`append ${kind}`, 'sync'], kind);
      }
      await lines.close();
    });
  });

  it('are not acknowledged while the disk is still at it', async () => {
    await inFolder(async (folder) => {
      const one = disk();
      const file = await journal(folder, one);
      let end = (): void => undefined;
      one.syncing = new Promise((resolve) => (end = resolve));
      let acknowledged = false;
      const appending = file.append(gate('1'), true).then(() => (acknowledged = true));
      for (let turn = 0; turn < 20; turn += 1) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      assert.equal(acknowledged, false);
      end();
      await appending;
      await file.close();
    });
  });

  it('that come together share one sync, and an outcome alone needs none', async () => {
    await inFolder(async (folder) => {
      const one = disk();
      const file = await journal(folder, one);
      one.done.length = 0;
      await Promise.all([file.append(gate('1'), true), file.append(gate('2'), false), file.append(gate('3'), true)]);
      assert.deepEqual(one.done.splice(0), ['append gate', 'append gate', 'append gate', 'sync']);
      await file.append(gate('4'), false);
      assert.deepEqual(one.done, ['append gate']);
      await file.close();
    });
  });

  it('written by half are cut off, so that what follows when there is room again can be read', async () => {
    await inFolder(async (folder) => {
      const one = disk();
      const file = await journal(folder, one);
      one.tears = 'ENOSPC';
      const torn = await file.append(gate('1'), true);
      assert.deepEqual(torn, { ok: false, failure: { kind: 'journalNotWritable', code: 'ENOSPC' } });
      const left = readRecord(await readFile(file.path));
      assert.ok(left.kind === 'run' && left.wholeBytes === (await readFile(file.path)).length);
      assert.ok((await file.append(gate('2'), true)).ok);
      await file.close();
      const reading = readRecord(await readFile(file.path));
      assert.ok(reading.kind === 'run');
      assert.deepEqual(
        reading.record.gates.map(({ partnerId }) => partnerId),
        ['2'],
      );
    });
  });

  it('that could not be synced are cut off as well: nobody was told that they are there', async () => {
    await inFolder(async (folder) => {
      const one = disk();
      const file = await journal(folder, one);
      one.failsToSync = 'EIO';
      assert.equal((await file.append(gate('1'), true)).ok, false);
      assert.ok((await file.append(gate('2'), true)).ok);
      await file.close();
      const reading = readRecord(await readFile(file.path));
      assert.ok(reading.kind === 'run' && reading.record.gates.length === 1);
    });
  });

  it('are refused for good where half a line cannot be cut off', async () => {
    await inFolder(async (folder) => {
      const one = disk();
      const file = await journal(folder, one);
      one.tears = 'ENOSPC';
      await rm(file.path);
      const failure = { kind: 'journalNotWritable', code: 'ENOSPC' } as const;
      assert.deepEqual(await file.append(gate('1'), true), { ok: false, failure });
      assert.deepEqual(await file.append(gate('2'), true), { ok: false, failure });
      await file.close();
    });
  });

  it('that cannot be written are missed in the log', async () => {
    await inFolder(async (folder) => {
      const [one, log] = [disk(), rememberingLog()];
      const file = await journal(folder, one);
      one.tears = 'ENOSPC';
      await new JournalWriter(file, systemClock, log).gate('1', undefined, true);
      assert.match(log.lines.join(), /A line is missing in the journal: ENOSPC/);
      await file.close();
    });
  });

  it('of which the first cannot be written leave no journal', async () => {
    for (const fault of ['tears', 'failsToSync'] as const) {
      await inFolder(async (folder) => {
        const one = disk();
        one[fault] = 'ENOSPC';
        const made = await createJournal(folder, head, one.openFile);
        assert.deepEqual(made, { ok: false, failure: { kind: 'journalNotWritable', code: 'ENOSPC' } });
        await assert.rejects(open(join(folder, `${head.id}.jsonl`)), { code: 'ENOENT' });
      });
    }
  });
});
