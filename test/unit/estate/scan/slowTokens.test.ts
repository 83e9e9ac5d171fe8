/** Three hundred tenants whose tokens VS Code gives out one after the other, 300 ms each, in a time that only the test moves. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { Accounts } from '../../../../src/azure/identities/accounts.ts';
import type {
  Account,
  Authentication,
  Session as Signed,
  SessionScopes,
} from '../../../../src/azure/identities/authentication.ts';
import { azureCloud } from '../../../../src/azure/clouds/cloud.ts';
import { connect } from '../../../../src/azure/connect.ts';
import { generatedObjectId, generatedTenantId } from '../../../../src/sandbox/scenario/generator.ts';
import { createSandbox, type Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { issueToken } from '../../../../src/sandbox/identities/token.ts';
import { Session } from '../../../../src/session/session.ts';
import { tenantKey } from '../../../../src/shared/model/model.ts';
import { RememberedIdentities } from '../../azure/support/remembered.ts';
import { until } from '../support/fakeAzure.ts';
import { silent } from '../../support/logs.ts';

const tenants = 300;
const numbers = new Map(Array.from({ length: tenants }, (_, number) => [generatedTenantId(number), number]));
const account: Account = {
  id: `${generatedObjectId(0)}.${generatedTenantId(0)}`,
  label: 'anna@contoso.example',
};
const key = `vscode:${account.id}`;

/** Serves one silent request at a time, each in 300 ms, once the test lets it. */
class SerialProvider implements Authentication {
  given = 0;
  /** Lets every request through. */
  open = true;
  readonly #queue: (() => void)[] = [];

  get waiting(): number {
    return this.#queue.length;
  }

  get elapsedMs(): number {
    return this.given * 300;
  }

  getAccounts(): Promise<readonly Account[]> {
    return Promise.resolve([account]);
  }

  async getSession(scopes: SessionScopes): Promise<Signed | undefined> {
    if (!this.open) {
      await new Promise<void>((resolve) => this.#queue.push(resolve));
    }
    this.given += 1;
    const wanted = 'length' in scopes ? scopes.find((one) => one.startsWith('VSCODE_TENANT:')) : undefined;
    const tenantId = wanted?.slice('VSCODE_TENANT:'.length) ?? generatedTenantId(0);
    const accessToken = issueToken({
      tenantId,
      objectId: generatedObjectId(numbers.get(tenantId) ?? 0),
      audience: azureCloud.arm,
      expiresAt: Date.now() + 3_600_000,
    });
    return { account, accessToken };
  }

  onDidChangeSessions(): { dispose: () => void } {
    return { dispose: () => undefined };
  }

  /** The next one, once there is one. */
  async serve(): Promise<void> {
    await until(() => this.#queue.length > 0, 'a token is asked for');
    this.#queue.shift()?.();
  }

  letAllThrough(): void {
    this.open = true;
    this.#queue.splice(0).forEach((go) => go());
  }
}

describe('Three hundred tenants whose tokens come one after the other', function () {
  this.timeout(60_000);
  let folder: string;
  let sandbox: Sandbox;
  let provider: SerialProvider;
  let session: Session;

  async function opened(): Promise<Session> {
    const made = new Session({
      mode: 'azure',
      folder,
      windowId: 'one',
      log: silent,
      ownPartnerIds: {
        list: () => [],
        save: () => Promise.resolve({ ok: true, value: undefined }),
        onDidChange: () => ({ dispose: () => undefined }),
        dispose: () => undefined,
      },
      connect: async () => {
        const known = new RememberedIdentities();
        const accounts = new Accounts({ authentication: provider, scope: azureCloud.scope, known, log: silent });
        return connect({ cloud: azureCloud, sources: [accounts], httpClient: sandbox.httpClient, log: silent });
      },
      refreshAfterHours: () => 12,
      runConcurrency: () => 8,
      dporMode: { get: () => 'ask', set: () => Promise.resolve({ ok: true, value: undefined }) },
    });
    await made.open();
    return made;
  }

  /** Tenants whose link was read since the requests were last cleared, in that order. */
  function readAnew(): readonly (string | undefined)[] {
    return sandbox
      .requests()
      .filter(({ path, status }) => path.endsWith('/partners') && status !== undefined)
      .map(({ tenantId }) => tenantId);
  }

  function ref(number: number) {
    return { identity: key, tenantId: generatedTenantId(number) };
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'partner-link-slow-'));
    sandbox = createSandbox({ switches: { scenario: { kind: 'generated', tenants, subscriptionsPerTenant: 1 } } });
    provider = new SerialProvider();
    // An earlier window has seen them all.
    const before = await opened();
    await before.scanner.scanAll();
    await before.dispose();
    sandbox.clearRequests();
    provider.given = 0;
    provider.open = false;
    session = await opened();
  });

  afterEach(async () => {
    provider.letAllThrough();
    await session.dispose();
    sandbox.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it('are shown at once as they were last known, before any token', () => {
    const rows = session.store.allTenants();
    assert.equal(rows.length, tenants);
    assert.ok(rows.every(({ pal, subscriptions }) => pal.kind !== 'notChecked' && subscriptions.kind === 'known'));
    assert.deepEqual([provider.given, provider.waiting, sandbox.requests().length], [0, 0, 0]);
  });

  it('stream: each is read as soon as its own token is there, what is visible first', async () => {
    const visible = [90, 60, 30];
    session.visibleRows = () => new Set(visible.map((number) => tenantKey(ref(number))));
    const scan = session.scanner.scanAll();
    // Once to see that the account may be used, once to list its tenants.
    await provider.serve();
    await provider.serve();
    for (let count = 1; count <= tenants; count += 1) {
      await provider.serve();
      await until(() => readAnew().length === count, `${count} tenants are read`);
      assert.ok(provider.waiting <= 16, 'no more are asked for than are read at once');
      const checking = session.store.allTenants().filter(({ pal }) => pal.kind === 'checking').length;
      assert.ok(checking <= 17, `${checking} of the others are not as they were`);
    }
    assert.deepEqual(new Set(readAnew().slice(0, 3)), new Set(visible.map(generatedTenantId)));
    const summary = await scan;
    assert.deepEqual([summary.checked, summary.failed], [tenants, 0]);
    assert.equal(provider.elapsedMs, (tenants + 2) * 300, 'no token is asked for twice');
  });

  it('are not held up where their token is there: neither by the others nor by the lists', async () => {
    const scan = session.scanner.scanAll();
    for (let count = 0; count < 42; count += 1) {
      await provider.serve();
    }
    await until(() => readAnew().length === 40, 'forty are read');
    const done = readAnew();
    sandbox.clearRequests();
    // From here on VS Code answers nobody.
    const one = done[20] ?? '';
    const again = await session.scanner.scanTenants([{ identity: key, tenantId: one }]);
    assert.deepEqual([again.checked, readAnew()], [1, [one]]);
    session.scanner.cancel();
    assert.ok((await scan).stopped);
    sandbox.clearRequests();
    const next = session.scanner.scanAll();
    await until(() => readAnew().length === 40, 'those forty are read again');
    assert.deepEqual(new Set(readAnew()), new Set(done));
    assert.equal(session.scanner.progress.kind, 'scanning');
    assert.equal(provider.given, 42);
    provider.letAllThrough();
    const summary = await next;
    assert.equal(summary.checked, tenants);
    assert.equal(readAnew().length, tenants, 'and none is read twice');
  });
});
