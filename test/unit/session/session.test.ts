import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Azure } from '../../../src/shared/ports/azure.ts';
import { azureCloud } from '../../../src/azure/clouds/cloud.ts';
import { connect } from '../../../src/azure/connect.ts';
import { createSandbox } from '../../../src/sandbox/sandbox.ts';
import { planPal } from '../../../src/operations/plan/plan.ts';
import { samplePartnerIds } from '../../../src/sandbox/scenario/partners.ts';
import { Session } from '../../../src/session/session.ts';
import { Emitter } from '../../../src/shared/async/emitter.ts';
import { success } from '../../../src/shared/model/outcome.ts';
import type { OwnPartnerIds } from '../../../src/shared/ports/ownPartnerIds.ts';

function ownPartnerIds(): OwnPartnerIds {
  const changes = new Emitter<void>();
  return {
    list: () => [],
    save: () => Promise.resolve({ ok: true, value: undefined }),
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

describe('A session', () => {
  let base: string;
  let folder: string;

  beforeEach(async () => {
    base = await mkdtemp(join(tmpdir(), 'partner-link-session-'));
    folder = join(base, 'sandbox');
  });

  afterEach(async () => {
    await rm(base, { recursive: true, force: true });
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
      refreshAfterHours: () => 12,
      runConcurrency: () => 8,
      dporMode: { get: () => 'ask', set: () => Promise.resolve(success(undefined)) },
    });
    await session.open();
    return session;
  }

  it('scans when the view opens even where its storage cannot be used', async () => {
    await writeFile(folder, 'a file where a folder should be');
    const session = await sessionWith(() => Promise.resolve(azureOver([])));
    const scan = await session.autoScan.viewBecameVisible();
    assert.equal(scan.kind, 'scanned');
    assert.equal(session.store.allTenants().length, 13);
    await session.dispose();
  });

  it('lets go, when closed, of a connection that was still being made', async () => {
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

  it('asks Azure nothing any more once it is closed, also where it had never asked before', async () => {
    const disposed: string[] = [];
    const session = await sessionWith(() => Promise.resolve(azureOver(disposed)));
    await session.dispose();
    const listed = await (await session.azure()).tenants('sample:consultant', new AbortController().signal);
    assert.ok(!listed.ok && listed.failure.kind === 'cancelled');
    assert.deepEqual(disposed, ['azure']);
  });

  it('takes no account in whose listing ends after it was closed, and scans none', async () => {
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

  it('sends nothing from the moment on at which it closes, however long the rest of closing takes', async () => {
    const asked = gate();
    const answered = gate();
    let held = false;
    let written = 0;
    const session = await sessionWith(async () => {
      const azure = azureOver([]);
      return {
        ...azure,
        readLink: async (tenant, signal) => {
          if (held) {
            asked.open();
            await answered.passed;
          }
          return azure.readLink(tenant, signal);
        },
        createLink: (...call) => {
          written += 1;
          return azure.createLink(...call);
        },
      };
    });
    await session.scanner.scanAll();
    held = true;
    const { operations } = session;
    assert.ok(operations);
    const run = await operations.start(
      planPal(
        session.store.allTenants(),
        { kind: 'link', partnerId: samplePartnerIds.contoso },
        { identityName: (key) => key, partnerName: () => 'Contoso Consulting' },
      ),
    );
    assert.ok(run.ok);
    await asked.passed;
    const closed = gate();
    session.scanner.dispose = () => closed.passed;
    const closing = session.dispose();
    answered.open();
    const { how } = await run.value.finished;
    assert.equal(how, 'interrupted');
    assert.equal(written, 0);
    closed.open();
    await closing;
  });
});
