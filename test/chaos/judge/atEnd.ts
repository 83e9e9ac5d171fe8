/** What must be so when a schedule is over: what was claimed, what was kept, what is left behind. */
import { itemResult } from '../../../src/operations/reports/itemResult.ts';
import { isWrite, goalOf } from '../../../src/operations/plan/plan.ts';
import type { RunItemState } from '../../../src/operations/run/runStates.ts';
import { writtenBy, type RunRecord } from '../../../src/operations/journal/runRecord.ts';
import type { Sending } from '../service/ledger.ts';
import { targetOf } from '../world/estate.ts';
import { folder, type FollowedRun, type Window } from '../world/window.ts';
import type { World } from '../world/world.ts';
import { journalsOn, recordsOn } from './journals.ts';

/** Journals, as a window that starts now would find them. */
export function judgeJournals(world: World, when: string): void {
  for (const { id, reading } of journalsOn(world.disk)) {
    if (reading.kind !== 'run' && reading.kind !== 'empty') {
      world.violated('journalReadable', `${id} is ${reading.kind} ${when}`);
    }
  }
  for (const path of world.disk.files.keys()) {
    if (path.includes('.corrupt-')) {
      world.violated('journalReadable', `${path} ${when}`);
    }
  }
}

export function judgeEnd(world: World): void {
  judgeJournals(world, 'at the end');
  for (const record of recordsOn(world.disk)) {
    judgeRecord(world, record);
  }
  for (const window of world.windows) {
    for (const one of window.runs.values()) {
      judgeResult(world, window, one);
    }
    judgeLog(world, window);
  }
  judgeSecrets(world);
}

/**
 * What was sent of it and changed something. Left out: what somebody else, by another tool or in another run, put back to what was there
 * before, as no reading could tell that it was ever done.
 */
function doneOf(
  world: World,
  id: string,
  item: number,
  isMeant: (sending: Sending) => boolean = () => true,
): Sending | undefined {
  const { changes } = world.ledger;
  return sendingsOf(world, id, item).find((sending) => {
    const change = changes.find(({ by }) => by === sending);
    return (
      change !== undefined &&
      isMeant(sending) &&
      !changes.some(
        ({ at, by, target, to }) => by !== sending && target === change.target && at >= change.at && to === change.from,
      )
    );
  });
}

/** Milliseconds for which readings may show what is no longer so: a DPOR, four minutes. */
const longestShown = 270_000;

/** A removal of what is not there says so in words, which is as good. */
function wasTaken({ status = 500, how }: Sending): boolean {
  return status < 300 || (how === 'DELETE' && status === 404);
}

function sendingsOf(world: World, id: string, item: number): readonly Sending[] {
  return world.ledger.sendings.filter(({ run }) => run?.id === id && run.item === item);
}

function judgeRecord(world: World, record: RunRecord): void {
  for (const [index, one] of record.items.entries()) {
    const sent = sendingsOf(world, record.id, index);
    const applied = doneOf(world, record.id, index);
    const { wrote, result } = itemResult(one, record);
    const what = `item ${String(index)} of ${record.id}`;
    if (applied && wrote === 'no') {
      const ending = record.ended?.how ?? 'not ended';
      world.violated(
        'noFalseNo',
        `${what} (${result}, run ${ending}): sending ${String(applied.number)} was done`,
        applied.target,
      );
    }
    if (one.outcome?.wrote === 'yes' && !sent.some(wasTaken)) {
      world.violated(
        'noFalseDone',
        `${what}: the journal says written, the service took none of ${String(sent.length)}`,
      );
    }
    if (applied && record.ended && writtenBy(one) === undefined) {
      world.violated(
        'undoOffers',
        `${what}: sending ${String(applied.number)} was done, and undo leaves it out`,
        applied.target,
      );
    }
  }
}

function judgeResult(world: World, window: Window, { run, result, startedAt: ownStart }: FollowedRun): void {
  if (!result) {
    return;
  }
  // What an earlier window did of it is told as done by those that go on with it.
  const startedAt = Math.min(...world.windows.map(({ runs }) => runs.get(run.id)?.startedAt ?? Infinity));
  for (const [index, { item, state }] of result.items.entries()) {
    const { action } = item;
    if (!isWrite(action)) {
      continue;
    }
    // What another window sends of it meanwhile, or later, is that one's to tell.
    const applied = doneOf(world, run.id, index, ({ at, window: by }) => by === window.name || at < ownStart);
    const what = `item ${String(index)} of ${run.id} in ${window.name}`;
    if (applied && deniesWriting(state)) {
      const more = state.kind === 'failed' ? ` ${state.failure.kind}` : '';
      world.violated(
        'unclearIsNoFailure',
        `${what} ended ${state.kind}${more}: sending ${String(applied.number)} was done`,
        applied.target,
      );
    }
    if (state.kind === 'done' && state.note !== 'submitted') {
      const held = world.ledger.heldSince(targetOf(item), startedAt - longestShown);
      if (!held.includes(goalOf(action))) {
        world.violated('noFalseDone', `${what} ended done, and never held ${goalOf(action) ?? 'none'}`, targetOf(item));
      }
    }
  }
}

/** To a user each of these means that nothing was written. */
function deniesWriting(state: RunItemState['state']): boolean {
  return (
    state.kind === 'failed' ||
    state.kind === 'cancelled' ||
    (state.kind === 'skipped' && state.why.kind !== 'changedSinceReviewed')
  );
}

function judgeLog(world: World, window: Window): void {
  for (const line of window.log) {
    if (/unexpectedly|listener .* failed|at file:/.test(line)) {
      world.violated('nothingUnforeseen', `${window.name}: ${line.slice(0, 300)}`);
    }
  }
}

/** A token, a secret or a user's name. */
const secret = /eyJ[A-Za-z0-9_-]{10}|sample-secret/;
const person = /consultant[0-9]*@/;

function judgeSecrets(world: World): void {
  for (const [path, { bytes }] of world.disk.files) {
    const text = bytes.toString('utf8');
    if (secret.test(text) || (path.includes('/journal/') && person.test(text))) {
      world.violated('noSecrets', path);
    }
  }
  for (const { name, log } of world.windows) {
    const line = log.find((one) => secret.test(one) || person.test(one));
    if (line !== undefined) {
      world.violated('noSecrets', `log of ${name}: ${line.slice(0, 200)}`);
    }
  }
}

/** After the last window closed: what it held is given back, and of runs that ended nothing is left. */
export function judgeLeases(world: World): void {
  for (const path of world.disk.files.keys()) {
    if (path.startsWith(`${folder}/leases/run-`)) {
      world.violated('leasesGo', `${path.slice(folder.length)} is left`);
    }
  }
}
