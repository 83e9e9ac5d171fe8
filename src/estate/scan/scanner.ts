/** Identities → tenants → PAL and subscriptions per tenant: one pipeline that fills the store as the answers come. */
import { systemClock, type Clock } from '../../shared/async/clock.ts';
import { Emitter, type Event } from '../../shared/async/emitter.ts';
import type { Failure } from '../../shared/model/failure.ts';
import { carriedFailure } from '../../shared/validation/failureGuard.ts';
import { logError, type Log } from '../../shared/ports/log.ts';
import { tenantKey, type IdentityKey, type TenantRef, type TenantRow } from '../../shared/model/model.ts';
import { failed, success, type Outcome } from '../../shared/model/outcome.ts';
import type { Concurrency } from '../../shared/async/pace.ts';
import { onAbort, raceAbort } from '../../shared/async/raceAbort.ts';
import { checkTenant } from './checkTenant.ts';
import { scanIdentity, type ScannedAzure } from './scanIdentity.ts';
import { ScanQueue } from './scanQueue.ts';
import { nothing, stoppedBefore, together, type ScanSummary } from './scanSummary.ts';
import type { Store } from '../store/store.ts';

export type { ScanSummary } from './scanSummary.ts';

/** Tenants that are checked at once where nobody says anything else. */
const defaultConcurrency = 16;

/** `total` grows while tenants are being listed; 0 of 0: still looking for tenants. */
export type ScanProgress =
  { readonly kind: 'idle' } | { readonly kind: 'scanning'; readonly done: number; readonly total: number };

export interface ScannerParts {
  /** Loaded on first use. */
  readonly azure: () => Promise<ScannedAzure>;
  readonly store: Store;
  /** Tenants that the user added to an identity, beside those that Azure lists. */
  readonly furtherTenants?: (identity: IdentityKey) => readonly string[];
  readonly log: Log;
  /** Tenants that are checked at once; 16. */
  readonly concurrency?: Concurrency;
  /** Lower first, asked again at each pick. */
  readonly priority?: (row: TenantRow) => number;
  readonly clock?: Pick<Clock, 'now'>;
}

/** One listing or check that several callers may wait for; it stops when the last of them gives up. */
interface Activity {
  readonly controller: AbortController;
  readonly ended: Promise<ScanSummary>;
  callers: number;
}

export class Scanner {
  readonly #parts: ScannerParts;
  readonly #queue: ScanQueue;
  readonly #progressChanges = new Emitter<ScanProgress>();
  readonly #activities = new Set<Activity>();
  #all: Activity | undefined;
  #counted: { readonly done: number; readonly total: number } = { done: 0, total: 0 };
  #progress: ScanProgress = { kind: 'idle' };
  #azure: ScannedAzure | undefined;
  #failure: Failure | undefined;

  constructor(parts: ScannerParts) {
    this.#parts = parts;
    const { store, log, priority = () => 0 } = parts;
    this.#queue = new ScanQueue({
      concurrency: parts.concurrency ?? defaultConcurrency,
      check: async (ref, signal) => {
        try {
          return this.#azure ? await checkTenant(this.#azure, store, ref, signal) : 'gone';
        } catch (error) {
          logError(log, 'Check of a tenant', error);
          store.restoreTenant(ref);
          return 'failed';
        }
      },
      hasToken: (ref) => this.#azure?.hasToken(ref) ?? false,
      abandoned: (ref) => store.restoreTenant(ref),
      priority: (ref) => {
        const row = store.tenant(ref);
        return row ? priority(row) : Infinity;
      },
      progressed: (done, total) => {
        this.#counted = { done, total };
        this.#tell();
      },
    });
  }

  get onDidChangeProgress(): Event<ScanProgress> {
    return this.#progressChanges.event;
  }

  /** Why nothing could be scanned at all the last time that everything was; absent when it could, or was stopped. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  get progress(): ScanProgress {
    return this.#progress;
  }

  /** Everything. A second call joins the one under way; it stops when all who called have given up. */
  async scanAll(signal?: AbortSignal): Promise<ScanSummary> {
    if (!this.#all || this.#all.controller.signal.aborted) {
      this.#all = this.#begin(async (own) => {
        const summary = await this.#scanIdentities(own);
        this.#failure = own.aborted ? this.#failure : summary.failure;
        return summary;
      });
    }
    return this.#wait(this.#all, signal);
  }

  /** One identity: lists all identities first, because this one may have come or been allowed just now. */
  async scanIdentity(key: IdentityKey, signal?: AbortSignal): Promise<ScanSummary> {
    return this.#wait(
      this.#begin((own) => this.#scanIdentities(own, key)),
      signal,
    );
  }

  /** These tenants, before all others that wait; ones under way are joined. Tenants not in the estate are left out. */
  async scanTenants(refs: readonly TenantRef[], signal?: AbortSignal): Promise<ScanSummary> {
    const activity = this.#begin(async (own) => {
      const azure = await this.#load();
      return azure.ok ? this.#check(refs, own, true) : { ...nothing, failure: azure.failure };
    });
    return this.#wait(activity, signal);
  }

  /** Stops everything at once. Rows not reached are what they were. */
  cancel(): void {
    for (const activity of [...this.#activities]) {
      activity.controller.abort();
    }
  }

  /** Stops everything and waits until nothing is under way. */
  async dispose(): Promise<void> {
    const ending = [...this.#activities].map((activity) => activity.ended);
    this.cancel();
    await Promise.all(ending);
    this.#queue.dispose();
    this.#progressChanges.dispose();
  }

  #begin(run: (signal: AbortSignal) => Promise<ScanSummary>): Activity {
    const controller = new AbortController();
    const activity: Activity = {
      controller,
      callers: 0,
      ended: this.#settled(run(controller.signal), controller.signal).finally(() => {
        this.#activities.delete(activity);
        this.#all = this.#all === activity ? undefined : this.#all;
        this.#tell();
      }),
    };
    this.#activities.add(activity);
    this.#tell();
    return activity;
  }

  /** An answer that never comes does not keep a stopped scan from ending. */
  async #settled(running: Promise<ScanSummary>, signal: AbortSignal): Promise<ScanSummary> {
    const summary = running.catch((error: unknown) => {
      logError(this.#parts.log, 'Scan', error);
      return { ...nothing, failure: { kind: 'unknown' } satisfies Failure };
    });
    const first = await raceAbort(summary, signal);
    if (first !== 'aborted') {
      return first;
    }
    // What was reached is counted where that takes no waiting.
    const reached = await Promise.race([summary, afterThis().then(() => nothing)]);
    return { ...reached, stopped: true };
  }

  async #wait(activity: Activity, signal: AbortSignal | undefined): Promise<ScanSummary> {
    activity.callers += 1;
    if (!signal) {
      return activity.ended;
    }
    const release = onAbort([signal], () => {
      activity.callers -= 1;
      if (activity.callers === 0) {
        activity.controller.abort();
      }
    });
    const first = await raceAbort(activity.ended, signal);
    release();
    if (first !== 'aborted') {
      return first;
    }
    return activity.callers > 0 ? stoppedBefore : activity.ended;
  }

  async #load(): Promise<Outcome<ScannedAzure>> {
    try {
      this.#azure = await this.#parts.azure();
      return success(this.#azure);
    } catch (error) {
      const failure = carriedFailure(error);
      const line = `Azure cannot be loaded: ${error instanceof Error ? error.message : 'unknown error'}`;
      // What carries a failure is nothing unforeseen: a cloud that does not answer, a file that is not there.
      this.#parts.log[failure.kind === 'unknown' ? 'error' : 'warn'](line);
      return failed(failure);
    }
  }

  async #scanIdentities(signal: AbortSignal, only?: IdentityKey): Promise<ScanSummary> {
    const { store, log, clock = systemClock, furtherTenants = () => [] } = this.#parts;
    const azure = await this.#load();
    if (!azure.ok) {
      return { ...nothing, failure: azure.failure };
    }
    // What has its token already waits for no list, since whoever lists needs a token first.
    const early = store
      .allTenants()
      .map(({ ref }) => ref)
      .filter((ref) => (only === undefined || ref.identity === only) && azure.value.hasToken(ref));
    const checkedEarly = new Set(early.map(tenantKey));
    const earlyCheck = this.#check(early, signal);
    const listing = await azure.value.identities(signal);
    if (signal.aborted) {
      return stoppedBefore;
    }
    if (!listing.ok) {
      log.warn(`Identities cannot be listed: ${listing.failure.kind}`);
      return { ...(await earlyCheck), failure: listing.failure };
    }
    store.putIdentities(listing.value);
    const check = (refs: readonly TenantRef[], live: AbortSignal): Promise<ScanSummary> =>
      this.#check(
        refs.filter((ref) => !checkedEarly.has(tenantKey(ref))),
        live,
      );
    const wanted = listing.value.filter(({ identity }) => only === undefined || identity.key === only);
    const parts = await Promise.all(
      wanted.map(async ({ identity, state }) =>
        state.kind === 'ready' || state.kind === 'checking'
          ? scanIdentity(
              { azure: azure.value, store, log, check, further: () => furtherTenants(identity.key) },
              identity.key,
              signal,
            )
          : { ...nothing, notScanned: [{ key: identity.key, state }] },
      ),
    );
    const summary = parts.reduce(together, await earlyCheck);
    const reachedAny = wanted.length === 0 || summary.notScanned.length < wanted.length;
    if (only === undefined && !summary.stopped && reachedAny) {
      store.scanEnded(clock.now());
    }
    log.info(
      `Scan: ${String(summary.checked)} of ${String(summary.tenants)} tenants checked, ${String(summary.needsPerson)} need a sign-in, ` +
        `${String(summary.failed)} failed, ${String(summary.cancelled)} cancelled; ${String(summary.notScanned.length)} identities not scanned`,
    );
    return summary;
  }

  async #check(refs: readonly TenantRef[], signal: AbortSignal, urgent = false): Promise<ScanSummary> {
    const there = refs.filter((ref) => this.#parts.store.tenant(ref));
    return { ...nothing, ...(await this.#queue.add(there, signal, urgent)) };
  }

  #tell(): void {
    const { done, total } = this.#counted;
    const next: ScanProgress =
      this.#activities.size === 0 && total === done ? { kind: 'idle' } : { kind: 'scanning', done, total };
    const last = this.#progress;
    if (
      next.kind === 'idle' ? last.kind !== 'idle' : last.kind === 'idle' || last.done !== done || last.total !== total
    ) {
      this.#progress = next;
      this.#progressChanges.fire(next);
    }
  }
}

function afterThis(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
