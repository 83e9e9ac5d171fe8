/** Files of the user's choosing, and texts that they may save. */
import * as vscode from 'vscode';

export interface ReadFile {
  /** Without its folder. Untrusted text. */
  readonly name: string;
  /** `undefined`: bigger than `most` bytes. */
  readonly bytes: Uint8Array | undefined;
}

export interface FileKind {
  readonly name: string;
  /** Without the dot. */
  readonly endings: readonly string[];
}

export interface Files {
  /** `undefined`: the user cancels. Rejects where the file cannot be read. */
  choose(title: string, kind: FileKind, most: number): Promise<ReadFile | undefined>;
  /** Resolves to what opens the file; `undefined`: the user cancels. Rejects where it cannot be written. */
  save(title: string, suggested: string, kind: FileKind, text: string): Promise<(() => Promise<void>) | undefined>;
  /** A new document that is not saved anywhere. */
  draft(language: string, text: string): Promise<void>;
}

export function createFiles(): Files {
  return {
    async choose(title, kind, most) {
      const [uri] =
        (await vscode.window.showOpenDialog({ title, canSelectMany: false, filters: filtersOf(kind) })) ?? [];
      if (!uri) {
        return undefined;
      }
      const { size } = await vscode.workspace.fs.stat(uri);
      const bytes = size > most ? undefined : await vscode.workspace.fs.readFile(uri);
      return { name: uri.path.slice(uri.path.lastIndexOf('/') + 1), bytes };
    },
    async save(title, suggested, kind, text) {
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
      const uri = await vscode.window.showSaveDialog({
        title,
        filters: filtersOf(kind),
        defaultUri: folder ? vscode.Uri.joinPath(folder, suggested) : vscode.Uri.file(suggested),
      });
      if (!uri) {
        return undefined;
      }
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
      return async () => {
        await vscode.commands.executeCommand('vscode.open', uri);
      };
    },
    async draft(language, text) {
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language, content: text }));
    },
  };
}

function filtersOf({ name, endings }: FileKind): Record<string, string[]> {
  return { [name]: [...endings] };
}
