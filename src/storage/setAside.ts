/** Files that cannot be understood are kept beside their place, within bounds, and what killed windows left is cleared away. */
import { basename, dirname, join } from 'node:path';
import type { Log } from '../shared/ports/log.ts';
import { failed, success, type Outcome } from '../shared/model/outcome.ts';
import { forLog } from '../shared/escaping/foreignText.ts';
import { systemClock } from '../shared/async/clock.ts';
import { temporaryName } from './atomicFile.ts';
import { fileErrorCode, fileFailure } from './fileError.ts';
import { realFiles, type FileParts } from './fileSystem.ts';
import { retryBusy } from './retryBusy.ts';

/** How many copies are kept of one file, and of all files of a folder; the newest ones, and the newest in any case. */
const bounds = { ofFile: 3, ofFolder: 50, bytes: 32 * 1024 * 1024 };

/** A temporary file is there for moments; one of this age, in milliseconds, is a killed window's. */
const leftBehind = 60 * 60 * 1000;

const copyName = /^(.+)\.corrupt-([0-9]{1,15})$/;

interface Copy {
  readonly name: string;
  readonly of: string;
  readonly at: number;
}

/**
 * Renames a file that cannot be understood to `<name>.corrupt-<time>`, with a log line, and removes the oldest of such copies.
 * Ends in `storageNotReadable`, and then the file is where it was; with the code `ENOENT` it is gone.
 */
export async function setAside(path: string, log: Log, parts: FileParts = {}): Promise<Outcome<void>> {
  const { files = realFiles, clock = systemClock } = parts;
  const [folder, name] = [dirname(path), basename(path)];
  const before = (await copiesIn(folder, parts)).filter(({ of }) => of === name).map(({ at }) => at);
  // Later than every other: no copy is written over, and the newest is the newest also after the clock was set back.
  const aside = `${name}.corrupt-${String(Math.max(clock.now(), ...before.map((at) => at + 1)))}`;
  try {
    await retryBusy(() => files.rename(path, join(folder, aside)), clock);
  } catch (error) {
    const failure = fileFailure('storageNotReadable', error);
    if (failure.code !== 'ENOENT') {
      log.warn(
        `${forLog(name)} cannot be understood and cannot be set aside: ${failure.code ?? 'unknown error'}; it is left alone`,
      );
    }
    return failed(failure);
  }
  log.warn(`${forLog(name)} cannot be understood and was set aside as ${forLog(aside)}`);
  await boundCopies(folder, log, parts);
  return success(undefined);
}

/** Removes temporary files that killed windows left, and copies of corrupt files that are too many. */
export async function tidyFolder(folder: string, log: Log, parts: FileParts = {}): Promise<void> {
  const { files = realFiles, clock = systemClock } = parts;
  for (const name of (await files.list(folder).catch(() => [])).filter((one) => temporaryName.test(one))) {
    const path = join(folder, name);
    const age = await files.stat(path).then(
      ({ mtimeMs }) => Math.abs(clock.now() - mtimeMs),
      () => 0,
    );
    if (age >= leftBehind) {
      await removed(path, log, parts);
    }
  }
  await boundCopies(folder, log, parts);
}

async function boundCopies(folder: string, log: Log, parts: FileParts): Promise<void> {
  const { files = realFiles } = parts;
  const ofFile = new Map<string, number>();
  let [count, bytes] = [0, 0];
  for (const { name, of } of await copiesIn(folder, parts)) {
    const path = join(folder, name);
    const size = await files.stat(path).then(
      (one) => one.size,
      () => 0,
    );
    const nth = (ofFile.get(of) ?? 0) + 1;
    const fits = nth <= bounds.ofFile && count < bounds.ofFolder && bytes + size <= bounds.bytes;
    if (fits || count === 0) {
      ofFile.set(of, nth);
      count += 1;
      bytes += size;
    } else {
      await removed(path, log, parts);
    }
  }
}

/** Newest first. */
async function copiesIn(folder: string, { files = realFiles }: FileParts): Promise<readonly Copy[]> {
  const names = await files.list(folder).catch(() => []);
  return names
    .flatMap((name): readonly Copy[] => {
      const [, of, at] = copyName.exec(name) ?? [];
      return of === undefined ? [] : [{ name, of, at: Number(at) }];
    })
    .sort((a, b) => b.at - a.at);
}

async function removed(path: string, log: Log, { files = realFiles }: FileParts): Promise<void> {
  try {
    await files.remove(path);
    log.info(`${forLog(basename(path))} was removed`);
  } catch (error) {
    log.warn(`${forLog(basename(path))} cannot be removed: ${fileErrorCode(error) ?? 'unknown error'}`);
  }
}
