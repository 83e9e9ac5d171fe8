/** Identities → tenants → PAL and subscriptions per tenant: one pipeline that fills the store as the answers come. */
import type { Azure } from '../azure/azure.ts';
import { Emitter, type Listen } from '../shared/emitter.ts';
import type { Failure } from '../shared/failure.ts';
import type { IdentityKey, IdentityState, TenantInfo, TenantRef, TenantRow } from '../shared/model.ts';
import type { Log } from '../shared/log.ts';
import { failed, success, type Outcome } from '../shared/outcome.ts';
import { checkTenant } from './checkTenant.ts';
import { noCounts, ScanQueue, type CheckCounts } from './scanQueue.ts';
import type { Store } from './store.ts';

/** Tenants that are checked at once, unless said otherwise. */
export const shippedConcurrency = 16;

/** `total` grows while tenants are being listed; 0 of 0: still looking for tenants. */
export type ScanProgress =
  { readonly kind: 'idle' } | { readonly kind: 'scanning'; readonly done: number; readonly total: number };

export interface ScanSummary extends CheckCounts {
  /** It was stopped before its end; what was reached is in the store. */
  readonly stopped: boolean;
  /** Identities whose tenants could not be listed or may not be asked for, and why. */
  readonly notScanned: readonly { readonly key: IdentityKey; readonly state: IdentityState }[];
  /** Why nothing could be scanned at all. */
  readonly failure?: Failure;
}

/** What a scan asks of Azure; `found`, where Azure calls it, gets each page of tenants as it comes. */
export type ScannedAzure = Pick<Azure, 'identities' | 'principal' | 'readLink' | 'subscriptions'> & {
  tenants(
    identity: IdentityKey,
    signal: AbortSignal,
    found: (page: readonly TenantInfo[]) => void,
  ): ReturnType<Azure['tenants']>;
};

export interface ScannerParts {
  /** Loaded on first use. */
  readonly azure: () => Promise<ScannedAzure>;
  readonly store: Store;
  readonly log: Log;
  readonly concurrency?: number;
  /** Lower first, asked again at each pick. */
  readonly priority?: (row: TenantRow) => number;
  readonly clock?: () => number;
}

/** One listing or check that several callers may wait for; it stops when the last of them gives up. */
interface Activity {
  readonly controller: AbortController;
  readonly ended: Promise<ScanSummary>;
  callers: number;
}

const nothing: ScanSummary = { ...noCounts, stopped: false, notScanned: [] };
const stoppedBefore: ScanSummary = { ...nothing, stopped: true };

export class Scanner {
  readonly #parts: ScannerParts;
  readonly #queue: ScanQueue;
  readonly #progressChanges = new Emitter<ScanProgress>();
  readonly #activities = new Set<Activity>();
  #all: Activity | undefined;
  #counted: { readonly done: number; readonly total: number } = { done: 0, total: 0 };
  #progress: ScanProgress = { kind: 'idle' };
  #azure: ScannedAzure | undefined;

  constructor(parts: ScannerParts) {
    this.#parts = parts;
    const { store, log, priority = () => 0 } = parts;
    this.#queue = new ScanQueue({
      concurrency: parts.concurrency ?? shippedConcurrency,
      check: async (ref, signal) => {
        try {
          return this.#azure ? await checkTenant(this.#azure, store, ref, signal) : 'gone';
        } catch (error) {
          log.error(`Check of a tenant: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown error'}`);
          store.restoreTenant(ref);
          return 'failed';
        }
      },
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

  get onDidChangeProgress(): Listen<ScanProgress> {
    return this.#progressChanges.event;
  }

  get progress(): ScanProgress {
    return this.#progress;
  }

  /** Everything. A second call joins the one under way; it stops when all who called have given up. Never rejects. */
  async scanAll(signal?: AbortSignal): Promise<ScanSummary> {
    if (!this.#all || this.#all.controller.signal.aborted) {
      this.#all = this.#begin((own) => this.#scanIdentities(own));
    }
    return this.#wait(this.#all, signal);
  }

  /** One identity: lists all identities first, because this one may have come or been allowed just now. Never rejects. */
  async scanIdentity(key: IdentityKey, signal?: AbortSignal): Promise<ScanSummary> {
    return this.#wait(
      this.#begin((own) => this.#scanIdentities(own, key)),
      signal,
    );
  }

  /** These tenants, before all others that wait; ones under way are joined. Tenants not in the estate are left out. Never rejects. */
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
      this.#parts.log.error(`Scan: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown error'}`);
      return { ...nothing, failure: { kind: 'unknown' } satisfies Failure };
    });
    return orStopped(summary, signal, async () => {
      // What was reached is counted where that takes no waiting.
      const reached = await Promise.race([summary, afterThis().then(() => nothing)]);
      return { ...reached, stopped: true };
    });
  }

  async #wait(activity: Activity, signal: AbortSignal | undefined): Promise<ScanSummary> {
    activity.callers += 1;
    if (!signal) {
      return activity.ended;
    }
    const giveUp = (): void => {
      activity.callers -= 1;
      if (activity.callers === 0) {
        activity.controller.abort();
      }
    };
    signal.addEventListener('abort', giveUp, { once: true });
    if (signal.aborted) {
      giveUp();
    }
    const summary = await orStopped(activity.ended, signal, async () =>
      activity.callers > 0 ? stoppedBefore : activity.ended,
    );
    signal.removeEventListener('abort', giveUp);
    return summary;
  }

  async #load(): Promise<Outcome<ScannedAzure>> {
    try {
      this.#azure = await this.#parts.azure();
      return success(this.#azure);
    } catch (error) {
      this.#parts.log.error(`Azure cannot be loaded: ${error instanceof Error ? error.message : 'unknown error'}`);
      return failed({ kind: 'unknown' });
    }
  }

  async #scanIdentities(signal: AbortSignal, only?: IdentityKey): Promise<ScanSummary> {
    const { store, log, clock = Date.now } = this.#parts;
    const azure = await this.#load();
    const listing = azure.ok ? await azure.value.identities(signal) : azure;
    if (signal.aborted || !azure.ok) {
      return azure.ok ? stoppedBefore : { ...nothing, failure: azure.failure };
    }
    if (!listing.ok) {
      log.warn(`Identities cannot be listed: ${listing.failure.kind}`);
      return { ...nothing, failure: listing.failure };
    }
    store.putIdentities(listing.value);
    const wanted = listing.value.filter(({ identity }) => only === undefined || identity.key === only);
    const parts = await Promise.all(
      wanted.map(async ({ identity, state }) =>
        state.kind === 'ready' || state.kind === 'checking'
          ? this.#scanIdentity(azure.value, identity.key, signal)
          : { ...nothing, notScanned: [{ key: identity.key, state }] },
      ),
    );
    const summary = parts.reduce(together, nothing);
    const reachedAny = wanted.length === 0 || summary.notScanned.length < wanted.length;
    if (only === undefined && !signal.aborted && reachedAny) {
      store.scanEnded(clock());
    }
    log.info(
      `Scan: ${String(summary.checked)} of ${String(summary.tenants)} tenants checked, ${String(summary.needsPerson)} need a sign-in, ` +
        `${String(summary.failed)} failed, ${String(summary.cancelled)} cancelled; ${String(summary.notScanned.length)} identities not scanned`,
    );
    return summary;
  }

  async #scanIdentity(azure: ScannedAzure, key: IdentityKey, signal: AbortSignal): Promise<ScanSummary> {
    const { store, log } = this.#parts;
    store.setIdentityState(key, { kind: 'checking' });
    const restore = (): void => store.restoreIdentity(key);
    signal.addEventListener('abort', restore, { once: true });
    const checks: Promise<ScanSummary>[] = [];
    const begun = new Set<string>();
    const check = (tenantIds: readonly string[]): void => {
      const fresh = tenantIds.filter((id) => !begun.has(id));
      fresh.forEach((id) => begun.add(id));
      checks.push(
        this.#check(
          fresh.map((tenantId) => ({ identity: key, tenantId })),
          signal,
        ),
      );
    };
    const found = (page: readonly TenantInfo[]): void => {
      if (!signal.aborted) {
        store.addTenants(key, page);
        check(page.map(({ tenantId }) => tenantId));
      }
    };
    const listed: Outcome<readonly TenantInfo[]> = await azure
      .tenants(key, signal, found)
      .catch(() => failed({ kind: 'unknown' }));
    signal.removeEventListener('abort', restore);
    let notScanned: ScanSummary['notScanned'] = [];
    if (!signal.aborted && listed.ok) {
      store.setIdentityState(key, { kind: 'ready' });
      store.putTenants(key, listed.value);
      check(listed.value.map(({ tenantId }) => tenantId));
    } else if (!signal.aborted && !listed.ok && listed.failure.kind === 'cancelled') {
      restore();
    } else if (!signal.aborted && !listed.ok) {
      log.warn(`Tenants of an identity cannot be listed: ${listed.failure.kind}`);
      const state = identityStateAfter(listed.failure);
      store.setIdentityState(key, state);
      notScanned = [{ key, state }];
      // The tenants known from before are asked all the same, where the failure does not concern them as well.
      check(concernsAll(listed.failure) ? [] : store.tenants(key).map((row) => row.ref.tenantId));
    }
    const summary = (await Promise.all(checks)).reduce(together, nothing);
    const stopped = signal.aborted || (!listed.ok && listed.failure.kind === 'cancelled');
    return { ...summary, stopped, notScanned };
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

/** What a failed listing of tenants says of an identity. */
function identityStateAfter(failure: Failure): IdentityState {
  switch (failure.kind) {
    case 'signInNeeded':
      return { kind: 'signInNeeded' };
    case 'accountNotAllowed':
      return { kind: 'notAllowed' };
    default:
      return { kind: 'failed', failure };
  }
}

function concernsAll(failure: Failure): boolean {
  return ['signInNeeded', 'accountNotAllowed', 'signInUnavailable', 'offline', 'proxyOrCertificate'].includes(
    failure.kind,
  );
}

function together(a: ScanSummary, b: ScanSummary): ScanSummary {
  return {
    tenants: a.tenants + b.tenants,
    checked: a.checked + b.checked,
    needsPerson: a.needsPerson + b.needsPerson,
    failed: a.failed + b.failed,
    gone: a.gone + b.gone,
    cancelled: a.cancelled + b.cancelled,
    stopped: a.stopped || b.stopped,
    notScanned: [...a.notScanned, ...b.notScanned],
    failure: a.failure ?? b.failure,
  };
}

async function orStopped<T>(running: Promise<T>, signal: AbortSignal, stopped: () => Promise<T>): Promise<T> {
  let stop: (() => void) | undefined;
  const aborted = new Promise<'aborted'>((resolve) => {
    stop = (): void => resolve('aborted');
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) {
      stop();
    }
  });
  const first = await Promise.race([running.then((value) => ({ value })), aborted]);
  if (stop) {
    signal.removeEventListener('abort', stop);
  }
  return first === 'aborted' ? stopped() : first.value;
}

function afterThis(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
