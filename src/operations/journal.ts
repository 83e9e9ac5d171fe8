/** The folder of journals: one file per run, the lasting record of what was changed. Shared by all windows. */
import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { forLog } from '../shared/text.ts';
import type { Log } from '../shared/log.ts';
import { failed, success } from '../shared/outcome.ts';
import type { Outcome } from '../shared/outcome.ts';
import { setAside } from '../storage/setAside.ts';
import { fileFailure } from '../storage/fileError.ts';
import { JournalFile } from './journalFile.ts';
import type { OpenForAppend } from './journalFile.ts';
import type { RunLine } from './journalLine.ts';
import { readRecord } from './runRecord.ts';
import type { RunReading, RunRecord } from './runRecord.ts';
import { isRunId } from './runId.ts';
import { hasEnded, journalPath, runIds } from './runFiles.ts';

/** A journal is kept while it is among the newest of these, or younger than this, or unfinished. */
const kept = { runs: 200, ms: 365 * 24 * 60 * 60 * 1000 };

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
