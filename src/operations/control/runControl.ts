/** The way from a plan to its run, the same for commands and form: consent, start, retry, undo, resume. */
import * as l10n from '@vscode/l10n';
import type { Outcome } from '../../shared/model/outcome.ts';
import type { TenantRef, TenantRow } from '../../shared/model/model.ts';
import { failureSentence } from '../../shared/text/failureText.ts';
import type { Operations, UndoOffer } from '../operations.ts';
import type { DporPlanContext } from '../plan/dporPlan.ts';
import { planCounts, type Plan, type PlanTarget } from '../plan/plan.ts';
import { retryPlan } from './retryPlan.ts';
import type { Run, RunOptions } from '../run/run.ts';
import type { RunItemState } from '../run/runStates.ts';
import { tenantsToSignInTo } from '../run/runResult.ts';
import { nothingToDo, overtakenText, type ListedIn } from '../text/planText.ts';
import { consentTo } from './consent.ts';

/** What is asked of the user on the way. */
export interface RunPort {
  /** `document`: no screen shows the plan, so what a modal has no room for is reviewed in a document first. */
  confirm(plan: Plan, listedIn: ListedIn): Promise<boolean>;
  /** Tenants in which a run was refused for want of a sign-in, before they are tried again. */
  signInAgain(tenants: readonly TenantRef[]): Promise<void>;
  /** What is asked while a run is under way. */
  readonly options: RunOptions;
}

/** What is asked of a session. */
export interface RunSession {
  readonly operations: Pick<Operations, 'start' | 'resume'>;
  readonly store: { tenant(ref: TenantRef): TenantRow | undefined };
  planContext(): DporPlanContext;
  readAgain(targets: readonly PlanTarget[], signal: AbortSignal): Promise<{ readonly stopped: boolean }>;
}

/** Where the plan stands when its consent is asked for; `agreed`: the user has given it with the click that led here. */
export type ConsentBy = ListedIn | 'agreed';

/** A run, or why there is none. */
export type RunStart =
  | { readonly kind: 'begun'; readonly run: Run }
  /** The user cancels, or what they looked at is closed. */
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'refused'; readonly why: RefusedStart; readonly text: string };

/** `overtaken`: what the user said yes to is not so any more. */
export type RefusedStart = 'nothingToDo' | 'overtaken' | 'failed';

export class RunControl {
  readonly #session: RunSession;
  readonly #port: RunPort;
  readonly #closing: AbortSignal;

  /** `closing`: ends the readings before a retry. */
  constructor(session: RunSession, port: RunPort, closing: AbortSignal) {
    this.#session = session;
    this.#port = port;
    this.#closing = closing;
  }

  /** Nothing is sent where what was asked about is otherwise once it is answered. */
  async start(plan: Plan, consentBy: ConsentBy): Promise<RunStart> {
    if (planCounts(plan).writes === 0) {
      return refused('nothingToDo', nothingToDo(plan));
    }
    if (consentBy !== 'agreed') {
      const consent = await consentTo(
        plan,
        (ref) => this.#session.store.tenant(ref),
        () => this.#port.confirm(plan, consentBy),
      );
      if (consent.kind === 'no') {
        return cancelled;
      }
      if (consent.kind === 'overtaken') {
        return refused('overtaken', overtakenText(consent.by));
      }
    }
    return begun(await this.#session.operations.start(plan, this.#port.options));
  }

  /** Signs in where that is what was missing, reads again what failed, and plans anew for that alone. */
  async retry(plan: Plan, failures: readonly RunItemState[], consentBy: (again: Plan) => ConsentBy): Promise<RunStart> {
    const toSignInTo = tenantsToSignInTo(failures);
    if (toSignInTo.length > 0) {
      await this.#port.signInAgain(toSignInTo);
    }
    const { store } = this.#session;
    const { stopped } = await this.#session.readAgain(
      failures.map(({ item }) => item),
      this.#closing,
    );
    if (stopped) {
      return cancelled;
    }
    const again = retryPlan(plan, failures, (ref) => store.tenant(ref), this.#session.planContext());
    return this.start(again, consentBy(again));
  }

  /** Of what the run to undo has been read to hold; an offer without a plan is returned as it is. */
  async undo(offer: Outcome<UndoOffer>): Promise<RunStart | Exclude<UndoOffer, { kind: 'plan' }>> {
    if (!offer.ok) {
      return offer.failure.kind === 'cancelled' ? cancelled : refused('failed', failureSentence(offer.failure));
    }
    return offer.value.kind === 'plan' ? this.start(offer.value.plan, 'document') : offer.value;
  }

  async resume(id: string): Promise<RunStart> {
    return begun(await this.#session.operations.resume(id, this.#port.options));
  }
}

const cancelled: RunStart = { kind: 'cancelled' };

function refused(why: RefusedStart, text: string): RunStart {
  return { kind: 'refused', why, text };
}

function begun(outcome: Outcome<Run>): RunStart {
  return outcome.ok
    ? { kind: 'begun', run: outcome.value }
    : refused('failed', l10n.t('The run could not be started. {0}', failureSentence(outcome.failure)));
}
