/** The folder of journals: one file per run, the lasting record of what was changed. Shared by all windows. */
import { mkdir, open, readFile, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { forLog } from '../shared/text.ts';
import type { Log } from '../shared/log.ts';
import { failed, success } from '../shared/outcome.ts';
import type { Outcome } from '../shared/outcome.ts';
import { setAside } from '../storage/atomicFile.ts';
import { fileFailure } from '../storage/fileError.ts';
import { atOnce } from '../shared/atOnce.ts';
import { JournalFile } from './journalFile.ts';
import type { OpenForAppend } from './journalFile.ts';
import { readLine } from './journalGuards.ts';
import type { RunLine } from './journalLine.ts';
import { readRecord } from './runRecord.ts';
import type { RunReading, RunRecord } from './runRecord.ts';
import { isRunId } from './runId.ts';

const suffix = '.jsonl';

/** A journal is kept while it is among the newest of these, or younger than this, or unfinished. */
const kept = { runs: 200, ms: 365 * 24 * 60 * 60 * 1000 };

const openAtOnce = 16;

/** An end line is much shorter than this. */
const tailBytes = 512;

export function journalPath(folder: string, id: string): string {
  return join(folder, `${id}${suffix}`);
}

/** Ids of all runs, newest first. A missing folder holds none. Never rejects. */
export async function runIds(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.endsWith(suffix))
    .map((name) => name.slice(0, -suffix.length))
    .filter(isRunId)
    .sort()
    .reverse();
}

/**
 * One run. `undefined`: no such file, not one of this version's, or nothing in it yet. A corrupt file is set aside with a
 * log line and hides no other. Never rejects.
 */
export async function readRun(folder: string, id: string, log: Log): Promise<RunRecord | undefined> {
  const reading = await readRunFile(folder, id, log);
  return reading?.kind === 'run' ? reading.record : undefined;
}

/** Like `readRun`, with where the file can be gone on with. Never rejects. */
export async function readRunFile(folder: string, id: string, log: Log): Promise<RunReading | undefined> {
  if (!isRunId(id)) {
    return undefined;
  }
  const path = journalPath(folder, id);
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined) {
    return undefined;
  }
  const reading = readRecord(bytes);
  switch (reading.kind) {
    case 'run':
    case 'empty':
      return reading;
    case 'newer':
      log.info(`Journal ${forLog(id)} was written by a newer version of the extension and is left alone`);
      return reading;
    case 'corrupt':
      log.warn(`Journal ${forLog(id)}: line ${String(reading.line)} cannot be understood`);
      await setAside(path, log);
      return reading;
  }
}

/** The newest run that fits; older files are not read. Never rejects. */
export async function findRun(
  folder: string,
  log: Log,
  fits: (run: RunRecord) => boolean,
): Promise<RunRecord | undefined> {
  for (const id of await runIds(folder)) {
    const record = await readRun(folder, id, log);
    if (record !== undefined && fits(record)) {
      return record;
    }
  }
  return undefined;
}

/** Runs, newest first, at most `most`. Never rejects. */
export async function readRuns(folder: string, log: Log, most: number): Promise<readonly RunRecord[]> {
  const records: RunRecord[] = [];
  for (const id of await runIds(folder)) {
    if (records.length >= most) {
      break;
    }
    const record = await readRun(folder, id, log);
    if (record !== undefined) {
      records.push(record);
    }
  }
  return records;
}

/** Ids of runs without an end line, newest first; only the end of each file is read, so that a starting window may ask. */
export async function unendedRunIds(folder: string): Promise<readonly string[]> {
  const ids = await runIds(folder);
  const unended = new Set<string>();
  // A year of journals may be more files than a process may open.
  await atOnce(ids, openAtOnce, async (id) => {
    if ((await hasEnded(journalPath(folder, id))) === false) {
      unended.add(id);
    }
  });
  return ids.filter((id) => unended.has(id));
}

/** `undefined`: it cannot be read, nothing has begun in it, or it is a newer version's. */
async function hasEnded(path: string): Promise<boolean | undefined> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const length = Math.min(size, tailBytes);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
      const tail = buffer.subarray(0, bytesRead).toString('utf8');
      const line = readLine(tail.trimEnd().split('\n').at(-1) ?? '');
      if (line === 'newer' || (size <= tailBytes && line === 'corrupt' && !tail.includes('\n'))) {
        return undefined;
      }
      return typeof line === 'object' && line.kind === 'end';
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

/** Makes the journal of a new run, its first line on the disk. Ends in `journalNotWritable`. Never rejects. */
export async function createJournal(
  folder: string,
  head: RunLine,
  openFile: OpenForAppend,
): Promise<Outcome<JournalFile>> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    return failed(fileFailure('journalNotWritable', error));
  }
  const file = await JournalFile.create(journalPath(folder, head.id), openFile);
  if (!file.ok) {
    return file;
  }
  const written = await file.value.append(head, true);
  if (!written.ok) {
    await file.value.close();
    await rm(file.value.path, { force: true }).catch(() => undefined);
    return written;
  }
  return success(file.value);
}

/** Deletes old journals; unfinished ones and those of a newer version never. Never rejects. */
export async function pruneJournals(folder: string, now: number, log: Log): Promise<void> {
  for (const id of (await runIds(folder)).slice(kept.runs)) {
    const path = journalPath(folder, id);
    const age =
      now -
      (await stat(path)
        .then((one) => one.mtimeMs)
        .catch(() => now));
    if (age > kept.ms && (await hasEnded(path)) === true) {
      await rm(path, { force: true }).catch(() => undefined);
      log.info(`Journal ${forLog(id)} is older than a year and was removed`);
    }
  }
}
