/** One schedule: a few rounds of runs in bad weather, then calm, and what is left is judged. */
import type { UnfinishedRun } from '../../src/operations/operations.ts';
import { lookAgainMs } from '../../src/operations/journal/unfinishedRuns.ts';
import { judgeEnd, judgeLeases } from './judge/atEnd.ts';
import { judgeSending } from './judge/atSending.ts';
import { recordsOn } from './judge/journals.ts';
import { judgeView } from './judge/view.ts';
import { colleagueChangesSomething, enterprise, readEverything, someRun, takeUp } from './acts.ts';
import { noTrouble } from './disk/disk.ts';
import { here } from './world/here.ts';
import { installGlobals } from './world/time.ts';
import type { TraceLine } from './world/trace.ts';
import type { Window } from './world/window.ts';
import { World, type Violation } from './world/world.ts';

export interface ScheduleResult {
  readonly schedule: number;
  readonly violations: readonly Violation[];
  /** Over everything that happened. */
  readonly hash: string;
  readonly sendings: number;
  readonly requests: number;
  readonly fileOperations: number;
  /** Names of the faults that requests that write have met. */
  readonly faults: readonly string[];
  readonly lines: readonly TraceLine[];
}

installGlobals(() => ({ time: here().time, random: () => here().jitter.next() }));

/** Longer than any write comes late, and than Azure waits to show a DPOR. */
const untilAllIsApplied = 300_000;
/** Milliseconds after which a lease without a heartbeat may be taken over, and a little. */
const untilLeasesAreStale = 15_000;
/** How often a window that starts looks whether somebody is still at a run, before somebody ought to be told. */
const mostLooks = 5;
/** Longer than anything that settles by itself is waited for. */
const untilAllIsSettled = 30 * 60_000;

export async function runSchedule(seed: number, schedule: number): Promise<ScheduleResult> {
  const world = new World(seed, schedule, judgeSending);
  const escaped = (error: unknown): void => {
    world.violated('nothingUnforeseen', `unhandled: ${error instanceof Error ? (error.stack ?? '') : String(error)}`);
  };
  process.on('unhandledRejection', escaped);
  const end = await world.time.drive(play(world).catch(escaped));
  process.off('unhandledRejection', escaped);
  if (end !== 'done') {
    world.violated('runEnds', `something never ends: ${end}`);
  }
  judgeEnd(world);
  return {
    schedule,
    violations: world.violations,
    hash: world.trace.digest(),
    sendings: world.ledger.sendings.length,
    requests: world.network.requests,
    fileOperations: world.disk.operations,
    faults: [...world.network.met],
    lines: world.trace.lines,
  };
}

async function play(world: World): Promise<void> {
  const { acts, disk, time } = world;
  const first = await world.openWindow();
  if (!first) {
    return;
  }
  await readEverything(first);
  world.badWeather();
  if (acts.happens(0.25)) {
    disk.trouble = {
      failing: acts.one([0, 0.005, 0.03, 0.2]),
      codes: acts.one([['ENOSPC'], ['EIO'], ['EACCES', 'EPERM', 'EBUSY'], ['EMFILE']]),
      slow: acts.one([0, 0.01, 0.1]),
    };
    world.say(`disk: ${JSON.stringify(disk.trouble)}`);
  }
  const rounds = acts.weighted([
    [3, 1],
    [3, 2],
    [1, 3],
  ]);
  for (let round = 0; round < rounds; round += 1) {
    const window = world.windows.find((one) => one.alive) ?? (await world.openWindow());
    if (window) {
      await someRun(world, window, round === 0 ? 0 : 0.5);
      await time.wait(acts.whole(0, 20_000));
      if (acts.happens(0.2)) {
        colleagueChangesSomething(world);
      }
    }
  }
  disk.trouble = noTrouble;
  world.fairWeather();
  await calm(world);
}

/** Nothing goes wrong any more. */
async function calm(world: World): Promise<void> {
  const { acts, time } = world;
  world.say('From here on all is well');
  await time.wait(untilAllIsApplied);
  for (const window of world.windows.filter((one) => one.alive)) {
    if (acts.happens(0.5)) {
      await window.close();
    } else {
      window.kill();
    }
  }
  await time.wait(untilLeasesAreStale);
  const last = await world.openWindow();
  if (!last) {
    return;
  }
  await endUnfinished(world, last);
  await time.wait(untilAllIsSettled);
  await readEverything(last);
  await last.do(() => last.session.dpor.readDpors(allSubscriptions(last), last.session.closing));
  judgeView(world, last);
  await last.close();
  judgeLeases(world);
}

function allSubscriptions({ session }: Window): Parameters<Window['session']['dpor']['readDpors']>[0] {
  return enterprise(session.store.allTenants()).map(({ row, subscription }) => ({
    tenant: row.ref,
    subscriptionId: subscription.subscriptionId,
  }));
}

async function endUnfinished(world: World, last: Window): Promise<void> {
  const { acts, disk } = world;
  const wanted = recordsOn(disk)
    .filter(({ ended }) => ended === undefined)
    .map(({ id }) => id);
  const offered = await offeredIn(world, last);
  for (const id of wanted) {
    const found = offered.find((one) => one.id === id);
    if (found?.where !== 'nobody') {
      world.violated('offered', `${id} is ${found ? `offered as ${found.where}` : 'not offered'}`);
    }
  }
  for (const { id } of offered) {
    if (!(await takeUp(world, last, id, acts.happens(0.8)))) {
      world.violated('offered', `${id} can be neither resumed nor discarded`);
    }
  }
}

/** Looked at until nobody else is at any, as a window does that starts. */
async function offeredIn(world: World, last: Window): Promise<readonly UnfinishedRun[]> {
  for (let looks = 1; ; looks += 1) {
    const found = await last.do(() => last.session.operations.unfinished());
    if (found === 'gone') {
      return [];
    }
    if (looks === mostLooks || found.every(({ where }) => where === 'nobody')) {
      return found;
    }
    await world.time.wait(lookAgainMs);
  }
}
