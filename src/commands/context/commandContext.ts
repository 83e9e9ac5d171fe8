/** What a command has at hand. */
import * as l10n from '@vscode/l10n';
import type { Cloud } from '../../azure/clouds/cloud.ts';
import type { CloudSettings, Trust } from '../../shared/ports/cloudSettings.ts';
import type { Log } from '../../shared/ports/log.ts';
import type { Mode, TenantRef } from '../../shared/model/model.ts';
import type { Outcome } from '../../shared/model/outcome.ts';
import type { Session } from '../../session/session.ts';
import type { Node, ParentNode, TenantNode } from '../../tree/nodes.ts';
import type { PageName } from '../../manifest.ts';
import type { Dialogs } from '../ui/dialogs.ts';
import type { Documents } from '../ui/documents.ts';
import type { Files } from '../ui/files.ts';

/** A page of a window. Its own code is loaded with it. */
export interface OpenPage {
  /** Its page is there and listens. */
  readonly ready: boolean;
  /** Shows the session of `context`, which stays the same. */
  enter(context: CommandContext): void;
  /** The session is about to close. */
  leave(): void;
  /** Brings it to the front, with these rows (`tenantKey`s, `subscriptionKey`s) shown as well. */
  show(keys: readonly string[]): void;
  dispose(): void;
}

/** Those that are open, one of each kind. */
export type OpenPages = Map<PageName, OpenPage>;

/** The VS Code window: what it shows, and what it asks the user. */
export interface CommandWindow {
  /** The session of the mode that is shown now, opened if it is not yet. */
  ready(): Promise<Session>;
  readonly dialogs: Dialogs;
  readonly documents: Documents;
  readonly files: Files;
  readonly pages: OpenPages;
  readonly clouds: CloudSettings;
  readonly log: Log;
  showLog(): void;
  /** Brings the Tenants view to the front. */
  showTenants(): Promise<void>;
  /** Brings a tenant's row into view and selects it; a filter that hides it is cleared. */
  reveal(tenant: TenantRef): Promise<void>;
  /** The rows that are selected in the Tenants view. */
  selection(): readonly Node[];
  /** The tenants that stand below the row of an identity or a group. */
  tenantsBelow(node: ParentNode): readonly TenantNode[];
  copy(text: string): Promise<void>;
  /** The text on the clipboard. */
  clipboard(): Promise<string>;
  openExternal(address: string): Promise<void>;
  switchMode(mode: Mode): Promise<void>;
  resetSandbox(): Promise<void>;
  /** Ends when the session is the one of the cloud that the settings name. */
  useChosenCloud(): Promise<void>;
  /** What a custom cloud says of itself at the address of its Azure Resource Manager. */
  describeCloud(address: string, trust: Trust, signal: AbortSignal): Promise<Outcome<Cloud>>;
}

/**
 * What a command has at hand: the window, and one session for good. A command that is still asking, or watching its run, when the mode
 * changes does not go on in the other mode. A session that is closed can still be read; nothing is sent through it any more.
 */
export interface CommandContext {
  readonly window: CommandWindow;
  readonly session: Session;
}

/**
 * What a notification is about may belong to a session that is closed when its button is pressed. The same in the session of
 * that mode which is open now; `undefined`: the other mode is shown, and the user was told.
 */
export async function backInSession(context: CommandContext): Promise<CommandContext | undefined> {
  if (!context.session.closing.aborted) {
    return context;
  }
  const now = await context.window.ready();
  if (now.mode === context.session.mode) {
    return { window: context.window, session: now };
  }
  await context.window.dialogs.info(
    context.session.mode === 'sandbox'
      ? l10n.t('This run belongs to the sample data, which isn’t open. Use “Try with Sample Data” first.')
      : l10n.t('This run belongs to your own tenants, but sample data is open. Use “Leave Sample Data” first.'),
  );
  return undefined;
}
