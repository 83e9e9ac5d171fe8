/**
 * The files of runs, and which of them have not ended: asked by every window as it starts, so that nothing else is imported
 * here than what that takes.
 */
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { forEachLimit } from '../../shared/async/forEachLimit.ts';
import { retryBusy } from '../../storage/retryBusy.ts';
import { isEnd, readFields } from './rawLine.ts';
import { isRunId } from './runId.ts';

const suffix = '.jsonl';

const openAtOnce = 16;

/** An end line is much shorter than this. */
const tailBytes = 512;

export function journalPath(folder: string, id: string): string {
  return join(folder, `${id}${suffix}`);
}

/** Ids of all runs, newest first. A missing folder holds none. */
export async function runIds(folder: string): Promise<readonly string[]> {
  const names = await retryBusy(() => readdir(folder)).catch(() => []);
  return names
    .filter((name) => name.endsWith(suffix))
    .map((name) => name.slice(0, -suffix.length))
    .filter(isRunId)
    .sort()
    .reverse();
}

/** Ids of runs without an end line, newest first; only the end of each file is read, so that a starting window may ask. */
export async function unendedRunIds(folder: string): Promise<readonly string[]> {
  const ids = await runIds(folder);
  const unended = new Set<string>();
  // A year of journals may be more files than a process may open.
  await forEachLimit(ids, openAtOnce, async (id) => {
    if ((await hasEnded(journalPath(folder, id))) === false) {
      unended.add(id);
    }
  });
  return ids.filter((id) => unended.has(id));
}

/** When a run last began or was set aside, in whichever window; `undefined`: none ever has, or the folder cannot be read. */
export async function runsBegunAt(folder: string): Promise<number | undefined> {
  return stat(folder).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
}

/** `undefined`: it cannot be read, nothing has begun in it, or it is a newer version's. */
export async function hasEnded(path: string): Promise<boolean | undefined> {
  try {
    const file = await retryBusy(() => open(path, 'r'));
    try {
      const { size } = await file.stat();
      const length = Math.min(size, tailBytes);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
      const tail = buffer.subarray(0, bytesRead).toString('utf8');
      const line = readFields(tail.trimEnd().split('\n').at(-1) ?? '');
      if (line === 'newer' || (size <= tailBytes && line === 'corrupt' && !tail.includes('\n'))) {
        return undefined;
      }
      return typeof line === 'object' && isEnd(line);
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}
