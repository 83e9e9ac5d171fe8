/** What must be so when a schedule is over: what was claimed, what was kept, what is left behind. */
import { itemFacts } from '../../../src/operations/itemFacts.ts';
import { isWrite, goalOf } from '../../../src/operations/plan.ts';
import type { RunItemState } from '../../../src/operations/run.ts';
import { writtenBy, type RunRecord } from '../../../src/operations/runRecord.ts';
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

function sendingsOf(world: World, id: string, item: number): readonly Sending[] {
  return world.ledger.sendings.filter(({ run }) => run?.id === id && run.item === item);
}

function judgeRecord(world: World, record: RunRecord): void {
  for (const [index, one] of record.items.entries()) {
    const sent = sendingsOf(world, record.id, index);
    const applied = sent.find(({ appliedAt }) => appliedAt !== undefined);
    const { wrote, result } = itemFacts(one, record);
    const what = `item ${String(index)} of ${record.id}`;
    if (applied && wrote === 'no') {
      const ending = record.ended?.how ?? 'not ended';
      world.violated('noFalseNo', `${what} (${result}, run ${ending}): sending ${String(applied.number)} was done`);
    }
    if (one.outcome?.wrote === 'yes' && !sent.some(({ status = 500 }) => status < 300)) {
      world.violated(
        'noFalseDone',
        `${what}: the journal says written, the service took none of ${String(sent.length)}`,
      );
    }
    if (applied && record.ended && writtenBy(one) === undefined) {
      world.violated('undoOffers', `${what}: sending ${String(applied.number)} was done, and undo leaves it out`);
    }
  }
}

function judgeResult(world: World, window: Window, { run, result }: FollowedRun): void {
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
    const applied = sendingsOf(world, run.id, index).find(({ appliedAt }) => appliedAt !== undefined);
    const what = `item ${String(index)} of ${run.id} in ${window.name}`;
    if (applied && deniesWriting(state)) {
      const more = state.kind === 'failed' ? ` ${state.failure.kind}` : '';
      world.violated(
        'unclearIsNoFailure',
        `${what} ended ${state.kind}${more}: sending ${String(applied.number)} was done`,
      );
    }
    if (state.kind === 'done' && state.note !== 'submitted') {
      const held = world.ledger.heldSince(targetOf(item), startedAt);
      if (!held.includes(goalOf(action))) {
        world.violated('noFalseDone', `${what} ended done, and never held ${goalOf(action) ?? 'none'}`);
      }
    }
  }
}

/** To a person each of these means that nothing was written. */
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

/** A token, a secret or a person's name. */
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
