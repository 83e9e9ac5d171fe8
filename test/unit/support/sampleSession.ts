/** A session over a stand-in of its own, in a folder of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { azureCloud } from '../../../src/azure/clouds/cloud.ts';
import { connect } from '../../../src/azure/connect.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../../src/sandbox/sandbox.ts';
import { Session } from '../../../src/session/session.ts';
import { Emitter } from '../../../src/shared/async/emitter.ts';
import type { Log } from '../../../src/shared/ports/log.ts';
import type { DporMode } from '../../../src/shared/model/dpor.ts';
import type { SavedPartnerId } from '../../../src/shared/model/model.ts';

export interface SampleSession {
  /** Where the session keeps its files. */
  readonly folder: string;
  readonly session: Session;
  readonly sandbox: Sandbox;
  readonly close: () => Promise<void>;
}

export interface SampleSessionOptions {
  readonly log: Log;
  readonly own: readonly SavedPartnerId[];
  readonly sandbox?: SandboxOptions;
  readonly unscanned?: boolean;
  readonly dporMode?: DporMode;
}

/** Scanned once, unless it is to be `unscanned`. */
export async function openSampleSession(options: SampleSessionOptions): Promise<SampleSession> {
  const folder = await mkdtemp(join(tmpdir(), 'partner-link-session-'));
  const { log } = options;
  const sandbox = createSandbox(options.sandbox ?? {});
  const ownChanges = new Emitter<void>();
  let { own, dporMode = 'ask' } = options;
  const session = new Session({
    mode: 'sandbox',
    folder,
    windowId: 'one',
    log,
    ownPartnerIds: {
      list: () => own,
      save: (ids) => {
        own = ids;
        ownChanges.fire();
        return Promise.resolve({ ok: true, value: undefined });
      },
      onDidChange: ownChanges.event,
      dispose: () => ownChanges.dispose(),
    },
    connect: async () =>
      connect({ cloud: azureCloud, sources: [sandbox.identities], httpClient: sandbox.httpClient, log }),
    refreshAfterHours: () => 0,
    runConcurrency: () => 8,
    dporMode: {
      get: () => dporMode,
      set: (mode) => {
        dporMode = mode;
        return Promise.resolve({ ok: true, value: undefined });
      },
    },
  });
  await session.open();
  if (options.unscanned !== true) {
    await session.scanner.scanAll();
  }
  return {
    folder,
    session,
    sandbox,
    close: async () => {
      await session.dispose();
      sandbox.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
