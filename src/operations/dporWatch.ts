/**
 * Reads submitted DPORs again, with growing pauses, until they show or their time is over. It goes by the store alone: what a run of
 * this window submitted, what another window did, and what a window left that was closed meanwhile are waited for alike.
 */
import type { Azure } from '../azure/azure.ts';
import { dporOf } from '../estate/dporRow.ts';
import type { StoreChange } from '../estate/store.ts';
import { dporNotWaitedFor, type DporState } from '../shared/dpor.ts';
import type { Disposable, Listen } from '../shared/emitter.ts';
import type { Log } from '../shared/log.ts';
import type { TenantRef, TenantRow } from '../shared/model.ts';
import { realTimers, type Timers } from '../shared/timers.ts';
import { associationOf, type AssociationParts, type AssociationStore } from './association.ts';
import { atOnce } from '../shared/atOnce.ts';
import { targetKey } from './plan.ts';

/** Milliseconds from the submission, and from each reading, to the next one. */
const pauses = [10_000, 20_000, 40_000, 80_000] as const;
const longestPause = 120_000;

/** Milliseconds after which nobody waits any more. */
export const waitedForMs = 10 * 60_000;

const readingsAtOnce = 4;

export interface WatchedStore extends AssociationStore {
  readonly onDidChange: Listen<StoreChange>;
  allTenants(): readonly TenantRow[];
}

export interface DporWatchParts {
  readonly azure: () => Promise<Azure>;
  readonly store: WatchedStore;
  readonly log: Log;
  /** Whether the person lets the billing service be asked. Where not, nothing is read, and the time runs out. */
  readonly mayAsk: () => boolean;
  readonly dporRead?: AssociationParts['dporRead'];
  readonly timers?: Timers;
}

type Submitted = Extract<DporState, { kind: 'submitted' }>;

interface Waiting {
  readonly tenant: TenantRef;
  readonly subscription: { readonly id: string };
  /** When it was submitted: tells it from a later one. */
  readonly at: number;
  readonly until: number;
  /** It was over when this window first saw it. */
  readonly over: boolean;
  readonly nextAt: number;
  readonly readings: number;
}

export class DporWatch {
  readonly #parts: DporWatchParts;
  readonly #timers: Timers;
  readonly #listening: Disposable;
  readonly #closing = new AbortController();
  readonly #waiting = new Map<string, Waiting>();
  #woken = new AbortController();
  #driving: Promise<void> | undefined;

  /** Begins at once with what the store holds as submitted. */
  constructor(parts: DporWatchParts) {
    this.#parts = parts;
    this.#timers = parts.timers ?? realTimers;
    this.#listening = parts.store.onDidChange((change) => {
      switch (change.kind) {
        case 'all':
          this.#notice(parts.store.allTenants());
          return;
        case 'tenants':
          this.#notice(change.refs.flatMap((ref) => parts.store.tenant(ref) ?? []));
          return;
        case 'identity':
          return;
      }
    });
    this.#notice(parts.store.allTenants());
  }

  /** How many are waited for. */
  get size(): number {
    return this.#waiting.size;
  }

  /** Ends a reading under way; what is submitted stays so for the next session. Never rejects. */
  async dispose(): Promise<void> {
    this.#listening.dispose();
    this.#closing.abort();
    await this.#driving;
  }

  #notice(rows: readonly TenantRow[]): void {
    let added = false;
    for (const row of rows) {
      for (const [id, { dpor }] of row.dpor ?? []) {
        added = (dpor.kind === 'submitted' && this.#add(row.ref, id, dpor)) || added;
      }
    }
    if (added) {
      this.#woken.abort();
      this.#driving ??= this.#drive();
    }
  }

  /** `false`: it is waited for already. */
  #add(tenant: TenantRef, id: string, { at }: Submitted): boolean {
    const subscription = { id };
    const key = targetKey({ tenant, subscription });
    if (this.#waiting.get(key)?.at === at) {
      return false;
    }
    const now = this.#timers.now();
    // A clock that was set back must not make the wait longer.
    const until = Math.min(at, now) + waitedForMs;
    const nextAt = Math.min(now + pauses[0], until);
    this.#waiting.set(key, { tenant, subscription, at, until, over: until <= now, nextAt, readings: 0 });
    return true;
  }

  async #drive(): Promise<void> {
    // One turn later: whoever changed the store is not to find it changed again at once.
    await Promise.resolve();
    const { signal } = this.#closing;
    while (this.#waiting.size > 0 && !signal.aborted) {
      const now = this.#timers.now();
      const due = [...this.#waiting].filter(([, { nextAt }]) => nextAt <= now);
      if (due.length > 0) {
        await atOnce(
          due,
          readingsAtOnce,
          ([key, one]) => this.#look(key, one, now),
          () => signal.aborted,
        );
      } else {
        this.#woken = new AbortController();
        const next = Math.min(...Array.from(this.#waiting.values(), ({ nextAt }) => nextAt));
        await this.#timers.wait(next - now, AbortSignal.any([signal, this.#woken.signal]));
      }
    }
    this.#driving = undefined;
  }

  /** Never rejects. */
  async #look(key: string, one: Waiting, now: number): Promise<void> {
    try {
      // What was over before this window saw it is not asked about.
      const over = one.over || (await this.#read(one)) || one.until <= now;
      if (!this.#closing.signal.aborted && this.#waiting.get(key) === one) {
        this.#settle(key, one, over, now);
      }
    } catch (error) {
      this.#waiting.delete(key);
      this.#parts.log.error(`A DPOR is not waited for: ${error instanceof Error ? error.name : 'unknown error'}`);
    }
  }

  #settle(key: string, one: Waiting, over: boolean, now: number): void {
    const state = this.#stateOf(one);
    if (state !== undefined && !over) {
      const readings = one.readings + 1;
      const nextAt = Math.min(now + (pauses[readings] ?? longestPause), one.until);
      this.#waiting.set(key, { ...one, readings, nextAt });
      return;
    }
    this.#waiting.delete(key);
    if (state !== undefined) {
      this.#parts.store.setDpor(one.tenant, one.subscription.id, dporNotWaitedFor(state));
    }
  }

  /** `true`: the service will not answer any more, so that there is nothing to wait for. */
  async #read(one: Waiting): Promise<boolean> {
    const { store, log, dporRead, mayAsk } = this.#parts;
    if (this.#stateOf(one) === undefined || !mayAsk()) {
      return false;
    }
    const azure = await this.#parts.azure().catch(() => undefined);
    if (azure === undefined) {
      log.warn('A DPOR could not be read again, as Azure cannot be used');
      return false;
    }
    const association = associationOf(one, { azure, store, dporRead, now: () => this.#timers.now() });
    if (association.refusal() === undefined) {
      const reading = await association.read(this.#closing.signal);
      if (!this.#closing.signal.aborted) {
        association.tell(reading, 'run');
      }
    }
    return association.refusal() !== undefined;
  }

  /** `undefined`: it shows by now, or something else is known since. */
  #stateOf({ tenant, subscription, at }: Waiting): Submitted | undefined {
    const row = this.#parts.store.tenant(tenant);
    const dpor = row && dporOf(row, subscription.id).dpor;
    return dpor?.kind === 'submitted' && dpor.at === at ? dpor : undefined;
  }
}
