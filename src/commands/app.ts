/** What a command has at hand. The session is the one of the current mode and changes when the mode does. */
import type { Log } from '../shared/log.ts';
import type { Mode } from '../shared/model.ts';
import type { Session } from '../session.ts';
import type { Dialogs } from './dialogs/dialogs.ts';
import type { Documents } from './documents.ts';

export interface App {
  readonly session: Session;
  readonly dialogs: Dialogs;
  readonly documents: Documents;
  readonly log: Log;
  showLog(): void;
  copy(text: string): Promise<void>;
  openExternal(address: string): Promise<void>;
  switchMode(mode: Mode): Promise<void>;
  resetSandbox(): Promise<void>;
}
