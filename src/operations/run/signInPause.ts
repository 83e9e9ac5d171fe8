/** Items of a run that wait for a sign-in: asked for together, and begun anew once. */
import { Emitter } from '../../shared/async/emitter.ts';
import { raceAbort } from '../../shared/async/raceAbort.ts';
import { tenantKey, type TenantRef } from '../../shared/model/model.ts';
import type { JournalWriter } from '../journal/journalWriter.ts';
import type { Plan } from '../plan/plan.ts';
import type { FailedState } from './finishItem.ts';
import type { RunStates } from './runStates.ts';
import type { RunStop } from './runStop.ts';

/** A tenant that asks for a sign-in in the midst of a run waits for it, while the others go on. */
export interface SignInForRun {
  /** Whether a user can sign in to it now. */
  helps(tenant: TenantRef): boolean;
  /** One question for all that wait. `true`: they begin anew, once; anything else ends them as failed. */
  ask(tenants: readonly TenantRef[]): Promise<boolean>;
}

export interface SignInPauseParts {
  readonly plan: Plan;
  readonly states: RunStates;
  readonly journal: Pick<JournalWriter, 'outcome'>;
  readonly signIn: SignInForRun | undefined;
  readonly stop: RunStop;
}

export class SignInPause {
  readonly #parts: SignInPauseParts;
  /** Items that have waited: a second time they fail, or they would wait for ever. */
  readonly #waited = new Set<number>();
  /** What was answered has been done: these are queued, or have failed. */
  readonly #answered = new Emitter<void>();
  #asking: Promise<void> | undefined;

  constructor(parts: SignInPauseParts) {
    this.#parts = parts;
  }

  mayWait(index: number, tenant: TenantRef): boolean {
    return !this.#waited.has(index) && this.#parts.signIn?.helps(tenant) === true;
  }

  wait(index: number, { failure }: FailedState): void {
    this.#parts.states.set(index, { kind: 'signInNeeded', failure });
    this.#asking ??= this.#askWhileAnyWaits();
  }

  /** Those that wait for a sign-in are queued again after theirs, whoever else still waits. `false`: none waits. */
  async afterNext(id?: string): Promise<boolean> {
    const { states, stop } = this.#parts;
    if (states.waitingForSignIn(id).length === 0) {
      return false;
    }
    await raceAbort(this.#nextAnswer(), stop.cancelled, stop.over);
    return true;
  }

  /** When all else has ended: resolves when what was answered before has been noted down. */
  async end(): Promise<void> {
    await this.#asking;
    this.#answered.dispose();
  }

  /** One question after the other. */
  async #askWhileAnyWaits(): Promise<void> {
    const { states } = this.#parts;
    for (
      let asked = states.waitingForSignIn();
      asked.length > 0 && !this.#isOver();
      asked = states.waitingForSignIn()
    ) {
      const signedIn = await this.#ask(asked);
      if (signedIn === 'aborted' || this.#isOver()) {
        return;
      }
      for (const index of asked) {
        const state = states.at(index);
        if (state?.kind !== 'signInNeeded') {
          // Azure has refused its partner ID meanwhile.
          continue;
        }
        this.#waited.add(index);
        if (signedIn) {
          states.set(index, { kind: 'queued' });
        } else {
          const left = { kind: 'failed', failure: state.failure } as const;
          await this.#noteUnwritten(index, left);
          states.set(index, left);
        }
      }
      this.#answered.fire();
    }
    // In the same turn as the look at who waits: whoever comes next asks anew.
    this.#asking = undefined;
  }

  async #ask(indexes: readonly number[]): Promise<boolean | 'aborted'> {
    const { plan, signIn, stop } = this.#parts;
    const tenants = indexes.flatMap((index) => plan.items[index]?.tenant ?? []);
    const distinct = new Map(tenants.map((tenant) => [tenantKey(tenant), tenant]));
    return signIn === undefined
      ? false
      : stop.answerTo(signIn.ask([...distinct.values()]), 'The sign-in that a run waits for');
  }

  async #noteUnwritten(index: number, state: FailedState): Promise<void> {
    const { requestId, correlationId } = state.failure;
    await this.#parts.journal.outcome({
      item: index,
      result: state,
      wrote: 'no',
      verified: false,
      requestId,
      correlationId,
    });
  }

  #nextAnswer(): Promise<void> {
    return new Promise((resolve) => {
      const listening = this.#answered.event(() => {
        listening.dispose();
        resolve();
      });
    });
  }

  #isOver(): boolean {
    return this.#parts.stop.isOver;
  }
}
