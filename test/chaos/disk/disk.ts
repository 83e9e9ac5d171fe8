/**
 * A disk in memory that all windows of a schedule share: files have what a process wrote, and what of it is synced. Every operation
 * takes a moment, may fail, and may be the last one of its process.
 */
import type { Chance } from '../world/chance.ts';
import { hostNow, type Host, type VirtualTime } from '../world/time.ts';
import type { Trace } from '../world/trace.ts';
import { fileError } from './fileError.ts';

/** What a path stands for; open handles keep it when the path goes. */
export interface Content {
  bytes: Buffer;
  /** What a power cut leaves; absent: perhaps nothing at all. */
  synced: Buffer | undefined;
  mtimeMs: number;
  readonly ino: number;
}

export interface DiskTrouble {
  /** Share of the operations that fail, and how. */
  readonly failing: number;
  readonly codes: readonly string[];
  /** Share of the operations that take seconds. */
  readonly slow: number;
}

export const noTrouble: DiskTrouble = { failing: 0, codes: ['EIO'], slow: 0 };

/** When a process is killed: `torn`: half-way through what the operation writes. */
export type KillMoment = 'before' | 'torn' | 'after';

/** Operations that change nothing are never torn. */
export interface Operation<T> {
  readonly name: string;
  readonly path: string;
  readonly effect: () => T;
  /** What a part of a write leaves: where the disk is full, or the process is killed. */
  readonly torn?: (share: number) => void;
}

export interface DiskParts {
  readonly time: VirtualTime;
  readonly chance: Chance;
  readonly trace: Trace;
}

interface PlannedKill {
  readonly host: Host;
  left: number;
  readonly moment: KillMoment;
}

export interface Watching {
  readonly folder: string;
  readonly host: Host;
  readonly changed: (name: string) => void;
}

export class Disk {
  readonly files = new Map<string, Content>();
  readonly folders = new Set<string>(['/']);
  readonly watching = new Set<Watching>();
  trouble: DiskTrouble = noTrouble;
  /** Operations so far. */
  operations = 0;
  readonly #parts: DiskParts;
  #kill: PlannedKill | undefined;
  #onKilled: (host: Host) => void = () => {};
  #ino = 0;

  constructor(parts: DiskParts) {
    this.#parts = parts;
  }

  /** Kills the host at its so-and-so-many-th operation from now; `killed` is told. */
  killAt(host: Host, operation: number, moment: KillMoment, killed: (host: Host) => void): void {
    this.#kill = { host, left: operation, moment };
    this.#onKilled = killed;
  }

  /** The rejection is Node's: an `Error` with a `code`. */
  run<T>({ name, path, effect, torn }: Operation<T>): Promise<T> {
    const { time, chance, trace } = this.#parts;
    const host = hostNow();
    this.operations += 1;
    const fails = chance.happens(this.trouble.failing) ? chance.one(this.trouble.codes) : undefined;
    const kill = this.#killNow(host);
    const ms = chance.happens(this.trouble.slow) ? chance.whole(500, 20_000) : 0.05 + chance.next() * 2;
    return new Promise((resolve, reject) => {
      time.after(ms, host, () => {
        if (kill === 'before') {
          this.#die(host, `${name} ${path}`);
          return;
        }
        if (kill === 'torn') {
          torn?.(chance.next());
          this.#die(host, `half of ${name} ${path}`);
          return;
        }
        if (fails !== undefined) {
          torn?.(chance.next());
          trace.say(time.elapsed, `${host.name} ${name} ${path}: ${fails}`, true);
          reject(fileError(fails, name, path));
          return;
        }
        try {
          const value = effect();
          trace.say(time.elapsed, `${host.name} ${name} ${path}`, true);
          if (kill === 'after') {
            this.#die(host, `after ${name} ${path}`);
            return;
          }
          resolve(value);
        } catch (error) {
          trace.say(time.elapsed, `${host.name} ${name} ${path}: refused`, true);
          reject(error instanceof Error ? error : new Error('broken'));
        }
      });
    });
  }

  create(path: string): Content {
    const content: Content = {
      bytes: Buffer.alloc(0),
      synced: undefined,
      mtimeMs: this.#parts.time.now,
      ino: (this.#ino += 1),
    };
    this.files.set(path, content);
    this.notify(path);
    return content;
  }

  touch(content: Content): void {
    content.mtimeMs = this.#parts.time.now;
  }

  /** A process is gone and all it wrote is there. */
  notify(path: string): void {
    const { time, chance } = this.#parts;
    const cut = path.lastIndexOf('/');
    for (const one of this.watching) {
      if (one.folder === path.slice(0, cut)) {
        time.after(1 + chance.next() * 20, one.host, () => one.changed(path.slice(cut + 1)));
      }
    }
  }

  /** Power is gone: of what was not synced, a part is there or nothing. The processes are the caller's to kill. */
  powerCut(): void {
    const { chance } = this.#parts;
    for (const [path, content] of this.files) {
      if (content.synced === undefined && chance.happens(0.5)) {
        this.files.delete(path);
        continue;
      }
      const kept = content.synced ?? Buffer.alloc(0);
      const appended = content.bytes.subarray(kept.length);
      const isAppended = content.bytes.subarray(0, kept.length).equals(kept);
      content.bytes = isAppended
        ? Buffer.concat([kept, appended.subarray(0, Math.floor(appended.length * chance.next()))])
        : kept;
      content.synced = content.bytes;
    }
  }

  #killNow(host: Host): KillMoment | undefined {
    const kill = this.#kill;
    if (kill?.host !== host || (kill.left -= 1) > 0) {
      return undefined;
    }
    this.#kill = undefined;
    return kill.moment;
  }

  #die(host: Host, at: string): void {
    const { time, trace } = this.#parts;
    trace.say(time.elapsed, `${host.name} is killed: ${at}`);
    this.#onKilled(host);
  }
}
