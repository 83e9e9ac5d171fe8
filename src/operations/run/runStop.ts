/** What ends a run before its items do: its user, the window that closes, another window that went on with it. */
import { raceAbort } from '../../shared/async/raceAbort.ts';
import type { Log } from '../../shared/ports/log.ts';
import type { Lease } from '../../storage/lease.ts';
import { isRunHeld, type LeasePlace } from './leases.ts';
import type { RunResultHow } from './runResult.ts';

export interface RunStopParts {
  readonly id: string;
  readonly owner: Lease;
  readonly leases: LeasePlace;
  readonly log: Log;
}

export class RunStop {
  readonly #parts: RunStopParts;
  readonly #cancel = new AbortController();
  readonly #close = new AbortController();
  /** A notification may stay open after its run. */
  readonly #over = new AbortController();
  #ownershipLost = false;

  constructor(parts: RunStopParts) {
    this.#parts = parts;
  }

  /** Fires when nothing new is to be begun. */
  get cancelled(): AbortSignal {
    return this.#cancel.signal;
  }

  /** Fires when the window closes. */
  get closing(): AbortSignal {
    return this.#close.signal;
  }

  /** Fires when all that could be done is done. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  get isStopping(): boolean {
    return this.cancelled.aborted;
  }

  /** Nothing more is asked. */
  get isOver(): boolean {
    return this.isStopping || this.over.aborted;
  }

  cancel(): void {
    this.#cancel.abort();
  }

  close(): void {
    this.#close.abort();
    this.#cancel.abort();
  }

  /** Another window owns the run now. */
  loseOwnership(): void {
    this.#ownershipLost = true;
    this.#cancel.abort();
  }

  end(): void {
    this.#over.abort();
  }

  /** `aborted`: the run ends, or is another window's, before there is an answer. A question that fails counts as no. */
  async answerTo(question: Promise<boolean>, what: string): Promise<boolean | 'aborted'> {
    const answer = await raceAbort(
      question.catch(() => {
        this.#parts.log.error(`${what} failed, which counts as no`);
        return false;
      }),
      this.cancelled,
      this.over,
    );
    if (answer === 'aborted' || this.isStopping) {
      return 'aborted';
    }
    // An answer may take an hour, and the machine may have slept meanwhile.
    if (!(await this.#parts.owner.stillOurs())) {
      this.loseOwnership();
      return 'aborted';
    }
    return answer;
  }

  /** `whole`: no item was left out. */
  async howItEnded(whole: boolean): Promise<RunResultHow> {
    if (this.closing.aborted) {
      return 'interrupted';
    }
    if (this.#ownershipLost || !(await this.#parts.owner.stillOurs())) {
      return (await isRunHeld(this.#parts.leases, this.#parts.id)) ? 'takenOver' : 'interrupted';
    }
    return whole ? 'finished' : 'cancelled';
  }
}
