/**
 * Reads again, with growing pauses, what was written and does not show yet: submitted DPORs until they show or their time is over, and
 * unclear writes until a reading proves what became of them. It goes by the store alone: what a run of this window wrote, what another
 * window did, and what a window left that was closed meanwhile are waited for alike.
 */
import type { Azure } from '../../shared/ports/azure.ts';
import { dporOf } from '../../estate/store/dporRow.ts';
import type { Store } from '../../estate/store/store.ts';
import { dporNotWaitedFor, type DporState } from '../../shared/model/dpor.ts';
import type { Disposable } from '../../shared/async/emitter.ts';
import { errorName, type Log } from '../../shared/ports/log.ts';
import { knownPal, type PalState, type TenantRef, type TenantRow } from '../../shared/model/model.ts';
import { systemClock, type Clock } from '../../shared/async/clock.ts';
import { linkSignals } from '../../shared/async/raceAbort.ts';
import { settledAfterMs, verdictOf, type UnclearWrite } from '../../shared/model/unclearWrite.ts';
import { associationOf, type AssociationParts, type AssociationStore, type Holder } from './association.ts';
import { forEachLimit } from '../../shared/async/forEachLimit.ts';
import { targetKey, type PlannedSubscription } from '../plan/plan.ts';
import type { Settlement } from './settledOutcome.ts';

/** Milliseconds from the write, and from each reading, to the next one; after these the last one for as long as it is waited for. */
const pauses = {
  /** A PAL shows at once, or within seconds. */
  pal: [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000],
  /** A DPOR shows after minutes. */
  dpor: [10_000, 20_000, 40_000, 80_000, 120_000],
} as const;

/** Milliseconds after which nobody waits any more for a DPOR to show. */
export const waitedForMs = 10 * 60_000;

const readingsAtOnce = 4;

export type WatchedStore = AssociationStore & Pick<Store, 'onDidChange' | 'allTenants'>;

export interface WriteWatchParts {
  readonly azure: () => Promise<Azure>;
  readonly store: WatchedStore;
  readonly log: Log;
  /** Whether the user lets the billing service be asked. Where not, no DPOR is read, and the time runs out. */
  readonly mayAsk: () => boolean;
  /** A reading, by the watch or by anybody, proved what became of a write of a run. */
  readonly settled: (settlement: Settlement) => void;
  readonly dporRead?: AssociationParts['dporRead'];
  readonly clock?: Clock;
}

type Submitted = Extract<DporState, { kind: 'submitted' }>;

/** A write that is waited for, as the store holds it. */
type Awaited =
  | { readonly kind: 'submitted'; readonly state: Submitted }
  | { readonly kind: 'unclear'; readonly write: UnclearWrite };

interface Waiting {
  readonly tenant: TenantRef;
  readonly subscription?: PlannedSubscription;
  readonly awaited: Awaited;
  readonly until: number;
  /** It was over when this window first saw it. */
  readonly over: boolean;
  readonly nextAt: number;
  readonly readings: number;
}

export class WriteWatch {
  readonly #parts: WriteWatchParts;
  readonly #clock: Clock;
  readonly #listening: Disposable;
  readonly #closing = new AbortController();
  readonly #waiting = new Map<string, Waiting>();
  #woken = new AbortController();
  #driving: Promise<void> | undefined;

  /** Begins at once with what the store holds. */
  constructor(parts: WriteWatchParts) {
    this.#parts = parts;
    this.#clock = parts.clock ?? systemClock;
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

  /** Ends a reading under way; what is waited for stays so for the next session. */
  async dispose(): Promise<void> {
    this.#listening.dispose();
    this.#closing.abort();
    await this.#driving;
  }

  #notice(rows: readonly TenantRow[]): void {
    let added = false;
    for (const row of rows) {
      const pal = knownPal(row);
      if (pal.kind === 'unclear') {
        added = this.#add(row.ref, undefined, { kind: 'unclear', write: pal.write }) || added;
      } else {
        this.#noticeSettled(row, undefined);
      }
      for (const [id, { dpor }] of row.dpor ?? []) {
        const awaited = awaitedIn(dpor);
        if (awaited) {
          added = this.#add(row.ref, { id }, awaited) || added;
        } else {
          this.#noticeSettled(row, { id });
        }
      }
    }
    if (added) {
      this.#woken.abort();
      this.#driving ??= this.#drive();
    }
  }

  /** `false`: it is waited for already. */
  #add(tenant: TenantRef, subscription: PlannedSubscription | undefined, awaited: Awaited): boolean {
    const key = targetKey({ tenant, subscription });
    const at = timeOf(awaited);
    const before = this.#waiting.get(key);
    if (before !== undefined && timeOf(before.awaited) === at) {
      return false;
    }
    const now = this.#clock.now();
    const kind = subscription ? 'dpor' : 'pal';
    // A clock that was set back must not make the wait longer.
    const until = Math.min(at, now) + (awaited.kind === 'submitted' ? waitedForMs : settledAfterMs[kind]);
    const over = until <= now;
    // An unclear write of an earlier session is read for as long as one of this: the one who could say may not have been asked yet.
    const last = awaited.kind === 'unclear' && over ? now + settledAfterMs[kind] : until;
    const nextAt = Math.min(now + pauses[kind][0], last);
    this.#waiting.set(key, { tenant, subscription, awaited, until: last, over, nextAt, readings: 0 });
    return true;
  }

  async #drive(): Promise<void> {
    // One turn later: whoever changed the store is not to find it changed again at once.
    await Promise.resolve();
    const { signal } = this.#closing;
    while (this.#waiting.size > 0 && !signal.aborted) {
      const now = this.#clock.now();
      const due = [...this.#waiting].filter(([, { nextAt }]) => nextAt <= now);
      if (due.length > 0) {
        await forEachLimit(
          due,
          readingsAtOnce,
          ([key, one]) => this.#look(key, one, now),
          () => signal.aborted,
        );
      } else {
        this.#woken = new AbortController();
        const next = Math.min(...Array.from(this.#waiting.values(), ({ nextAt }) => nextAt));
        const stop = linkSignals(signal, this.#woken.signal);
        await this.#clock.wait(next - now, stop.signal).finally(stop.release);
      }
    }
    this.#driving = undefined;
  }

  async #look(key: string, one: Waiting, now: number): Promise<void> {
    try {
      // What was submitted, and over before this window saw it, is not asked about.
      const askNot = one.over && one.awaited.kind === 'submitted';
      const over = askNot || (await this.#read(one)) || one.until <= now;
      if (!this.#closing.signal.aborted && this.#waiting.get(key) === one) {
        this.#next(key, one, over, now);
      }
    } catch (error) {
      this.#waiting.delete(key);
      this.#parts.log.error(`A write is not waited for: ${errorName(error)}`);
    }
  }

  #next(key: string, one: Waiting, over: boolean, now: number): void {
    const stays = this.#isAwaited(one);
    if (stays && !over) {
      const readings = one.readings + 1;
      const of = pauses[one.subscription ? 'dpor' : 'pal'];
      const nextAt = Math.min(now + (of[readings] ?? of.at(-1) ?? 0), one.until);
      this.#waiting.set(key, { ...one, readings, nextAt });
      return;
    }
    this.#waiting.delete(key);
    // An unclear write stays so until somebody reads it.
    if (stays && one.awaited.kind === 'submitted' && one.subscription) {
      this.#parts.store.setDpor(one.tenant, one.subscription.id, dporNotWaitedFor(one.awaited.state));
    }
  }

  /** `true`: the service will not answer any more, so that there is nothing to wait for. */
  async #read(one: Waiting): Promise<boolean> {
    const { store, log, dporRead, mayAsk } = this.#parts;
    if (!this.#isAwaited(one) || (one.subscription && !mayAsk())) {
      return false;
    }
    const azure = await this.#parts.azure().catch(() => undefined);
    if (azure === undefined) {
      log.warn('A write could not be read again, as Azure cannot be used');
      return false;
    }
    const association = associationOf(one, { azure, store, dporRead, clock: this.#clock });
    if (association.refusal() === undefined) {
      const reading = await association.read(this.#closing.signal);
      if (!this.#closing.signal.aborted) {
        association.tell(reading, one.subscription ? 'run' : 'scan');
      }
    }
    return association.refusal() !== undefined;
  }

  /** `false`: it shows by now, or something else is known since. */
  #isAwaited({ tenant, subscription, awaited }: Waiting): boolean {
    const row = this.#parts.store.tenant(tenant);
    const now = row && awaitedOf(row, subscription);
    return now !== undefined && timeOf(now) === timeOf(awaited);
  }

  /** Somebody's reading proved what became of an unclear write: its run learns it. */
  #noticeSettled(row: TenantRow, subscription: PlannedSubscription | undefined): void {
    if (this.#waiting.size === 0) {
      return;
    }
    const key = targetKey({ tenant: row.ref, subscription });
    const one = this.#waiting.get(key);
    if (one?.awaited.kind !== 'unclear') {
      return;
    }
    this.#waiting.delete(key);
    const { write } = one.awaited;
    const held = subscription ? holderOfDpor(dporOf(row, subscription.id).dpor) : holderOfPal(knownPal(row));
    if (write.run === undefined || held === undefined) {
      return;
    }
    const kind = subscription ? 'dpor' : 'pal';
    const verdict = verdictOf(write, held.is?.partnerId, this.#clock.now(), kind);
    // That a DPOR does not show says nothing of whether it was submitted.
    if (verdict !== undefined && !(verdict === 'notWritten' && subscription)) {
      this.#parts.settled({ run: write.run, write, verdict, holds: held.is });
    }
  }
}

function timeOf(awaited: Awaited): number {
  return awaited.kind === 'submitted' ? awaited.state.at : awaited.write.at;
}

function awaitedIn(dpor: DporState): Awaited | undefined {
  switch (dpor.kind) {
    case 'submitted':
      return { kind: 'submitted', state: dpor };
    case 'unclear':
      return { kind: 'unclear', write: dpor.write };
    default:
      return undefined;
  }
}

function awaitedOf(row: TenantRow, subscription: PlannedSubscription | undefined): Awaited | undefined {
  if (subscription) {
    return awaitedIn(dporOf(row, subscription.id).dpor);
  }
  const pal = knownPal(row);
  return pal.kind === 'unclear' ? { kind: 'unclear', write: pal.write } : undefined;
}

/** What Azure told; `undefined`: it did not. */
function holderOfPal(pal: PalState): { readonly is: Holder } | undefined {
  return pal.kind === 'linked' ? { is: pal.link } : pal.kind === 'notLinked' ? { is: undefined } : undefined;
}

function holderOfDpor(dpor: DporState): { readonly is: Holder } | undefined {
  return dpor.kind === 'designated'
    ? { is: dpor.partner }
    : dpor.kind === 'noneReported'
      ? { is: undefined }
      : undefined;
}
