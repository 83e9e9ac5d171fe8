import { systemClock, type Clock } from './clock.ts';
import type { Disposable } from './emitter.ts';

/**
 * Many calls become few: the first runs at once, or as late as it allows; those that come within `ms` milliseconds of a run
 * share one at their end.
 */
export class Throttle implements Disposable {
  readonly #ms: number;
  readonly #run: () => void;
  readonly #clock: Pick<Clock, 'start'>;
  #waiting: Disposable | undefined;
  /** The first of many may wait for those that follow closely. */
  #gathering: Disposable | undefined;
  #asked = false;
  #disposed = false;

  constructor(ms: number, run: () => void, clock: Pick<Clock, 'start'> = systemClock) {
    this.#ms = ms;
    this.#run = run;
    this.#clock = clock;
  }

  /** `within`: it may come so many milliseconds later, together with what is asked for until then. */
  trigger(within = 0): void {
    if (this.#disposed) {
      return;
    }
    this.#asked = true;
    if (this.#waiting) {
      return;
    }
    if (within === 0) {
      this.#now();
    } else {
      this.#gathering ??= this.#clock.start(within, () => this.#now());
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#gathering?.dispose();
    this.#gathering = undefined;
    this.#waiting?.dispose();
    this.#waiting = undefined;
  }

  #now(): void {
    this.#gathering?.dispose();
    this.#gathering = undefined;
    this.#asked = false;
    this.#waiting = this.#clock.start(this.#ms, () => {
      this.#waiting = undefined;
      if (this.#asked && !this.#disposed) {
        this.#now();
      }
    });
    this.#run();
  }
}
