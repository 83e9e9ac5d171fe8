/** Files that several windows share are written whole or not at all. */
import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { failed, success, type Outcome } from '../shared/model/outcome.ts';
import { fileFailure } from './fileError.ts';
import { realFiles, type FileParts, type NewFile } from './fileSystem.ts';
import { retryBusy } from './retryBusy.ts';

/** Names of what a killed window leaves of `writeFileAtomic`. */
export const temporaryName = /^\..+\.[0-9a-f]{12}\.tmp$/;

/**
 * Replaces a file by a new one with this text: temporary file in the same folder, fsync, rename. A reader sees the old
 * or the new text, never half of one, and a crash leaves one of both. Makes missing folders. Whoever calls it has read the file
 * before and knows what it replaces. Ends in the failure `storageNotWritable`.
 */
export async function writeFileAtomic(path: string, text: string, parts: FileParts = {}): Promise<Outcome<void>> {
  const { files = realFiles, clock } = parts;
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await files.makeFolder(dirname(path));
    await filled(await retryBusy(() => files.create(temporary), clock), text);
    await retryBusy(() => files.rename(temporary, path), clock);
    return success(undefined);
  } catch (error) {
    await files.remove(temporary).catch(() => undefined);
    return failed(fileFailure('storageNotWritable', error));
  }
}

async function filled(file: NewFile, text: string): Promise<void> {
  try {
    await file.writeFile(text, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
}
