/** Tells when another window has replaced a file. */
import { watch } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Disposable } from '../../shared/async/emitter.ts';
import { systemClock, type Clock } from '../../shared/async/clock.ts';

/** Calls back at least once after each change; may call back without one. */
export type WatchFile = (path: string, changed: () => void) => Promise<Disposable>;

const pollEvery = 3_000;

/**
 * The system's own notice of changes in the file's folder (a file that is replaced by rename cannot be watched itself);
 * where the system has none (network drives, no watches left), a look every 3 s.
 */
export function watchFileWith(clock: Clock = systemClock, watchFolder: typeof watch = watch): WatchFile {
  return async (path, changed) => {
    let polling: Disposable | undefined;
    let disposed = false;
    const poll = (): void => {
      if (!polling && !disposed) {
        polling = pollFile(path, changed, clock);
      }
    };
    await mkdir(dirname(path), { recursive: true }).catch(() => undefined);
    try {
      const watcher = watchFolder(dirname(path), { persistent: false }, (_event, name) => {
        if (!disposed && (name === null || name === basename(path))) {
          changed();
        }
      });
      watcher.on('error', () => {
        watcher.close();
        poll();
      });
      return {
        dispose: () => {
          disposed = true;
          watcher.close();
          polling?.dispose();
        },
      };
    } catch {
      poll();
      return {
        dispose: () => {
          disposed = true;
          polling?.dispose();
        },
      };
    }
  };
}

function pollFile(path: string, changed: () => void, clock: Clock): Disposable {
  let last: string | undefined;
  const look = async (): Promise<void> => {
    const now = await stat(path).then(
      ({ mtimeMs, size, ino }) => `${String(mtimeMs)} ${String(size)} ${String(ino)}`,
      () => 'missing',
    );
    if (last !== undefined && last !== now) {
      changed();
    }
    last = now;
  };
  let looking = look();
  return clock.every(pollEvery, () => {
    looking = looking.then(look);
  });
}
