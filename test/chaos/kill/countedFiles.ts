/**
 * Stands in for `node:fs/promises` in `src`: the real functions, counted, and at one of them this process is killed. What is
 * killed cannot do anything more, not even what a `finally` would.
 */
import * as real from 'node:fs/promises';
import type { KillMoment } from '../disk/disk.ts';

let operations = 0;
let planned: { readonly at: number; readonly moment: KillMoment } | undefined;

export function operationsSoFar(): number {
  return operations;
}

export function killAt(at: number, moment: KillMoment): void {
  planned = { at, moment };
}

function die(): void {
  process.kill(process.pid, 'SIGKILL');
  // The signal may take a moment, in which nothing must happen.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10_000);
}

/** `half`: of what is written, where it is something that can be torn. */
async function counted<T>(run: () => Promise<T>, half?: () => Promise<unknown>): Promise<T> {
  operations += 1;
  const moment = planned?.at === operations ? planned.moment : undefined;
  if (moment === 'before') {
    die();
  }
  if (moment === 'torn') {
    await half?.();
    die();
  }
  const value = await run();
  if (moment === 'after') {
    die();
  }
  return value;
}

const written = new Set(['appendFile', 'writeFile']);
const others = new Set(['read', 'readFile', 'stat', 'sync', 'datasync', 'truncate', 'utimes', 'close']);

type Method = (...given: unknown[]) => Promise<unknown>;

function countedHandle(handle: real.FileHandle): real.FileHandle {
  return new Proxy(handle, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function' || typeof name !== 'string') {
        return value;
      }
      const method = value.bind(target) as Method;
      if (written.has(name)) {
        return (text: string, ...rest: unknown[]) =>
          counted(
            () => method(text, ...rest),
            () => method(text.slice(0, Math.floor(text.length / 2)), ...rest),
          );
      }
      return others.has(name) ? (...given: unknown[]) => counted(() => method(...given)) : method;
    },
  });
}

export async function open(path: string, flags?: string): Promise<real.FileHandle> {
  return countedHandle(await counted(() => real.open(path, flags)));
}

function of<Given extends unknown[], T>(call: (...given: Given) => Promise<T>): (...given: Given) => Promise<T> {
  return (...given) => counted(() => call(...given));
}

export const access = of(real.access);
export const mkdir = of((path: string, options?: { readonly recursive?: boolean }) => real.mkdir(path, options));
export const readdir = of((path: string) => real.readdir(path));
export const readFile = of((path: string, encoding?: BufferEncoding) => real.readFile(path, encoding));
export const rename = of(real.rename);
export const rm = of(real.rm);
export const stat = of((path: string) => real.stat(path));
export const truncate = of(real.truncate);
export const unlink = of(real.unlink);
export const utimes = of(real.utimes);
export const writeFile = of((path: string, text: string) => real.writeFile(path, text));
