/**
 * What one mode works with: a store, a scanner, marks, runs and the way to Azure. Real Azure and the sandbox have one
 * each, in folders of their own, so that nothing of one ever mixes with the other.
 */
import { join } from 'node:path';
import type { Azure } from './azure/azure.ts';
import type { Disposable } from './shared/emitter.ts';
import type { Log } from './shared/log.ts';
import type { Mode } from './shared/model.ts';
import type { OwnPartnerIds } from './shared/ownPartnerIds.ts';

export interface SessionParts {
  readonly mode: Mode;
  readonly folder: string;
  readonly windowId: string;
  readonly ownPartnerIds: OwnPartnerIds;
  /** Loads the code for Azure and connects; called once, on first use. */
  readonly connect: () => Promise<Azure>;
  readonly log: Log;
  readonly runConcurrency: () => number;
}
