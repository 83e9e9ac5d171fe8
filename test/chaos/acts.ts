/** What people do in a schedule: they plan, start, cancel, close, undo; colleagues use other tools; machines sleep and processes die. */
import { planMixed, type DporTarget } from '../../src/operations/plan/dporPlan.ts';
import { isWrite, planList, reviewedOf, goalOf, type Plan } from '../../src/operations/plan/plan.ts';
import { writtenBy } from '../../src/operations/journal/runRecord.ts';
import { subscriptionList, type TenantRow } from '../../src/shared/model/model.ts';
import { judgeJournals } from './judge/atEnd.ts';
import type { KillMoment } from './disk/disk.ts';
import { shortTarget, targetOf, usedPartnerIds } from './world/estate.ts';
import type { Host } from './world/time.ts';
import type { FollowedRun, Window } from './world/window.ts';
import type { World } from './world/world.ts';

/** Reads everything, as a user does who opens the view and the tenants in it. */
export async function readEverything(window: Window): Promise<void> {
  const { session } = window;
  await window.do(async () => {
    await session.scanner.scanAll();
    for (const { ref } of session.store.allTenants()) {
      await session.dpor.tenantOpened(ref);
    }
  });
}

/** Subscriptions that have a DPOR at all. */
export function enterprise(rows: readonly TenantRow[]): readonly DporTarget[] {
  return rows.flatMap((row) =>
    subscriptionList(row.subscriptions)
      .filter(({ quotaId }) => quotaId?.startsWith('EnterpriseAgreement'))
      .map((subscription) => ({ row, subscription })),
  );
}

/** A plan upon what the window shows. */
export function somePlan(world: World, { session }: Window): Plan {
  const { acts } = world;
  const rows = acts.some(session.store.allTenants(), 0.8);
  const context = session.planContext();
  if (acts.happens(0.2)) {
    return planList(
      rows.map((row) => ({ row, partnerId: acts.one(usedPartnerIds) })),
      context,
    );
  }
  const targets = acts.happens(0.6) ? enterprise(rows) : [];
  const pal = acts.happens(0.85) ? rows : [];
  const intent = acts.happens(0.75)
    ? ({ kind: 'link', partnerId: acts.one(usedPartnerIds) } as const)
    : ({ kind: 'remove' } as const);
  return planMixed(pal, targets, intent, context);
}

/** The plan that undoes the last run; `undefined`: there is none to be had now. */
export async function undoPlanOf(world: World, window: Window): Promise<Plan | undefined> {
  const offer = await window.do(() => window.session.operations.planUndoOfLast());
  if (offer === 'gone' || !offer.ok || offer.value.kind !== 'plan') {
    return undefined;
  }
  const { plan, of } = offer.value;
  world.say(`${window.name} undoes ${of.id}`);
  for (const item of plan.items) {
    const { action } = item;
    const written = of.items
      .filter((record) => targetOf(record.item) === targetOf(item))
      .map((record) => writtenBy(record))
      .find((one) => one !== undefined);
    if (
      !written ||
      (isWrite(action) &&
        (reviewedOf(action) !== (written.to?.id ?? undefined) || goalOf(action) !== (written.from?.id ?? undefined)))
    ) {
      world.violated('undoOffers', `undo of ${of.id} would ${action.do} ${shortTarget(targetOf(item))}`);
    }
  }
  return plan;
}

export function colleagueChangesSomething(world: World): void {
  const { acts } = world;
  world.ledger.changeByColleague(acts.one(world.targets), acts.one([...usedPartnerIds, undefined]));
}

/** A process ends without a word. */
export function kill(world: World, host: Host): void {
  world.window(host.name)?.kill();
  judgeJournals(world, `after ${host.name} was killed`);
}

/** Something that comes in between while a run is under way. */
export async function mischief(world: World, window: Window, one: FollowedRun): Promise<void> {
  const { acts, time } = world;
  await time.wait(acts.one([acts.whole(0, 300), acts.whole(0, 5_000), acts.whole(0, 90_000)]));
  await acts.weighted<() => Promise<void>>([
    [4, async () => colleagueChangesSomething(world)],
    [3, () => window.cancel(one)],
    [2, () => (window.alive ? window.close() : Promise.resolve())],
    [
      4,
      async () => {
        const moment = acts.one<KillMoment>(['before', 'torn', 'after']);
        world.disk.killAt(window.host, acts.whole(1, 40), moment, (host) => kill(world, host));
      },
    ],
    [
      1,
      async () => {
        world.say(`${window.name} is killed`);
        kill(world, window.host);
      },
    ],
    [3, async () => window.sleep(acts.whole(1_000, 120_000))],
    [
      1,
      async () => {
        world.say('The power is cut');
        world.disk.powerCut();
        world.windows.filter(({ host }) => !host.dead).forEach(({ host }) => kill(world, host));
      },
    ],
    [4, () => anotherWindowTakesOver(world)],
    [3, () => anotherWindowRuns(world)],
  ])();
}

/** It looks for unfinished runs as every window does that starts, and goes on with the first that nobody is at. */
async function anotherWindowTakesOver(world: World): Promise<void> {
  const { acts, time } = world;
  const other = await world.openWindow();
  if (!other) {
    return;
  }
  for (let looks = 0; looks < 30 && other.alive; looks += 1) {
    const runs = await other.do(() => other.session.operations.unfinished());
    if (runs === 'gone' || runs.length === 0) {
      return;
    }
    const left = runs.find(({ where }) => where === 'nobody');
    if (left) {
      await takeUp(world, other, left.id, acts.happens(0.85));
      return;
    }
    await time.wait(3_000);
  }
}

/** Resumes a run, or discards it. */
export async function takeUp(world: World, window: Window, id: string, resume: boolean): Promise<boolean> {
  if (!resume) {
    world.say(`${window.name} discards ${id}`);
    const outcome = await window.do(() => window.session.operations.discard(id));
    return outcome !== 'gone' && outcome.ok;
  }
  world.say(`${window.name} resumes ${id}`);
  const one = await window.begin((options) => window.session.operations.resume(id, options));
  if (one) {
    await window.ended(one);
  }
  return one !== undefined;
}

async function anotherWindowRuns(world: World): Promise<void> {
  const other = await world.openWindow();
  if (other) {
    if (world.acts.happens(0.5)) {
      await readEverything(other);
    }
    await someRun(world, other);
  }
}

/** Plans something, lets some time pass and starts it; an undo, where it comes to that. */
export async function someRun(world: World, window: Window, undoing = 0): Promise<FollowedRun | undefined> {
  const { acts, time } = world;
  const plan = acts.happens(undoing) ? await undoPlanOf(world, window) : somePlan(world, window);
  if (!plan || !window.alive || !plan.items.some(({ action }) => isWrite(action))) {
    return undefined;
  }
  await time.wait(acts.whole(0, 5_000));
  if (acts.happens(0.15)) {
    colleagueChangesSomething(world);
  }
  const one = await window.begin((options) => window.session.operations.start(plan, options));
  if (one) {
    const nuisances = acts.weighted([
      [2, 0],
      [4, 1],
      [2, 2],
      [1, 4],
    ]);
    await Promise.all([
      window.ended(one),
      ...Array.from({ length: world.windows.length > 4 ? 0 : nuisances }, () => mischief(world, window, one)),
    ]);
  }
  return one;
}
