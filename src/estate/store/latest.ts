/** Which of two windows' knowledge counts: the later one, and at the same time the same one whichever window asks. */

export function latestOf<T>(a: T, aAt: number | undefined, b: T, bAt: number | undefined): T {
  const [x, y] = [aAt ?? -Infinity, bAt ?? -Infinity];
  if (x !== y) {
    return x > y ? a : b;
  }
  if (a === b) {
    return a;
  }
  return JSON.stringify(a) >= JSON.stringify(b) ? a : b;
}

export function laterOf(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.max(a, b);
}
