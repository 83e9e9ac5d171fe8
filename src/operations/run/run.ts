/** A run: the items of a plan, several tenants at once, with progress, cancellation, and the question after the first link. */
import type { Activity } from '../../shared/model/activity.ts';
import { Emitter, type Event } from '../../shared/async/emitter.ts';
import { errorName, errorsTo, type Log } from '../../shared/ports/log.ts';
import type { Failure } from '../../shared/model/failure.ts';
import type { Concurrency } from '../../shared/async/pace.ts';
import type { Lease } from '../../storage/lease.ts';
import { raceAbort } from '../../shared/async/raceAbort.ts';
import { forEachLimit } from '../../shared/async/forEachLimit.ts';
import { associationOf, type AssociationParts } from './association.ts';
import type { FinalState, ItemState } from '../plan/itemState.ts';
import { isRunHeld } from './leases.ts';
import { askedIds, isWrite, reviewedOf, type Plan, type PlanTarget, type WriteAction } from '../plan/plan.ts';
import { ThrottledWrites } from './throttledWrites.ts';
import { runItem } from './runItem.ts';
import { publishUnclear, type ItemEnd, type ItemParts, type RunItem } from './finishItem.ts';
import type { RunEnding } from '../journal/journalLine.ts';
import type { OutcomeNote } from '../journal/journalWriter.ts';
import type { RunRecord } from '../journal/runRecord.ts';
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

export type { RunCounts, RunItemState };

/**
 * `takenOver`: another window went on with it. `interrupted`: this window could not keep hold of it (machine asleep, storage
 * gone) or closed; the run is offered for resuming.
 */
export type RunResultHow = Exclude<RunEnding, 'discarded'> | 'takenOver' | 'interrupted';

export interface RunResult {
  readonly id: string;
  readonly how: RunResultHow;
  readonly counts: RunCounts;
  readonly items: readonly RunItemState[];
  /** The journal's last line could not be written: the run will be offered for resuming, which only reads. */
  readonly journalFailure?: Failure;
}

export interface RunParts
  extends
    Omit<ItemParts, 'runId' | 'cancelled' | 'closing' | 'ownsRun' | 'isRunAlive' | 'mayWait' | 'mayBeginAnew'>,
    Omit<AssociationParts, 'clock'> {
  readonly id: string;
  readonly plan: Plan;
  readonly owner: Lease;
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
  readonly #associationParts: AssociationParts;
  readonly #states: RunStates;
  readonly #changes: Emitter<RunChange>;
  readonly #cancel = new AbortController();
  readonly #close = new AbortController();
  #phase: RunPhase = 'running';
  readonly #refusals: ThrottledWrites;
  /** Items with an announced write that nothing proves anything of, as this run was lost or its window closes. */
  readonly #unproved = new Set<number>();
  readonly #signInPause: SignInPause;
  /** Nothing more is asked: a notification may stay open after its run. */
  readonly #over = new AbortController();
  #ownershipLost = false;

  /** Begins at once. */
  constructor(parts: RunParts) {
    this.id = parts.id;
    this.plan = parts.plan;
    this.#parts = parts;
    this.#changes = new Emitter(errorsTo(parts.log, 'A listener of a run'));
    this.#refusals = new ThrottledWrites(parts.clock, parts.random ?? Math.random, parts.concurrency);
    this.#itemParts = {
      runId: parts.id,
      journal: parts.journal,
      leases: parts.leases,
      clock: parts.clock,
      ownsRun: () => parts.owner.stillOurs(),
      isRunAlive: () => parts.owner.isAlive(),
      cancelled: this.#cancel.signal,
      closing: this.#close.signal,
      mayWait: ({ index, tenant }) => this.#signInPause.mayWait(index, tenant),
      mayBeginAnew: ({ index }, after, retryAfterMs) => this.#refusals.mayBeginAnew(index, after, retryAfterMs),
    };
    const { azure, store, dporRead } = parts;
    this.#associationParts = { azure, store, dporRead, clock: parts.clock };
    this.#states = new RunStates(parts.plan, parts.record);
    this.#signInPause = new SignInPause({
      plan: parts.plan,
      states: this.#states,
      journal: parts.journal,
      signIn: parts.options.signIn,
      over: AbortSignal.any([this.#cancel.signal, this.#over.signal]),
      set: (index, state) => this.#set(index, state),
      answerTo: (question, what) => this.#answerTo(question, what),
    });
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
    if (this.#over.signal.aborted) {
      await this.finished;
    }
    if (this.#states.at(note.item)?.kind !== 'unclear') {
      return false;
    }
    const noted = this.#phase !== 'finished' && (await this.#parts.owner.stillOurs());
    if (noted) {
      await this.#parts.journal.outcome(note);
    }
    this.#set(note.item, note.result);
    return noted;
  }

  /** Begins nothing new. What was sent is waited for and noted down; the rest is cancelled. */
  cancel(): void {
    this.#cancel.abort();
  }

  /** Ends at once, as the window closes: what was sent stays announced in the journal, and the run can be resumed. */
  async close(): Promise<void> {
    this.#close.abort();
    this.#cancel.abort();
    await this.finished;
  }

  async #drive(): Promise<RunResult> {
    // One turn later, so that whoever started it can listen first.
    await Promise.resolve();
    try {
      await this.#resolvePendingIntents();
      await this.#writeAll();
    } catch (error) {
      // A defect here must not leave a run that never ends; the journal knows what was sent.
      this.#parts.log.error(`A run ended unexpectedly: ${errorName(error)}`);
      this.#cancel.abort();
    }
    return this.#end();
  }

  /** Before any write: what became of each write that was announced. */
  async #resolvePendingIntents(): Promise<void> {
    await this.#all([...this.#states.unresolved.keys()], true);
  }

  /** The IDs to ask about come first, one link and one question each; all else after the last answer. */
  async #writeAll(): Promise<void> {
    const answers = new Map(this.#parts.record?.gates.map(({ partnerId, answer }) => [partnerId, answer]));
    if ([...answers.values()].includes(false)) {
      return;
    }
    for (const id of askedIds(this.plan)) {
      if (answers.get(id) !== true && !(await this.#mayGoOn(id))) {
        return;
      }
    }
    while (!this.#stopping()) {
      const next = this.#states.queued();
      if (next.length > 0) {
        await this.#all(next, false);
      } else if (!(await this.#signInPause.afterNext())) {
        return;
      }
    }
  }

  /** Links tenants to this ID until the first has succeeded, then asks. `false`: nothing more is to be begun. */
  async #mayGoOn(id: string): Promise<boolean> {
    while (!this.#isDecided(id)) {
      const next = this.#states.firstQueued(id);
      if (next !== undefined) {
        await this.#one(next, false);
      } else if (!(await this.#signInPause.afterNext(id))) {
        break;
      }
    }
    const refusal = this.#states.refusalOf(id);
    if (refusal !== undefined && !this.#states.isLinked(id)) {
      await this.#refuseRest(id, refusal);
    }
    const left = this.#states.queued(id).length + this.#states.waitingForSignIn(id).length;
    return left === 0 || (!this.#stopping() && (await this.#ask(id)));
  }

  /** Whether it is known what to do with the other tenants that are to be linked to this ID. */
  #isDecided(id: string): boolean {
    return this.#states.isLinked(id) || this.#states.refusalOf(id) !== undefined || this.#stopping();
  }

  async #all(indexes: readonly number[], readOnly: boolean): Promise<void> {
    await forEachLimit(
      indexes,
      this.#parts.concurrency,
      (index) => this.#one(index, readOnly),
      () => this.#stopping(),
    );
  }

  async #one(index: number, readOnly: boolean): Promise<void> {
    const planned = this.plan.items[index];
    if (planned === undefined || !isWrite(planned.action) || this.#stopping()) {
      return;
    }
    const item = this.#item(index, planned, planned.action);
    let end = await this.#attempt(item, readOnly);
    while (end.kind === 'refused') {
      await this.#refusals.waitAfter(index, end, this.#cancel.signal, (state) => this.#set(index, state));
      end = this.#stopping() ? this.#stopped() : await this.#attempt(item, readOnly);
    }
    this.#settle(index, item, end);
  }

  #item(index: number, planned: PlanTarget, action: WriteAction): RunItem {
    return {
      index,
      tenant: planned.tenant,
      subscription: planned.subscription,
      association: associationOf(planned, this.#associationParts),
      action,
      unresolvedSince: this.#states.unresolved.get(index),
    };
  }

  async #attempt(item: RunItem, readOnly: boolean): Promise<ItemEnd> {
    try {
      return await runItem(this.#itemParts, item, readOnly, (state) => this.#set(item.index, state));
    } catch (error) {
      this.#parts.log.error(`An item of a run ended unexpectedly: ${errorName(error)}`);
      const failure: Failure = { kind: 'unknown', tenantId: item.tenant.tenantId, mayHaveHappened: true };
      return { kind: 'final', state: { kind: 'unclear', failure }, wrote: 'perhaps' };
    }
  }

  /** Between two attempts, when nothing is announced. */
  #stopped(): ItemEnd {
    return this.#close.signal.aborted ? { kind: 'closing', announced: false } : { kind: 'cancelled' };
  }

  #settle(index: number, { action, subscription }: RunItem, end: ItemEnd): void {
    switch (end.kind) {
      case 'final':
        if (end.state.kind === 'done' && end.wrote !== 'no' && action.do !== 'remove' && subscription === undefined) {
          this.#states.noteLinked(action.to, end.state.link?.partnerName);
        }
        this.#set(index, end.state);
        return;
      case 'cancelled':
        if (this.#states.unresolved.has(index)) {
          this.#unproved.add(index);
        } else {
          this.#set(index, { kind: 'cancelled' });
        }
        return;
      case 'stillToDo':
        this.#set(index, { kind: 'queued' });
        return;
      case 'waits':
        this.#signInPause.wait(index, end.state);
        return;
      case 'refused':
        return;
      case 'takenOver':
      case 'closing':
        if (end.announced) {
          this.#unproved.add(index);
        }
        if (end.kind === 'takenOver') {
          this.#ownershipLost = true;
          this.#cancel.abort();
        }
        return;
    }
  }

  /** `aborted`: the run ends, or is another window's, before there is an answer. A question that fails counts as no. */
  async #answerTo(question: Promise<boolean>, what: string): Promise<boolean | 'aborted'> {
    const answer = await raceAbort(
      question.catch(() => {
        this.#parts.log.error(`${what} failed, which counts as no`);
        return false;
      }),
      this.#cancel.signal,
      this.#over.signal,
    );
    if (answer === 'aborted' || this.#stopping()) {
      return 'aborted';
    }
    // An answer may take an hour, and the machine may have slept meanwhile.
    if (!(await this.#parts.owner.stillOurs())) {
      this.#ownershipLost = true;
      this.#cancel.abort();
      return 'aborted';
    }
    return answer;
  }

  /** Azure does not know the ID: what it refused once is not sent to everything else. */
  async #refuseRest(id: string, failure: Failure): Promise<void> {
    for (const index of this.#states.waitingFor(id)) {
      const state = skipped({ kind: 'partnerIdRefused', failure });
      await this.#parts.journal.outcome({ item: index, result: state, wrote: 'no', verified: false });
      this.#set(index, state);
    }
  }

  async #ask(id: string): Promise<boolean> {
    const name = this.#states.linkedName(id);
    const ask = this.#parts.options.continueAfterFirst;
    if (ask === undefined) {
      return false;
    }
    await this.#parts.journal.gate(id, name, undefined);
    this.#setPhase('asking');
    const answer = await this.#answerTo(ask(name, id), 'The question whether to go on with a run');
    this.#setPhase('running');
    if (answer === 'aborted') {
      return false;
    }
    await this.#parts.journal.gate(id, name, answer);
    return answer;
  }

  async #end(): Promise<RunResult> {
    this.#over.abort();
    await this.#signInPause.end();
    const how = await this.#howItEnded();
    const isOver = how === 'finished' || how === 'cancelled';
    for (const index of this.#states.unended()) {
      if (this.#unproved.has(index) || this.#states.unresolved.has(index)) {
        await this.#leaveUnclear(index, isOver);
      } else {
        this.#set(index, how === 'takenOver' ? skipped({ kind: 'runningInAnotherWindow' }) : { kind: 'cancelled' });
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

  /** A write was announced, by this window or an earlier one, and this run ends without knowing what became of it. */
  async #leaveUnclear(index: number, isOver: boolean): Promise<void> {
    const planned = this.plan.items[index];
    if (planned === undefined || !isWrite(planned.action)) {
      return;
    }
    const failure: Failure = { kind: 'interrupted', tenantId: planned.tenant.tenantId };
    if (isOver) {
      await this.#parts.journal.outcome({
        item: index,
        result: { kind: 'unclear', failure },
        wrote: 'perhaps',
        verified: false,
      });
    }
    const unresolvedSince = this.#states.unresolved.get(index);
    if (unresolvedSince !== undefined) {
      const from = reviewedOf(planned.action);
      const before = from === undefined ? undefined : { partnerId: from };
      publishUnclear(this.#itemParts, this.#item(index, planned, planned.action), before, failure, unresolvedSince);
    }
    this.#set(index, { kind: 'unclear', failure });
  }

  async #howItEnded(): Promise<RunResultHow> {
    if (this.#close.signal.aborted) {
      return 'interrupted';
    }
    if (this.#ownershipLost || !(await this.#parts.owner.stillOurs())) {
      return (await isRunHeld(this.#parts.leases, this.id)) ? 'takenOver' : 'interrupted';
    }
    return this.#states.areWhole() ? 'finished' : 'cancelled';
  }

  #stopping(): boolean {
    return this.#cancel.signal.aborted;
  }

  #set(index: number, state: ItemState): void {
    this.#states.set(index, state);
    this.#tellActivity(index, state);
    this.#changes.fire({ kind: 'item', index });
  }

  /** A run is seen on the rows. */
  #tellActivity(index: number, state: ItemState): void {
    const { item } = this.#states.item(index) ?? {};
    if (item === undefined || !isWrite(item.action)) {
      return;
    }
    const { store } = this.#parts;
    const write = { of: item.subscription ? 'dpor' : 'pal', do: item.action.do } as const;
    const activity: Activity | undefined =
      state.kind === 'throttled'
        ? state
        : state.kind === 'running' && state.waitingForAnotherWindow !== true
          ? { kind: 'writing', ...write }
          : undefined;
    store.setActivity(item.tenant, item.subscription?.id, activity);
    if (state.kind === 'failed') {
      store.setFailedWrite(item.tenant, item.subscription?.id, { ...write, failure: state.failure });
    }
  }

  #setPhase(phase: RunPhase): void {
    this.#phase = phase;
    this.#changes.fire({ kind: 'phase', phase });
  }
}
