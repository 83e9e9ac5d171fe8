import type { Failure, FailureKind } from '../shared/model/failure.ts';

/** The system's code of a failed file operation: `ENOENT`, `ENOSPC`, …; `undefined` for anything that is none. */
export function fileErrorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Certainly there is no such file, which is something else than that it cannot be read. */
export function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(fileErrorCode(error) ?? '');
}

/** A file operation's error as a `Failure`. Keeps the code only: paths hold the name of the user. */
export function fileFailure(
  kind: Extract<FailureKind, 'journalNotWritable' | 'storageNotWritable' | 'storageNotReadable'>,
  error: unknown,
): Failure {
  const code = fileErrorCode(error);
  return code === undefined ? { kind } : { kind, code };
}
