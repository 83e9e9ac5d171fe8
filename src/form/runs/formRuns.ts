/** Runs as the form follows them and hands them over. */
import * as l10n from '@vscode/l10n';
import type { UnfinishedRun } from '../../operations/operations.ts';
import { RunControl, type ConsentBy, type RunStart } from '../../operations/control/runControl.ts';
import { planCounts, type Plan } from '../../operations/plan/plan.ts';
import { countsOf } from '../../operations/plan/planCounts.ts';
import type { Run } from '../../operations/run/run.ts';
import { nothingToDo, type ListedIn } from '../../operations/text/planText.ts';
import { resultText } from '../../operations/text/runText.ts';
import { failedItems, type RunResult } from '../../operations/run/runResult.ts';
import type { Session } from '../../session/session.ts';
import type { Disposable } from '../../shared/async/emitter.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { FollowedRun } from './followedRun.ts';
import type { FormHost } from '../contract/formHost.ts';
import { done, refused, cancelledByUser, type Reply } from '../../webview/reply.ts';
import { UnfinishedRuns } from './unfinishedRuns.ts';

export interface FormRunsParts {
  readonly session: Session;
  readonly host: FormHost;
  readonly changed: () => void;
  /** Shows what is so by now, with what would happen. */
  readonly showAnew: () => void;
  readonly announce: (severity: 'info' | 'warning', text: string) => void;
  /** The page is there, so that what is announced is heard. */
  readonly seen: () => boolean;
  readonly clock?: Clock;
}

/** A plan whose designations are of an ID that the portal's service has accepted, with the name that it told. */
export type Validated =
  { readonly kind: 'plan'; readonly plan: Plan } | { readonly kind: 'refused'; readonly reply: Reply };

export class FormRuns implements Disposable {
  readonly #parts: FormRunsParts;
  readonly #listening: Disposable;
  readonly #closing = new AbortController();
  readonly #waiting: UnfinishedRuns;
  /** Started here: nobody else says what came of them. */
  readonly #own = new Set<string>();
  readonly #control: RunControl;
  #asking = false;
  #followed: FollowedRun | undefined;

  constructor(parts: FormRunsParts) {
    this.#parts = parts;
    this.#waiting = new UnfinishedRuns(parts);
    this.#control = new RunControl(parts.session, parts.host.runs, this.#closing.signal);
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
  async apply(shown: Plan, validated: () => Promise<Validated>): Promise<Reply> {
    if (planCounts(shown).writes === 0) {
      return refused(nothingToDo(shown));
    }
    return this.#alone(async () => {
      const now = await validated();
      return now.kind === 'refused'
        ? now.reply
        : this.#reply(await this.#control.start(now.plan, consentBy(now.plan, 'form')));
    });
  }

  /** What fails again in the same way needs no other consent than at first. */
  async retry(id: string): Promise<Reply> {
    const ended = this.#finished(id);
    return ended
      ? this.#alone(async () => {
          const failures = failedItems(ended.result);
          return this.#reply(
            await this.#control.retry(ended.run.plan, failures, (again) => consentBy(again, 'document')),
          );
        })
      : this.#gone();
  }

  undo(id: string): Promise<Reply> {
    return this.#alone(async () => {
      const offer = await this.#parts.session.operations.planUndoOf(id, this.#closing.signal);
      const start = await this.#control.undo(offer);
      return start.kind === 'nothingToUndo' || start.kind === 'unfinished'
        ? refused(l10n.t('There is nothing to undo.'))
        : this.#reply(start);
    });
  }

  resume(id: string): Promise<Reply> {
    return this.#alone(async () => this.#reply(await this.#control.resume(id)));
  }

  async discard(id: string): Promise<Reply> {
    const run = this.#waiting.runs.find((one) => one.id === id);
    if (!run) {
      return this.#gone();
    }
    await this.#parts.host.discard(run);
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
      void this.#parts.host.watch(left.run);
    }
  }

  /** One step at a time. */
  async #alone(step: () => Promise<Reply>): Promise<Reply> {
    if (this.#followed && !this.#followed.finished) {
      return refused(l10n.t('A run is in progress. Cancel it or wait until it ends.'));
    }
    if (this.#asking) {
      return refused(l10n.t('The previous step is still in progress or is waiting for your answer.'));
    }
    this.#asking = true;
    try {
      return await step();
    } finally {
      this.#asking = false;
    }
  }

  #reply(start: RunStart): Reply {
    switch (start.kind) {
      case 'begun':
        this.#begun(start.run);
        return done;
      case 'cancelled':
        return cancelledByUser;
      case 'refused':
        if (start.why === 'overtaken') {
          this.#parts.showAnew();
        }
        return refused(start.text);
    }
  }

  #begun(run: Run): void {
    if (this.#closing.signal.aborted) {
      // The form was closed while this was being asked or begun.
      void this.#parts.host.watch(run);
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
      void this.#parts.host.watch(run);
    }
    this.#parts.announce(failedItems(result).length > 0 ? 'warning' : 'info', resultText(result, run.plan));
    void this.#waiting.look();
  }

  #finished(id: string): { readonly run: Run; readonly result: RunResult } | undefined {
    const followed = this.#followed;
    return followed?.run.id === id && followed.finished ? { run: followed.run, result: followed.finished } : undefined;
  }

  #gone(): Reply {
    return refused(l10n.t('That run is no longer here.'));
  }
}

/** A modal asks only where something is written over or designated (product.md, rules of behaviour 2). */
function consentBy(plan: Plan, listedIn: ListedIn): ConsentBy {
  return planCounts(plan).writes === countsOf(plan, 'PAL').link ? 'agreed' : listedIn;
}
