/**
 * What one mode works with: a store, a scanner, marks, runs and the way to Azure. Real Azure and the sandbox have one
 * each, in folders of their own, so that nothing of one ever mixes with the other.
 */
import type { Azure } from './azure/azure.ts';
import { attentionCount, needsAttention, type AttentionContext } from './estate/attention.ts';
import { AutoScan } from './estate/autoScan.ts';
import { EstateFile } from './estate/estateFile.ts';
import { matches, type Filter } from './estate/filter.ts';
import { Marks } from './estate/marks.ts';
import { Scanner } from './estate/scan.ts';
import { scanPriority } from './estate/scanPriority.ts';
import { Store } from './estate/store.ts';
import { writeSummary } from './estate/summary.ts';
import { Operations } from './operations/operations.ts';
import type { Disposable } from './shared/emitter.ts';
import type { Log } from './shared/log.ts';
import type { Mode } from './shared/model.ts';
import type { OwnPartnerIds } from './shared/ownPartnerIds.ts';
import { tryLease } from './storage/lease.ts';
import { ViewChoice } from './tree/viewState.ts';

export interface SessionParts {
  readonly mode: Mode;
  /** The mode's folder in global storage. */
  readonly folder: string;
  /** Tells this window from others in leases and journals. */
  readonly windowId: string;
  readonly ownPartnerIds: OwnPartnerIds;
  /** Loads the code for Azure and connects; called once, on first use. */
  readonly connect: () => Promise<Azure>;
  readonly log: Log;
  readonly refreshAfterHours: () => number;
  readonly runConcurrency: () => number;
}

export class Session {
  readonly mode: Mode;
  readonly folder: string;
  readonly store = new Store();
  readonly marks: Marks;
  readonly choice = new ViewChoice();
  readonly ownPartnerIds: OwnPartnerIds;
  readonly scanner: Scanner;
  readonly autoScan: AutoScan;
  readonly operations: Operations;
  /** Set by the view: keys (`tenantKey`) of the rows that are on the screen. */
  visibleRows: () => ReadonlySet<string> = () => new Set();
  readonly #parts: SessionParts;
  readonly #file: EstateFile;
  readonly #disposables: Disposable[] = [];
  #azure: Promise<Azure> | undefined;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    const { mode, folder, log, ownPartnerIds, windowId } = parts;
    this.mode = mode;
    this.folder = folder;
    this.ownPartnerIds = ownPartnerIds;
    this.marks = new Marks({ folder, log });
    this.#file = new EstateFile({ folder, store: this.store, log });
    this.scanner = new Scanner({
      azure: () => this.azure(),
      store: this.store,
      log,
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
        return attempt.kind === 'held' ? attempt.lease : undefined;
      },
    });
    this.operations = new Operations({
      folder,
      windowId,
      azure: () => this.azure(),
      store: this.store,
      log,
      concurrency: parts.runConcurrency,
    });
  }

  /** Shows what is known from before. Never rejects. */
  async open(): Promise<void> {
    await Promise.all([this.#file.open(), this.marks.open()]);
    this.#disposables.push(
      this.scanner.onDidChangeProgress((progress) => {
        if (progress.kind === 'idle') {
          void this.#writeSummary();
        }
      }),
    );
  }

  /** Connects on first use; a connection that failed is tried again by the next call. */
  async azure(): Promise<Azure> {
    this.#azure ??= this.#parts.connect().then(
      (azure) => {
        this.#disposables.push(
          azure,
          azure.onDidChangeIdentities(() => {
            void this.scanner.scanAll();
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

  /** Looks silently whether accounts came or went since the last scan, and scans those that came. Never rejects. */
  async noticeIdentities(): Promise<void> {
    const listing = await this.azure().then(
      (azure) => azure.identities(new AbortController().signal),
      () => undefined,
    );
    if (!listing?.ok) {
      return;
    }
    const known = new Set(this.store.identities().map((row) => row.identity.key));
    const came = listing.value.filter(({ identity }) => !known.has(identity.key));
    if (came.length > 0 || listing.value.length < known.size) {
      this.store.putIdentities(listing.value);
      await Promise.all(came.map(({ identity }) => this.scanner.scanIdentity(identity.key)));
    }
  }

  attentionContext(): AttentionContext {
    return { own: this.ownPartnerIds.list(), marks: this.marks };
  }

  attentionCount(): number {
    return this.mode === 'sandbox' ? 0 : attentionCount(this.store.allTenants(), this.attentionContext());
  }

  countMatching(filter: Filter): number {
    const context = { ...this.attentionContext(), showHidden: this.choice.showHidden };
    return this.store.allTenants().filter((row) => matches(row, filter, context)).length;
  }

  /** For the next activation's badge. */
  async #writeSummary(): Promise<void> {
    const written = await writeSummary(this.folder, { attention: this.attentionCount(), at: Date.now() });
    if (!written.ok) {
      this.#parts.log.warn(`The summary cannot be saved: ${written.failure.code ?? written.failure.kind}`);
    }
  }

  /** Stops what is under way and saves what is known. Never rejects. */
  async dispose(): Promise<void> {
    await this.scanner.dispose();
    await this.operations.dispose();
    await this.#file.dispose();
    await this.marks.dispose();
    for (const one of this.#disposables.splice(0)) {
      one.dispose();
    }
    this.ownPartnerIds.dispose();
    this.choice.dispose();
    this.store.dispose();
  }
}
