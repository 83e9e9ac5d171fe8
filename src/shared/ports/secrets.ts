/** Where secrets are kept: VS Code's secret storage, or what stands in for it in tests. */
import type { Outcome } from '../model/outcome.ts';

/** Nothing here throws; what cannot be read or kept ends in `storageNotWritable` with the code `SecretStorage`. */
export interface Secrets {
  get(key: string): Promise<Outcome<string | undefined>>;
  set(key: string, secret: string): Promise<Outcome<void>>;
  delete(key: string): Promise<Outcome<void>>;
}

/** Code of a `storageNotWritable` that is about VS Code's secret storage. */
export const secretStorage = 'SecretStorage';
