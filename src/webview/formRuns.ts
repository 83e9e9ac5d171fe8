/** Runs as the form starts, follows and hands them over. Each write is consented to: product.md, rules of behaviour 2. */
import * as l10n from '@vscode/l10n';
import type { UndoOffer, UnfinishedRun } from '../operations/operations.ts';
import { planCounts, type Plan } from '../operations/plan.ts';
import { planContext } from '../operations/planContext.ts';
import { nothingToDo } from '../operations/planText.ts';
import { retryPlan } from '../operations/retry.ts';
import type { Run, RunOptions, RunResult } from '../operations/run.ts';
import { failedItems, resultText, tenantsToSignInTo } from '../operations/runText.ts';
import type { Session } from '../session.ts';
import type { Disposable } from '../shared/emitter.ts';
import { failureSentence } from '../shared/failureText.ts';
import type { Outcome } from '../shared/outcome.ts';
import type { Timers } from '../shared/timers.ts';
import { FollowedRun } from './followedRun.ts';
import type { FormActions } from './formActions.ts';
import { done, refused, thoughtBetter, type Reply } from './reply.ts';
import { WaitingRuns } from './waitingRuns.ts';

/** What the summary beside *Apply* said. */
export interface ShownCounts {
  readonly link: number;
  readonly change: number;
  readonly remove: number;
}

export interface FormRunsParts {
  readonly session: Session;
  readonly actions: FormActions;
  readonly changed: () => void;
  readonly announce: (severity: 'info' | 'warning', text: string) => void;
  /** The page is there, so that what is announced is heard. */
  readonly seen: () => boolean;
  readonly timers?: Timers;
}

export class FormRuns implements Disposable {
  readonly #parts: FormRunsParts;
  readonly #listening: Disposable;
  readonly #closing = new AbortController();
  readonly #waiting: WaitingRuns;
  /** Started here: nobody else says what came of them. */
  readonly #own = new Set<string>();
  #followed: FollowedRun | undefined;
  #asking = false;

  constructor(parts: FormRunsParts) {
    this.#parts = parts;
    this.#waiting = new WaitingRuns(parts);
    this.#listening = parts.session.operations.onDidChangeRuns(() => {
      this.notice();
    });
    this.notice();
  }

  get followed(): FollowedRun | undefined {
    return this.#followed;
  }

  get unfinished(): readonly UnfinishedRun[] {
    return this.#waiting.runs;
  }

  /** Follows a run of this window that is under way, whoever started it, and looks for those that wait. */
  notice(): void {
    const run = this.#parts.session.operations.running().at(-1);
    if (run && (!this.#followed || this.#followed.finished)) {
      this.#follow(run);
    }
    void this.#waiting.look();
  }

  /** Asks only where the plan writes over something, or is not what the person saw. */
  async apply(plan: Plan, shown: ShownCounts): Promise<Reply> {
    const counts = planCounts(plan);
    const asShown = counts.link === shown.link && counts.change === shown.change && counts.remove === shown.remove;
    if (counts.writes === 0) {
      return refused(nothingToDo(plan));
    }
    const notes = asShown ? [] : [l10n.t('This is not what the form showed: tenants have changed meanwhile.')];
    return this.#alone(async () => {
      const consented = asShown && counts.change === 0 && counts.remove === 0;
      return consented || (await this.#parts.actions.confirm(plan, notes)) ? this.#start(plan) : thoughtBetter;
    });
  }

  /** Reads the failed tenants again and plans anew for these alone. */
  async retry(id: string): Promise<Reply> {
    const result = this.#finished(id);
    return result ? this.#alone(() => this.#retry(result.run, result.result)) : this.#gone();
  }

  async undo(id: string): Promise<Reply> {
    return this.#alone(() => this.#undo(id));
  }

  async resume(id: string): Promise<Reply> {
    return this.#alone(() => this.#begin((options) => this.#parts.session.operations.resume(id, options)));
  }

  async discard(id: string): Promise<Reply> {
    const run = this.#waiting.runs.find((one) => one.id === id);
    if (!run) {
      return this.#gone();
    }
    await this.#parts.actions.discard(run);
    await this.#waiting.look();
    return done;
  }

  cancel(id: string): Reply {
    if (this.#followed?.run.id !== id) {
      return this.#gone();
    }
    this.#followed.cancel();
    this.#parts.changed();
    return done;
  }

  /** Its result has been read. */
  leave(id: string): Reply {
    if (this.#followed?.run.id === id && this.#followed.finished) {
      this.#followed.dispose();
      this.#followed = undefined;
      this.notice();
      this.#parts.changed();
    }
    return done;
  }

  /** A run under way goes on, and what comes of it is told otherwise. */
  dispose(): void {
    this.#closing.abort();
    this.#waiting.dispose();
    this.#listening.dispose();
    const left = this.#followed;
    left?.dispose();
    if (left && !left.finished && this.#own.has(left.run.id)) {
      void this.#parts.actions.watch(left.run);
    }
  }

  async #alone(task: () => Promise<Reply>): Promise<Reply> {
    if (this.#followed && !this.#followed.finished) {
      return refused(l10n.t('A run is under way. Cancel it or wait until it has ended.'));
    }
    if (this.#asking) {
      return refused(l10n.t('The step before is still under way, or waits for your answer.'));
    }
    this.#asking = true;
    try {
      return await task();
    } finally {
      this.#asking = false;
    }
  }

  /** What fails again in the same way needs no other consent than at first: a modal asks where something is written over. */
  async #retry(run: Run, result: RunResult): Promise<Reply> {
    const { session, actions } = this.#parts;
    const failures = failedItems(result);
    const toSignInTo = tenantsToSignInTo(failures);
    if (toSignInTo.length > 0) {
      await actions.signInAgain(toSignInTo);
    }
    const { stopped } = await session.scanner.scanTenants(
      failures.map(({ item }) => item.tenant),
      this.#closing.signal,
    );
    if (stopped) {
      return thoughtBetter;
    }
    const plan = retryPlan(run.plan, failures, (ref) => session.store.tenant(ref), planContext(session.store));
    const { writes, link } = planCounts(plan);
    if (writes === 0) {
      return refused(nothingToDo(plan));
    }
    return writes === link || (await actions.review(plan)) ? this.#start(plan) : thoughtBetter;
  }

  async #start(plan: Plan): Promise<Reply> {
    return this.#begin((options) => this.#parts.session.operations.start(plan, options));
  }

  async #begin(start: (options: RunOptions) => Promise<Outcome<Run>>): Promise<Reply> {
    const { actions } = this.#parts;
    const outcome = await start({ continueAfterFirst: actions.continueAfterFirst });
    if (!outcome.ok) {
      return refused(l10n.t('The run could not be started. {0}', failureSentence(outcome.failure)));
    }
    const run = outcome.value;
    if (this.#closing.signal.aborted) {
      // The form was closed while this was being asked or begun.
      void actions.watch(run);
    } else {
      this.#own.add(run.id);
      this.#follow(run);
    }
    return done;
  }

  async #undo(id: string): Promise<Reply> {
    const { session, actions } = this.#parts;
    const offer: Outcome<UndoOffer> = await session.operations.planUndoOf(id, this.#closing.signal);
    if (!offer.ok) {
      return offer.failure.kind === 'cancelled' ? thoughtBetter : refused(failureSentence(offer.failure));
    }
    switch (offer.value.kind) {
      case 'nothingToUndo':
      case 'unfinished':
        return refused(l10n.t('There is nothing to undo.'));
      case 'plan': {
        const { plan } = offer.value;
        if (planCounts(plan).writes === 0) {
          return refused(nothingToDo(plan));
        }
        return (await actions.review(plan)) ? this.#start(plan) : thoughtBetter;
      }
    }
  }

  #follow(run: Run): void {
    if (this.#followed?.run.id === run.id && !this.#followed.finished) {
      return;
    }
    this.#followed?.dispose();
    this.#followed = new FollowedRun({
      run,
      changed: this.#parts.changed,
      ended: (result) => this.#ended(run, result),
    });
    this.#parts.changed();
  }

  async #ended(run: Run, result: RunResult): Promise<void> {
    if (this.#own.has(run.id)) {
      await this.#parts.session.save();
    }
    if (this.#own.has(run.id) && !this.#parts.seen()) {
      // The person looks at something else by now.
      void this.#parts.actions.watch(run);
    }
    this.#parts.announce(failedItems(result).length > 0 ? 'warning' : 'info', resultText(result, run.plan));
    void this.#waiting.look();
  }

  #finished(id: string): { readonly run: Run; readonly result: RunResult } | undefined {
    const followed = this.#followed;
    return followed?.run.id === id && followed.finished ? { run: followed.run, result: followed.finished } : undefined;
  }

  #gone(): Reply {
    return refused(l10n.t('That run is not here any more.'));
  }
}
