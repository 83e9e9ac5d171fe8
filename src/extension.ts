/** The way in. Activation builds what is below and loads no code for Azure. */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { Application, type ApplicationParts } from './app/application.ts';
import { createVsCodeDialogs } from './commands/ui/vscodeDialogs.ts';
import { createDocuments } from './commands/ui/documents.ts';
import { createFiles } from './commands/ui/files.ts';
import { registerCommands } from './commands/registerCommands.ts';
import { createLog } from './app/outputLog.ts';
import { panelTypes } from './manifest.ts';
import { createSecrets } from './app/secretStorage.ts';
import { cloudInSettings } from './app/settings.ts';
import { logError } from './shared/ports/log.ts';

let running: Application | undefined;
let starting: Promise<void> | undefined;

/** For in-host tests only: the running application, and a new one with parts of the tests' own. */
export interface TestApi {
  readonly application: () => Application;
  readonly restart: (parts: Partial<ApplicationParts>) => Promise<Application>;
  /** Resolves when what the running application does by itself at its start has ended. */
  readonly started: () => Promise<void>;
  /** What VS Code calls with a page's panel of a window that was reloaded. */
  readonly restorePanel: (panel: vscode.WebviewPanel) => Promise<void>;
}

export function activate(context: vscode.ExtensionContext): TestApi | undefined {
  if (vscode.l10n.bundle) {
    l10n.config({ contents: vscode.l10n.bundle });
  }
  const channel = vscode.window.createOutputChannel('Partner Link', { log: true });
  const documents = createDocuments(context.extensionUri);
  const clouds = cloudInSettings();
  const parts: ApplicationParts = {
    storage: context.globalStorageUri.fsPath,
    log: createLog(channel),
    secrets: createSecrets(context.secrets),
    clouds,
    dialogs: createVsCodeDialogs(),
    documents,
    files: createFiles(),
    showLog: () => {
      channel.show();
    },
  };
  const started = (own: ApplicationParts): Application => {
    const application = new Application(own);
    running = application;
    starting = application.start().catch((error: unknown) => {
      logError(own.log, 'Start', error);
    });
    return application;
  };
  started(parts);
  context.subscriptions.push(
    channel,
    documents,
    clouds,
    registerCommands(() => running),
    ...Object.values(panelTypes).map((type) =>
      vscode.window.registerWebviewPanelSerializer(type, { deserializeWebviewPanel: restorePanel }),
    ),
  );
  if (context.extensionMode !== vscode.ExtensionMode.Test) {
    return undefined;
  }
  return {
    application: () => {
      if (!running) {
        throw new Error('Not running');
      }
      return running;
    },
    restart: async (own) => {
      running?.pages.forEach((page) => page.dispose());
      await running?.dispose();
      return started({ ...parts, ...own });
    },
    started: async () => starting,
    restorePanel,
  };
}

/** A page of a window that was reloaded. Where it cannot be shown again, it goes. */
async function restorePanel(panel: vscode.WebviewPanel): Promise<void> {
  const app = running;
  if (!app) {
    panel.dispose();
    return;
  }
  try {
    const session = await app.ready();
    const { restorePanel: restore } = await import('./commands/commandTable.ts');
    restore({ window: app, session }, panel);
  } catch (error) {
    logError(app.log, 'A page', error);
    panel.dispose();
  }
}

/** Waits until what is known is saved and leases are given back. */
export async function deactivate(): Promise<void> {
  await running?.dispose();
  running = undefined;
}
