/** Stands in for `node:fs/promises` in `src`: the same functions over the schedule's disk. */
import { here } from '../world/here.ts';
import type { Content, Disk } from './disk.ts';
import { fileError } from './fileError.ts';
import { FileHandle, statsOf, type Stats } from './fileHandle.ts';

function run<T>(name: string, path: string, effect: (disk: Disk) => T): Promise<T> {
  const { disk } = here();
  return disk.run({ name, path, effect: () => effect(disk) });
}

function there(disk: Disk, path: string, call: string): Content {
  const content = disk.files.get(path);
  if (!content) {
    throw fileError(disk.folders.has(path) ? 'EISDIR' : 'ENOENT', call, path);
  }
  return content;
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

function insistOnFolder(disk: Disk, path: string, call: string): void {
  if (!disk.folders.has(folderOf(path))) {
    throw fileError('ENOENT', call, path);
  }
}

/** As with `recursive`, which all of `src` asks for. */
export function mkdir(path: string): Promise<void> {
  return run('mkdir', path, (disk) => {
    for (let one = path; !disk.folders.has(one); one = folderOf(one)) {
      disk.folders.add(one);
    }
  });
}

export function readdir(path: string): Promise<string[]> {
  return run('readdir', path, (disk) => {
    if (!disk.folders.has(path)) {
      throw fileError('ENOENT', 'readdir', path);
    }
    return [...disk.files.keys(), ...disk.folders]
      .filter((one) => one !== path && folderOf(one) === path)
      .map((one) => one.slice(path.length + 1))
      .sort();
  });
}

export function readFile(
  path: string,
  options?: BufferEncoding | { readonly encoding?: BufferEncoding },
): Promise<string | Buffer> {
  const encoding = typeof options === 'string' ? options : options?.encoding;
  return run('readFile', path, (disk) => {
    const { bytes } = there(disk, path, 'open');
    return encoding ? bytes.toString(encoding) : Buffer.from(bytes);
  });
}

export async function writeFile(path: string, data: string | Uint8Array): Promise<void> {
  const handle = await open(path, 'w');
  await handle.writeFile(data);
  await handle.close();
}

export function stat(path: string): Promise<Stats> {
  return run('stat', path, (disk) => statsOf(there(disk, path, 'stat')));
}

export function access(path: string): Promise<void> {
  return run('access', path, (disk) => {
    there(disk, path, 'access');
  });
}

export function rm(path: string, options?: { readonly force?: boolean; readonly recursive?: boolean }): Promise<void> {
  return run('rm', path, (disk) => {
    if (!disk.files.delete(path) && options?.force !== true) {
      throw fileError('ENOENT', 'rm', path);
    }
    disk.notify(path);
  });
}

export function unlink(path: string): Promise<void> {
  return rm(path);
}

export function rename(from: string, to: string): Promise<void> {
  return run('rename', to, (disk) => {
    const content = there(disk, from, 'rename');
    insistOnFolder(disk, to, 'rename');
    disk.files.delete(from);
    disk.files.set(to, content);
    disk.notify(to);
  });
}

export function truncate(path: string, length = 0): Promise<void> {
  return run('truncate', path, (disk) => {
    const content = there(disk, path, 'truncate');
    content.bytes = content.bytes.subarray(0, length);
    disk.touch(content);
  });
}

/** Seconds since 1970. */
export function utimes(path: string, _atime: number | Date, mtime: number | Date): Promise<void> {
  return run('utimes', path, (disk) => {
    there(disk, path, 'utimes').mtimeMs = Number(mtime) * (mtime instanceof Date ? 1 : 1000);
  });
}

export function open(path: string, flags = 'r'): Promise<FileHandle> {
  return run(`open ${flags}`, path, (disk) => {
    const known = disk.files.get(path);
    if (flags.startsWith('r')) {
      return new FileHandle(disk, path, there(disk, path, 'open'));
    }
    insistOnFolder(disk, path, 'open');
    if (known && flags.includes('x')) {
      throw fileError('EEXIST', 'open', path);
    }
    const content = known ?? disk.create(path);
    if (flags.startsWith('w')) {
      content.bytes = Buffer.alloc(0);
    }
    return new FileHandle(disk, path, content);
  });
}
