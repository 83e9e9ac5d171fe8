/** Stryker's mutation score: of the mutants that are no compile error and not ignored, how many were noticed. */

export interface Score {
  readonly name: string;
  readonly percent: number;
  /** How many mutants ended so, by Stryker's word for it: `Killed`, `Survived`, … */
  readonly counts: ReadonlyMap<string, number>;
}

export function scoreOf(name: string, mutants: readonly { readonly status: string }[]): Score {
  const counts = new Map<string, number>();
  for (const { status } of mutants) {
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  const all = (...statuses: readonly string[]): number =>
    statuses.reduce((sum, status) => sum + (counts.get(status) ?? 0), 0);
  const [detected, undetected] = [all('Killed', 'Timeout'), all('Survived', 'NoCoverage')];
  return { name, percent: (100 * detected) / (detected + undetected), counts };
}

export function scoreText({ name, percent, counts }: Score): string {
  const each = [...counts].map(([status, count]) => `${String(count)} ${status}`).sort();
  return `${percent.toFixed(2).padStart(6)} %  ${name.padEnd(20)} ${each.join(', ')}`;
}
