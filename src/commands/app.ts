/** What a command has at hand. The session is the one of the current mode and changes when the mode does. */
import type { Log } from '../shared/log.ts';
import type { Mode, TenantRef } from '../shared/model.ts';
import type { Session } from '../session.ts';
import type { Dialogs } from './dialogs/dialogs.ts';
import type { Documents } from './documents.ts';
import type { Files } from './files.ts';
import type { FormPlace } from './formPlace.ts';

export interface App {
  /** Opens the session if it is not yet; `session` may be used after it. */
  ready(): Promise<Session>;
  readonly session: Session;
  readonly dialogs: Dialogs;
  readonly documents: Documents;
  readonly files: Files;
  /** The one form of this window. */
  readonly forms: FormPlace;
  readonly log: Log;
  showLog(): void;
  /** Brings the Tenants view to the front. */
  showTenants(): Promise<void>;
  /** Brings a tenant's row into view and selects it; a filter that hides it is cleared. */
  reveal(tenant: TenantRef): Promise<void>;
  copy(text: string): Promise<void>;
  /** The text on the clipboard. */
  clipboard(): Promise<string>;
  openExternal(address: string): Promise<void>;
  switchMode(mode: Mode): Promise<void>;
  resetSandbox(): Promise<void>;
}

/**
 * The same with one session for good: a command that is still asking, or watching its run, when the mode changes must not go
 * on in the other mode. A session that is closed can still be read; nothing is sent through it any more.
 */
export function inSession(app: App, session: Session): App {
  return {
    ready: () => Promise.resolve(session),
    session,
    dialogs: app.dialogs,
    documents: app.documents,
    files: app.files,
    forms: app.forms,
    log: app.log,
    showLog: () => app.showLog(),
    showTenants: () => app.showTenants(),
    reveal: (tenant) => app.reveal(tenant),
    copy: (text) => app.copy(text),
    clipboard: () => app.clipboard(),
    openExternal: (address) => app.openExternal(address),
    switchMode: (mode) => app.switchMode(mode),
    resetSandbox: () => app.resetSandbox(),
  };
}
