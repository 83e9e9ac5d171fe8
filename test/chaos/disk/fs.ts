/** Stands in for `node:fs` in `src`: what of it is used, over the schedule's disk. What blocks takes no time. */
import { here } from '../world/here.ts';
import { hostNow } from '../world/time.ts';
import { fileError } from './fileError.ts';
import { statsOf, type Stats } from './fileHandle.ts';

export function readFileSync(path: string, encoding?: BufferEncoding): string | Buffer {
  const content = here().disk.files.get(path);
  if (!content) {
    throw fileError('ENOENT', 'open', path);
  }
  return encoding ? content.bytes.toString(encoding) : Buffer.from(content.bytes);
}

export function statSync(path: string): Stats {
  const content = here().disk.files.get(path);
  if (!content) {
    throw fileError('ENOENT', 'stat', path);
  }
  return statsOf(content);
}

export interface Watcher {
  on(event: string, listener: () => void): Watcher;
  close(): void;
}

export function watch(
  folder: string,
  _options: unknown,
  listener: (event: string, name: string | null) => void,
): Watcher {
  const { watching } = here().disk;
  const one = { folder, host: hostNow(), changed: (name: string) => listener('rename', name) };
  watching.add(one);
  const watcher: Watcher = {
    on: () => watcher,
    close: () => {
      watching.delete(one);
    },
  };
  return watcher;
}

function notHere(call: string): never {
  throw fileError('ENOSYS', call, '');
}

export function writeFileSync(): void {
  notHere('write');
}

export function mkdirSync(): void {
  notHere('mkdir');
}

export function renameSync(): void {
  notHere('rename');
}

export function appendFileSync(): void {
  notHere('append');
}

export function openSync(): number {
  return notHere('open');
}

export function closeSync(): void {
  notHere('close');
}

export function readSync(): number {
  return notHere('read');
}
