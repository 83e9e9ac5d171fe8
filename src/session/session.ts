/**
 * What one mode works with: a store, a scanner, marks, runs and the way to Azure. Real Azure and the sandbox have one
 * each, in folders of their own, so that nothing of one ever mixes with the other.
 */
import { systemClock } from '../shared/async/clock.ts';
import type { Azure, PortalService } from '../shared/ports/azure.ts';
import { attentionCount, needsAttention, type AttentionContext } from '../estate/view/attention.ts';
import { AutoScan } from '../estate/scan/autoScan.ts';
import { DporReader } from '../estate/scan/dporReader.ts';
import { hasNew } from '../estate/store/dporRow.ts';
import { EstateFile } from '../estate/files/estateFile.ts';
import { Expected } from '../estate/files/expectedPartnerIds.ts';
import { countPal, countedRows, coverageOf } from '../estate/view/estateCounts.ts';
import { dayOf, HistoryFile } from '../estate/files/historyFile.ts';
import { matches, type Filter } from '../estate/view/filter.ts';
import { IdentitiesFile } from '../estate/files/identitiesFile.ts';
import { Marks } from '../estate/files/marks.ts';
import { Scanner } from '../estate/scan/scanner.ts';
import { scanPriority } from '../estate/scan/scanPriority.ts';
import { Store, type StoreChange } from '../estate/store/store.ts';
import { writeSummary } from '../estate/files/summary.ts';
import type { DporPlanContext } from '../operations/plan/dporPlan.ts';
import type { Operations, WriteWatch } from '../operations/open.ts';
import type { PlanTarget } from '../operations/plan/plan.ts';
import { planContext } from '../operations/plan/planContext.ts';
import type { DporModeChoice } from '../shared/model/dpor.ts';
import type { Disposable } from '../shared/async/emitter.ts';
import { carriedFailure } from '../shared/validation/failureGuard.ts';
import type { KnownIdentities } from '../shared/model/knownIdentity.ts';
import type { Log } from '../shared/ports/log.ts';
import type { IdentityKey, Mode, TenantInfo, TenantRef, SavedPartnerId } from '../shared/model/model.ts';
import { rightIn } from '../shared/text/statusText.ts';
import { failed, success, type Outcome } from '../shared/model/outcome.ts';
import { AdaptivePace, type Concurrency, type Traffic } from '../shared/async/pace.ts';
import type { OwnPartnerIds } from '../shared/ports/ownPartnerIds.ts';
import { publicSession, type SessionCloud } from './sessionCloud.ts';
import { tryLease } from '../storage/lease.ts';
import { tidyFolder } from '../storage/setAside.ts';
import { StorageTroubles } from '../storage/storageTroubles.ts';
import { ViewChoice } from '../estate/view/viewChoice.ts';

export interface SessionParts {
  readonly mode: Mode;
  /** The mode's folder in global storage. */
  readonly folder: string;
  /** Absent: the public cloud. */
  readonly cloud?: SessionCloud;
  /** Tells this window from others in leases and journals. */
  readonly windowId: string;
  readonly ownPartnerIds: OwnPartnerIds;
  /** Where `ownPartnerIds` tells of its file, if it has one. */
  readonly troubles?: StorageTroubles;
  /** Loads the code for Azure and connects; called once, on first use. */
  readonly connect: (known: KnownIdentities, traffic: Traffic) => Promise<Azure>;
  readonly log: Log;
  readonly refreshAfterHours: () => number;
  /** Tenants that a run changes at once, by the user's setting. */
  readonly runConcurrency: () => number | 'automatic';
  readonly dporMode: DporModeChoice;
}

/** Milliseconds from a change to the summary of it. */
const summaryDelay = 2_000;

export class Session {
  readonly mode: Mode;
  readonly folder: string;
  readonly cloud: SessionCloud;
  readonly store: Store;
  readonly marks: Marks;
  readonly expected: Expected;
  readonly identities: IdentitiesFile;
  readonly history: HistoryFile;
  readonly troubles: StorageTroubles;
  readonly choice: ViewChoice;
  readonly ownPartnerIds: OwnPartnerIds;
  readonly scanner: Scanner;
  readonly autoScan: AutoScan;
  readonly dpor: DporReader;
  readonly dporMode: DporModeChoice;
  /** Set by the view: keys (`tenantKey`) of the rows that are on the screen. */
  visibleRows: () => ReadonlySet<string> = () => new Set();
  readonly #parts: SessionParts;
  /** One for scans and runs: they ask the same services. */
  readonly #pace = new AdaptivePace();
  readonly #file: EstateFile;
  readonly #disposables: Disposable[] = [];
  readonly #closing = new AbortController();
  #azure: Promise<Azure> | undefined;
  #portalService: () => PortalService | undefined = () => undefined;
  /** What killed windows left is cleared away beside everything else. */
  #tidying: Promise<void> | undefined;
  #summaryTimer: Disposable | undefined;
  #writingSummary: Promise<void> | undefined;
  #operations: Operations | undefined;
  #writeWatch: WriteWatch | undefined;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    const { mode, folder, log, ownPartnerIds, windowId } = parts;
    this.mode = mode;
    this.folder = folder;
    this.cloud = parts.cloud ?? publicSession;
    this.ownPartnerIds = ownPartnerIds;
    this.store = new Store(systemClock, log);
    this.choice = new ViewChoice({ folder, log });
    const troubles = parts.troubles ?? new StorageTroubles(log);
    this.troubles = troubles;
    this.marks = new Marks({ folder, log, trouble: troubles.of('marks') });
    this.expected = new Expected({ folder, log, trouble: troubles.of('expected') });
    this.identities = new IdentitiesFile({ folder, log, trouble: troubles.of('identities') });
    this.history = new HistoryFile({ folder, log });
    this.#file = new EstateFile({ folder, store: this.store, log, trouble: troubles.of('estate') });
    this.scanner = new Scanner({
      azure: () => this.azure(),
      store: this.store,
      furtherTenants: (identity) => this.identities.tenants(identity),
      log,
      concurrency: this.#pace,
      priority: (row) =>
        scanPriority(row, {
          visible: this.visibleRows(),
          needsAttention: (one) => needsAttention(one, this.attentionContext()),
          marks: this.marks,
        }),
    });
    this.autoScan = new AutoScan({
      folder,
      refreshAfterHours: parts.refreshAfterHours,
      knownAsOf: () => this.store.knownAsOf,
      scanning: () => this.scanner.progress.kind === 'scanning',
      file: this.#file,
      scanAll: () => this.scanner.scanAll(),
      lease: async (leases, name) => {
        const attempt = await tryLease(leases, name, windowId);
        switch (attempt.kind) {
          case 'held':
            return attempt.lease;
          case 'busy':
            return undefined;
          case 'failed':
            // Storage that cannot be written keeps nobody from seeing their tenants; two windows may then scan at once.
            log.warn(`The lease of the scan cannot be taken: ${attempt.failure.code ?? attempt.failure.kind}`);
            return { release: () => Promise.resolve() };
        }
      },
    });
    this.dporMode = parts.dporMode;
    this.dpor = new DporReader({
      azure: () => this.azure(),
      store: this.store,
      mayAskByItself: () => this.dporMode.get() === 'portalService',
      closing: this.closing,
    });
  }

  /** Plans and runs; there as soon as the session is open. */
  get operations(): Operations {
    if (!this.#operations) {
      throw new Error('The session is not open');
    }
    return this.#operations;
  }

  /** Fires when the window closes or goes over to the other mode. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Loads what is known from before; `rowsKnown` is called as soon as it can be shown. */
  async open(rowsKnown: () => void = () => {}): Promise<void> {
    // The small files are read while the big one is understood.
    await Promise.all([
      this.marks.open(),
      this.expected.open(),
      this.identities.open(),
      this.ownPartnerIds.open?.(),
      this.choice.open(),
      this.#file.open(),
    ]);
    rowsKnown();
    this.#tidying = tidyFolder(this.folder, this.#parts.log);
    await this.#openOperations();
    // A killed window's run may know of tenants what its estate was not saved with.
    await this.operations.unfinished();
    this.operations.tidy();
    const soon = (): void => {
      this.#summaryTimer ??= systemClock.start(summaryDelay, () => {
        this.#summaryTimer = undefined;
        this.#writingSummary = this.#writeSummary();
      });
    };
    this.#disposables.push(
      this.store.onDidChange(soon),
      this.store.onDidChange((change) => this.#lookAtNewSubscriptions(change)),
      this.marks.onDidChange(soon),
      this.expected.onDidChange(soon),
      this.ownPartnerIds.onDidChange(soon),
      this.scanner.onDidChangeProgress(({ kind }) => {
        if (kind === 'idle') {
          this.#noteDay();
        }
      }),
    );
  }

  async #openOperations(): Promise<void> {
    const { folder, windowId, log, runConcurrency } = this.#parts;
    const { Operations, WriteWatch } = await import('../operations/open.ts');
    const shared = {
      azure: () => this.azure(),
      store: this.store,
      log,
      dporRead: (tenant: TenantRef, subscriptionId: string) => this.dpor.noteTold({ tenant, subscriptionId }),
    };
    const concurrency = (): Concurrency => {
      const set = runConcurrency();
      return set === 'automatic' ? this.#pace : set;
    };
    const operations = new Operations({ ...shared, folder, windowId, concurrency });
    this.#operations = operations;
    this.#writeWatch = new WriteWatch({
      ...shared,
      mayAsk: () => this.dporMode.get() === 'portalService',
      settled: (settlement) => operations.noteSettled(settlement),
    });
  }

  /** What a scan found new is looked at by itself, where the portal's service may be asked: it is what needs a designation. */
  #lookAtNewSubscriptions(change: StoreChange): void {
    if (change.kind === 'tenants' && this.dporMode.get() === 'portalService') {
      for (const ref of change.refs) {
        const row = this.store.tenant(ref);
        if (row && hasNew(row)) {
          void this.dpor.tenantOpened(ref);
        }
      }
    }
  }

  /** What other windows have saved, before a scan: or their own changes would look like somebody else's. */
  async takeInOtherWindows(): Promise<void> {
    await this.#file.refresh();
  }

  /** Saves what is known now: after a run, so that a window killed next shows what it did. */
  async save(): Promise<void> {
    await this.#file.flush();
  }

  /** Connects on first use; a connection that failed is tried again by the next call. Once closed, all it is asked is cancelled. */
  async azure(): Promise<Azure> {
    this.#azure ??= this.#parts.connect(this.identities, this.#pace).then(
      (azure) => {
        if (this.closing.aborted) {
          azure.dispose();
          return azure;
        }
        this.#portalService = () => azure.portalService();
        this.#disposables.push(
          azure,
          azure.onDidChangeIdentities(() => {
            void this.noticeIdentities();
          }),
        );
        return azure;
      },
      (error: unknown) => {
        this.#azure = undefined;
        throw error;
      },
    );
    return this.#azure;
  }

  /** What a plan needs to know of this session: names, what Azure told in it, and whether the portal's service may be asked. */
  planContext(): DporPlanContext {
    return {
      ...planContext(this.store, (tenant, subscriptionId) => this.dpor.wasTold({ tenant, subscriptionId })),
      portalService: this.#portalService(),
      guided: this.dporMode.get() === 'guided',
    };
  }

  /** Reads what these hold now, before it is planned for once more. `stopped`: it was cancelled before the end. */
  async readAgain(targets: readonly PlanTarget[], signal: AbortSignal): Promise<{ readonly stopped: boolean }> {
    const tenants = targets.flatMap(({ tenant, subscription }) => (subscription ? [] : [tenant]));
    const subscriptions = targets.flatMap(({ tenant, subscription }) =>
      subscription ? [{ tenant, subscriptionId: subscription.id }] : [],
    );
    const { stopped } = tenants.length > 0 ? await this.scanner.scanTenants(tenants, signal) : { stopped: false };
    if (!stopped && subscriptions.length > 0) {
      await this.dpor.readDpors(subscriptions, signal);
    }
    return { stopped: stopped || signal.aborted };
  }

  /** Asks Azure once it is connected; where it cannot be, why not is the outcome. */
  async ask<T>(question: (azure: Azure) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    return this.azure().then(question, (error: unknown) => failed(carriedFailure(error)));
  }

  /** The view or the form came into sight: scans where what is known is old, or looks whether accounts came or went. */
  async cameIntoSight(): Promise<void> {
    const result = await this.autoScan.viewBecameVisible();
    if (result.kind === 'notScanned' && result.why === 'freshEnough') {
      await this.noticeIdentities();
    }
  }

  /** Looks silently whether accounts came or went since the last scan, and scans those that came. */
  async noticeIdentities(): Promise<void> {
    const listing = await this.azure().then(
      (azure) => azure.identities(this.closing),
      () => undefined,
    );
    if (!listing?.ok || this.closing.aborted) {
      return;
    }
    const known = new Map(this.store.identities().map((row) => [row.identity.key, row.state.kind]));
    const came = listing.value.filter(({ identity, state }) => {
      const before = known.get(identity.key);
      return before === undefined || (state.kind === 'ready' && (before === 'notAllowed' || before === 'signInNeeded'));
    });
    const listed = new Set(listing.value.map(({ identity }) => identity.key));
    if (came.length > 0 || [...known.keys()].some((key) => !listed.has(key))) {
      this.store.putIdentities(listing.value);
      await Promise.all(came.map(({ identity }) => this.scanner.scanIdentity(identity.key)));
    }
  }

  /** Forgets all of an identity at once: what it proves itself by, its tokens, its rows, and what is saved of them. */
  async removeIdentity(key: IdentityKey): Promise<Outcome<void>> {
    const removed = await this.ask((azure) => azure.removeIdentity(key));
    if (removed.ok) {
      this.store.removeIdentity(key);
      await this.save();
    }
    return removed;
  }

  /**
   * Tenants that Azure does not list to the identity; they are in the store at once, *not checked*. Ends in `storageNotWritable`: then
   * they are so in this window only.
   */
  async addTenants(key: IdentityKey, infos: readonly TenantInfo[]): Promise<Outcome<void>> {
    const saving = this.identities.addTenants(
      key,
      infos.map(({ tenantId }) => tenantId),
    );
    this.store.addTenants(
      key,
      infos.map((info) => ({ ...info, added: true })),
    );
    return saving;
  }

  /** Ends like `addTenants`. */
  async removeAddedTenants(refs: readonly TenantRef[]): Promise<Outcome<void>> {
    const saved = await Promise.all(
      [...new Set(refs.map(({ identity }) => identity))].map((key) => {
        const ids = refs.filter(({ identity }) => identity === key).map(({ tenantId }) => tenantId);
        this.store.removeTenants(key, ids);
        return this.identities.removeTenants(key, ids);
      }),
    );
    return saved.find((one) => !one.ok) ?? success(undefined);
  }

  /** The partner IDs that are right in a tenant. */
  rightIn(tenantId: string): readonly SavedPartnerId[] {
    return rightIn(this.ownPartnerIds.list(), this.expected.get(tenantId));
  }

  attentionContext(): AttentionContext {
    return { own: this.ownPartnerIds.list(), marks: this.marks, expected: this.expected };
  }

  attentionCount(): number {
    return attentionCount(this.store.allTenants(), this.attentionContext());
  }

  countMatching(filter: Filter): number {
    const context = { ...this.attentionContext(), showHidden: this.choice.showHidden, chosen: this.choice.chosen };
    return this.store.allTenants().filter((row) => matches(row, filter, context)).length;
  }

  /** Once a first scan has ended; a later one of a few tenants tells more than the one before. */
  #noteDay(): void {
    const context = this.attentionContext();
    const rows = countedRows(this.store.allTenants(), context);
    if (this.store.knownAsOf !== undefined && rows.length > 0) {
      void this.history.noteDay({ day: dayOf(Date.now()), ...coverageOf(countPal(rows, context)) });
    }
  }

  /** For the next activation's badge. */
  async #writeSummary(): Promise<void> {
    const written = await writeSummary(
      this.folder,
      { attention: this.attentionCount(), at: systemClock.now() },
      this.#parts.log,
    );
    if (!written.ok) {
      this.#parts.log.warn(`The summary cannot be saved: ${written.failure.code ?? written.failure.kind}`);
    }
  }

  /** Stops what is under way and saves what is known. */
  async dispose(): Promise<void> {
    this.#closing.abort();
    this.#operations?.close();
    await this.#tidying;
    await this.scanner.dispose();
    await this.#writeWatch?.dispose();
    await this.#operations?.dispose();
    await this.#writingSummary;
    if (this.#summaryTimer) {
      this.#summaryTimer.dispose();
      await this.#writeSummary();
    }
    await this.#file.dispose();
    await this.marks.dispose();
    await this.expected.dispose();
    await this.identities.dispose();
    await this.history.dispose();
    for (const one of this.#disposables.splice(0)) {
      one.dispose();
    }
    await this.ownPartnerIds.dispose();
    await this.choice.dispose();
    this.troubles.dispose();
    this.store.dispose();
  }
}
