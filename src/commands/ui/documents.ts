/** Read-only Markdown documents (reviewed lists, reports, the journal), shown in VS Code's own preview. */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { helpPage } from '../../shared/text/helpSection.ts';
import type { Disposable } from '../../shared/async/emitter.ts';

const scheme = 'partner-link';

export interface Documents extends Disposable {
  /** Shows `markdown` under a name; the same name again replaces what was shown. */
  show(name: string, markdown: string): Promise<void>;
  /** Shows the page about failures that comes with the product, at one of its sections. */
  showHelp(section: string | undefined): Promise<void>;
}

/** `home`: where the extension is installed. */
export function createDocuments(home: vscode.Uri): Documents {
  // Kept for good, as there are only a few names: VS Code closes a document minutes after it was last asked for, though its
  // preview still shows it and asks again.
  const texts = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const registration = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changed.event,
    // A preview that VS Code restored with its window asks for what this window never showed.
    provideTextDocumentContent: (uri) =>
      texts.get(uri.path) ??
      l10n.t('This was shown in an earlier window. Run its command again to see the current state.'),
  });
  return {
    async show(name, markdown) {
      const uri = vscode.Uri.from({ scheme, path: `/${name}.md` });
      texts.set(uri.path, markdown);
      changed.fire(uri);
      await vscode.commands.executeCommand('markdown.showPreview', uri);
    },
    async showHelp(section) {
      const uri = vscode.Uri.joinPath(home, helpPage).with({ fragment: section ?? '' });
      await vscode.commands.executeCommand('markdown.showPreview', uri);
    },
    dispose() {
      registration.dispose();
      changed.dispose();
    },
  };
}
