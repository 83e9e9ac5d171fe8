/** The one journal file that a run appends to. Lines that come together are written and synced together. */
import { open, truncate } from 'node:fs/promises';
import type { Failure } from '../../shared/model/failure.ts';
import { failed, success, type Outcome } from '../../shared/model/outcome.ts';
import { fileFailure } from '../../storage/fileError.ts';
import type { JournalLine } from './journalLine.ts';

/** What is used of a `FileHandle`; tests put a full disk here. */
export interface AppendHandle {
  appendFile(text: string, encoding: 'utf8'): Promise<void>;
  datasync(): Promise<void>;
  close(): Promise<void>;
}

/** `new`: fails where the file exists. */
export type OpenForAppend = (path: string, how: 'new' | 'existing') => Promise<AppendHandle>;

export const openForAppend: OpenForAppend = (path, how) => open(path, how === 'new' ? 'ax' : 'a');

interface Pending {
  readonly text: string;
  readonly synced: boolean;
  readonly settle: (outcome: Outcome<void>) => void;
}

export class JournalFile {
  readonly path: string;
  readonly #handle: AppendHandle;
  /** How far the file holds whole lines that were acknowledged. */
  #length: number;
  #pending: Pending[] = [];
  #writing: Promise<void> | undefined;
  #broken: Failure | undefined;

  constructor(path: string, handle: AppendHandle, length: number) {
    this.path = path;
    this.#handle = handle;
    this.#length = length;
  }

  /** Makes the file. Ends in `journalNotWritable`. */
  static async create(path: string, openFile: OpenForAppend): Promise<Outcome<JournalFile>> {
    return JournalFile.#open(path, 0, openFile, 'new');
  }

  /** Goes on with a file after its last whole line; what a killed window left of a torn one is cut off. */
  static async reopen(
    path: string,
    wholeBytes: number,
    lacksNewline: boolean,
    openFile: OpenForAppend,
  ): Promise<Outcome<JournalFile>> {
    try {
      await truncate(path, wholeBytes);
    } catch (error) {
      return failed(fileFailure('journalNotWritable', error));
    }
    const file = await JournalFile.#open(path, wholeBytes, openFile, 'existing');
    if (file.ok && lacksNewline) {
      const ended = await file.value.#enqueue('\n', false);
      if (!ended.ok) {
        await file.value.close();
        return ended;
      }
    }
    return file;
  }

  static async #open(
    path: string,
    length: number,
    openFile: OpenForAppend,
    how: 'new' | 'existing',
  ): Promise<Outcome<JournalFile>> {
    try {
      return success(new JournalFile(path, await openFile(path, how), length));
    } catch (error) {
      return failed(fileFailure('journalNotWritable', error));
    }
  }

  /**
   * Appends one line; `synced` resolves only once it is on the disk. Ends in `journalNotWritable`, and then
   * the file is as it was before.
   */
  append(line: JournalLine, synced: boolean): Promise<Outcome<void>> {
    return this.#enqueue(`${JSON.stringify(line)}\n`, synced);
  }

  /** After all that was appended. */
  async close(): Promise<void> {
    await this.#writing;
    this.#broken ??= { kind: 'journalNotWritable', code: 'closed' };
    await this.#handle.close().catch(() => undefined);
  }

  #enqueue(text: string, synced: boolean): Promise<Outcome<void>> {
    return new Promise((settle) => {
      this.#pending.push({ text, synced, settle });
      this.#writing ??= this.#drain();
    });
  }

  async #drain(): Promise<void> {
    // One turn later, so that lines of tenants that go on at the same moment share a sync.
    await Promise.resolve();
    while (this.#pending.length > 0) {
      const batch = this.#pending;
      this.#pending = [];
      const failure = this.#broken ?? (await this.#write(batch));
      for (const one of batch) {
        one.settle(failure === undefined ? success(undefined) : failed(failure));
      }
    }
    this.#writing = undefined;
  }

  async #write(batch: readonly Pending[]): Promise<Failure | undefined> {
    const text = batch.map((one) => one.text).join('');
    try {
      await this.#handle.appendFile(text, 'utf8');
      if (batch.some((one) => one.synced)) {
        await this.#handle.datasync();
      }
      this.#length += Buffer.byteLength(text);
      return undefined;
    } catch (error) {
      const failure = fileFailure('journalNotWritable', error);
      try {
        // Half a line in the middle would make the whole file unreadable.
        await truncate(this.path, this.#length);
      } catch {
        this.#broken = failure;
      }
      return failure;
    }
  }
}
