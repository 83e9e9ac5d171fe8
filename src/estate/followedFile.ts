/** What the person said, in a small JSON file of a mode that all windows share: each follows what the others write. */
import type { Disposable } from '../shared/emitter.ts';
import type { Log } from '../shared/log.ts';
import type { Outcome } from '../shared/outcome.ts';
import { readJsonFile, writeFileAtomic } from '../storage/atomicFile.ts';
import type { Guard } from './guards.ts';
import { watchFileWith, type WatchFile } from './watchFile.ts';

/** What whoever keeps something in such a file is made of. */
export interface KeeperParts {
  /** The mode's folder. */
  readonly folder: string;
  readonly log: Log;
  readonly clock?: () => number;
  readonly watch?: WatchFile;
}

export interface FollowedFileParts<T> {
  readonly path: string;
  /** What it holds, for the log: *Marks*. */
  readonly what: string;
  readonly guard: Guard<T>;
  /** Called with what the file holds, at the start, before each writing and when another window has written. */
  readonly takeIn: (content: T) => void;
  readonly log: Log;
  readonly watch?: WatchFile;
}

export class FollowedFile<T> {
  readonly #parts: FollowedFileParts<T>;
  /** Reading and writing, one after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  #watching: Promise<Disposable> | undefined;

  constructor(parts: FollowedFileParts<T>) {
    this.#parts = parts;
  }

  /** Reads the file and follows other windows. Never rejects. */
  async open(): Promise<void> {
    await this.refresh();
    this.#watching = (this.#parts.watch ?? watchFileWith())(this.#parts.path, () => void this.refresh());
  }

  /** Takes in what other windows saved. Never rejects. */
  async refresh(): Promise<void> {
    await this.#inTurn(() => this.#read());
  }

  /** Takes in what the file holds, then writes what `content` gives. Ends in `storageNotWritable`. Never rejects. */
  async write(content: () => T): Promise<Outcome<void>> {
    return this.#inTurn(async () => {
      await this.#read();
      const written = await writeFileAtomic(this.#parts.path, JSON.stringify(content()));
      if (!written.ok) {
        this.#parts.log.warn(`${this.#parts.what} cannot be saved: ${written.failure.code ?? written.failure.kind}`);
      }
      return written;
    });
  }

  /** For an event of what it holds: a view that throws is noted down and stops nothing. */
  tell(fire: () => void): void {
    try {
      fire();
    } catch (error) {
      this.#parts.log.error(
        `${this.#parts.what}, a view of it: ${error instanceof Error ? error.message : 'unknown error'}`,
      );
    }
  }

  /** Waits for what is being read and written. Never rejects. */
  async dispose(): Promise<void> {
    (await this.#watching)?.dispose();
    await this.#turn;
  }

  async #read(): Promise<void> {
    const content = await readJsonFile(this.#parts.path, this.#parts.guard, this.#parts.log);
    if (content !== undefined) {
      this.#parts.takeIn(content);
    }
  }

  async #inTurn<R>(run: () => Promise<R>): Promise<R> {
    const turn = this.#turn.then(run);
    this.#turn = turn;
    return turn;
  }
}
