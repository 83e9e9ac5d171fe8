/** The tenant page's host side: one page about one tenant of one session. It is told all of it, and again whenever something has changed. */
import * as l10n from '@vscode/l10n';
import { rowNames } from '../estate/store/rowOrder.ts';
import type { StoreChange } from '../estate/store/store.ts';
import type { RunRecord } from '../operations/journal/runRecord.ts';
import { estateState } from '../session/estateState.ts';
import type { Session } from '../session/session.ts';
import { systemClock, type Clock } from '../shared/async/clock.ts';
import type { Disposable } from '../shared/async/emitter.ts';
import { Throttle } from '../shared/async/throttle.ts';
import { parseTenantKey, type TenantRow } from '../shared/model/model.ts';
import { logError, type Log } from '../shared/ports/log.ts';
import {
  readFromPage,
  type FromHost,
  type Request,
  type ShownTenant,
  type TenantPageView,
} from '../shared/tenantPage/messages.ts';
import { sampleLabel } from '../shared/text/sampleLabel.ts';
import { rowContext, type RowContext } from '../tree/facts/rowContext.ts';
import { answerRequests } from '../webview/answerRequests.ts';
import type { Channel } from '../webview/channel.ts';
import type { PageContent } from '../webview/pagePanel.ts';
import { done, refused, type Reply } from '../webview/reply.ts';
import { historyEvents, mostRuns } from './historyView.ts';
import type { TenantPageHost } from './tenantPageHost.ts';
import { tenantView } from './tenantView.ts';

export interface TenantPageParts {
  readonly channel: Channel<FromHost>;
  readonly session: Session;
  readonly host: TenantPageHost;
  readonly log: Log;
  /** The tenant (`tenantKey`) that the page showed of the session before. */
  readonly tenant?: string;
  /** VS Code's display language. */
  readonly language?: string;
  readonly clock?: Clock;
}

/** The page is told at most once in this time, in milliseconds. */
const tellMs = 250;
/** Ages in words change once a minute. */
const ageMs = 60_000;

export class TenantPage implements PageContent {
  readonly #parts: TenantPageParts;
  readonly #clock: Clock;
  readonly #soon: Throttle;
  readonly #disposables: Disposable[];
  #tenant: string | undefined;
  #allSubscriptions = false;
  /** What the journal holds; `undefined`: it is being read, or could not be. */
  #runs: readonly RunRecord[] | undefined;
  #journalFailed = false;
  #here = false;
  #disposed = false;

  constructor(parts: TenantPageParts) {
    this.#parts = parts;
    this.#tenant = parts.tenant;
    const { session, channel, host, log, clock = systemClock } = parts;
    this.#clock = clock;
    this.#soon = new Throttle(tellMs, () => this.#tell(), clock);
    const soon = (): void => this.#soon.trigger();
    this.#disposables = [
      answerRequests({
        name: 'The tenant page',
        channel,
        log,
        read: readFromPage,
        handle: ({ request }) => this.#handle(request),
        seen: () => this.#here,
        tell: (text) => void host.tell(text),
      }),
      session.store.onDidChange((change) => {
        if (this.#isAbout(change)) {
          soon();
        }
      }),
      session.marks.onDidChange(soon),
      session.expected.onDidChange(soon),
      session.ownPartnerIds.onDidChange(soon),
      session.scanner.onDidChangeProgress(soon),
      session.operations.onDidChangeRuns(() => void this.#readJournal()),
      clock.every(ageMs, soon),
    ];
  }

  /** The tenant (`tenantKey`) that it shows. */
  get tenant(): string | undefined {
    return this.#tenant;
  }

  select([key]: readonly string[]): void {
    if (key !== undefined) {
      this.#choose(key);
      this.#tell();
    }
  }

  takeOver(): void {
    this.#come();
  }

  away(): void {
    this.#here = false;
  }

  dispose(): void {
    this.#disposed = true;
    this.#here = false;
    this.#disposables.splice(0).forEach((one) => one.dispose());
    this.#soon.dispose();
  }

  #choose(key: string): void {
    if (key !== this.#tenant) {
      this.#tenant = key;
      this.#allSubscriptions = false;
    }
  }

  /** Runs of other windows tell nobody: the journal is read at every look. */
  #come(): void {
    this.#here = true;
    this.#tell();
    void this.#readJournal();
  }

  async #readJournal(): Promise<void> {
    const { session, log } = this.#parts;
    if (!this.#here) {
      return;
    }
    try {
      this.#runs = await session.operations.history(mostRuns + 1);
      this.#journalFailed = false;
    } catch (error) {
      logError(log, 'Reading the journal for the tenant page', error);
      this.#journalFailed = true;
    }
    if (!this.#disposed) {
      this.#tell();
    }
  }

  async #handle(request: Request): Promise<Reply> {
    const { host } = this.#parts;
    switch (request.ask) {
      case 'ready':
        this.#tenant ??= request.tenant;
        this.#come();
        return done;
      case 'showTenant':
        this.#choose(request.tenant);
        this.#tell();
        return done;
      case 'showAllSubscriptions':
        this.#allSubscriptions = true;
        this.#tell();
        return done;
      case 'copy':
        await host.copy(request.text);
        return done;
      case 'learnMore':
        await host.learnMore(request.section);
        return done;
      case 'showJournal':
        await host.showJournal();
        return done;
      case 'act':
        return this.#withTenant(({ ref }) => host.act(request.command, ref));
      case 'actOn':
        return this.#withTenant(({ ref }) => host.actOn(request.command, ref, request.subscription));
      case 'showInTree':
        return this.#withTenant(({ ref }) => host.showInTree(ref));
    }
  }

  async #withTenant(act: (row: TenantRow) => Promise<void>): Promise<Reply> {
    const row = this.#row();
    if (!row) {
      return refused(l10n.t('That tenant is no longer in the list.'));
    }
    await act(row);
    return done;
  }

  #row(): TenantRow | undefined {
    const ref = this.#tenant === undefined ? undefined : parseTenantKey(this.#tenant);
    return ref && this.#parts.session.store.tenant(ref);
  }

  #isAbout(change: StoreChange): boolean {
    const ref = this.#tenant === undefined ? undefined : parseTenantKey(this.#tenant);
    // Through whichever identity: the page tells of all that reach the tenant.
    return change.kind !== 'tenants' || change.refs.some(({ tenantId }) => tenantId === ref?.tenantId);
  }

  #tell(): void {
    if (this.#here) {
      this.#parts.channel.post({ kind: 'view', view: this.#view() });
    }
  }

  #view(): TenantPageView {
    const { session } = this.#parts;
    const label = sampleLabel(session.mode);
    const row = this.#row();
    return {
      ...(label === undefined ? {} : { sampleLabel: label }),
      loading: row === undefined && estateState(session) === 'loading',
      ...(row ? { tenant: this.#viewOf(row) } : {}),
    };
  }

  #viewOf(row: TenantRow): ShownTenant {
    const { session } = this.#parts;
    const context = this.#rowContext();
    return tenantView({
      row,
      rows: session.store.allTenants().filter(({ ref }) => ref.tenantId === row.ref.tenantId),
      context,
      attention: session.attentionContext(),
      allSubscriptions: this.#allSubscriptions,
      history: this.#history(row.ref.tenantId, context),
    });
  }

  #history(tenantId: string, context: RowContext): ShownTenant['history'] {
    const runs = this.#runs?.slice(0, mostRuns);
    if (runs === undefined) {
      return { state: this.#journalFailed ? 'failed' : 'reading', events: [], more: false };
    }
    const identityName = (key: string): string => context.identity(key)?.name ?? key;
    return {
      state: this.#journalFailed ? 'failed' : 'read',
      events: [...historyEvents(tenantId, runs, { identityName, time: context.time })],
      more: (this.#runs?.length ?? 0) > mostRuns,
    };
  }

  #rowContext(): RowContext {
    const { store, marks, expected, ownPartnerIds, mode } = this.#parts.session;
    return rowContext({
      store,
      marks,
      expected,
      mode,
      names: rowNames(store.allTenants().map(({ info }) => info)),
      ambiguous: new Set(),
      own: ownPartnerIds.list(),
      now: this.#clock.now(),
      time: { locale: this.#parts.language },
    });
  }
}
