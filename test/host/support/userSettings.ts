/** Settings that a test changes in VS Code itself, put back at its end. */
import * as vscode from 'vscode';

export class UserSettings {
  readonly #changed = new Set<string>();

  async set(id: string, value: unknown, where = vscode.ConfigurationTarget.Global): Promise<void> {
    this.#changed.add(id);
    await vscode.workspace.getConfiguration().update(id, value, where);
  }

  async inWorkspace(id: string, value: unknown): Promise<void> {
    await this.set(id, value, vscode.ConfigurationTarget.Workspace);
  }

  /** As the user's own file has it. */
  user(id: string): unknown {
    return vscode.workspace.getConfiguration().inspect(id)?.globalValue;
  }

  async reset(...more: readonly string[]): Promise<void> {
    for (const id of [...this.#changed, ...more]) {
      const { globalValue, workspaceValue } = vscode.workspace.getConfiguration().inspect(id) ?? {};
      if (globalValue !== undefined) {
        await vscode.workspace.getConfiguration().update(id, undefined, vscode.ConfigurationTarget.Global);
      }
      if (workspaceValue !== undefined) {
        await vscode.workspace.getConfiguration().update(id, undefined, vscode.ConfigurationTarget.Workspace);
      }
    }
    this.#changed.clear();
  }
}
