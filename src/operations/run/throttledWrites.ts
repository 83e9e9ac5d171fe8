/** Writes that Azure refuses for now (429, an expired token, a stale reading): how often an item of a run may begin anew, and how long it waits before. */
import { backoffMs } from '../../shared/async/backoff.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { Concurrency } from '../../shared/async/pace.ts';
import type { ItemState } from '../plan/itemState.ts';

/** Its write was refused before anything was done, or not sent, and the item is to begin anew from its lease on. */
export interface Refusal {
  readonly kind: 'refused';
  /** Azure asks to slow down; another token is at hand; what was read is not fresh any more. */
  readonly after: 'throttled' | 'token' | 'stale';
  /** Milliseconds to wait first; absent: as the run sees fit. */
  readonly waitMs?: number;
}

/** How often an item may begin anew after each kind of refusal. */
const most: Readonly<Record<Refusal['after'], number>> = { throttled: 4, token: 1, stale: 4 };

/** After a throttling that says when to come back: that is seldom long. */
const mostToldWhen = 7;

/** Milliseconds. */
const waits = {
  /** Longest that Azure's `Retry-After` is waited for; beyond it the item fails as throttled. */
  longest: 5 * 60_000,
  /** Doubles with every refusal that names no time. */
  first: 1_000,
  /** How often the time left is told anew. */
  told: 5_000,
} as const;

export class ThrottledWrites {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #concurrency: Concurrency;
  readonly #counts = new Map<string, number>();

  /** `random`: from 0 to below 1. */
  constructor(clock: Clock, random: () => number, concurrency: Concurrency) {
    this.#clock = clock;
    this.#random = random;
    this.#concurrency = concurrency;
  }

  mayBeginAnew(item: number, after: Refusal['after'], retryAfterMs?: number): boolean {
    const times = after === 'throttled' && retryAfterMs !== undefined ? mostToldWhen : most[after];
    return this.#count(item, after) < times && (retryAfterMs ?? 0) <= waits.longest;
  }

  /** Waits as Azure asked, or as the number of refusals suggests; ends at once when the signal fires. */
  async waitAfter(
    item: number,
    { after, waitMs }: Refusal,
    signal: AbortSignal,
    onState: (state: ItemState) => void,
  ): Promise<void> {
    const before = this.#count(item, after);
    this.#counts.set(`${String(item)} ${after}`, before + 1);
    if (after !== 'throttled') {
      return;
    }
    let left = backoffMs({ askedMs: waitMs, before, firstMs: waits.first }, this.#random);
    const rested = typeof this.#concurrency === 'number' ? undefined : this.#concurrency.rest();
    while (left > 0 && !signal.aborted) {
      onState({ kind: 'throttled', waitMs: left });
      const step = Math.min(left, waits.told);
      await this.#clock.wait(step, signal);
      left -= step;
    }
    rested?.();
  }

  #count(item: number, after: Refusal['after']): number {
    return this.#counts.get(`${String(item)} ${after}`) ?? 0;
  }
}
