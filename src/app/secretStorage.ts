/** VS Code's secret storage, with failures as values: where a machine has no keyring it rejects. */
import type * as vscode from 'vscode';
import { failed, success, type Outcome } from '../shared/model/outcome.ts';
import { secretStorage, type Secrets } from '../shared/ports/secrets.ts';

export function createSecrets(storage: Pick<vscode.SecretStorage, 'get' | 'store' | 'delete'>): Secrets {
  const nameOf = (key: string): string => `identity/${key}`;
  async function tried<T>(task: () => Thenable<T>): Promise<Outcome<T>> {
    try {
      return success(await task());
    } catch {
      // Its own words may hold anything.
      return failed({ kind: 'storageNotWritable', code: secretStorage });
    }
  }
  return {
    get: (key) => tried(() => storage.get(nameOf(key))),
    set: (key, secret) => tried(() => storage.store(nameOf(key), secret)),
    delete: (key) => tried(() => storage.delete(nameOf(key))),
  };
}
