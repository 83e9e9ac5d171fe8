/** How long to wait before what was refused is tried again. Milliseconds. */
export interface Refused {
  /** What the service asks for; absent: it says no time. */
  readonly askedMs: number | undefined;
  /** How often it was refused before. */
  readonly before: number;
  /** The longest first wait of our own choosing. */
  readonly firstMs: number;
}

const longestMs = 30_000;

/**
 * What the service asks for, with chance on top of it from the second time on: many that were told the same time come back at the same moment,
 * and would be refused together again and again. Where it says no time, one that doubles each time, half of it left to chance. `random`: from
 * 0 to below 1.
 */
export function backoffMs({ askedMs, before, firstMs }: Refused, random: () => number): number {
  if (askedMs !== undefined) {
    return before === 0 ? askedMs : Math.round(askedMs + (askedMs / 2) * random());
  }
  const half = Math.min(firstMs * 2 ** before, longestMs) / 2;
  return Math.round(half + half * random());
}
