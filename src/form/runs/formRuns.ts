/** Runs as the form follows them and hands them over. */
import * as l10n from '@vscode/l10n';
import type { UnfinishedRun } from '../../operations/operations.ts';
import type { Plan } from '../../operations/plan/plan.ts';
import type { Run, RunResult } from '../../operations/run/run.ts';
import { resultText } from '../../operations/text/runText.ts';
import { failedItems } from '../../operations/run/runResult.ts';
import type { Session } from '../../session/session.ts';
import type { Disposable } from '../../shared/async/emitter.ts';
import type { Timers } from '../../shared/async/clock.ts';
import { FollowedRun } from './followedRun.ts';
import type { FormHost } from '../contract/formHost.ts';
import { done, refused, type Reply } from '../contract/reply.ts';
import { RunStarts, type Validated } from './startRun.ts';
import { UnfinishedRuns } from './unfinishedRuns.ts';

export interface FormRunsParts {
  readonly session: Session;
  readonly actions: FormHost;
  readonly changed: () => void;
  /** Shows what is so by now, with what would happen. */
  readonly showAnew: () => void;
  readonly announce: (severity: 'info' | 'warning', text: string) => void;
  /** The page is there, so that what is announced is heard. */
  readonly seen: () => boolean;
  readonly timers?: Timers;
}

export class FormRuns implements Disposable {
  readonly #parts: FormRunsParts;
  readonly #listening: Disposable;
  readonly #closing = new AbortController();
  readonly #waiting: UnfinishedRuns;
  /** Started here: nobody else says what came of them. */
  readonly #own = new Set<string>();
  readonly #beginnings: RunStarts;
  #followed: FollowedRun | undefined;

  constructor(parts: FormRunsParts) {
    this.#parts = parts;
    this.#waiting = new UnfinishedRuns(parts);
    this.#beginnings = new RunStarts({
      session: parts.session,
      actions: parts.actions,
      showAnew: parts.showAnew,
      closing: this.#closing.signal,
      underWay: () => this.#followed !== undefined && !this.#followed.finished,
      begun: (run) => this.#begun(run),
    });
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

  /** Of a plan that is just what the form shows; `validated` comes before anything is asked. */
  apply(plan: Plan, validated: () => Promise<Validated>): Promise<Reply> {
    return this.#beginnings.apply(plan, validated);
  }

  /** Reads the failed tenants again and plans anew for these alone. */
  async retry(id: string): Promise<Reply> {
    const result = this.#finished(id);
    return result ? this.#beginnings.retry(result.run, result.result) : this.#gone();
  }

  undo(id: string): Promise<Reply> {
    return this.#beginnings.undo(id);
  }

  resume(id: string): Promise<Reply> {
    return this.#beginnings.resume(id);
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

  #begun(run: Run): void {
    if (this.#closing.signal.aborted) {
      // The form was closed while this was being asked or begun.
      void this.#parts.actions.watch(run);
    } else {
      this.#own.add(run.id);
      this.#follow(run);
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
      // The user looks at something else by now.
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
