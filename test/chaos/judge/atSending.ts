/** What must be so at the moment at which a request that writes is handed to the network. */
import { createHash } from 'node:crypto';
import { goalOf, isWrite, reviewedOf, type WriteAction, type PlanItem } from '../../../src/operations/plan/plan.ts';
import { tenantKey } from '../../../src/shared/model/model.ts';
import type { Sending } from '../service/ledger.ts';
import { shortTarget, targetOf } from '../world/estate.ts';
import { folder, type FollowedRun, type Window } from '../world/window.ts';
import type { World } from '../world/world.ts';
import type { Predicate } from './predicates.ts';
import { syncedLines } from './journals.ts';

/** Milliseconds without a heartbeat after which a lease may be taken over (lease.ts). */
const staleAfter = 10_000;

interface Owner {
  readonly window: Window;
  readonly one: FollowedRun | undefined;
  readonly runId: string;
  readonly index: number;
  readonly item: PlanItem;
  readonly action: WriteAction;
}

export function judgeSending(world: World, sending: Sending): void {
  const window = world.window(sending.window);
  if (!window) {
    return;
  }
  const violated = (predicate: Predicate, what: string): void =>
    world.violated(predicate, `sending ${String(sending.number)} of ${sending.window}: ${what}`, sending.target);
  if (world.ledger.sendings.some(({ requestId }) => requestId === sending.requestId)) {
    violated('sentOnce', 'the pipeline sends a write again by itself');
  }
  const owner = ownerOf(world, window, sending);
  if (!owner) {
    violated('announced', `${shortTarget(sending.target)} belongs to no run under way`);
    return;
  }
  sending.run = { id: owner.runId, item: owner.index };
  judgeAnnounced(world, owner, sending, violated);
  judgeStopped(world, owner, violated);
  judgeLeases(world, owner, violated);
  judgeReading(world, owner, sending, violated);
}

function ownerOf(world: World, window: Window, sending: Sending): Owner | undefined {
  const owners = window.session.operations.running().flatMap((run) =>
    run.plan.items.flatMap((item, index): readonly Owner[] => {
      const { action } = item;
      return isWrite(action) && targetOf(item) === sending.target && goalOf(action) === sending.to
        ? [{ window, one: window.runs.get(run.id), runId: run.id, index, item, action }]
        : [];
    }),
  );
  const announced = owners.find(({ runId, index }) => syncedLines(world.disk, runId, index).at(-1)?.kind === 'intent');
  return announced ?? owners[0];
}

type Violated = (predicate: Predicate, what: string) => void;

function judgeAnnounced(world: World, { runId, index, action }: Owner, sending: Sending, violated: Violated): void {
  const lines = syncedLines(world.disk, runId, index);
  const last = lines.at(-1);
  if (last?.kind !== 'intent') {
    violated('announced', `nothing synced announces item ${String(index)} of ${runId}`);
    return;
  }
  if ((last.to?.id ?? undefined) !== goalOf(action)) {
    violated('announced', `what is announced is ${last.to?.id ?? 'none'}, not ${sending.to ?? 'none'}`);
  }
  const before = world.ledger.sendings.filter(({ run }) => run?.id === runId && run.item === index).length;
  if (lines.filter(({ kind }) => kind === 'intent').length <= before) {
    violated('announced', `sent ${String(before + 1)} times, announced fewer times`);
  }
}

function judgeStopped(world: World, { window, one }: Owner, violated: Violated): void {
  const { step } = world.time;
  if (one?.cancelledStep !== undefined && one.cancelledStep < step) {
    violated('notAfterCancel', 'its run was cancelled before');
  }
  if (window.closedStep !== undefined && window.closedStep < step) {
    violated('notAfterClose', 'its window closes');
  }
  if (one?.result) {
    violated('notAfterEnd', 'its run has ended');
  }
}

/** The live holder of a lease, and since when. */
function holder(world: World, name: string): { readonly owner: string; readonly fresh: boolean } | undefined {
  const prefix = `${folder}/leases/${name}.`;
  const [highest] = [...world.disk.files.keys()]
    .filter((path) => path.startsWith(prefix))
    .map((path) => Number(path.slice(prefix.length)))
    .sort((a, b) => b - a);
  const content = world.disk.files.get(`${prefix}${String(highest)}`);
  return (
    content && {
      owner: content.bytes.toString('utf8'),
      fresh: Math.abs(world.time.now - content.mtimeMs) < staleAfter + 50,
    }
  );
}

function judgeLeases(world: World, { window, runId, item }: Owner, violated: Violated): void {
  const run = holder(world, `run-${runId}`);
  if (run?.owner !== window.name || !run.fresh) {
    violated(
      'ownsRun',
      `the run is ${run ? `${run.owner}'s` : "nobody's"}${run?.fresh === false ? ', and stale' : ''}`,
    );
  }
  const hashed = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);
  const name = item.subscription ? `dpor-${hashed(item.subscription.id)}` : `pal-${hashed(tenantKey(item.tenant))}`;
  const target = holder(world, name);
  if (target?.owner !== window.name || !target.fresh) {
    const whose = target ? `${target.owner}'s` : "nobody's";
    violated('holdsLease', `the target's lease is ${whose}${target?.fresh === false ? ', and stale' : ''}`);
  }
}

function judgeReading(
  world: World,
  { window, action, runId, index }: Owner,
  sending: Sending,
  violated: Violated,
): void {
  const { ledger } = world;
  const reading = ledger.readings.findLast((one) => one.window === window.name && one.target === sending.target);
  const reviewed = reviewedOf(action);
  if (!reading) {
    violated('readJustBefore', 'never read by this window');
    return;
  }
  if (reading.value !== reviewed) {
    violated('readJustBefore', `read was ${reading.value ?? 'none'}, reviewed ${reviewed ?? 'none'}`);
  }
  const before = ledger.sendings.findLast((one) => one.target === sending.target && one.window === window.name);
  if (before && before.step >= reading.servedStep && before.run?.id === runId && before.run.item === index) {
    violated('readJustBefore', `not read again since sending ${String(before.number)}`);
  }
  const change = ledger.lastChange(sending.target);
  if (change && !change.by && change.step < reading.servedStep && !reading.stale && change.to !== reviewed) {
    violated('newerKept', `a colleague has put ${change.to ?? 'none'} there, and reading showed it`);
  }
}
