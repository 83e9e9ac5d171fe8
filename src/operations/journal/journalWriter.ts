/** What a run notes down, with time and version put on each line. */
import type { Failure } from '../../shared/model/failure.ts';
import type { Log } from '../../shared/ports/log.ts';
import type { Outcome } from '../../shared/model/outcome.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { JournalFile } from './journalFile.ts';
import { journalVersion, type LinkedTo, type JournalVersion, type OutcomeLine, type RunEnding } from './journalLine.ts';

export type OutcomeNote = Omit<OutcomeLine, 'v' | 'at' | 'kind'>;

export class JournalWriter {
  readonly #file: JournalFile;
  readonly #clock: Clock;
  readonly #log: Log;

  constructor(file: JournalFile, clock: Clock, log: Log) {
    this.#file = file;
    this.#clock = clock;
    this.#log = log;
  }

  /** Resolves once it is on the disk; only then may the request be sent. */
  intent(item: number, from: LinkedTo, to: LinkedTo): Promise<Outcome<void>> {
    return this.#file.append({ ...this.#stamp(), kind: 'intent', item, from, to }, true);
  }

  /** Not synced: losing it leaves the write announced and open, which is read again before anything else. */
  async outcome(note: OutcomeNote): Promise<void> {
    this.#told(await this.#file.append({ ...this.#stamp(), kind: 'outcome', ...note }, false));
  }

  /** Not synced: losing it leaves the write announced and open, like losing an outcome. */
  async refused(item: number, failure: Failure | undefined): Promise<void> {
    this.#told(await this.#file.append({ ...this.#stamp(), kind: 'refused', item, failure }, false));
  }

  async gate(partnerId: string, partnerName: string | undefined, answer: boolean | undefined): Promise<void> {
    this.#told(await this.#file.append({ ...this.#stamp(), kind: 'gate', partnerId, partnerName, answer }, true));
  }

  resumed(window: string): Promise<Outcome<void>> {
    return this.#file.append({ ...this.#stamp(), kind: 'resumed', window }, true);
  }

  end(how: RunEnding): Promise<Outcome<void>> {
    return this.#file.append({ ...this.#stamp(), kind: 'end', how }, true);
  }

  /** As it ended, after a line that came later. */
  async endAgain({ at, how }: { readonly at: number; readonly how: RunEnding }): Promise<void> {
    this.#told(await this.#file.append({ v: journalVersion, at, kind: 'end', how }, true));
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  #stamp(): { readonly v: JournalVersion; readonly at: number } {
    return { v: journalVersion, at: this.#clock.now() };
  }

  #told(outcome: Outcome<void>): void {
    if (!outcome.ok) {
      this.#log.error(`A line is missing in the journal: ${outcome.failure.code ?? outcome.failure.kind}`);
    }
  }
}
