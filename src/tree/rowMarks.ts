/** The two marks at a row's right edge, as VS Code shows a file's decoration: never cut off, whatever the width. */
import * as vscode from 'vscode';

const scheme = 'partner-link-row';

/** Holds the marks itself: VS Code asks once for each address, and other marks are another address. */
export function marksUri(id: string, marks: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path: id, query: marks });
}

export function showMarks(): vscode.Disposable {
  return vscode.window.registerFileDecorationProvider({
    provideFileDecoration: (uri) => (uri.scheme === scheme ? new vscode.FileDecoration(uri.query) : undefined),
  });
}
