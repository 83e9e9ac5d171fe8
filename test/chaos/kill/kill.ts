/**
 * `npm run chaos -- --kill`: a window in a process of its own is killed (SIGKILL) at each file operation in turn: before it, half-way
 * through what it writes, after it. This process then goes on with what was left, and judges it by the same sentences.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { forEachLimit } from '../../../src/shared/async/forEachLimit.ts';
import type { KillMoment } from '../disk/disk.ts';
import { predicates } from '../judge/predicates.ts';
import { goOnAndJudge, KilledWorld, type KillViolation } from './afterKill.ts';
import { answerOver, type AskedOver, type Ended } from './wire.ts';

const victim = fileURLToPath(new URL('victim.ts', import.meta.url));
const moments: readonly KillMoment[] = ['before', 'torn', 'after'];

/** The exit code. `most`: kills in all, spread evenly; absent: every operation and moment. */
export async function killAtEachOperation(seed: number, say: (line: string) => void, most?: number): Promise<number> {
  const whole = await inFolder((folder) => runVictim(new KilledWorld(folder, seed), '0', 'before'));
  const operations = whole.ended?.operations ?? 0;
  say(`seed ${String(seed)}: a run of ${String(operations)} file operations`);
  const all = Array.from({ length: operations }, (_, index) => index + 1).flatMap((at) =>
    moments.map((moment) => ({ at, moment })),
  );
  const every = Math.max(1, Math.ceil(all.length / (most ?? all.length)));
  const kills = all.filter((_, index) => index % every === 0);
  let done = 0;
  let violations = operations === 0 ? 1 : 0;
  await forEachLimit(kills, availableParallelism(), async ({ at, moment }) => {
    const found = await inFolder((folder) => killOnce(new KilledWorld(folder, seed), at, moment));
    for (const { predicate, what } of found) {
      violations += 1;
      say(
        `${predicate} is violated (${predicates[predicate]}): seed ${String(seed)}, killed ${moment} operation ${String(at)}: ${what}`,
      );
    }
    done += 1;
    if (done % Math.max(1, Math.floor(kills.length / 10)) === 0) {
      say(`${String(done)} of ${String(kills.length)} kills, ${String(violations)} violations`);
    }
  });
  say(`${String(kills.length)} schedules, ${String(violations)} violations`);
  return violations === 0 ? 0 : 1;
}

async function killOnce(world: KilledWorld, at: number, moment: KillMoment): Promise<readonly KillViolation[]> {
  await runVictim(world, String(at), moment);
  await goOnAndJudge(world);
  return world.violations;
}

/** Until it has ended, by whichever hand. */
async function runVictim(
  world: KilledWorld,
  operation: string,
  moment: KillMoment,
): Promise<{ readonly ended?: Ended }> {
  const child = fork(victim, [world.folder, String(world.seed), operation, moment], { stdio: 'inherit' });
  let ended: Ended | undefined;
  child.on('message', (message: AskedOver | Ended) => {
    if (message.kind === 'ended') {
      ended = message;
      return;
    }
    void answerOver(message, world.client).then((answer) => {
      if (child.connected) {
        child.send(answer, () => {});
      }
    });
  });
  await once(child, 'exit');
  return { ended };
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'chaos-kill-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
