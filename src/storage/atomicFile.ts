/** Small JSON files that several windows share: read with a guard, written whole or not at all. */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { forLog } from '../shared/text.ts';
import type { Log } from '../shared/log.ts';
import { failed, success } from '../shared/outcome.ts';
import type { Outcome } from '../shared/outcome.ts';
import { fileErrorCode, fileFailure } from './fileError.ts';

/** Windows refuses a rename while a virus scanner or another window has the target open: it passes within moments. */
const renamePauses: readonly number[] = [10, 40, 160, 500];

/**
 * Reads a JSON file. A missing or unreadable one is `undefined`; one that is no JSON or that the guard refuses is set
 * aside as `<name>.corrupt-<time>` with a log line, so that it neither hides anything nor gets lost. Never rejects.
 */
export async function readJsonFile<T>(
  path: string,
  guard: (value: unknown) => value is T,
  log: Log,
): Promise<T | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (fileErrorCode(error) !== 'ENOENT') {
      log.warn(`Cannot read ${forLog(basename(path))}: ${fileErrorCode(error) ?? 'unknown error'}`);
    }
    return undefined;
  }
  const value = parsed(text);
  if (value !== undefined && guard(value)) {
    return value;
  }
  await setAside(path, log);
  return undefined;
}

/** Renames a file that cannot be understood, with a log line. Never rejects. */
export async function setAside(path: string, log: Log): Promise<void> {
  const aside = `${path}.corrupt-${String(Date.now())}`;
  try {
    await rename(path, aside);
    log.warn(`${forLog(basename(path))} cannot be understood and was set aside as ${forLog(basename(aside))}`);
  } catch (error) {
    log.warn(`${forLog(basename(path))} cannot be understood: ${fileErrorCode(error) ?? 'unknown error'}`);
  }
}

/**
 * Replaces a file by a new one with this text: temporary file in the same folder, fsync, rename. A reader sees the old
 * or the new text, never half of one, and a crash leaves one of both. Makes missing folders. Never rejects; ends in
 * the failure `storageNotWritable`.
 */
export async function writeFileAtomic(path: string, text: string): Promise<Outcome<void>> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(text, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    await renamePatiently(temporary, path);
    return success(undefined);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    return failed(fileFailure('storageNotWritable', error));
  }
}

async function renamePatiently(from: string, to: string): Promise<void> {
  for (const pause of renamePauses) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      if (!['EPERM', 'EACCES', 'EBUSY'].includes(fileErrorCode(error) ?? '')) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  await rename(from, to);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
