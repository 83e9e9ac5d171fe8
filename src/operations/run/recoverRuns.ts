/** Runs that their windows left: found, and taken over by one window only. */
import type { Store } from '../../estate/store/store.ts';
import type { Failure } from '../../shared/model/failure.ts';
import { failed, success, type Outcome } from '../../shared/model/outcome.ts';
import type { Log } from '../../shared/ports/log.ts';
import type { Lease } from '../../storage/lease.ts';
import { findOutRun, readRun, readRunFile } from '../journal/journal.ts';
import { JournalFile, type OpenForAppend } from '../journal/journalFile.ts';
import { journalPath, unendedRunIds } from '../journal/runFiles.ts';
import type { RunRecord } from '../journal/runRecord.ts';
import { recalledFrom, unfinishedRun, type UnfinishedRun } from '../journal/unfinishedRuns.ts';
import { planContext, type NamingStore } from '../plan/planContext.ts';
import { isRunHeld, takeRun, type LeasePlace } from './leases.ts';

/** Gets to know what journals of other windows have noted down. */
export type RecallStore = NamingStore & Pick<Store, 'recallPal' | 'recallDpor'>;

export interface RecoverRunsParts {
  /** The folder of journals. */
  readonly journals: string;
  readonly leases: LeasePlace;
  readonly store: RecallStore;
  readonly log: Log;
  readonly openFile: OpenForAppend;
  readonly closing: AbortSignal;
}

/** A run's journal, opened to be gone on with by its owner. */
export interface TakenJournal {
  readonly owner: Lease;
  readonly file: JournalFile;
  readonly record: RunRecord;
}

/** How often, and after how many milliseconds, a journal is asked for again that another window may only be noting a line in. */
const [settlingTries, settlingMs] = [4, 250];

export class RecoverRuns {
  readonly #parts: RecoverRunsParts;

  constructor(parts: RecoverRunsParts) {
    this.#parts = parts;
  }

  /**
   * Runs without an end, newest first; `isHere`: this window is at one. What they noted down goes to the store: a window that
   * was killed could not save it with the estate, and rows would show what was there before.
   */
  async unfinished(isHere: (id: string) => boolean): Promise<readonly UnfinishedRun[]> {
    const { journals, leases, store, log } = this.#parts;
    const found: UnfinishedRun[] = [];
    for (const id of await unendedRunIds(journals)) {
      if (isHere(id)) {
        continue;
      }
      const held = await isRunHeld(leases, id);
      const record = await readRun(journals, id, log);
      if (record !== undefined && record.ended === undefined) {
        this.#recall(record, held);
        found.push(unfinishedRun(record, held, planContext(store)));
      }
    }
    return found;
  }

  /** Ends in `runningElsewhere`, or what the lease could not be written for. */
  async own(id: string): Promise<Outcome<Lease>> {
    const attempt = await takeRun(this.#parts.leases, id);
    switch (attempt.kind) {
      case 'held':
        return success(attempt.lease);
      case 'busy':
        return failed({ kind: 'runningElsewhere' });
      case 'failed':
        return failed(attempt.failure);
    }
  }

  /** To be gone on with: fails with `runEnded` where it has ended. */
  async takeUnfinished(id: string): Promise<Outcome<TakenJournal>> {
    let taken = await this.take(id);
    for (let tries = 0; !taken.ok && taken.failure.kind === 'runningElsewhere' && tries < settlingTries; tries += 1) {
      await this.#parts.leases.clock.wait(settlingMs, this.#parts.closing);
      taken = await this.take(id);
    }
    if (taken.ok && taken.value.record.ended !== undefined) {
      await taken.value.file.close();
      await taken.value.owner.release();
      return failed({ kind: 'runEnded' });
    }
    return taken;
  }

  /** One that has ended, too. */
  async take(id: string): Promise<Outcome<TakenJournal>> {
    const { journals, log, openFile } = this.#parts;
    // Read before the lease is taken, too: an id from anywhere must not become a file name.
    const found = await findOutRun(journals, id, log);
    if (!found.ok || found.value === undefined) {
      return found.ok ? failed({ kind: 'runEnded' }) : found;
    }
    const owner = await this.own(id);
    if (!owner.ok) {
      return owner;
    }
    const give = async (failure: Failure): Promise<Outcome<never>> => {
      await owner.value.release();
      return failed(failure);
    };
    // Only now nobody else appends to it.
    const reading = await readRunFile(journals, id, log);
    if (reading?.kind !== 'run') {
      return give(reading?.kind === 'notReadable' ? reading.failure : { kind: 'runEnded' });
    }
    const { record, wholeBytes, lacksNewline } = reading;
    const file = await JournalFile.reopen(journalPath(journals, id), wholeBytes, lacksNewline, openFile);
    return file.ok ? success({ owner: owner.value, file: file.value, record }) : give(file.failure);
  }

  #recall(record: RunRecord, held: boolean): void {
    const { store } = this.#parts;
    for (const told of recalledFrom(record, held)) {
      if ('pal' in told) {
        store.recallPal(told.tenant, told.pal, told.at);
      } else {
        store.recallDpor(told.tenant, told.subscriptionId, told.dpor, told.at);
      }
    }
  }
}
