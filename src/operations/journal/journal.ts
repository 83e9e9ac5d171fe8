/** The folder of journals: one file per run, the lasting record of what was changed. Shared by all windows. */
import { forLog } from '../../shared/escaping/foreignText.ts';
import type { Failure } from '../../shared/model/failure.ts';
import type { Log } from '../../shared/ports/log.ts';
import { failed, success, type Outcome } from '../../shared/model/outcome.ts';
import { setAside } from '../../storage/setAside.ts';
import { fileFailure, isMissing } from '../../storage/fileError.ts';
import { realFiles, type FileParts } from '../../storage/fileSystem.ts';
import { retryBusy } from '../../storage/retryBusy.ts';
import { JournalFile, type OpenForAppend } from './journalFile.ts';
import type { RunLine } from './journalLine.ts';
import { readRecord, type RunReading, type RunRecord } from './runRecord.ts';
import { isRunId } from './runId.ts';
import { hasEnded, journalPath, runIds } from './runFiles.ts';

/** A journal is kept while it is among the newest of these, or younger than this, or unfinished. */
const kept = { runs: 200, ms: 365 * 24 * 60 * 60 * 1000 };

/** A journal that is there and cannot be read is left alone. */
export type JournalReading = RunReading | { readonly kind: 'notReadable'; readonly failure: Failure };

/**
 * One run. `undefined`: no such file, one that cannot be read, not one of this version's, or nothing in it yet. A corrupt file is
 * set aside with a log line and hides no other.
 */
export async function readRun(folder: string, id: string, log: Log): Promise<RunRecord | undefined> {
  const reading = await readRunFile(folder, id, log);
  return reading?.kind === 'run' ? reading.record : undefined;
}

/** Like `readRun`, where it matters whether there may be a run that this window cannot read. */
export async function findOutRun(folder: string, id: string, log: Log): Promise<Outcome<RunRecord | undefined>> {
  const reading = await readRunFile(folder, id, log);
  switch (reading?.kind) {
    case 'run':
      return success(reading.record);
    case 'newer':
      return failed({ kind: 'storageNewer' });
    case 'notReadable':
      return failed(reading.failure);
    case 'empty':
    case 'corrupt':
    case undefined:
      return success(undefined);
  }
}

/** Like `readRun`, with where the file can be gone on with. */
export async function readRunFile(
  folder: string,
  id: string,
  log: Log,
  parts: FileParts = {},
): Promise<JournalReading | undefined> {
  if (!isRunId(id)) {
    return undefined;
  }
  const { files = realFiles, clock } = parts;
  const path = journalPath(folder, id);
  let bytes: Buffer;
  try {
    bytes = await retryBusy(() => files.read(path), clock);
  } catch (error) {
    if (isMissing(error)) {
      return undefined;
    }
    const failure = fileFailure('storageNotReadable', error);
    log.warn(`Journal ${forLog(id)} cannot be read (${failure.code ?? 'unknown error'}) and is left alone`);
    return { kind: 'notReadable', failure };
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
      await setAside(path, log, parts);
      return reading;
  }
}

/**
 * The newest run that fits; older files are not read. Ends in `storageNotReadable` or `storageNewer` where a newer one may fit and
 * cannot be read here.
 */
export async function findRun(
  folder: string,
  log: Log,
  fits: (run: RunRecord) => boolean,
): Promise<Outcome<RunRecord | undefined>> {
  for (const id of await runIds(folder)) {
    const found = await findOutRun(folder, id, log);
    if (!found.ok || (found.value !== undefined && fits(found.value))) {
      return found;
    }
  }
  return success(undefined);
}

/** Runs, newest first, at most `most`. */
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

/** Makes the journal of a new run, its first line on the disk. Ends in `journalNotWritable`. */
export async function createJournal(
  folder: string,
  head: RunLine,
  openFile: OpenForAppend,
): Promise<Outcome<JournalFile>> {
  try {
    await realFiles.makeFolder(folder);
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
    await realFiles.remove(file.value.path).catch(() => undefined);
    return written;
  }
  return success(file.value);
}

/** Deletes old journals; unfinished ones and those of a newer version never. */
export async function pruneJournals(folder: string, now: number, log: Log): Promise<void> {
  for (const id of (await runIds(folder)).slice(kept.runs)) {
    const path = journalPath(folder, id);
    if (now - (await modifiedAt(path, now)) > kept.ms && (await hasEnded(path)) === true) {
      await realFiles.remove(path).catch(() => undefined);
      log.info(`Journal ${forLog(id)} is older than a year and was removed`);
    }
  }
}

/** Whether nothing has begun in a journal: its window was killed, or is about to write the first line. `false` where it cannot be read. */
export async function isUnbegun(folder: string, id: string): Promise<boolean> {
  const bytes = await realFiles.read(journalPath(folder, id)).catch(() => undefined);
  return bytes !== undefined && readRecord(bytes).kind === 'empty';
}

function modifiedAt(path: string, otherwise: number): Promise<number> {
  return realFiles.stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => otherwise,
  );
}
