/** Stand-ins for `az` and `pwsh` on the path. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { systemClock } from '../../../../src/shared/async/clock.ts';
import { AddedIdentities } from '../../../../src/azure/identities/addedIdentities.ts';
import { azureCloud } from '../../../../src/azure/clouds/cloud.ts';
import type { Failure, LoginTool } from '../../../../src/shared/model/failure.ts';
import { failureSentence } from '../../../../src/shared/text/failureText.ts';
import { RememberedIdentities, RememberedSecrets } from '../support/remembered.ts';
import { jwt } from '../support/scripted.ts';
import { never } from '../support/wire.ts';

const home = '11111111-1111-4111-8111-111111111111';
const customer = '22222222-2222-4222-8222-222222222222';
const anna = { unique_name: 'anna@contoso.example', oid: 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa', exp: 4_000_000_000 };
const ben = { unique_name: 'ben@contoso.example', oid: 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb', exp: 4_000_000_000 };
const quiet = (): void => undefined;

interface Bench {
  readonly identities: AddedIdentities;
  readonly known: RememberedIdentities;
  now: number;
  readonly token: (tenant: string, claims: object) => void;
  readonly says: (words: string | undefined) => void;
  readonly printsForEver: (output: 'stdout' | 'stderr') => void;
  readonly calls: () => readonly string[];
  readonly close: () => void;
}

function open(tools = path.resolve('test/unit/azure/credentials/tools')): Bench {
  const state = mkdtempSync(path.join(tmpdir(), 'partner-link-tools-'));
  mkdirSync(path.join(state, 'tokens'));
  const before = { PATH: process.env['PATH'], TOOL_STATE: process.env['TOOL_STATE'] };
  process.env['PATH'] = tools === '' ? state : `${tools}:/usr/bin:/bin`;
  process.env['TOOL_STATE'] = state;
  const known = new RememberedIdentities();
  const identities = new AddedIdentities({
    cloud: azureCloud,
    known,
    secrets: new RememberedSecrets(),
    httpClient: { sendRequest: () => Promise.reject(new Error('Tools ask by themselves')) },
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    clock: { ...systemClock, now: () => bench.now },
  });
  const bench: Bench = {
    identities,
    known,
    now: 1_900_000_000_000,
    token: (tenant, claims) => writeFileSync(path.join(state, 'tokens', tenant), jwt({ tid: tenant, ...claims })),
    says: (words) =>
      words === undefined ? rmSync(path.join(state, 'words')) : writeFileSync(path.join(state, 'words'), words),
    printsForEver: (output) => writeFileSync(path.join(state, 'endless'), output),
    calls: () => readFileSync(path.join(state, 'calls'), 'utf8').trim().split('\n'),
    close: () => {
      identities.dispose();
      process.env['PATH'] = before.PATH;
      if (before.TOOL_STATE === undefined) {
        delete process.env['TOOL_STATE'];
      }
      rmSync(state, { recursive: true });
    },
  };
  return bench;
}

for (const [tool, login] of [
  ['azureCli', 'az login'],
  ['azurePowerShell', 'Connect-AzAccount'],
] as const satisfies readonly (readonly [LoginTool, string])[]) {
  describe(`The login of ${tool === 'azureCli' ? 'the Azure CLI' : 'Azure PowerShell'}`, function () {
    this.timeout(20_000);
    let bench: Bench;

    beforeEach(() => {
      bench = open();
      bench.token('default', { ...anna, tid: home });
      bench.token(customer, { ...anna, oid: 'cccccccc-cccc-4ccc-8ccc-cccccccccccc' });
    });

    afterEach(() => bench.close());

    async function add() {
      const outcome = await bench.identities.add({ way: { kind: tool } }, never);
      assert.ok(outcome.ok, JSON.stringify(outcome));
      return outcome.value;
    }

    async function refused(words?: string): Promise<Failure> {
      if (words !== undefined) {
        bench.says(words);
      }
      const outcome = await bench.identities.add({ way: { kind: tool } }, never);
      assert.ok(!outcome.ok, JSON.stringify(outcome));
      assert.deepEqual(bench.known.added(), []);
      return outcome.failure;
    }

    it('says who it is by its own token; no name is in its key', async () => {
      const { key, ...identity } = await add();
      assert.match(key, new RegExp(`^${tool}:[0-9a-f]{16}$`));
      assert.deepEqual(identity, {
        kind: tool,
        name: 'anna@contoso.example',
        objectId: anna.oid,
        homeTenantId: home,
        principal: 'user',
      });
    });

    it('may be that of a service principal, or of a guest whose home is elsewhere', async () => {
      bench.token('default', { appid: customer, idtyp: 'app', oid: anna.oid, tid: home, exp: anna.exp });
      assert.equal((await add()).principal, 'servicePrincipal');
      bench.token('default', { ...anna, tid: customer, idp: `https://sts.windows.net/${home}/` });
      assert.equal((await add()).homeTenantId, home);
      bench.token('default', { ...anna, unique_name: 'live.com#eve@outlook.example', idp: 'live.com' });
      const eve = await add();
      assert.deepEqual([eve.name, eve.homeTenantId], ['eve@outlook.example', undefined]);
    });

    it('brings a token for each tenant that it is asked for', async () => {
      const { key } = await add();
      const token = await bench.identities.token(key, { tenantId: customer, signal: never });
      assert.ok(token.ok, JSON.stringify(token));
    });

    it('is asked for another token where Azure refused one, that of its own tenant too', async () => {
      const { key } = await add();
      const first = await bench.identities.token(key, { signal: never });
      assert.ok(first.ok);
      bench.token('default', { ...anna, tid: home, uti: 'second' });
      const remembered = await bench.identities.token(key, { signal: never });
      assert.deepEqual(remembered, first);
      const second = await bench.identities.token(key, { refused: first.value.token, signal: never });
      assert.ok(second.ok);
      assert.notEqual(second.value.token, first.value.token);
    });

    it('says why there is no token for a tenant, in the words of Microsoft Entra', async () => {
      const { key } = await add();
      const token = await bench.identities.token(key, { tenantId: home, signal: never });
      assert.ok(!token.ok);
      const { kind, code, serviceMessage } = token.failure;
      assert.deepEqual([kind, code], ['noAccountInTenant', 'AADSTS50020']);
      assert.match(serviceMessage ?? '', /^AADSTS50020: User account .* does not exist in tenant '[-0-9]+'\.$/);
    });

    it('says in which terminal line to sign in where a tenant wants more', async () => {
      const { key } = await add();
      bench.says(
        tool === 'azureCli'
          ? `ERROR: AADSTS50076: You must use multi-factor authentication. Trace ID: t\nPlease run:\naz login --tenant "${customer}" --scope "https://management.azure.com//.default"\n`
          : 'Get-AzAccessToken: AADSTS50076: You must use multi-factor authentication. Trace ID: t\n',
      );
      const token = await bench.identities.token(key, { tenantId: customer, signal: never });
      assert.ok(!token.ok);
      assert.deepEqual([token.failure.kind, token.failure.code], ['signInNeeded', 'AADSTS50076']);
      assert.match(
        failureSentence(token.failure),
        tool === 'azureCli'
          ? new RegExp(`multi-factor authentication\\.”\\)\\. Run “az login --tenant ${customer}” in a terminal`)
          : new RegExp(`Run “Connect-AzAccount -Tenant ${customer}” in PowerShell`),
      );
    });

    it('that nobody has made says how to make it', async () => {
      const failure = await refused(
        tool === 'azureCli'
          ? "ERROR: Please run 'az login' to setup account.\n"
          : 'Get-AzAccessToken: Run Connect-AzAccount to login.\n',
      );
      assert.deepEqual(failure, { kind: 'signInNeeded', tool, tenantId: undefined });
      assert.match(failureSentence(failure), new RegExp(`Run “${login}” in`));
    });

    it('keeps nothing of what a tool prints but the words of Microsoft Entra', async () => {
      const failure = await refused('something with /home/anna/secret.txt and p@ssw0rd\n');
      assert.deepEqual(failure, { kind: 'unknown', tool, tenantId: undefined });
    });

    it('is given up where the tool prints without end', async () => {
      for (const output of ['stdout', 'stderr'] as const) {
        bench.printsForEver(output);
        const failure = await refused();
        assert.deepEqual([failure.kind, failure.code], ['unexpectedAnswer', 'AnswerTooLarge']);
        assert.match(
          failureSentence(failure),
          tool === 'azureCli'
            ? /^The answer is far too large\. Run “az account get-access-token” in a terminal/
            : /^The answer is far too large\. Run “Get-AzAccessToken” in PowerShell/,
        );
      }
    });

    it('costs no time by the square of what is said on one line', async () => {
      const saying = async (length: number): Promise<number> => {
        const words = `AADSTS50076: ${'x'.repeat(length)}`;
        bench.says(words);
        const began = process.cpuUsage();
        const outcome = await bench.identities.add({ way: { kind: tool } }, never);
        assert.equal(!outcome.ok && outcome.failure.code, 'AADSTS50076');
        // The sum is exact, its halves are not.
        const { user, system } = process.cpuUsage(began);
        return user + system;
      };
      await saying(1_000);
      const few = Math.min(await saying(12_000), await saying(12_000), await saying(12_000));
      const many = Math.min(await saying(120_000), await saying(120_000), await saying(120_000));
      // By the square, it would be a hundred times as much.
      assert.ok(many < 20 * few, `${String(many)} of ${String(few)} microseconds`);
    });

    it('that ends takes its rows with it, until somebody logs in again', async () => {
      const { key } = await add();
      bench.now += 120_000;
      bench.says(
        tool === 'azureCli' ? "ERROR: Please run 'az login' to setup account.\n" : 'Run Connect-AzAccount to login.\n',
      );
      let news = 0;
      bench.identities.onDidChange(() => (news += 1));
      const token = await bench.identities.token(key, { signal: never });
      assert.equal(!token.ok && token.failure.kind, 'signInNeeded');
      assert.equal(news, 1);
      const listed = await bench.identities.list(never);
      assert.ok(listed.ok);
      assert.deepEqual(
        listed.value.map(({ identity, state }) => [identity.key, state.kind]),
        [[`${tool}:`, 'signInNeeded']],
      );
      bench.says(undefined);
      const again = await bench.identities.list(never);
      assert.ok(again.ok);
      assert.deepEqual(
        again.value.map(({ identity, state }) => [identity.key, state.kind]),
        [[key, 'ready']],
      );
    });

    it('that has become another person’s is no longer the same identity', async () => {
      const { key } = await add();
      bench.now += 120_000;
      bench.token('default', { ...ben, tid: home });
      const token = await bench.identities.token(key, { tenantId: customer, signal: never });
      assert.ok(!token.ok);
      assert.match(failureSentence(token.failure), /now signed in as someone else: refresh/);
      const [now] = bench.known.added();
      assert.equal(now?.identity.name, 'ben@contoso.example');
      assert.notEqual(now?.identity.key, key);
    });

    it('that becomes another person’s between two tenants’ tokens is found out by the object in the tenant', async () => {
      const { key } = await add();
      assert.ok((await bench.identities.token(key, { tenantId: customer, signal: never })).ok);
      bench.token(customer, ben);
      const token = await bench.identities.token(key, { tenantId: customer, signal: never });
      assert.equal(!token.ok && token.failure.code, 'LoginOfAnother');
    });
  });
}

describe('A tool that is not there', function () {
  this.timeout(20_000);

  it('is named, with what to do: the Azure CLI, the module of PowerShell, and PowerShell itself', async () => {
    const module = open();
    module.says(
      "Import-Module: The specified module 'Az.Accounts' with version '2.2.0' was not loaded because no valid module file was found in any module directory.\n",
    );
    const withoutModule = await module.identities.add({ way: { kind: 'azurePowerShell' } }, never);
    module.close();
    const bare = open('');
    const withoutCli = await bare.identities.add({ way: { kind: 'azureCli' } }, never);
    // The SDK looks for PowerShell once per process, so this comes last.
    const withoutPowerShell = await bare.identities.add({ way: { kind: 'azurePowerShell' } }, never);
    bare.close();
    const failures = [withoutModule, withoutCli, withoutPowerShell].flatMap((outcome) =>
      outcome.ok ? [] : [outcome.failure],
    );
    assert.deepEqual(
      failures.map(({ kind, code }) => [kind, code]),
      [
        ['toolMissing', 'AzAccountsMissing'],
        ['toolMissing', 'AzMissing'],
        ['toolMissing', 'PowerShellMissing'],
      ],
    );
    assert.deepEqual(
      failures.map((failure) => failureSentence(failure)),
      [
        'Tool missing. Run “Install-Module Az.Accounts -Scope CurrentUser” in PowerShell, then “Connect-AzAccount”.',
        'Tool missing. Install the Azure CLI, run “az login” in a terminal, then reload the window so that VS Code finds it.',
        'Tool missing. Install PowerShell and the Az module, run “Connect-AzAccount”, then reload the window.',
      ],
    );
  });
});
