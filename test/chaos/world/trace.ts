/** What happened in a schedule, line by line, and a hash over all of it: two runs of a seed are the same if their hashes are. */
import { createHash } from 'node:crypto';

export interface TraceLine {
  /** Milliseconds since the schedule began. */
  readonly at: number;
  readonly text: string;
  /** A file operation: part of the hash, and shown only where asked for. */
  readonly file: boolean;
}

export class Trace {
  readonly lines: TraceLine[] = [];
  readonly #hash = createHash('sha256');

  say(at: number, text: string, file = false): void {
    this.lines.push({ at, text, file });
    this.#hash.update(`${at.toFixed(3)} ${text}\n`);
  }

  /** Ends it. */
  digest(): string {
    return this.#hash.digest('hex').slice(0, 16);
  }
}
