/** A run: the items of a plan, several tenants at once, with progress, cancellation, and the question after the first link. */
import { Emitter, type Event } from '../../shared/async/emitter.ts';
import { errorName, errorsTo, type Log } from '../../shared/ports/log.ts';
import type { Failure } from '../../shared/model/failure.ts';
import type { Concurrency } from '../../shared/async/pace.ts';
import { forEachLimit } from '../../shared/async/forEachLimit.ts';
import { associationOf, showOnRow, type AssociationParts } from './association.ts';
import type { FinalState, ItemState } from '../plan/itemState.ts';
import { isWrite, type Plan } from '../plan/plan.ts';
import { ThrottledWrites } from './throttledWrites.ts';
import { runItem, type RunItemEnd } from './runItem.ts';
import { leaveUnclear, type ItemParts, type RunItem } from './finishItem.ts';
import type { OutcomeNote } from '../journal/journalWriter.ts';
import type { RunRecord } from '../journal/runRecord.ts';
import type { RunResult } from './runResult.ts';
import { RunStop } from './runStop.ts';
import { FirstLinks } from './firstLinks.ts';
import { SignInPause, type SignInForRun } from './signInPause.ts';
import { RunStates, skipped, type RunCounts, type RunItemState, type RunProgress } from './runStates.ts';

export interface RunOptions {
  /**
   * Asked after the first link of each ID whose name was not known and that goes into several tenants, with the name that
   * came back (`undefined`: none came). Only `true` goes on; anything else, and nobody to ask, ends the run there.
   */
  readonly continueAfterFirst?: (name: string | undefined, partnerId: string) => Promise<boolean>;
  /** Absent, as for an identity that nobody can sign in: what needs a sign-in has failed. */
  readonly signIn?: SignInForRun;
}

export type RunPhase = 'running' | 'asking' | 'finished';

export type RunChange =
  { readonly kind: 'item'; readonly index: number } | { readonly kind: 'phase'; readonly phase: RunPhase };

export interface RunParts
  extends Omit<ItemParts, 'runId' | 'stop' | 'refusals' | 'mayWait'>, Omit<AssociationParts, 'clock'> {
  readonly id: string;
  readonly plan: Plan;
  readonly log: Log;
  /** Items at once. */
  readonly concurrency: Concurrency;
  readonly options: RunOptions;
  /** What earlier windows did of it. */
  readonly record?: RunRecord;
  /** From 0 to below 1, for the jitter of waits; `Math.random`. */
  readonly random?: () => number;
}

export class Run {
  readonly id: string;
  readonly plan: Plan;
  readonly finished: Promise<RunResult>;
  readonly #parts: RunParts;
  readonly #itemParts: ItemParts;
  readonly #states: RunStates;
  readonly #changes: Emitter<RunChange>;
  readonly #stop: RunStop;
  #phase: RunPhase = 'running';
  /** Items with an announced write that nothing proves anything of, as this run was lost or its window closes. */
  readonly #unproved = new Set<number>();
  readonly #signInPause: SignInPause;
  readonly #firstLinks: FirstLinks;

  /** Begins at once. */
  constructor(parts: RunParts) {
    this.id = parts.id;
    this.plan = parts.plan;
    this.#parts = parts;
    this.#changes = new Emitter(errorsTo(parts.log, 'A listener of a run'));
    this.#stop = new RunStop(parts);
    this.#states = new RunStates(parts.plan, parts.record, (index, state) => this.#tell(index, state));
    const own = { plan: parts.plan, journal: parts.journal, states: this.#states, stop: this.#stop };
    const signInPause = new SignInPause({ ...own, signIn: parts.options.signIn });
    this.#signInPause = signInPause;
    this.#firstLinks = new FirstLinks({
      ...own,
      signInPause,
      record: parts.record,
      continueAfterFirst: parts.options.continueAfterFirst,
      link: (index) => this.#one(index, false),
      asking: (asking) => this.#setPhase(asking ? 'asking' : 'running'),
    });
    this.#itemParts = {
      runId: parts.id,
      journal: parts.journal,
      leases: parts.leases,
      clock: parts.clock,
      owner: parts.owner,
      stop: this.#stop,
      refusals: new ThrottledWrites(parts.clock, parts.random ?? Math.random, parts.concurrency),
      mayWait: ({ index, tenant }) => signInPause.mayWait(index, tenant),
    };
    this.finished = this.#drive();
  }

  get onDidChange(): Event<RunChange> {
    return this.#changes.event;
  }

  get phase(): RunPhase {
    return this.#phase;
  }

  /** Of the tenants that are written to, as the user confirmed their number. */
  get progress(): RunProgress {
    return this.#states.progress();
  }

  items(): readonly RunItemState[] {
    return this.#states.items();
  }

  /** One of them, by its place in the plan. */
  item(index: number): RunItemState | undefined {
    return this.#states.item(index);
  }

  counts(): RunCounts {
    return this.#states.counts();
  }

  /**
   * A later reading proved what became of an unclear write. Its state follows, also when the run has ended. `true`: the journal has it;
   * `false`: it is closed, or was never of this item.
   */
  async settle(note: OutcomeNote & { readonly result: FinalState }): Promise<boolean> {
    if (this.#stop.over.aborted) {
      await this.finished;
    }
    if (this.#states.at(note.item)?.kind !== 'unclear') {
      return false;
    }
    const noted = this.#phase !== 'finished' && (await this.#parts.owner.stillOurs());
    if (noted) {
      await this.#parts.journal.outcome(note);
    }
    this.#states.set(note.item, note.result);
    return noted;
  }

  /** Begins nothing new. What was sent is waited for and noted down; the rest is cancelled. */
  cancel(): void {
    this.#stop.cancel();
  }

  /** Ends at once, as the window closes: what was sent stays announced in the journal, and the run can be resumed. */
  async close(): Promise<void> {
    this.#stop.close();
    await this.finished;
  }

  async #drive(): Promise<RunResult> {
    // One turn later, so that whoever started it can listen first.
    await Promise.resolve();
    try {
      // Before any write: what became of each write that was announced.
      await this.#all([...this.#states.unresolved.keys()], true);
      await this.#writeAll();
    } catch (error) {
      // A defect here must not leave a run that never ends; the journal knows what was sent.
      this.#parts.log.error(`A run ended unexpectedly: ${errorName(error)}`);
      this.#stop.cancel();
    }
    return this.#end();
  }

  /** The IDs to ask about come first, one link and one question each; all else after the last answer. */
  async #writeAll(): Promise<void> {
    if (!(await this.#firstLinks.confirmAll())) {
      return;
    }
    while (!this.#stop.isStopping) {
      const next = this.#states.queued();
      if (next.length > 0) {
        await this.#all(next, false);
      } else if (!(await this.#signInPause.afterNext())) {
        return;
      }
    }
  }

  async #all(indexes: readonly number[], readOnly: boolean): Promise<void> {
    await forEachLimit(
      indexes,
      this.#parts.concurrency,
      (index) => this.#one(index, readOnly),
      () => this.#stop.isStopping,
    );
  }

  async #one(index: number, readOnly: boolean): Promise<void> {
    const item = this.#item(index);
    if (item !== undefined && !this.#stop.isStopping) {
      this.#noteEnd(item, await this.#runItem(item, readOnly));
    }
  }

  /** `undefined`: nothing is to be written there. */
  #item(index: number): RunItem | undefined {
    const planned = this.plan.items[index];
    if (planned === undefined || !isWrite(planned.action)) {
      return undefined;
    }
    return {
      index,
      tenant: planned.tenant,
      subscription: planned.subscription,
      association: associationOf(planned, this.#parts),
      action: planned.action,
      unresolvedSince: this.#states.unresolved.get(index),
    };
  }

  async #runItem(item: RunItem, readOnly: boolean): Promise<RunItemEnd> {
    try {
      return await runItem(this.#itemParts, item, readOnly, (state) => this.#states.set(item.index, state));
    } catch (error) {
      this.#parts.log.error(`An item of a run ended unexpectedly: ${errorName(error)}`);
      const failure: Failure = { kind: 'unknown', tenantId: item.tenant.tenantId, mayHaveHappened: true };
      return { kind: 'final', state: { kind: 'unclear', failure }, wrote: 'perhaps' };
    }
  }

  #noteEnd({ index, action, subscription }: RunItem, end: RunItemEnd): void {
    switch (end.kind) {
      case 'final':
        if (end.state.kind === 'done' && end.wrote !== 'no' && action.do !== 'remove' && subscription === undefined) {
          this.#states.noteLinked(action.to, end.state.link?.partnerName);
        }
        this.#states.set(index, end.state);
        return;
      case 'cancelled':
        if (this.#states.unresolved.has(index)) {
          this.#unproved.add(index);
        } else {
          this.#states.set(index, { kind: 'cancelled' });
        }
        return;
      case 'stillToDo':
        this.#states.set(index, { kind: 'queued' });
        return;
      case 'waits':
        this.#signInPause.wait(index, end.state);
        return;
      case 'takenOver':
      case 'closing':
        if (end.announced) {
          this.#unproved.add(index);
        }
        if (end.kind === 'takenOver') {
          this.#stop.loseOwnership();
        }
        return;
    }
  }

  async #end(): Promise<RunResult> {
    this.#stop.end();
    await this.#signInPause.end();
    const how = await this.#stop.howItEnded(this.#states.areWhole());
    const isOver = how === 'finished' || how === 'cancelled';
    const left: ItemState = how === 'takenOver' ? skipped({ kind: 'runningInAnotherWindow' }) : { kind: 'cancelled' };
    for (const index of this.#states.unended()) {
      if (this.#unproved.has(index) || this.#states.unresolved.has(index)) {
        const item = this.#item(index);
        if (item !== undefined) {
          this.#states.set(index, await leaveUnclear(this.#itemParts, item, isOver));
        }
      } else {
        this.#states.set(index, left);
      }
    }
    const ended = isOver ? await this.#parts.journal.end(how) : undefined;
    await this.#parts.journal.close();
    await this.#parts.owner.release();
    this.#setPhase('finished');
    return {
      id: this.id,
      how,
      counts: this.#states.counts(),
      items: this.items(),
      journalFailure: ended === undefined || ended.ok ? undefined : ended.failure,
    };
  }

  /** A run is seen on the rows. */
  #tell(index: number, state: ItemState): void {
    const planned = this.plan.items[index];
    if (planned !== undefined && isWrite(planned.action)) {
      showOnRow(this.#parts.store, planned, planned.action, state);
    }
    this.#changes.fire({ kind: 'item', index });
  }

  #setPhase(phase: RunPhase): void {
    this.#phase = phase;
    this.#changes.fire({ kind: 'phase', phase });
  }
}
