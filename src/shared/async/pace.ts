/**
 * How many tenants are asked or changed at once. Azure gives each tenant a budget of its own, so more at once is faster until
 * something on the way says otherwise: a 429, or answers that take longer and longer.
 */
import type { Clock } from './clock.ts';
import { Emitter, type Event } from './emitter.ts';
import { onAbort } from './raceAbort.ts';

export interface Pace {
  readonly most: number;
  readonly onDidChange: Event<void>;
  /** One of them waits until it may ask again; until the function that comes back is called, another may take its turn. */
  rest(): () => void;
}

/** So many at once, whatever happens, or as many as do no harm. */
export type Concurrency = number | Pace;

export function mostAtOnce(concurrency: Concurrency): number {
  return Math.max(1, typeof concurrency === 'number' ? concurrency : concurrency.most);
}

/** What came of a request. `noAnswer`: it was cancelled or got none, which says nothing about how fast Azure is. */
export type Ending = 'answered' | 'throttled' | 'noAnswer';

/** Is asked before each request, and told of each that is sent. */
export interface Traffic {
  /** Waits for its turn, at once once the signal fires. The function that comes back gives its place to the next one. */
  place(signal?: AbortSignal): Promise<() => void>;
  /** `kind`: requests that take about the same time have the same. */
  begin(kind: string): (ending: Ending) => void;
  rest: Pace['rest'];
}

export const paceLimits = {
  start: 8,
  most: 64,
  /** After a 429. Of growing times alone nobody goes below `start`. */
  least: 4,
} as const;

/** Answers that take so many times as long as they usually do: no more at once from the first on, fewer from the second. */
const slow = { noMore: 2.5, fewer: 4 } as const;

/** After a 429 this much of what was too much is tried at most, and one more each time so many milliseconds have passed. */
const afterThrottling = { share: 0.85, oneMoreMs: 2_000 } as const;

/** Times below this, in milliseconds, are all the same. */
const unnoticed = 5;

/**
 * Begins like TCP: one more with each quick answer, which doubles the number with each round, until the first sign of trouble; from then on
 * one more with each round. Signs of trouble that belong to one round count once.
 * After a 429 the requests themselves keep to the number: what had begun before would go on with too many, and what was refused together comes
 * back together. Before one they do not: a tenant that does not answer would hold the places of all others.
 */
export class AdaptivePace implements Pace, Traffic {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #changed = new Emitter<void>();
  readonly #usual = new Map<string, number>();
  #most: number = paceLimits.start;
  #ceiling: number = paceLimits.most;
  #ceilingAt = 0;
  #cuts = 0;
  #underWay = 0;
  #resting = 0;
  #places = 0;
  readonly #waiting = new Set<() => void>();
  /** How many times as long as usual the latest answers took. */
  #slowness = 1;

  /** Only times apart count, so that a clock that is set meanwhile does no harm. */
  constructor(clock: Pick<Clock, 'now'> = performance) {
    this.#clock = clock;
  }

  get most(): number {
    return this.#allowed + Math.min(this.#resting, paceLimits.most);
  }

  get onDidChange(): Event<void> {
    return this.#changed.event;
  }

  place(signal?: AbortSignal): Promise<() => void> {
    return new Promise((resolve) => {
      let stopListening = (): void => {};
      const enter = (): void => {
        this.#waiting.delete(enter);
        stopListening();
        this.#places += 1;
        resolve(() => {
          this.#places -= 1;
          this.#admit();
        });
      };
      if (!this.#isFull) {
        enter();
        return;
      }
      this.#waiting.add(enter);
      stopListening = signal ? onAbort([signal], enter) : stopListening;
    });
  }

  rest(): () => void {
    this.#resting += 1;
    this.#changed.fire();
    return () => {
      this.#resting -= 1;
    };
  }

  begin(kind: string): (ending: Ending) => void {
    this.#underWay += 1;
    const sent = { at: this.#clock.now(), most: this.#most, cuts: this.#cuts, underWay: this.#underWay };
    return (ending) => {
      const before = this.#allowed;
      this.#liftCeiling();
      switch (ending) {
        case 'answered':
          this.#noteTime(kind, this.#clock.now() - sent.at);
          this.#judgeTimes(sent);
          break;
        case 'throttled':
          this.#throttle(sent);
          break;
        case 'noAnswer':
          break;
      }
      this.#underWay -= 1;
      this.#admit();
      if (this.#allowed !== before) {
        this.#changed.fire();
      }
    };
  }

  get #allowed(): number {
    return Math.floor(this.#most);
  }

  get #isFull(): boolean {
    return this.#ceiling < paceLimits.most && this.#places >= this.#allowed;
  }

  #admit(): void {
    for (const enter of this.#waiting) {
      if (this.#isFull) {
        return;
      }
      enter();
    }
  }

  #noteTime(kind: string, ms: number): void {
    const usual = this.#usual.get(kind) ?? ms;
    this.#slowness += ((ms + unnoticed) / (usual + unnoticed) - this.#slowness) / 8;
    // What is usual follows quick answers soon, and slow ones late.
    this.#usual.set(kind, usual + (ms - usual) / (ms < usual ? 8 : 64));
  }

  #judgeTimes(sent: { readonly cuts: number; readonly underWay: number }): void {
    if (this.#slowness > slow.fewer) {
      if (sent.cuts === this.#cuts && this.#most > paceLimits.start) {
        this.#cut(Math.max(paceLimits.start, this.#most * 0.75));
      }
      return;
    }
    // Places that nobody needs say nothing about how many would be too many.
    if (this.#slowness < slow.noMore && Math.max(sent.underWay, this.#underWay) >= this.#most / 2) {
      this.#most = Math.min(this.#most + (this.#cuts === 0 ? 1 : 1 / this.#most), this.#ceiling);
    }
  }

  /** A few of the same round may tell of a number that is lower still. */
  #throttle(sent: { readonly most: number; readonly cuts: number }): void {
    this.#ceiling = Math.min(this.#ceiling, Math.max(paceLimits.least, sent.most * afterThrottling.share));
    this.#ceilingAt = this.#clock.now();
    if (sent.cuts === this.#cuts) {
      this.#cut(Math.max(paceLimits.least, this.#most / 2));
    }
    this.#most = Math.min(this.#most, this.#ceiling);
  }

  #cut(most: number): void {
    this.#most = most;
    this.#cuts += 1;
    this.#slowness = 1;
  }

  #liftCeiling(): void {
    const steps = Math.floor((this.#clock.now() - this.#ceilingAt) / afterThrottling.oneMoreMs);
    if (steps > 0) {
      this.#ceiling = Math.min(paceLimits.most, this.#ceiling + steps);
      this.#ceilingAt = this.#clock.now();
    }
  }
}
