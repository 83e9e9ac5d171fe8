/** Opens a page of the window, of each kind one, and hands it each session that is opened. */
import * as vscode from 'vscode';
import type { PageName } from '../../manifest.ts';
import { logError } from '../../shared/ports/log.ts';
import type { Numbered } from '../../shared/webview/contract.ts';
import type { Channel } from '../../webview/channel.ts';
import { PagePanel, type PageContent } from '../../webview/pagePanel.ts';
import { pageTitle } from '../../webview/pageTitle.ts';
import type { CommandContext } from '../context/commandContext.ts';

export interface PageKind<Message, Content extends PageContent> {
  readonly name: PageName;
  /** What VS Code knows its panels by. */
  readonly panelType: string;
  /** In the user's language. */
  title(): string;
  /** It stands beside what else is open: what is read there goes with what is done elsewhere. */
  readonly beside?: true;
  /** The guard of what its page sends. */
  readMessage(message: unknown): Numbered<{ readonly ask: string }> | undefined;
  /** `before`: what the same page showed of the session before. */
  makeContent(context: CommandContext, channel: Channel<Message>, before: Content | undefined): Content;
}

/** Brings the page to the front, opened if it is not yet, with these rows (by their keys) shown as well. */
export function showPage<Message, Content extends PageContent>(
  context: CommandContext,
  kind: PageKind<Message, Content>,
  keys: readonly string[] = [],
): void {
  const { pages } = context.window;
  if (!pages.has(kind.name)) {
    const column = kind.beside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    openPage(context, kind, vscode.window.createWebviewPanel(kind.panelType, kind.title(), column));
  }
  pages.get(kind.name)?.show(keys);
}

/** A page that was open when the window was closed or reloaded. There is one of its kind only. */
export function restorePage<Message, Content extends PageContent>(
  context: CommandContext,
  kind: PageKind<Message, Content>,
  panel: vscode.WebviewPanel,
): void {
  if (context.window.pages.has(kind.name)) {
    panel.dispose();
  } else {
    openPage(context, kind, panel);
  }
}

function openPage<Message, Content extends PageContent>(
  context: CommandContext,
  kind: PageKind<Message, Content>,
  panel: vscode.WebviewPanel,
): void {
  const { pages } = context.window;
  const page = new PagePanel<Message, Content>({
    panel,
    name: kind.name,
    title: kind.title(),
    readMessage: (message) => kind.readMessage(message),
    closed: () => {
      pages.delete(kind.name);
    },
  });
  let last: Content | undefined;
  const enter = (own: CommandContext): void => {
    const { mode, cloud } = own.session;
    page.enter(pageTitle(kind.title(), mode, cloud.choice), (channel) => {
      last = kind.makeContent(own, channel, last);
      return last;
    });
    void scanIfOld(own);
  };
  pages.set(kind.name, {
    get ready() {
      return page.ready;
    },
    enter,
    leave: () => page.leave(),
    show: (keys) => {
      page.content?.select?.(keys);
      page.reveal();
    },
    dispose: () => page.dispose(),
  });
  enter(context);
}

/** As when the view becomes visible. */
async function scanIfOld({ session, window: { log } }: CommandContext): Promise<void> {
  try {
    await session.cameIntoSight();
  } catch (error) {
    logError(log, 'Scanning', error);
  }
}
