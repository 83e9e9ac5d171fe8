/** Plays schedules in a process of its own, and writes what came of each as a line: `worker.ts <seed> <first> <every> <how many>`. */
import './world/hooks.ts';
import type { TraceLine } from './world/trace.ts';
import type { Violation } from './world/world.ts';

export interface Played {
  readonly schedule: number;
  readonly hash: string;
  readonly sendings: number;
  readonly requests: number;
  readonly fileOperations: number;
  readonly faults: readonly string[];
  readonly violations: readonly Violation[];
  /** Of schedules with a violation, or where one alone is played. */
  readonly lines?: readonly TraceLine[];
}

const [seed = 0, first = 0, every = 1, count = 1] = process.argv.slice(2).map(Number);
const write = process.stdout.write.bind(process.stdout);
const { runSchedule } = await import('./schedule.ts');
for (let played = 0; played < count; played += 1) {
  const { lines, ...result } = await runSchedule(seed, first + played * every);
  const one: Played = { ...result, ...(result.violations.length > 0 || count === 1 ? { lines } : {}) };
  write(`${JSON.stringify(one)}\n`);
}
