/** How a run begins in the form: one step at a time, and each write consented to (product.md, rules of behaviour 2). */
import * as l10n from '@vscode/l10n';
import type { UndoOffer } from '../../operations/operations.ts';
import { countsOf } from '../../operations/plan/planCounts.ts';
import { consentTo } from '../../operations/consent.ts';
import { planCounts, type Plan } from '../../operations/plan/plan.ts';
import { nothingToDo, overtakenText } from '../../operations/text/planText.ts';
import { retryPlan } from '../../operations/run/retryPlan.ts';
import type { Run, RunOptions, RunResult } from '../../operations/run/run.ts';
import { tenantsToSignInTo, failedItems } from '../../operations/run/runResult.ts';
import type { Session } from '../../session/session.ts';
import { failureSentence } from '../../shared/text/failureText.ts';
import type { Outcome } from '../../shared/model/outcome.ts';
import type { FormHost } from '../contract/formHost.ts';
import { done, refused, cancelledByUser, type Reply } from '../contract/reply.ts';

export interface RunStartsParts {
  readonly session: Session;
  readonly actions: FormHost;
  /** Shows what is so by now, with what would happen. */
  readonly showAnew: () => void;
  /** Fires when the form is closed. */
  readonly closing: AbortSignal;
  readonly underWay: () => boolean;
  readonly begun: (run: Run) => void;
}

/** A plan whose designations are of an ID that the portal's service has accepted, with the name that it told. */
export type Validated =
  { readonly kind: 'plan'; readonly plan: Plan } | { readonly kind: 'refused'; readonly reply: Reply };

export class RunStarts {
  readonly #parts: RunStartsParts;
  #asking = false;

  constructor(parts: RunStartsParts) {
    this.#parts = parts;
  }

  /** Asks only where it writes over something or designates. */
  async apply(shown: Plan, validated: () => Promise<Validated>): Promise<Reply> {
    if (planCounts(shown).writes === 0) {
      return refused(nothingToDo(shown));
    }
    return this.#alone(async () => {
      const now = await validated();
      if (now.kind === 'refused') {
        return now.reply;
      }
      const { plan } = now;
      return planCounts(plan).writes === countsOf(plan, 'PAL').link
        ? this.#start(plan)
        : this.#startIf(plan, () => this.#parts.actions.confirm(plan));
    });
  }

  retry(run: Run, result: RunResult): Promise<Reply> {
    return this.#alone(() => this.#retry(run, result));
  }

  undo(id: string): Promise<Reply> {
    return this.#alone(() => this.#undo(id));
  }

  resume(id: string): Promise<Reply> {
    return this.#alone(() => this.#begin((options) => this.#parts.session.operations.resume(id, options)));
  }

  async #alone(task: () => Promise<Reply>): Promise<Reply> {
    if (this.#parts.underWay()) {
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
    const { session, actions, closing } = this.#parts;
    const failures = failedItems(result);
    const toSignInTo = tenantsToSignInTo(failures);
    if (toSignInTo.length > 0) {
      await actions.signInAgain(toSignInTo);
    }
    const { stopped } = await session.readAgain(
      failures.map(({ item }) => item),
      closing,
    );
    if (stopped) {
      return cancelledByUser;
    }
    const plan = retryPlan(run.plan, failures, (ref) => session.store.tenant(ref), session.planContext());
    const { writes } = planCounts(plan);
    if (writes === 0) {
      return refused(nothingToDo(plan));
    }
    return writes === countsOf(plan, 'PAL').link ? this.#start(plan) : this.#startIf(plan, () => actions.review(plan));
  }

  /** Nothing of it where what was asked about is otherwise once it is answered. */
  async #startIf(plan: Plan, ask: () => Promise<boolean>): Promise<Reply> {
    const consent = await consentTo(plan, (ref) => this.#parts.session.store.tenant(ref), ask);
    switch (consent.kind) {
      case 'yes':
        return this.#start(plan);
      case 'no':
        return cancelledByUser;
      case 'overtaken':
        this.#parts.showAnew();
        return refused(overtakenText(consent.by));
    }
  }

  async #start(plan: Plan): Promise<Reply> {
    return this.#begin((options) => this.#parts.session.operations.start(plan, options));
  }

  async #begin(start: (options: RunOptions) => Promise<Outcome<Run>>): Promise<Reply> {
    const { continueAfterFirst, signInForRun } = this.#parts.actions;
    const outcome = await start({ continueAfterFirst, signIn: signInForRun });
    if (!outcome.ok) {
      return refused(l10n.t('The run could not be started. {0}', failureSentence(outcome.failure)));
    }
    this.#parts.begun(outcome.value);
    return done;
  }

  async #undo(id: string): Promise<Reply> {
    const { session, actions, closing } = this.#parts;
    const offer: Outcome<UndoOffer> = await session.operations.planUndoOf(id, closing);
    if (!offer.ok) {
      return offer.failure.kind === 'cancelled' ? cancelledByUser : refused(failureSentence(offer.failure));
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
        return this.#startIf(plan, () => actions.review(plan));
      }
    }
  }
}
