/** The first link of each ID that is not known to be the right one: linked alone, and asked about before the other tenants follow. */
import type { Failure } from '../../shared/model/failure.ts';
import type { JournalWriter } from '../journal/journalWriter.ts';
import type { RunRecord } from '../journal/runRecord.ts';
import { askedIds, type Plan } from '../plan/plan.ts';
import { skipped, type RunStates } from './runStates.ts';
import type { RunStop } from './runStop.ts';
import type { SignInPause } from './signInPause.ts';

export interface FirstLinksParts {
  readonly plan: Plan;
  /** What earlier windows did of the run. */
  readonly record: RunRecord | undefined;
  readonly states: RunStates;
  readonly journal: Pick<JournalWriter, 'gate' | 'outcome'>;
  readonly stop: RunStop;
  readonly signInPause: SignInPause;
  readonly continueAfterFirst: ((name: string | undefined, partnerId: string) => Promise<boolean>) | undefined;
  /** Does one item. */
  readonly link: (index: number) => Promise<void>;
  /** A question waits for its answer. */
  readonly asking: (asking: boolean) => void;
}

export class FirstLinks {
  readonly #parts: FirstLinksParts;

  constructor(parts: FirstLinksParts) {
    this.#parts = parts;
  }

  /** One link and one question for each ID. `false`: nothing more is to be begun. */
  async confirmAll(): Promise<boolean> {
    const { plan, record } = this.#parts;
    const answers = new Map(record?.gates.map(({ partnerId, answer }) => [partnerId, answer]));
    if ([...answers.values()].includes(false)) {
      return false;
    }
    for (const id of askedIds(plan)) {
      if (answers.get(id) !== true && !(await this.#confirm(id))) {
        return false;
      }
    }
    return true;
  }

  /** Links tenants to this ID until the first has succeeded, then asks. */
  async #confirm(id: string): Promise<boolean> {
    const { states, signInPause, link } = this.#parts;
    while (!this.#isDecided(id)) {
      const next = states.firstQueued(id);
      if (next !== undefined) {
        await link(next);
      } else if (!(await signInPause.afterNext(id))) {
        break;
      }
    }
    const refusal = states.refusalOf(id);
    if (refusal !== undefined && !states.isLinked(id)) {
      await this.#refuseRest(id, refusal);
    }
    const left = states.queued(id).length + states.waitingForSignIn(id).length;
    return left === 0 || (!this.#parts.stop.isStopping && (await this.#ask(id)));
  }

  /** Whether it is known what to do with the other tenants that are to be linked to this ID. */
  #isDecided(id: string): boolean {
    const { states } = this.#parts;
    return states.isLinked(id) || states.refusalOf(id) !== undefined || this.#parts.stop.isStopping;
  }

  /** Azure does not know the ID: what it refused once is not sent to everything else. */
  async #refuseRest(id: string, failure: Failure): Promise<void> {
    const { states, journal } = this.#parts;
    for (const index of states.waitingFor(id)) {
      const state = skipped({ kind: 'partnerIdRefused', failure });
      await journal.outcome({ item: index, result: state, wrote: 'no', verified: false });
      states.set(index, state);
    }
  }

  async #ask(id: string): Promise<boolean> {
    const { states, journal, stop, asking, continueAfterFirst } = this.#parts;
    if (continueAfterFirst === undefined) {
      return false;
    }
    const name = states.linkedName(id);
    await journal.gate(id, name, undefined);
    asking(true);
    const answer = await stop.answerTo(continueAfterFirst(name, id), 'The question whether to go on with a run');
    asking(false);
    if (answer === 'aborted') {
      return false;
    }
    await journal.gate(id, name, answer);
    return answer;
  }
}
