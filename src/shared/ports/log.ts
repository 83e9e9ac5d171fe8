import type { EmitterOptions } from '../async/emitter.ts';

/** What rooms without `vscode` log to. One line per call; never a token, a secret or a user's name. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** Logs an error that nobody expects, with its stack. */
export function logError(log: Pick<Log, 'error'>, what: string, error: unknown): void {
  log.error(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown error'}`);
}

/** Of an error whose own words may quote what is not to be logged. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown error';
}

/** For an event whose owner must not fail with a view of it. `what`: whose listener it was, for the log. */
export function errorsTo(log: Pick<Log, 'error'>, what: string): EmitterOptions {
  return {
    onError: (error) => logError(log, what, error),
  };
}
