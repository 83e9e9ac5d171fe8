/** Read-only Markdown documents (reviewed lists, reports, the journal), shown in VS Code's own preview. */
import * as vscode from 'vscode';
import type { Disposable } from '../shared/emitter.ts';

const scheme = 'partner-link';

export interface Documents extends Disposable {
  /** Shows `markdown` under a name; the same name again replaces what was shown. */
  show(name: string, markdown: string): Promise<void>;
}

export function createDocuments(): Documents {
  const texts = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const registration = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => texts.get(uri.path) ?? '',
  });
  // A closed document need not be kept: whoever shows it again brings its text along.
  const closed = vscode.workspace.onDidCloseTextDocument((document) => {
    if (document.uri.scheme === scheme) {
      texts.delete(document.uri.path);
    }
  });
  return {
    async show(name, markdown) {
      const uri = vscode.Uri.from({ scheme, path: `/${name}.md` });
      texts.set(uri.path, markdown);
      changed.fire(uri);
      await vscode.commands.executeCommand('markdown.showPreview', uri);
    },
    dispose() {
      closed.dispose();
      registration.dispose();
      changed.dispose();
    },
  };
}
