/** What is used of the file system, so that tests can let each operation fail. */
import { readFileSync } from 'node:fs';
import { mkdir, open, readFile, readdir, rename, rm, stat, truncate, utimes } from 'node:fs/promises';
import type { Clock } from '../shared/async/clock.ts';

/** What is used of a `FileHandle`. */
export interface NewFile {
  writeFile(text: string, encoding: 'utf8'): Promise<void>;
  sync(): Promise<void>;
  utimes(accessed: number, modified: number): Promise<void>;
  close(): Promise<void>;
}

/** Each operation rejects as its namesake of `node:fs` does. */
export interface Files {
  read(path: string): Promise<Buffer>;
  readNow(path: string): Buffer;
  makeFolder(path: string): Promise<void>;
  /** Fails where the file exists. */
  create(path: string): Promise<NewFile>;
  rename(from: string, to: string): Promise<void>;
  /** A file that is not there is no error. */
  remove(path: string): Promise<void>;
  list(folder: string): Promise<readonly string[]>;
  stat(path: string): Promise<{ readonly mtimeMs: number; readonly size: number }>;
  /** Sets the modification time, in milliseconds since 1970. */
  touch(path: string, at: number): Promise<void>;
  truncate(path: string, length: number): Promise<void>;
}

/** Absent: the real ones. */
export interface FileParts {
  readonly files?: Files;
  readonly clock?: Clock;
}

export const realFiles: Files = {
  read: (path) => readFile(path),
  readNow: (path) => readFileSync(path),
  makeFolder: async (path) => {
    await mkdir(path, { recursive: true });
  },
  create: (path) => open(path, 'wx'),
  rename: (from, to) => rename(from, to),
  remove: (path) => rm(path, { force: true }),
  list: (folder) => readdir(folder),
  stat: (path) => stat(path),
  touch: (path, at) => utimes(path, at / 1000, at / 1000),
  truncate: (path, length) => truncate(path, length),
};
