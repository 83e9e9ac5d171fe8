/** What a bench measures, and what it may be at most. */

export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: 'ms' | 's' | 'MB' | 'KB' | '';
  /** At most; absent, as `least` is: told beside the others, not judged. */
  readonly budget?: number;
  /** At least. */
  readonly least?: number;
  readonly note?: string;
}

/** Each bench runs in a process of its own, so that none warms up or fills the heap of another. Throwing is failing. */
export interface Bench {
  readonly name: string;
  run(): Promise<readonly Figure[]>;
}

export function isFigures(value: unknown): value is readonly Figure[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(
      (one: unknown) =>
        typeof one === 'object' &&
        one !== null &&
        'what' in one &&
        typeof one.what === 'string' &&
        'value' in one &&
        typeof one.value === 'number' &&
        Number.isFinite(one.value),
    )
  );
}

/** Within its budget, or without one. */
export function isGood({ value, budget = Infinity, least = -Infinity }: Figure): boolean {
  return value <= budget && value >= least;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : (high + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
