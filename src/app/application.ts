/** The running extension: the view, the session of the current mode, and what commands have at hand. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { CommandWindow, OpenPages } from '../commands/context/commandContext.ts';
import type { Dialogs } from '../commands/ui/dialogs.ts';
import type { Documents } from '../commands/ui/documents.ts';
import type { Files } from '../commands/ui/files.ts';
import { readSummary } from '../estate/files/summary.ts';
import { tenantsViewId } from '../manifest.ts';
import { readMode, sessionFolder } from './modeStore.ts';
import { ExclusiveResource } from './exclusiveResource.ts';
import { systemClock } from '../shared/async/clock.ts';
import { lookForUnfinishedRuns } from '../operations/journal/lookForUnfinishedRuns.ts';
import type { Parts } from './services.ts';
import type { Session } from '../session/session.ts';
import type { Cloud } from '../azure/clouds/cloud.ts';
import type { CloudSettings, Trust } from '../shared/ports/cloudSettings.ts';
import type { Disposable } from '../shared/async/emitter.ts';
import type { Failure } from '../shared/model/failure.ts';
import { logError, type Log } from '../shared/ports/log.ts';
import type { Mode, TenantRef } from '../shared/model/model.ts';
import type { Outcome } from '../shared/model/outcome.ts';
import type { Node, ParentNode, TenantNode } from '../tree/nodes.ts';
import { TenantsView } from '../tree/tenantsView.ts';

export interface ApplicationParts extends Parts {
  readonly dialogs: Dialogs;
  readonly documents: Documents;
  readonly files: Files;
  readonly showLog: () => void;
}

export class Application implements CommandWindow {
  readonly dialogs: Dialogs;
  readonly documents: Documents;
  readonly files: Files;
  readonly pages: OpenPages = new Map();
  readonly clouds: CloudSettings;
  readonly log: Log;
  readonly showLog: () => void;
  readonly #parts: ApplicationParts;
  readonly #view: TenantsView;
  #looking = new AbortController();
  readonly #visibility: vscode.Disposable;
  readonly #cloudChanges: Disposable;
  readonly #sessions: ExclusiveResource<Session>;
  #mode: Mode;
  /** The settings of cloud and trust that the session was opened with, to tell whether they changed. Absent: none was opened yet. */
  #connection: string | undefined;
  #session: Session | undefined;

  constructor(parts: ApplicationParts) {
    this.#parts = parts;
    this.dialogs = parts.dialogs;
    this.documents = parts.documents;
    this.files = parts.files;
    this.clouds = parts.clouds;
    this.log = parts.log;
    this.showLog = parts.showLog;
    this.#mode = readMode(parts.storage);
    this.#view = new TenantsView({ log: parts.log });
    this.#sessions = new ExclusiveResource({
      open: () => this.#open(),
      closing: () => {
        this.#looking.abort();
        this.pages.forEach((page) => page.leave());
        this.#session = undefined;
        this.#view.show(undefined);
      },
    });
    this.#visibility = this.#view.onDidChangeVisibility(({ visible }) => {
      if (visible) {
        this.#inBackground('Opening the view', () => this.#viewOpened());
      }
    });
    this.#cloudChanges = parts.clouds.onDidChange(() => {
      if (this.#connection !== undefined) {
        this.#inBackground('Changing the cloud', () => this.useChosenCloud());
      }
    });
  }

  /** What happens without a click: the badge from a small file, an unfinished run offered, an open view filled. */
  async start(): Promise<void> {
    // Side by side: a scan may take minutes, and an interrupted run does not wait for its end.
    const folder = this.#folder();
    this.#inBackground('Offering interrupted runs', () => this.#offerUnfinishedRuns(folder));
    await this.#fillView(folder);
  }

  /** The session, opened if it is not yet. Commands wait for it before they begin. */
  async ready(): Promise<Session> {
    return this.#sessions.ready();
  }

  get mode(): Mode {
    return this.#mode;
  }

  /** For in-host tests: what the view shows. */
  get view(): TenantsView {
    return this.#view;
  }

  get session(): Session {
    if (!this.#session) {
      throw new Error('No session is open');
    }
    return this.#session;
  }

  async showTenants(): Promise<void> {
    await vscode.commands.executeCommand(`${tenantsViewId}.focus`);
  }

  async reveal(tenant: TenantRef): Promise<void> {
    const { choice, marks } = this.session;
    if (await this.#view.reveal(tenant)) {
      return;
    }
    if (marks.get(tenant.tenantId).has('hidden')) {
      choice.setShowHidden(true);
    }
    if (!(await this.#view.reveal(tenant))) {
      choice.setFilter('all');
      await this.#view.reveal(tenant);
    }
  }

  selection(): readonly Node[] {
    return this.#view.selection;
  }

  tenantsBelow(node: ParentNode): readonly TenantNode[] {
    return this.#view.tenantsBelow(node);
  }

  async copy(text: string): Promise<void> {
    await vscode.env.clipboard.writeText(text);
  }

  async clipboard(): Promise<string> {
    return vscode.env.clipboard.readText();
  }

  async openExternal(address: string): Promise<void> {
    await vscode.env.openExternal(vscode.Uri.parse(address, true));
  }

  async switchMode(mode: Mode): Promise<void> {
    const kept = await this.#sessions.runExclusive(async (close) => {
      if (mode === this.#mode) {
        return undefined;
      }
      await close();
      this.#mode = mode;
      const { rememberMode } = await import('./services.ts');
      return rememberMode(this.#parts, mode);
    });
    const session = await this.ready();
    this.#inBackground('Scanning', () => this.#viewOpened());
    if (kept?.ok === false) {
      this.#inBackground('Telling of the storage', () => this.#tellModeNotKept(session, kept.failure));
    }
    if (kept) {
      // Leaving the mode may have interrupted one.
      this.#inBackground('Offering interrupted runs', () => this.#offerUnfinishedRuns());
    }
  }

  async resetSandbox(): Promise<void> {
    await this.#sessions.runExclusive(async (close) => {
      if (this.#mode === 'sandbox') {
        await close();
        const { resetSampleData } = await import('./services.ts');
        await resetSampleData(this.#parts);
      }
    });
    await this.ready();
    this.#inBackground('Scanning', () => this.#viewOpened());
  }

  /** Another cloud is another session; the same one with other certificates has to connect anew. */
  async useChosenCloud(): Promise<void> {
    const closed = await this.#sessions.runExclusive(async (close) => {
      if (this.#mode === 'sandbox' || this.#connection === this.#connectionNow()) {
        return false;
      }
      await close();
      return true;
    });
    // Where another call has closed it, this one waits for the new one, too.
    await this.ready();
    if (closed) {
      this.#inBackground('Scanning', () => this.#viewOpened());
      this.#inBackground('Offering interrupted runs', () => this.#offerUnfinishedRuns());
    }
  }

  async describeCloud(address: string, trust: Trust, signal: AbortSignal): Promise<Outcome<Cloud>> {
    const { describeCloud } = await import('./services.ts');
    return describeCloud(this.#parts, address, trust, signal);
  }

  async dispose(): Promise<void> {
    this.#looking.abort();
    this.#visibility.dispose();
    this.#cloudChanges.dispose();
    await this.#sessions.runExclusive((close) => close());
    this.#view.dispose();
  }

  async #open(): Promise<Session> {
    const { openSession } = await import('./services.ts');
    this.#connection = this.#connectionNow();
    const opened = await openSession(this.#parts, this.#mode, (session, treeOf) => {
      session.visibleRows = () => this.#view.visibleKeys();
      this.#session = session;
      this.#view.show({ estate: session, treeOf });
    });
    this.pages.forEach((page) => page.enter({ window: this, session: opened }));
    const tell = (): void => this.#inBackground('Telling of the storage', () => this.#tellStorageTroubles(opened));
    opened.troubles.onDidChange(tell);
    if (opened.troubles.any) {
      tell();
    }
    return opened;
  }

  #connectionNow(): string {
    return JSON.stringify([this.clouds.chosen(), this.clouds.trust()]);
  }

  #folder(): string {
    return sessionFolder(this.#parts.storage, this.#mode, () => this.clouds.chosen().choice);
  }

  async #fillView(folder: string): Promise<void> {
    if (this.#view.visible) {
      await this.#viewOpened();
    } else {
      const mode = this.#mode;
      const summary = await readSummary(folder);
      if (summary) {
        this.#view.presetBadge(summary.attention, mode);
      }
    }
  }

  /** As long as this mode is shown. */
  async #offerUnfinishedRuns(folder = this.#folder()): Promise<void> {
    this.#looking.abort();
    this.#looking = new AbortController();
    const offered = new Set<string>();
    const offer = async (): Promise<void> => {
      const { offerUnfinishedRuns } = await import('../commands/commandTable.ts');
      await offerUnfinishedRuns({ window: this, session: await this.ready() }, offered);
    };
    await lookForUnfinishedRuns(join(folder, 'journal'), offer, systemClock, this.#looking.signal);
  }

  /** The mode still holds in this window. */
  async #tellModeNotKept(session: Session, failure: Failure): Promise<void> {
    this.log.warn(`The mode cannot be saved: ${failure.code ?? failure.kind}`);
    const { tellModeNotKept } = await import('../commands/commandTable.ts');
    await tellModeNotKept({ window: this, session }, failure);
  }

  async #tellStorageTroubles(session: Session): Promise<void> {
    const { tellStorageTroubles } = await import('../commands/commandTable.ts');
    await tellStorageTroubles({ window: this, session });
  }

  async #viewOpened(): Promise<void> {
    const session = await this.ready();
    if (this.#view.visible) {
      await session.cameIntoSight();
    }
  }

  /** For what no caller waits for: a failure goes to the log. */
  #inBackground(what: string, task: () => Promise<void>): void {
    task().catch((error: unknown) => {
      logError(this.log, what, error);
    });
  }
}
