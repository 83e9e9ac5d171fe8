/** What the user said, in a small JSON file of a mode that all windows share: each follows what the others write. */
import type { Disposable } from '../../shared/async/emitter.ts';
import type { Failure } from '../../shared/model/failure.ts';
import type { Log } from '../../shared/ports/log.ts';
import { failed, type Outcome } from '../../shared/model/outcome.ts';
import { systemClock } from '../../shared/async/clock.ts';
import { Sequencer } from '../../shared/async/sequencer.ts';
import { writeFileAtomic } from '../../storage/atomicFile.ts';
import type { FileParts } from '../../storage/fileSystem.ts';
import { readJsonFile, type JsonFormat } from '../../storage/jsonFile.ts';
import type { TellTrouble } from '../../storage/storageTroubles.ts';
import { watchFileWith, type WatchFile } from './watchFile.ts';

/** Milliseconds between tries to read or to save what could not be. */
const tryAgainEvery = 10_000;

/** What whoever keeps something in such a file is made of. */
export interface KeeperParts extends FileParts {
  /** The mode's folder. */
  readonly folder: string;
  readonly log: Log;
  readonly watch?: WatchFile;
  readonly trouble?: TellTrouble;
}

export interface WatchedJsonFileParts<T> extends FileParts {
  readonly path: string;
  /** What it holds, for the log: *Marks*. */
  readonly what: string;
  readonly format: JsonFormat<T>;
  /** Called with what the file holds, at the start, before each writing and when another window has written. */
  readonly takeIn: (content: T) => void;
  /** All that this window knows, for saving again what could not be saved when it was said. */
  readonly content: () => T;
  /** Called with what was written. */
  readonly saved?: (content: T) => void;
  readonly log: Log;
  readonly watch?: WatchFile;
  readonly trouble?: TellTrouble;
}

export class WatchedJsonFile<T> {
  readonly #parts: WatchedJsonFileParts<T>;
  /** Reading and writing, one after the other. */
  readonly #turns = new Sequencer();
  #watching: Promise<Disposable> | undefined;
  #trouble: Failure | undefined;
  #unsaved = false;
  #tryingAgain: Disposable | undefined;
  #underWay = 0;
  #disposed = false;

  constructor(parts: WatchedJsonFileParts<T>) {
    this.#parts = parts;
  }

  /** Something that was said in this window could not be saved yet. */
  get hasUnsaved(): boolean {
    return this.#unsaved;
  }

  /** Reads the file and follows other windows. */
  async open(): Promise<void> {
    await this.refresh();
    this.#watching = (this.#parts.watch ?? watchFileWith())(this.#parts.path, () => void this.refresh());
  }

  /** Takes in what other windows saved, and saves what could not be saved before. */
  async refresh(): Promise<void> {
    await this.#inTurn(async () => {
      if (this.#unsaved) {
        this.#unsaved = !(await this.#save(this.#parts.content)).ok;
      } else {
        await this.#read();
      }
    });
  }

  /**
   * Takes in what the file holds, then writes all that is known. What cannot be written is tried again until it can be. Ends in
   * `storageNotWritable`, or in `storageNotReadable` or `storageNewer`, and then the file is as it was.
   */
  async write(): Promise<Outcome<void>> {
    return this.#inTurn(async () => {
      const saved = await this.#save(this.#parts.content);
      this.#unsaved = !saved.ok;
      return saved;
    });
  }

  /** Like `write`, of something that is not to hold unless it is saved: it is not tried again. */
  async writeOrForget(content: () => T): Promise<Outcome<void>> {
    return this.#inTurn(async () => {
      const saved = await this.#save(content);
      this.#unsaved &&= !saved.ok;
      return saved;
    });
  }

  /** Waits for what is being read and written, and tries a last time to save what could not be. */
  async dispose(): Promise<void> {
    (await this.#watching)?.dispose();
    await this.#turns.last;
    if (this.#unsaved) {
      await this.refresh();
    }
    this.#disposed = true;
    this.#tryingAgain?.dispose();
  }

  /** Why it cannot be read; `undefined`: what it holds, if anything, was taken in. */
  async #read(): Promise<Failure | undefined> {
    const { path, format, log, takeIn } = this.#parts;
    const reading = await readJsonFile(path, format, log, this.#parts);
    if (reading.kind === 'read') {
      takeIn(reading.value);
    }
    const trouble = reading.kind === 'notReadable' ? reading.failure : undefined;
    this.#note(trouble);
    return trouble;
  }

  async #save(content: () => T): Promise<Outcome<void>> {
    const trouble = await this.#read();
    if (trouble) {
      return failed(trouble);
    }
    const value = content();
    const written = await writeFileAtomic(this.#parts.path, JSON.stringify(value), this.#parts);
    if (written.ok) {
      this.#parts.saved?.(value);
    } else if (!this.#unsaved) {
      this.#parts.log.warn(`${this.#parts.what} cannot be saved: ${written.failure.code ?? written.failure.kind}`);
    }
    return written;
  }

  #note(trouble: Failure | undefined): void {
    const before = this.#trouble;
    this.#trouble = trouble;
    if (before?.kind === trouble?.kind && before?.code === trouble?.code) {
      return;
    }
    const { what, log } = this.#parts;
    if (trouble) {
      log.warn(
        trouble.kind === 'storageNewer'
          ? `${what} were saved by a newer version of Partner Link and are left alone`
          : `${what} cannot be read (${trouble.code ?? 'unknown error'}) and are left alone`,
      );
    } else {
      log.info(`${what} can be read again`);
    }
    this.#parts.trouble?.(trouble);
  }

  /** Where the system tells of no change, as when there were too many open files. */
  #tryAgain(): void {
    const wanted = !this.#disposed && (this.#unsaved || this.#trouble !== undefined);
    if (wanted && !this.#tryingAgain) {
      this.#tryingAgain = (this.#parts.clock ?? systemClock).every(tryAgainEvery, () => {
        if (this.#underWay === 0) {
          void this.refresh();
        }
      });
    } else if (!wanted) {
      this.#tryingAgain?.dispose();
      this.#tryingAgain = undefined;
    }
  }

  async #inTurn<R>(run: () => Promise<R>): Promise<R> {
    this.#underWay += 1;
    return this.#turns.run(run).finally(() => {
      this.#underWay -= 1;
      this.#tryAgain();
    });
  }
}
