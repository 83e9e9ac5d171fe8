/** Schedules spread over processes, one for each core. */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Played } from './worker.ts';

const worker = fileURLToPath(new URL('worker.ts', import.meta.url));

/** Plays these schedules; `told` gets each as it ends. Rejects where a process ends before its schedules have. */
export async function playSchedules(
  seed: number,
  first: number,
  count: number,
  told: (one: Played) => void,
  processes = Math.min(availableParallelism(), count),
): Promise<void> {
  await Promise.all(
    Array.from({ length: processes }, (_, process) => {
      const own = Math.floor((count - process + processes - 1) / processes);
      return playInProcess([seed, first + process, processes, own], own, told);
    }),
  );
}

async function playInProcess(args: readonly number[], wanted: number, told: (one: Played) => void): Promise<void> {
  const child = spawn(process.execPath, [worker, ...args.map(String)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  let played = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    played += 1;
    told(JSON.parse(line) as Played);
  }
  const code = await ended;
  if (played < wanted) {
    throw new Error(`A process ended with code ${String(code)} after ${String(played)} of ${String(wanted)} schedules`);
  }
}
