/** Small JSON files that several windows share. What cannot be read, or was written by a newer version, is never replaced. */
import type { Failure } from '../shared/model/failure.ts';
import type { Log } from '../shared/ports/log.ts';
import { failed, type Outcome } from '../shared/model/outcome.ts';
import { parseJson } from '../shared/validation/json.ts';
import { writeFileAtomic } from './atomicFile.ts';
import { fileFailure, isMissing } from './fileError.ts';
import { realFiles, type FileParts } from './fileSystem.ts';
import { retryBusy } from './retryBusy.ts';
import { setAside } from './setAside.ts';

export interface JsonFormat<T> {
  /** The number in the file's field `version`; 0 for a format without one. */
  readonly version: number;
  readonly guard: (value: unknown) => value is T;
}

/** How often a file that keeps changing under the reader is looked at. */
const mostLooks = 8;

export type JsonReading<T> =
  | { readonly kind: 'read'; readonly value: T }
  /** There is none, or no longer: one that cannot be understood was set aside. */
  | { readonly kind: 'none' }
  /** `storageNotReadable` or `storageNewer`: it is left alone, and nothing may be written in its place. */
  | { readonly kind: 'notReadable'; readonly failure: Failure };

export type JsonVerdict<T> =
  | { readonly kind: 'good'; readonly value: T }
  /** Of another version of Partner Link. */
  | { readonly kind: 'newer' | 'older'; readonly version: number }
  | { readonly kind: 'corrupt' };

/** What a file's text is. */
export function checkJson<T>(text: string, { version, guard }: JsonFormat<T>): JsonVerdict<T> {
  const value = parseJson(text)?.value;
  const its = versionOf(value);
  return its !== undefined && its !== version
    ? { kind: its > version ? 'newer' : 'older', version: its }
    : guard(value)
      ? { kind: 'good', value }
      : { kind: 'corrupt' };
}

function versionOf(value: unknown): number | undefined {
  return typeof value === 'object' && value !== null && 'version' in value && Number.isInteger(value.version)
    ? Number(value.version)
    : undefined;
}

/** Reads a file; one that cannot be understood is set aside with a log line, so that it neither hides anything nor gets lost. */
export async function readJsonFile<T>(
  path: string,
  format: JsonFormat<T>,
  log: Log,
  parts: FileParts = {},
): Promise<JsonReading<T>> {
  const { files = realFiles, clock } = parts;
  let before: string | undefined;
  for (let look = 0; look < mostLooks; look += 1) {
    let text: string;
    try {
      text = (await retryBusy(() => files.read(path), clock)).toString('utf8');
    } catch (error) {
      return isMissing(error)
        ? { kind: 'none' }
        : { kind: 'notReadable', failure: fileFailure('storageNotReadable', error) };
    }
    const judged = checkJson(text, format);
    if (judged.kind === 'good') {
      return { kind: 'read', value: judged.value };
    }
    if (judged.kind === 'newer') {
      return { kind: 'notReadable', failure: { kind: 'storageNewer' } };
    }
    // Looked at twice: another window may have replaced it meanwhile, and its file must not be set aside for this one.
    if (text === before) {
      const aside = await setAside(path, log, parts);
      if (aside.ok || aside.failure.code !== 'ENOENT') {
        return aside.ok ? { kind: 'none' } : { kind: 'notReadable', failure: aside.failure };
      }
    }
    before = text;
  }
  return { kind: 'notReadable', failure: { kind: 'storageNotReadable', code: 'changing' } };
}

/** Replaces a file, unless what is there must be left alone. Ends in `storageNotReadable`, `storageNewer`, `storageNotWritable`. */
export async function replaceJsonFile<T>(
  path: string,
  value: T,
  format: JsonFormat<T>,
  log: Log,
  parts: FileParts = {},
): Promise<Outcome<void>> {
  const reading = await readJsonFile(path, format, log, parts);
  return reading.kind === 'notReadable' ? failed(reading.failure) : writeFileAtomic(path, JSON.stringify(value), parts);
}
