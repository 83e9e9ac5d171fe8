import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Azure } from '../../src/azure/azure.ts';
import { azureCloud } from '../../src/azure/cloud.ts';
import { connect } from '../../src/azure/connect.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { Session } from '../../src/session.ts';
import { Emitter } from '../../src/shared/emitter.ts';
import type { OwnPartnerIds } from '../../src/shared/ownPartnerIds.ts';

function ownPartnerIds(): OwnPartnerIds {
  const changes = new Emitter<void>();
  return {
    list: () => [],
    save: () => Promise.resolve(),
    onDidChange: changes.event,
    dispose: () => {
      changes.dispose();
    },
  };
}

/** A promise that the test settles itself. */
function gate(): { readonly passed: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open };
}

describe('A session that is closed', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'partner-link-session-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  function azureOver(disposed: string[]): Azure {
    const sandbox = createSandbox({});
    const silent = (): void => undefined;
    const azure = connect({
      cloud: azureCloud,
      sources: [sandbox.identities],
      httpClient: sandbox.httpClient,
      log: { debug: silent, info: silent, warn: silent, error: silent },
    });
    return {
      ...azure,
      dispose: () => {
        disposed.push('azure');
        azure.dispose();
        sandbox.dispose();
      },
    };
  }

  async function sessionWith(connecting: () => Promise<Azure>): Promise<Session> {
    const silent = (): void => undefined;
    const session = new Session({
      mode: 'sandbox',
      folder,
      windowId: 'one',
      ownPartnerIds: ownPartnerIds(),
      connect: connecting,
      log: { debug: silent, info: silent, warn: silent, error: silent },
      refreshAfterHours: () => 0,
      runConcurrency: () => 8,
    });
    await session.open();
    return session;
  }

  it('lets go of a connection that was still being made', async () => {
    const disposed: string[] = [];
    const loaded = gate();
    const session = await sessionWith(async () => {
      await loaded.passed;
      return azureOver(disposed);
    });
    const connecting = session.azure();
    await session.dispose();
    loaded.open();
    await connecting;
    assert.deepEqual(disposed, ['azure']);
  });

  it('asks Azure nothing any more, also where it had never asked before', async () => {
    const disposed: string[] = [];
    const session = await sessionWith(() => Promise.resolve(azureOver(disposed)));
    await session.dispose();
    const listed = await (await session.azure()).tenants('sample:consultant', new AbortController().signal);
    assert.ok(!listed.ok && listed.failure.kind === 'cancelled');
    assert.deepEqual(disposed, ['azure']);
  });

  it('takes no account in whose listing ends afterwards, and scans none', async () => {
    const asked = gate();
    const answered = gate();
    const session = await sessionWith(async () => {
      const azure = azureOver([]);
      return {
        ...azure,
        identities: async (signal: AbortSignal) => {
          const listing = await azure.identities(signal);
          asked.open();
          await answered.passed;
          return listing;
        },
      };
    });
    const noticing = session.noticeIdentities();
    await asked.passed;
    await session.dispose();
    answered.open();
    await noticing;
    assert.deepEqual(session.store.identities(), []);
    assert.equal(session.scanner.progress.kind, 'idle');
  });
});
