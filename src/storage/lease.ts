/**
 * A lease says which window does something that only one window may do at a time. It is a file in a folder that all
 * windows share, kept alive by its modification time.
 *
 * Generation files: the holder of `<name>` is whoever made the highest `<name>.<n>`, while that file is not stale.
 * A lease is taken by creating `n + 1` exclusively, which the file system lets exactly one window do, then by listing
 * again: whoever sees a higher generation, a live file beside its own, or its own gone, gives way. So a takeover never
 * deletes or overwrites a file that a slow holder may still believe in, and two windows can both give way, but never
 * both hold.
 *
 * No library: `proper-lockfile` (the usual one) hooks the signals and exit of the whole process, which here is the
 * extension host with everybody's extensions in it, and its stale takeover (rmdir, mkdir) can remove a fresh lock.
 */
import { join } from 'node:path';
import type { Disposable } from '../shared/async/emitter.ts';
import type { Failure } from '../shared/model/failure.ts';
import { systemClock, type Clock } from '../shared/async/clock.ts';
import { fileErrorCode, fileFailure, isMissing } from './fileError.ts';
import { realFiles, type FileParts, type Files } from './fileSystem.ts';
import { retryBusy } from './retryBusy.ts';

const heartbeatEvery = 2_000;
const staleAfter = 10_000;

export interface LeaseOptions extends FileParts {
  /** Milliseconds between heartbeats; 2 s. */
  readonly heartbeatMs?: number;
  /** Milliseconds without a heartbeat after which a lease may be taken over; 10 s. */
  readonly staleMs?: number;
}

export interface LeaseHolder {
  readonly owner: string;
  readonly live: boolean;
}

export type LeaseAttempt =
  | { readonly kind: 'held'; readonly lease: Lease }
  | { readonly kind: 'busy'; readonly owner?: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

interface Generation {
  readonly n: number;
  readonly path: string;
  readonly live: boolean;
}

/** A lease that is held until it is released, or lost by not being kept alive. */
export class Lease {
  readonly owner: string;
  readonly #place: Place;
  readonly #n: number;
  readonly #heartbeat: Disposable;
  #aliveAt: number;
  #released = false;
  /** One at a time: a beat on a slow disk that ended after a later one would make the file older again. */
  #beating: Promise<void> | undefined;

  /** `aliveAt`: the time that its file has. */
  constructor(place: Place, n: number, owner: string, aliveAt: number) {
    this.#place = place;
    this.#n = n;
    this.owner = owner;
    this.#aliveAt = aliveAt;
    this.#heartbeat = place.clock.every(place.heartbeatMs, () => {
      this.#beating ??= this.#beat().finally(() => {
        this.#beating = undefined;
      });
    });
  }

  /**
   * Whether nobody took it over: asked right before anything that only the holder may do. A holder that could not beat
   * in time (machine asleep, debugger) counts as having lost it even while nobody else has come.
   */
  async stillOurs(): Promise<boolean> {
    try {
      const generations = await numbers(this.#place);
      // Asked last, as listing a slow disk's folder may take longer than the lease was good for.
      return this.isAlive() && generations.includes(this.#n) && Math.max(...generations) === this.#n;
    } catch {
      return false;
    }
  }

  /** Whether nobody may take it over yet, without a look at the disk: it was kept alive in time. */
  isAlive(): boolean {
    return !this.#released && this.#place.clock.now() - this.#aliveAt < this.#place.staleMs;
  }

  /** Gives it back, older generations first, so that a crash in between leaves nothing that looks held. */
  async release(): Promise<void> {
    if (this.#released) {
      return;
    }
    this.#released = true;
    this.#heartbeat.dispose();
    await this.#beating;
    try {
      const older = (await numbers(this.#place)).filter((n) => n < this.#n);
      for (const n of older) {
        await removed(this.#place, n);
      }
      await removed(this.#place, this.#n);
    } catch {
      // It goes stale by itself.
    }
  }

  async #beat(): Promise<void> {
    const now = this.#place.clock.now();
    if (now - this.#aliveAt >= this.#place.staleMs) {
      // A late beat would revive what another window may be taking over at this moment.
      return;
    }
    try {
      await this.#place.files.touch(fileOf(this.#place, this.#n), now);
      this.#aliveAt = now;
    } catch {
      // Gone, or the disk is: `stillOurs` tells.
    }
  }
}

interface Place {
  readonly folder: string;
  readonly name: string;
  readonly files: Files;
  readonly clock: Clock;
  readonly heartbeatMs: number;
  readonly staleMs: number;
}

/** Tries once to take a lease, and tells busy from broken. `name` is a safe file name without dots. */
export async function tryLease(
  folder: string,
  name: string,
  owner: string,
  options: LeaseOptions = {},
): Promise<LeaseAttempt> {
  const place = placeOf(folder, name, options);
  try {
    await place.files.makeFolder(folder);
    const before = await generations(place);
    const live = before.find((one) => one.live);
    if (live !== undefined) {
      return { kind: 'busy', owner: await ownerOf(place, live.path) };
    }
    const n = Math.max(0, ...before.map((one) => one.n)) + 1;
    const at = await created(place, n, owner);
    if (at === undefined) {
      return { kind: 'busy' };
    }
    if (!(await isAlone(place, n))) {
      await removed(place, n);
      return { kind: 'busy' };
    }
    return { kind: 'held', lease: new Lease(place, n, owner, at) };
  } catch (error) {
    return { kind: 'failed', failure: fileFailure('storageNotWritable', error) };
  }
}

/** Whether the file made a moment ago is there, with nothing higher and nothing live beside it. */
async function isAlone(place: Place, n: number): Promise<boolean> {
  try {
    const all = await generations(place);
    const others = all.filter((one) => one.n !== n);
    return others.length < all.length && !others.some((one) => one.n > n || one.live);
  } catch (error) {
    await removed(place, n).catch(() => undefined);
    throw error;
  }
}

/** Tries once to take a lease; `undefined` when another holds it or it cannot be written. */
export async function acquireLease(
  folder: string,
  name: string,
  owner: string,
  options: LeaseOptions = {},
): Promise<Lease | undefined> {
  const attempt = await tryLease(folder, name, owner, options);
  return attempt.kind === 'held' ? attempt.lease : undefined;
}

/** Who holds a lease, or held it last without giving it back. `undefined`: nobody. */
export async function leaseHolder(
  folder: string,
  name: string,
  options: LeaseOptions = {},
): Promise<LeaseHolder | undefined> {
  try {
    const place = placeOf(folder, name, options);
    const all = await generations(place);
    const highest = all.sort((a, b) => b.n - a.n)[0];
    return highest && { owner: await ownerOf(place, highest.path), live: highest.live };
  } catch {
    return undefined;
  }
}

/** Names of all leases of which there are files, held or not. Rejects as `node:fs` does. */
export async function leaseNames(folder: string, options: LeaseOptions = {}): Promise<ReadonlySet<string>> {
  return new Set((await entries(placeOf(folder, '', options))).map(({ name }) => name));
}

function placeOf(folder: string, name: string, options: LeaseOptions): Place {
  return {
    folder,
    name,
    files: options.files ?? realFiles,
    clock: options.clock ?? systemClock,
    heartbeatMs: options.heartbeatMs ?? heartbeatEvery,
    staleMs: options.staleMs ?? staleAfter,
  };
}

function fileOf(place: Place, n: number): string {
  return join(place.folder, `${place.name}.${String(n)}`);
}

const generationName = /^(.+)\.([1-9][0-9]{0,14})$/;

async function numbers(place: Place): Promise<readonly number[]> {
  return (await entries(place)).filter(({ name }) => name === place.name).map(({ n }) => n);
}

async function entries({
  folder,
  files,
  clock,
}: Place): Promise<readonly { readonly name: string; readonly n: number }[]> {
  const names = await retryBusy(() => files.list(folder), clock).catch((error: unknown) => {
    if (isMissing(error)) {
      return [];
    }
    throw error;
  });
  return names.flatMap((entry) => {
    const [, name, n] = generationName.exec(entry) ?? [];
    return name === undefined ? [] : [{ name, n: Number(n) }];
  });
}

async function generations(place: Place): Promise<Generation[]> {
  const found: Generation[] = [];
  for (const n of await numbers(place)) {
    const path = fileOf(place, n);
    const at = await modifiedAt(place, path);
    if (at !== undefined) {
      // A time far ahead is no sign of life either: the clock was set back since.
      found.push({ n, path, live: Math.abs(place.clock.now() - at) < place.staleMs });
    }
  }
  return found;
}

/** `undefined`: it is gone. Where nobody can tell, nobody may take it for gone. */
async function modifiedAt({ files, clock }: Place, path: string): Promise<number | undefined> {
  try {
    return (await retryBusy(() => files.stat(path), clock)).mtimeMs;
  } catch (error) {
    if (isMissing(error)) {
      return undefined;
    }
    throw error;
  }
}

function removed(place: Place, n: number): Promise<void> {
  return retryBusy(() => place.files.remove(fileOf(place, n)), place.clock);
}

/** The time that the file has, milliseconds since 1970; `undefined`: another window was first. */
async function created(place: Place, n: number, owner: string): Promise<number | undefined> {
  const path = fileOf(place, n);
  let file;
  try {
    file = await retryBusy(() => place.files.create(path), place.clock);
  } catch (error) {
    if (fileErrorCode(error) === 'EEXIST') {
      return undefined;
    }
    throw error;
  }
  try {
    await file.writeFile(owner, 'utf8');
    const now = place.clock.now();
    await file.utimes(now / 1000, now / 1000);
    await file.close();
    return now;
  } catch (error) {
    await file.close().catch(() => undefined);
    await removed(place, n).catch(() => undefined);
    throw error;
  }
}

/** Empty in the moment between creation and writing. */
async function ownerOf({ files }: Place, path: string): Promise<string> {
  return files.read(path).then(
    (bytes) => bytes.toString('utf8'),
    () => '',
  );
}
