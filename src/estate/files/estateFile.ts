/** Keeps the store and `estate.json` together: loads it, saves changes, and takes in what other windows save. */
import { join } from 'node:path';
import type { Disposable } from '../../shared/async/emitter.ts';
import type { Failure } from '../../shared/model/failure.ts';
import { logError, type Log } from '../../shared/ports/log.ts';
import { failed, success, type Outcome } from '../../shared/model/outcome.ts';
import { systemClock } from '../../shared/async/clock.ts';
import { Sequencer } from '../../shared/async/sequencer.ts';
import { writeFileAtomic } from '../../storage/atomicFile.ts';
import { fileFailure, isMissing } from '../../storage/fileError.ts';
import { realFiles, type FileParts } from '../../storage/fileSystem.ts';
import { checkJson } from '../../storage/jsonFile.ts';
import { retryBusy } from '../../storage/retryBusy.ts';
import { setAside } from '../../storage/setAside.ts';
import type { TellTrouble } from '../../storage/storageTroubles.ts';
import { readSnapshot, snapshotVersion, writeSnapshot } from './snapshotFile.ts';
import { isSnapshotFile } from './snapshotGuards.ts';
import type { Store } from '../store/store.ts';
import { watchFileWith, type WatchFile } from './watchFile.ts';

/** Milliseconds from a saving that failed, or a reading, to the next try. */
const tryAgainAfter = 30_000;

const format = { version: snapshotVersion, guard: isSnapshotFile };

export interface EstateFileParts extends FileParts {
  /** The mode's folder; made when missing. */
  readonly folder: string;
  readonly store: Store;
  readonly log: Log;
  /** Milliseconds from a change to its saving; 2000. */
  readonly delay?: number;
  /** 8 MB. */
  readonly maxBytes?: number;
  readonly watch?: WatchFile;
  readonly trouble?: TellTrouble;
}

export class EstateFile {
  readonly #path: string;
  readonly #parts: Required<EstateFileParts>;
  /** Reading and writing, one after the other. */
  readonly #turns = new Sequencer();
  #listening: Disposable | undefined;
  #watching: Promise<Disposable> | undefined;
  #waiting: { readonly hurry: AbortController; readonly saved: Promise<void> } | undefined;
  #loading = false;
  /** What the file held when it was last read or written. The text itself: to hash it would keep the first rows waiting. */
  #seen: string | undefined;
  #refreshQueued = false;
  #trouble: Failure | undefined;
  #disposed = false;

  constructor(parts: EstateFileParts) {
    this.#parts = {
      files: realFiles,
      clock: systemClock,
      delay: 2_000,
      maxBytes: 8 * 1024 * 1024,
      watch: watchFileWith(),
      trouble: () => {},
      ...parts,
    };
    this.#path = join(parts.folder, 'estate.json');
  }

  /** Loads what is there, then saves every change and follows other windows. Resolves when loaded. */
  async open(): Promise<void> {
    await this.refresh();
    this.#listening = this.#parts.store.onDidChange(() => {
      if (!this.#loading) {
        this.#soon();
      }
    });
    this.#watching = this.#parts.watch(this.#path, () => this.#changedElsewhere());
  }

  /** Takes in what the file holds now, for example before a scan, which then compares with the newest known state. */
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
      if (!read.ok) {
        this.#tryAgainAfter(read.failure);
      }
    });
  }

  /** Saves now what waits to be saved. */
  async flush(): Promise<void> {
    if (this.#waiting) {
      this.#waiting.hurry.abort();
      await this.#waiting.saved;
    }
    await this.#turns.last;
  }

  /** Saves what waits to be saved and lets go of the file. */
  async dispose(): Promise<void> {
    this.#disposed = true;
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

  #soon(delay = this.#parts.delay): void {
    if (this.#waiting) {
      return;
    }
    const hurry = new AbortController();
    const { clock } = this.#parts;
    const saved = clock.wait(delay, hurry.signal).then(() => {
      this.#waiting = undefined;
      return this.#inTurn(() => this.#save());
    });
    this.#waiting = { hurry, saved };
  }

  async #save(): Promise<void> {
    const { store, maxBytes, log } = this.#parts;
    const read = await this.#takeIn();
    if (!read.ok) {
      this.#tryAgainAfter(read.failure);
      return;
    }
    const { text, dropped } = writeSnapshot(store.snapshot(), maxBytes);
    if (text === read.value || text === this.#seen) {
      return;
    }
    if (dropped > 0) {
      log.info(`The snapshot is too big: details of subscriptions left out in ${String(dropped)} tenants`);
    }
    const written = await writeFileAtomic(this.#path, text, this.#parts);
    if (written.ok) {
      this.#seen = text;
    } else {
      log.warn(`The estate cannot be saved: ${written.failure.code ?? written.failure.kind}`);
      this.#tryAgainAfter(written.failure);
    }
  }

  /** The system may tell of no change, as when there were too many open files; a newer version's file is told of. */
  #tryAgainAfter({ kind }: Failure): void {
    if (!this.#disposed && kind !== 'storageNewer') {
      this.#soon(tryAgainAfter);
    }
  }

  /** The file's text where it was new and is taken in; `undefined`: nothing new. A failure: it must not be replaced. */
  async #takeIn(): Promise<Outcome<string | undefined>> {
    const taken = await this.#takeInText();
    this.#note(taken.ok ? undefined : taken.failure);
    return taken;
  }

  async #takeInText(): Promise<Outcome<string | undefined>> {
    const { store, log } = this.#parts;
    let text: string;
    try {
      text = (await this.#bytes()).toString('utf8');
    } catch (error) {
      if (isMissing(error)) {
        this.#seen = undefined;
        return success(undefined);
      }
      return failed(fileFailure('storageNotReadable', error));
    }
    if (text === this.#seen) {
      return success(undefined);
    }
    const judged = checkJson(text, format);
    switch (judged.kind) {
      case 'newer':
        return failed({ kind: 'storageNewer', code: String(judged.version) });
      case 'older':
        log.warn(`The estate was saved by an older version of Partner Link (format ${String(judged.version)})`);
        return this.#setAside(text);
      case 'corrupt':
        return this.#setAside(text);
      case 'good':
        break;
    }
    this.#loading = true;
    try {
      store.load(readSnapshot(judged.value));
    } finally {
      this.#loading = false;
    }
    this.#seen = text;
    return success(text);
  }

  async #setAside(text: string): Promise<Outcome<string | undefined>> {
    const now = await this.#parts.files.read(this.#path).catch(() => undefined);
    if (now?.toString('utf8') !== text) {
      // Another window has replaced it meanwhile: its file must not be set aside for this one.
      return this.#takeInText();
    }
    this.#seen = undefined;
    const aside = await setAside(this.#path, this.#parts.log, this.#parts);
    return aside.ok || aside.failure.code === 'ENOENT' ? success(undefined) : aside;
  }

  /**
   * Megabytes: made to text in one go, not piece by piece as it is read, which rows would wait for. The first rows do not
   * wait for the turns either that a reading beside everything else takes, while VS Code is busy with opening the view.
   */
  async #bytes(): Promise<Buffer> {
    const { files, clock } = this.#parts;
    if (!this.#listening) {
      try {
        return files.readNow(this.#path);
      } catch (error) {
        if (isMissing(error)) {
          throw error;
        }
      }
    }
    return retryBusy(() => files.read(this.#path), clock);
  }

  #note(trouble: Failure | undefined): void {
    const before = this.#trouble;
    this.#trouble = trouble;
    if (before?.kind === trouble?.kind && before?.code === trouble?.code) {
      return;
    }
    const { log } = this.#parts;
    if (trouble?.kind === 'storageNewer') {
      log.warn(
        `The estate was saved by a newer version of Partner Link (format ${trouble.code ?? ''}): it is left alone`,
      );
    } else if (trouble) {
      log.warn(`The estate is neither loaded nor saved: its file cannot be read (${trouble.code ?? 'unknown error'})`);
    } else {
      log.info('The estate’s file can be read again');
    }
    this.#parts.trouble(trouble);
  }

  async #inTurn(run: () => Promise<void>): Promise<void> {
    await this.#turns.run(run).catch((error: unknown) => {
      logError(this.#parts.log, 'Snapshot', error);
    });
  }
}
