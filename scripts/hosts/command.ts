/** Running other programs, and ending them again together with all that they started. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

export interface CommandResult {
  readonly code: number;
  readonly output: string;
}

/** Runs to the end with its output kept; never throws for an exit code. A program that is not there ends in code 127. */
export function runQuietly(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(program, [...args], {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: needsShell(program),
    });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => {
      resolve({ code: 127, output: `${output}${error.message}` });
    });
    child.on('close', (code) => {
      resolve({ code: code ?? 1, output });
    });
  });
}

/** Runs to the end with its output shown; ends in the exit code. */
export function runShown(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(program, [...args], {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: needsShell(program),
    });
    const stop = endWithUs(child);
    child.on('error', (error) => {
      stop();
      console.error(`${program}: ${error.message}`);
      resolve(127);
    });
    child.on('exit', (code) => {
      stop();
      resolve(code ?? 1);
    });
  });
}

/** Windows finds `npm` and other `.cmd` files through its shell only. */
function needsShell(program: string): boolean {
  return process.platform === 'win32' && !program.endsWith('.exe');
}

/** Full path of a program on PATH, as the shell would find it. */
export function findProgram(...names: readonly string[]): string | undefined {
  const extensions = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    for (const name of names) {
      for (const extension of extensions) {
        const file = path.join(folder, `${name}${extension}`);
        if (isExecutable(file)) {
          return file;
        }
      }
    }
  }
  return undefined;
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Ends a child that leads its own process group (`detached: true`) with everything in it, at once. */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) {
    return;
  }
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F']);
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The whole group has ended by itself.
  }
}

/** Makes sure that a child never outlives this process. Returns the function that calls that off. */
export function endWithUs(child: ChildProcess, kill: () => void = () => child.kill()): () => void {
  const atExit = (): void => {
    if (child.exitCode === null) {
      kill();
    }
  };
  process.on('exit', atExit);
  return () => {
    process.off('exit', atExit);
  };
}
