/** The real files, of which chosen operations fail. */
import { basename } from 'node:path';
import { realFiles, type Files, type NewFile } from '../../../../src/storage/fileSystem.ts';

export type FileOperation = keyof Files | 'writeFile' | 'sync' | 'close';

export interface FaultyFiles extends Files {
  /** What was done, in order: `rename marks.json`. Temporary files are `temporary`. */
  readonly done: string[];
  /** Lets the operation fail with this code, as often as said, on files whose name fits. */
  fail(operation: FileOperation, code: string, times?: number, name?: RegExp): void;
  /** Nothing fails any more. */
  heal(): void;
  /** Called before the operation is done. */
  before?: (operation: FileOperation, name: string) => Promise<void> | void;
}

export function fileError(code: string): Error {
  return Object.assign(new Error(`${code}: as arranged`), { code });
}

export function faultyFiles(): FaultyFiles {
  let faults: { operation: FileOperation; code: string; left: number; name: RegExp }[] = [];
  const done: string[] = [];
  const fault = (operation: FileOperation, path: string): void => {
    const name = /\.tmp$/.test(path) ? 'temporary' : basename(path);
    const found = faults.find((one) => one.operation === operation && one.left > 0 && one.name.test(name));
    if (found) {
      found.left -= 1;
      throw fileError(found.code);
    }
    done.push(`${operation} ${name}`);
  };
  const asked = async (operation: FileOperation, path: string): Promise<void> => {
    await files.before?.(operation, basename(path));
    fault(operation, path);
  };
  const faultyFile = (path: string, file: NewFile): NewFile => ({
    writeFile: async (text, encoding) => {
      await asked('writeFile', path);
      await file.writeFile(text, encoding);
    },
    sync: async () => {
      await asked('sync', path);
      await file.sync();
    },
    utimes: (accessed, modified) => file.utimes(accessed, modified),
    close: async () => {
      await file.close();
      await asked('close', path);
    },
  });
  const files: FaultyFiles = {
    done,
    fail: (operation, code, times = Infinity, name = /^/) => {
      faults.push({ operation, code, left: times, name });
    },
    heal: () => {
      faults = [];
    },
    read: async (path) => {
      await asked('read', path);
      return realFiles.read(path);
    },
    readNow: (path) => {
      fault('readNow', path);
      return realFiles.readNow(path);
    },
    makeFolder: async (path) => {
      await asked('makeFolder', path);
      await realFiles.makeFolder(path);
    },
    create: async (path) => {
      await asked('create', path);
      return faultyFile(path, await realFiles.create(path));
    },
    rename: async (from, to) => {
      await asked('rename', to);
      await realFiles.rename(from, to);
    },
    remove: async (path) => {
      await asked('remove', path);
      await realFiles.remove(path);
    },
    list: async (folder) => {
      await asked('list', folder);
      return realFiles.list(folder);
    },
    stat: async (path) => {
      await asked('stat', path);
      return realFiles.stat(path);
    },
    touch: async (path, at) => {
      await asked('touch', path);
      await realFiles.touch(path, at);
    },
    truncate: async (path, length) => {
      await asked('truncate', path);
      await realFiles.truncate(path, length);
    },
  };
  return files;
}
