/**
 * Starts a tool of this machine and reads what it prints up to a limit. `@azure/identity` starts the same tools, but goes through a megabyte
 * of their words with patterns whose time grows by the square of a line's length.
 */
import { exec, execFile } from 'node:child_process';

/** Longest that one start of a tool may take, in milliseconds. */
const longestMs = 45_000;

/** Bytes of each of the two outputs; a token has about 2,000. */
const mostBytes = 256 * 1024;

export interface ToolRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly end: 'done' | 'failed' | 'notFound' | 'tooLarge' | 'timedOut';
}

/** Where no folder of somebody else's could hold another tool of the same name. */
const cwd = process.platform === 'win32' ? (process.env['SystemRoot'] ?? 'C:\\Windows') : '/bin';

/** By the shell: on Windows, `az` is a batch file. `line` holds nothing of anybody else's. */
export function runLine(line: string, signal: AbortSignal): Promise<ToolRun> {
  return new Promise((resolve) => {
    exec(line, { cwd, signal, timeout: longestMs, maxBuffer: mostBytes }, (error, stdout, stderr) =>
      resolve({ stdout, stderr, end: endOf(error) }),
    );
  });
}

export function runFile(file: string, parameters: readonly string[], signal: AbortSignal): Promise<ToolRun> {
  return new Promise((resolve) => {
    execFile(
      file,
      parameters,
      { cwd, signal, timeout: longestMs, maxBuffer: mostBytes, encoding: 'utf8' },
      (error, stdout, stderr) => resolve({ stdout, stderr, end: endOf(error) }),
    );
  });
}

function endOf(error: (Error & { readonly killed?: boolean }) | null): ToolRun['end'] {
  if (!error) {
    return 'done';
  }
  const { code } = error as { readonly code?: unknown };
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') {
    return 'tooLarge';
  }
  // 127: a POSIX shell found no such command.
  if (code === 'ENOENT' || code === 127) {
    return 'notFound';
  }
  return error.killed === true ? 'timedOut' : 'failed';
}
