/** Chance out of a seed: the same seed gives the same sequence on every machine. */

/** One of these, the first ones as likely as their weight says. */
export type Weighted<T> = readonly (readonly [weight: number, value: T])[];

export class Chance {
  #state: number;

  /** `label` makes sequences that do not depend on each other out of one seed. */
  constructor(seed: number, label: string) {
    this.#state = hash(`${String(seed)} ${label}`);
  }

  /** From 0 to below 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let word = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    word = (word + Math.imul(word ^ (word >>> 7), 61 | word)) ^ word;
    return ((word ^ (word >>> 14)) >>> 0) / 0x1_0000_0000;
  }

  /** A whole number, both ends included. */
  whole(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  happens(probability: number): boolean {
    return this.next() < probability;
  }

  one<T>(of: readonly T[]): T {
    if (of.length === 0) {
      throw new Error('Nothing to choose from');
    }
    return of[Math.floor(this.next() * of.length)] as T;
  }

  weighted<T>(of: Weighted<T>): T {
    let left = this.next() * of.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, value] of of) {
      left -= weight;
      if (left < 0) {
        return value;
      }
    }
    return this.one(of)[1];
  }

  /** Each with this probability, at least one. */
  some<T>(of: readonly T[], probability: number): readonly T[] {
    const chosen = of.filter(() => this.happens(probability));
    return chosen.length > 0 || of.length === 0 ? chosen : [this.one(of)];
  }

  /** Hexadecimal digits. */
  hex(digits: number): string {
    return Array.from({ length: digits }, () => this.whole(0, 15).toString(16)).join('');
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  return value | 0;
}
