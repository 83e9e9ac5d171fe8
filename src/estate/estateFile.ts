/** Keeps the store and `estate.json` together: loads it, saves changes, and takes in what other windows save. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Disposable } from '../shared/emitter.ts';
import type { Log } from '../shared/log.ts';
import { success, type Outcome } from '../shared/outcome.ts';
import { realTimers, type Timers } from '../shared/timers.ts';
import { setAside, writeFileAtomic } from '../storage/atomicFile.ts';
import { fileErrorCode, fileFailure } from '../storage/fileError.ts';
import { readSnapshot, snapshotVersion, writeSnapshot } from './snapshotFile.ts';
import { isSnapshotFile, versionOf } from './snapshotGuards.ts';
import type { Store } from './store.ts';
import { watchFileWith, type WatchFile } from './watchFile.ts';

export interface EstateFileParts {
  /** The mode's folder; made when missing. */
  readonly folder: string;
  readonly store: Store;
  readonly log: Log;
  readonly timers?: Timers;
  /** Milliseconds from a change to its saving; 2000. */
  readonly delay?: number;
  /** 8 MB. */
  readonly maxBytes?: number;
  readonly watch?: WatchFile;
}

export class EstateFile {
  readonly #path: string;
  readonly #parts: Required<EstateFileParts>;
  /** Reading and writing, one after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  #listening: Disposable | undefined;
  #watching: Promise<Disposable> | undefined;
  #waiting: { readonly hurry: AbortController; readonly saved: Promise<void> } | undefined;
  #loading = false;
  /** What the file held when it was last read or written. The text itself: to hash it would keep the first rows waiting. */
  #seen: string | undefined;
  #refreshQueued = false;

  constructor(parts: EstateFileParts) {
    this.#parts = { timers: realTimers, delay: 2_000, maxBytes: 8 * 1024 * 1024, watch: watchFileWith(), ...parts };
    this.#path = join(parts.folder, 'estate.json');
  }

  /** Loads what is there, then saves every change and follows other windows. Resolves when loaded. Never rejects. */
  async open(): Promise<void> {
    await this.refresh();
    this.#listening = this.#parts.store.onDidChange(() => {
      if (!this.#loading) {
        this.#soon();
      }
    });
    this.#watching = this.#parts.watch(this.#path, () => this.#changedElsewhere());
  }

  /** Takes in what the file holds now, for example before a scan, which then compares with the newest known state. Never rejects. */
  async refresh(): Promise<void> {
    await this.#inTurn(async () => {
      // On opening there is nothing that the file could lack: rows are shown sooner without comparing.
      const opening = !this.#listening;
      const read = await this.#takeIn();
      if (
        !opening &&
        read.ok &&
        read.value &&
        writeSnapshot(this.#parts.store.snapshot(), this.#parts.maxBytes).text !== read.value
      ) {
        // Two windows saved at the same time and one was lost, or this window knows more.
        this.#soon();
      }
    });
  }

  /** Saves now what waits to be saved. Never rejects. */
  async flush(): Promise<void> {
    if (this.#waiting) {
      this.#waiting.hurry.abort();
      await this.#waiting.saved;
    }
    await this.#turn;
  }

  /** Saves what waits to be saved and lets go of the file. Never rejects. */
  async dispose(): Promise<void> {
    this.#listening?.dispose();
    (await this.#watching)?.dispose();
    await this.flush();
  }

  #changedElsewhere(): void {
    if (!this.#refreshQueued) {
      this.#refreshQueued = true;
      void this.#inTurn(async () => {
        this.#refreshQueued = false;
      }).then(() => this.refresh());
    }
  }

  #soon(): void {
    if (this.#waiting) {
      return;
    }
    const hurry = new AbortController();
    const { timers, delay } = this.#parts;
    const saved = timers.wait(delay, hurry.signal).then(() => {
      this.#waiting = undefined;
      return this.#inTurn(() => this.#save());
    });
    this.#waiting = { hurry, saved };
  }

  async #save(): Promise<void> {
    const { store, maxBytes, log } = this.#parts;
    const read = await this.#takeIn();
    if (!read.ok) {
      log.warn(`The estate is not saved: its file cannot be read (${read.failure.code ?? 'unknown error'})`);
      return;
    }
    const { text, dropped } = writeSnapshot(store.snapshot(), maxBytes);
    if (text === read.value || text === this.#seen) {
      return;
    }
    if (dropped > 0) {
      log.info(`The snapshot is too big: details of subscriptions left out in ${String(dropped)} tenants`);
    }
    const written = await writeFileAtomic(this.#path, text);
    if (written.ok) {
      this.#seen = text;
    } else {
      log.warn(`The estate cannot be saved: ${written.failure.code ?? written.failure.kind}`);
    }
  }

  /** The file's text where it was new and is taken in; `undefined`: nothing new. */
  async #takeIn(): Promise<Outcome<string | undefined>> {
    const { store, log } = this.#parts;
    let text: string;
    try {
      // Megabytes: made to text in one go, not piece by piece as it is read, which rows would wait for. The first rows do not
      // wait for the turns either that a reading beside everything else takes, while VS Code is busy with opening the view.
      const bytes = this.#listening ? await readFile(this.#path) : readFileSync(this.#path);
      text = bytes.toString('utf8');
    } catch (error) {
      if (fileErrorCode(error) === 'ENOENT') {
        this.#seen = undefined;
        return success(undefined);
      }
      return { ok: false, failure: fileFailure('storageNotWritable', error) };
    }
    if (text === this.#seen) {
      return success(undefined);
    }
    const file = parsed(text);
    if (!isSnapshotFile(file)) {
      const version = versionOf(file);
      if (version !== undefined && version !== snapshotVersion) {
        const age = version > snapshotVersion ? 'a newer' : 'an older';
        log.warn(`The estate was saved by ${age} version of Partner Link (format ${String(version)})`);
      }
      await setAside(this.#path, log);
      this.#seen = undefined;
      return success(undefined);
    }
    this.#loading = true;
    try {
      store.load(readSnapshot(file));
    } finally {
      this.#loading = false;
    }
    this.#seen = text;
    return success(text);
  }

  async #inTurn(run: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(run).catch((error: unknown) => {
      this.#parts.log.error(`Snapshot: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown error'}`);
    });
    this.#turn = turn;
    await turn;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
