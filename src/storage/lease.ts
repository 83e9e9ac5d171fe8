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
import { mkdir, open, readFile, readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Disposable } from '../shared/emitter.ts';
import type { Failure } from '../shared/failure.ts';
import { realTimers } from '../shared/timers.ts';
import type { Timers } from '../shared/timers.ts';
import { fileFailure } from './fileError.ts';

const heartbeatEvery = 2_000;
const staleAfter = 10_000;

export interface LeaseOptions {
  readonly timers?: Timers;
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
    this.#heartbeat = place.timers.every(place.heartbeatMs, () => {
      this.#beating ??= this.#beat().finally(() => {
        this.#beating = undefined;
      });
    });
  }

  /**
   * Whether nobody took it over: asked right before anything that only the holder may do. A holder that could not beat
   * in time (machine asleep, debugger) counts as having lost it even while nobody else has come. Never rejects.
   */
  async stillOurs(): Promise<boolean> {
    if (this.#released || this.#place.timers.now() - this.#aliveAt >= this.#place.staleMs) {
      return false;
    }
    try {
      const generations = await numbers(this.#place);
      return generations.includes(this.#n) && Math.max(...generations) === this.#n;
    } catch {
      return false;
    }
  }

  /** Gives it back, older generations first, so that a crash in between leaves nothing that looks held. Never rejects. */
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
        await rm(fileOf(this.#place, n), { force: true });
      }
      await rm(fileOf(this.#place, this.#n), { force: true });
    } catch {
      // It goes stale by itself.
    }
  }

  async #beat(): Promise<void> {
    const now = this.#place.timers.now();
    if (this.#released || now - this.#aliveAt >= this.#place.staleMs) {
      // A late beat would revive what another window may be taking over at this moment.
      return;
    }
    try {
      await utimes(fileOf(this.#place, this.#n), now / 1000, now / 1000);
      this.#aliveAt = now;
    } catch {
      // Gone, or the disk is: `stillOurs` tells.
    }
  }
}

interface Place {
  readonly folder: string;
  readonly name: string;
  readonly timers: Timers;
  readonly heartbeatMs: number;
  readonly staleMs: number;
}

/** Tries once to take a lease, and tells busy from broken. `name` is a safe file name without dots. Never rejects. */
export async function tryLease(
  folder: string,
  name: string,
  owner: string,
  options: LeaseOptions = {},
): Promise<LeaseAttempt> {
  const place = placeOf(folder, name, options);
  try {
    await mkdir(folder, { recursive: true });
    const before = await generations(place);
    const live = before.find((one) => one.live);
    if (live !== undefined) {
      return { kind: 'busy', owner: await ownerOf(live.path) };
    }
    const n = Math.max(0, ...before.map((one) => one.n)) + 1;
    const at = await created(place, n, owner);
    if (at === undefined) {
      return { kind: 'busy' };
    }
    const after = await generations(place);
    const others = after.filter((one) => one.n !== n);
    if (after.length === others.length || others.some((one) => one.n > n || one.live)) {
      await rm(fileOf(place, n), { force: true });
      return { kind: 'busy' };
    }
    return { kind: 'held', lease: new Lease(place, n, owner, at) };
  } catch (error) {
    return { kind: 'failed', failure: fileFailure('storageNotWritable', error) };
  }
}

/** Tries once to take a lease; `undefined` when another holds it or it cannot be written. Never rejects. */
export async function acquireLease(
  folder: string,
  name: string,
  owner: string,
  options: LeaseOptions = {},
): Promise<Lease | undefined> {
  const attempt = await tryLease(folder, name, owner, options);
  return attempt.kind === 'held' ? attempt.lease : undefined;
}

/** Who holds a lease, or held it last without giving it back. `undefined`: nobody. Never rejects. */
export async function leaseHolder(
  folder: string,
  name: string,
  options: LeaseOptions = {},
): Promise<LeaseHolder | undefined> {
  try {
    const all = await generations(placeOf(folder, name, options));
    const highest = all.sort((a, b) => b.n - a.n)[0];
    return highest && { owner: await ownerOf(highest.path), live: highest.live };
  } catch {
    return undefined;
  }
}

function placeOf(folder: string, name: string, options: LeaseOptions): Place {
  return {
    folder,
    name,
    timers: options.timers ?? realTimers,
    heartbeatMs: options.heartbeatMs ?? heartbeatEvery,
    staleMs: options.staleMs ?? staleAfter,
  };
}

function fileOf(place: Place, n: number): string {
  return join(place.folder, `${place.name}.${String(n)}`);
}

async function numbers(place: Place): Promise<readonly number[]> {
  const prefix = `${place.name}.`;
  return (await folderEntries(place.folder))
    .filter((entry) => entry.startsWith(prefix) && /^[1-9][0-9]{0,14}$/.test(entry.slice(prefix.length)))
    .map((entry) => Number(entry.slice(prefix.length)));
}

async function folderEntries(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return [];
    }
    throw error;
  }
}

async function generations(place: Place): Promise<Generation[]> {
  const found: Generation[] = [];
  for (const n of await numbers(place)) {
    const path = fileOf(place, n);
    const at = await modifiedAt(path);
    if (at !== undefined) {
      // A time far ahead is no sign of life either: the clock was set back since.
      found.push({ n, path, live: Math.abs(place.timers.now() - at) < place.staleMs });
    }
  }
  return found;
}

async function modifiedAt(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mtimeMs;
  } catch {
    return undefined;
  }
}

/** The time that the file has, milliseconds since 1970; `undefined`: another window was first. */
async function created(place: Place, n: number, owner: string): Promise<number | undefined> {
  const path = fileOf(place, n);
  let file;
  try {
    file = await open(path, 'wx');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      return undefined;
    }
    throw error;
  }
  try {
    await file.writeFile(owner, 'utf8');
    const now = place.timers.now();
    await file.utimes(now / 1000, now / 1000);
    return now;
  } catch (error) {
    await rm(path, { force: true }).catch(() => undefined);
    throw error;
  } finally {
    await file.close();
  }
}

/** Empty in the moment between creation and writing. */
async function ownerOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
