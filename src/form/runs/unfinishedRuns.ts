/** Runs without an end that this window is not at: they wait to be resumed or discarded, or another window is at them. */
import { lookAgain } from '../../operations/control/lookAgain.ts';
import type { UnfinishedRun } from '../../operations/journal/unfinishedRuns.ts';
import type { Session } from '../../session/session.ts';
import type { Disposable } from '../../shared/async/emitter.ts';
import { systemClock, type Clock } from '../../shared/async/clock.ts';
import { Sequencer } from '../../shared/async/sequencer.ts';

export interface UnfinishedRunsParts {
  readonly session: Session;
  readonly changed: () => void;
  readonly clock?: Clock;
}

export class UnfinishedRuns implements Disposable {
  readonly #parts: UnfinishedRunsParts;
  readonly #closing = new AbortController();
  readonly #looks = new Sequencer();
  #runs: readonly UnfinishedRun[] = [];
  #watching = false;

  constructor(parts: UnfinishedRunsParts) {
    this.#parts = parts;
  }

  /** Newest first, as last looked at. */
  get runs(): readonly UnfinishedRun[] {
    return this.#runs;
  }

  look(): Promise<void> {
    return this.#looks.run(async () => {
      if (!this.#closing.signal.aborted) {
        this.#runs = await this.#parts.session.operations.unfinished();
        this.#parts.changed();
        void this.#watch();
      }
    });
  }

  dispose(): void {
    this.#closing.abort();
  }

  async #watch(): Promise<void> {
    if (this.#watching) {
      return;
    }
    this.#watching = true;
    const look = async (): Promise<readonly UnfinishedRun[]> => {
      await this.look();
      return this.#runs;
    };
    await lookAgain(this.#runs, look, this.#parts.clock ?? systemClock, this.#closing.signal);
    this.#watching = false;
  }
}
