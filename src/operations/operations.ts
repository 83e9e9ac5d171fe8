/** Runs of one mode: started, resumed, discarded, undone and read back. One per window and mode. */
import { join } from 'node:path';
import type { Azure } from '../shared/ports/azure.ts';
import { Emitter, type Event } from '../shared/async/emitter.ts';
import { errorName, errorsTo, type Log } from '../shared/ports/log.ts';
import { carriedFailure } from '../shared/validation/failureGuard.ts';
import { failed, success, type Outcome } from '../shared/model/outcome.ts';
import { isPartnerId } from '../shared/model/partnerId.ts';
import { systemClock, type Clock } from '../shared/async/clock.ts';
import { linkSignals } from '../shared/async/raceAbort.ts';
import { Sequencer } from '../shared/async/sequencer.ts';
import type { Lease } from '../storage/lease.ts';
import { forEachLimit } from '../shared/async/forEachLimit.ts';
import type { Concurrency } from '../shared/async/pace.ts';
import { associationOf, type AssociationParts, type AssociationStore } from './run/association.ts';
import { createJournal, findOutRun, findRun, readRun, readRuns } from './journal/journal.ts';
import { openForAppend, type JournalFile, type OpenForAppend } from './journal/journalFile.ts';
import { journalVersion } from './journal/journalLine.ts';
import type { LeasePlace } from './run/leases.ts';
import { isWrite, targetKey, type Plan, type PlanContext, type PlanTarget, type CurrentState } from './plan/plan.ts';
import { planContext } from './plan/planContext.ts';
import { RecoverRuns, type RecallStore, type TakenJournal } from './run/recoverRuns.ts';
import { Run, type RunOptions } from './run/run.ts';
import { runIds } from './journal/runFiles.ts';
import { newRunId } from './journal/runId.ts';
import { JournalWriter } from './journal/journalWriter.ts';
import { isUnproved, type RunRecord } from './journal/runRecord.ts';
import { settledOutcome, type Settlement } from './run/settledOutcome.ts';
import { tidyAtStart, tidyRuns, type TidyPlace } from './run/tidyRuns.ts';
import { planOf, withoutPerson, type UnfinishedRun } from './journal/unfinishedRuns.ts';
import { isUndoable, undoPlan, writtenTargets } from './journal/undoPlan.ts';

const defaultConcurrency = 8;

/** What is asked of the store. */
export type OperationsStore = AssociationStore & RecallStore;

export interface OperationsParts {
  /** The mode's folder in global storage; `journal` and `leases` are below it. */
  readonly folder: string;
  /** Tells this window from others; another one at each activation. */
  readonly windowId: string;
  readonly azure: () => Promise<Azure>;
  readonly store: OperationsStore;
  readonly log: Log;
  /** Gets to know of each well-formed answer about a subscription's DPOR: it has been read in this session. */
  readonly dporRead?: AssociationParts['dporRead'];
  /** Items at once; 8. Asked at the start of each run. */
  readonly concurrency?: () => Concurrency;
  readonly clock?: Clock;
  readonly openFile?: OpenForAppend;
}

export type { UnfinishedRun };

export type UndoOffer =
  | { readonly kind: 'plan'; readonly plan: Plan; readonly of: RunRecord }
  | { readonly kind: 'nothingToUndo' }
  /** The last run has not ended: it is resumed or discarded first. */
  | { readonly kind: 'unfinished'; readonly run: UnfinishedRun };

const keptRuns = 4;

export class Operations {
  readonly #parts: OperationsParts;
  readonly #clock: Clock;
  readonly #leases: LeasePlace;
  readonly #journals: string;
  readonly #runs = new Map<string, Run>();
  readonly #tidying = new Set<Promise<void>>();
  /** Runs of this window that ended last: what becomes of their unclear writes is shown where they are still looked at. */
  readonly #ended: Run[] = [];
  readonly #settling = new Sequencer();
  readonly #closing = new AbortController();
  readonly #changes: Emitter<void>;
  readonly #recovery: RecoverRuns;

  constructor(parts: OperationsParts) {
    this.#parts = parts;
    this.#changes = new Emitter(errorsTo(parts.log, 'A listener of the runs'));
    this.#clock = parts.clock ?? systemClock;
    this.#leases = { folder: join(parts.folder, 'leases'), windowId: parts.windowId, clock: this.#clock };
    this.#journals = join(parts.folder, 'journal');
    this.#recovery = new RecoverRuns({
      journals: this.#journals,
      leases: this.#leases,
      store: parts.store,
      log: parts.log,
      openFile: parts.openFile ?? openForAppend,
      closing: this.#closing.signal,
    });
  }

  /** A run of this window began or was resumed, or it ended and is not among `running()` any more; or one was discarded. */
  get onDidChangeRuns(): Event<void> {
    return this.#changes.event;
  }

  /** Runs of this window that have not ended. */
  running(): readonly Run[] {
    return [...this.#runs.values()];
  }

  /**
   * Starts a reviewed and confirmed plan. Nothing is sent before the journal is on the disk. Ends in
   * `journalNotWritable`, `storageNotWritable`, `partnerIdInvalid` (an ID that is none), `cancelled` (window closing),
   * `unknown` (Azure's code cannot be loaded).
   */
  async start(plan: Plan, options: RunOptions = {}): Promise<Outcome<Run>> {
    if (plan.items.some(({ action }) => isWrite(action) && action.do !== 'remove' && !isPartnerId(action.to))) {
      return failed({ kind: 'partnerIdInvalid' });
    }
    const azure = await this.#azure();
    if (!azure.ok) {
      return azure;
    }
    const at = this.#clock.now();
    const id = newRunId(at, (await runIds(this.#journals))[0]);
    // Owned before it can be seen: no other window may take it for abandoned.
    const owner = await this.#recovery.own(id);
    if (!owner.ok) {
      return owner;
    }
    const items = plan.items.map(withoutPerson);
    const file = await createJournal(
      this.#journals,
      {
        v: journalVersion,
        kind: 'run',
        at,
        id,
        window: this.#parts.windowId,
        intent: plan.intent,
        partnerName: plan.partnerName,
        items,
      },
      this.#parts.openFile ?? openForAppend,
    );
    if (!file.ok) {
      await owner.value.release();
      return file;
    }
    return this.#run(id, plan, azure.value, owner.value, file.value, options);
  }

  /** Runs without an end, newest first, without those of this window. */
  unfinished(): Promise<readonly UnfinishedRun[]> {
    return this.#recovery.unfinished((id) => this.#runs.has(id));
  }

  /**
   * Goes on with a run that its window left. First it reads every target whose write was announced and not noted down as
   * done; nothing is written twice. Ends in `runningElsewhere`, `runEnded`, `storageNotReadable`, `storageNewer`, or as
   * `start` does.
   */
  async resume(id: string, options: RunOptions = {}): Promise<Outcome<Run>> {
    const azure = await this.#azure();
    if (!azure.ok) {
      return azure;
    }
    const taken = await this.#takeUnfinished(id);
    if (!taken.ok) {
      return taken;
    }
    const { owner, file, record } = taken.value;
    const noted = await this.#journal(file).resumed(this.#parts.windowId);
    if (!noted.ok) {
      await file.close();
      await owner.release();
      return noted;
    }
    return this.#run(id, planOf(record, this.#context()), azure.value, owner, file, options, record);
  }

  /** Closes a run that nobody is at for good: what it wrote stays and can be undone. Fails like `resume`. */
  async discard(id: string): Promise<Outcome<void>> {
    const taken = await this.#takeUnfinished(id);
    if (!taken.ok) {
      return taken;
    }
    const { owner, file } = taken.value;
    const ended = await this.#journal(file).end('discarded');
    await file.close();
    await owner.release();
    this.#changes.fire();
    return ended;
  }

  /**
   * Reads what the last run wrote to and plans to put back what was there. Ends in `cancelled`, in `storageNotReadable` or
   * `storageNewer` (what the last run is cannot be told), or as `start` does; a target that cannot be read is an item that says so.
   */
  async planUndoOfLast(signal?: AbortSignal): Promise<Outcome<UndoOffer>> {
    const unfinished = (await this.unfinished())[0];
    const found = await findRun(this.#journals, this.#parts.log, isUndoable);
    if (!found.ok) {
      return found;
    }
    const last = found.value;
    if (unfinished !== undefined && (last === undefined || unfinished.id > last.id)) {
      return success({ kind: 'unfinished', run: unfinished });
    }
    return last === undefined ? success({ kind: 'nothingToUndo' }) : this.#planUndo(last, signal);
  }

  /**
   * Like `planUndoOfLast`, of one run: to retry an undo of which some tenants failed, as the undo itself is the last run by
   * then. What is put back already is an item with nothing to do.
   */
  async planUndoOf(id: string, signal?: AbortSignal): Promise<Outcome<UndoOffer>> {
    const found = await findOutRun(this.#journals, id, this.#parts.log);
    if (!found.ok) {
      return found;
    }
    const run = found.value;
    return run === undefined || !isUndoable(run) ? success({ kind: 'nothingToUndo' }) : this.#planUndo(run, signal);
  }

  /**
   * A later reading proved what became of an unclear write of a run, of this window or another: its journal is told, and the run where it
   * is still looked at. One after the other; a run that another window is at is left to that one.
   */
  noteSettled(settlement: Settlement): void {
    void this.#settling.run(async () => {
      try {
        await this.#settle(settlement);
      } catch (error) {
        this.#parts.log.error(`What became of a write cannot be noted down: ${errorName(error)}`);
      }
    });
  }

  /** One run as the journal has it, of any window; `undefined`: there is none. */
  record(id: string): Promise<RunRecord | undefined> {
    return readRun(this.#journals, id, this.#parts.log);
  }

  /** Runs as the journal has them, newest first. */
  history(most = 50): Promise<readonly RunRecord[]> {
    return readRuns(this.#journals, this.#parts.log, most);
  }

  /** Clears away what killed windows left, beside everything else. */
  tidy(): void {
    const tidied = tidyAtStart(this.#tidyPlace(), this.#closing.signal).finally(() => this.#tidying.delete(tidied));
    this.#tidying.add(tidied);
  }

  /** From now on nothing is sent. `dispose` waits for what is under way: whoever has more to wait for first says so before. */
  close(): void {
    this.#closing.abort();
    this.running().forEach((run) => void run.close());
  }

  /** Ends what is under way as a closing window must, and gives back every lease. */
  async dispose(): Promise<void> {
    this.close();
    await Promise.all(this.running().map(({ finished }) => finished));
    await Promise.all(this.#tidying);
    await this.#settling.last;
    this.#changes.dispose();
  }

  async #settle(settlement: Settlement): Promise<void> {
    const { id, item } = settlement.run;
    const note = settledOutcome(settlement);
    const here = this.#runs.get(id) ?? this.#ended.find((run) => run.id === id);
    if (here && (await here.settle(note))) {
      return;
    }
    const taken = await this.#recovery.take(id);
    if (!taken.ok) {
      return;
    }
    const { owner, file, record } = taken.value;
    const before = record.items[item];
    const isSame = before?.intent === undefined || before.intent.at <= settlement.write.at;
    if (before !== undefined && isUnproved(before) && isSame) {
      const journal = this.#journal(file);
      // In one writing, with the end as the last line: by that a starting window tells which runs have ended.
      await Promise.all([journal.outcome(note), record.ended && journal.endAgain(record.ended)]);
    }
    await file.close();
    await owner.release();
  }

  async #planUndo(run: RunRecord, signal: AbortSignal | undefined): Promise<Outcome<UndoOffer>> {
    const azure = await this.#azure();
    if (!azure.ok) {
      return azure;
    }
    const stop = linkSignals(this.#closing.signal, ...(signal ? [signal] : []));
    const current = await this.#read(azure.value, writtenTargets(run), stop.signal).finally(stop.release);
    return stop.signal.aborted
      ? failed({ kind: 'cancelled' })
      : success({ kind: 'plan', plan: undoPlan(run, current, this.#context(), this.#clock.now()), of: run });
  }

  async #takeUnfinished(id: string): Promise<Outcome<TakenJournal>> {
    // What a reading proved meanwhile is noted down first, by this window and by others, who hold the journal for no longer than that.
    await this.#settling.last;
    return this.#recovery.takeUnfinished(id);
  }

  async #azure(): Promise<Outcome<Azure>> {
    if (this.#closing.signal.aborted) {
      return failed({ kind: 'cancelled' });
    }
    try {
      return success(await this.#parts.azure());
    } catch (error) {
      this.#parts.log.error(`Azure cannot be used: ${errorName(error)}`);
      return failed(carriedFailure(error));
    }
  }

  async #run(
    id: string,
    plan: Plan,
    azure: Azure,
    owner: Lease,
    file: JournalFile,
    options: RunOptions,
    record?: RunRecord,
  ): Promise<Outcome<Run>> {
    const { store, log, concurrency, dporRead } = this.#parts;
    const run = new Run({
      id,
      plan,
      azure,
      store,
      dporRead,
      log,
      owner,
      options,
      record,
      journal: this.#journal(file),
      leases: this.#leases,
      clock: this.#clock,
      concurrency: concurrency?.() ?? defaultConcurrency,
    });
    this.#runs.set(id, run);
    const tidied = run.finished.then(async () => {
      this.#runs.delete(id);
      this.#ended.push(run);
      this.#ended.splice(0, this.#ended.length - keptRuns);
      this.#changes.fire();
      await tidyRuns(this.#tidyPlace());
      this.#tidying.delete(tidied);
    });
    this.#tidying.add(tidied);
    this.#changes.fire();
    if (this.#closing.signal.aborted) {
      await run.close();
    }
    return success(run);
  }

  async #read(
    azure: Azure,
    targets: readonly PlanTarget[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, CurrentState>> {
    const standings = new Map<string, CurrentState>();
    const { store, dporRead } = this.#parts;
    await forEachLimit(
      targets,
      this.#parts.concurrency?.() ?? defaultConcurrency,
      async (target) => {
        const association = associationOf(target, { azure, store, dporRead, clock: this.#clock });
        const reading = await association.read(signal);
        const standing = association.standing(reading);
        if (standing !== undefined) {
          standings.set(targetKey(target), standing);
          association.tell(reading, 'scan');
        }
      },
      () => signal.aborted,
    );
    return standings;
  }

  #tidyPlace(): TidyPlace {
    return { journals: this.#journals, leases: this.#leases, log: this.#parts.log };
  }

  #context(): PlanContext {
    return planContext(this.#parts.store);
  }

  #journal(file: JournalFile): JournalWriter {
    return new JournalWriter(file, this.#clock, this.#parts.log);
  }
}
