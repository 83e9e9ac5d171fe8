/** One thing that is open at a time, opened on first use; opening and exchanging it take turns. */
import { Sequencer } from '../shared/async/sequencer.ts';

export interface Closable {
  dispose(): Promise<void>;
}

export interface ExclusiveResourceParts<T> {
  readonly open: () => Promise<T>;
  /** Told before it is disposed of, so that nobody is shown it any more. */
  readonly closing: () => void;
}

export class ExclusiveResource<T extends Closable> {
  readonly #parts: ExclusiveResourceParts<T>;
  readonly #exchanges = new Sequencer();
  #opening: Promise<T> | undefined;

  constructor(parts: ExclusiveResourceParts<T>) {
    this.#parts = parts;
  }

  /**
   * Opens it if it is not yet open. Whoever asks while it is being exchanged gets the new one: what were opened in the
   * middle of that would be the old one again. Rejects where it cannot be opened; the next call tries again.
   */
  async ready(): Promise<T> {
    let last: Promise<void>;
    do {
      last = this.#exchanges.last;
      await last;
    } while (last !== this.#exchanges.last);
    this.#opening ??= this.#open();
    return this.#opening;
  }

  /** `task` runs alone, and may close what is open: the next `ready` after it opens anew. Rejects as `task` does. */
  async runExclusive<R>(task: (close: () => Promise<void>) => Promise<R>): Promise<R> {
    return this.#exchanges.run(() => task(() => this.#close()));
  }

  async #open(): Promise<T> {
    try {
      return await this.#parts.open();
    } catch (error) {
      this.#opening = undefined;
      throw error;
    }
  }

  async #close(): Promise<void> {
    const open = await this.#opening?.catch(() => undefined);
    this.#opening = undefined;
    this.#parts.closing();
    await open?.dispose();
  }
}
