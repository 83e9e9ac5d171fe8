import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import fc from 'fast-check';
import { generatedObjectId, generatedTenantId } from '../../../../src/sandbox/scenario/generator.ts';
import { openSandbox } from '../../../../src/sandbox/open.ts';
import { samplePartnerIds } from '../../../../src/sandbox/scenario/partners.ts';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { sampleIdentityKeys, sampleObjectId, sampleTenantIds } from '../../../../src/sandbox/scenario/scenario.ts';
import { ask, linkOf, never, palVersion, partners, tokenFor } from '../support/ask.ts';

const tenantId = sampleTenantIds.northwind;
const objectId = sampleObjectId('consultant', tenantId);
const { contoso, fabrikam } = samplePartnerIds;

let folder = '';
let warnings: string[] = [];

function open(): Sandbox {
  const log = {
    debug: () => undefined,
    info: () => undefined,
    warn: (message: string) => warnings.push(message),
    error: (message: string) => warnings.push(message),
  };
  const outcome = openSandbox({ folder, log });
  assert.ok(outcome.ok);
  return outcome.value;
}

async function partnerOf(sandbox: Sandbox): Promise<string | undefined> {
  const response = await ask(sandbox, `GET ${partners}?${palVersion}`, { token: await tokenFor(sandbox, tenantId) });
  return response.status === 404 ? undefined : linkOf(response).name;
}

async function write(sandbox: Sandbox, what: string): Promise<number> {
  const [method, id] = what.split(' ');
  return (
    await ask(sandbox, `${method ?? ''} ${partners}/${id ?? ''}?${palVersion}`, {
      token: await tokenFor(sandbox, tenantId),
    })
  ).status;
}

describe('a stand-in kept in a folder', () => {
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'partner-link-sandbox-')), 'sandbox');
    warnings = [];
  });
  afterEach(() => {
    rmSync(join(folder, '..'), { recursive: true, force: true });
  });

  it('two windows see each other’s writes at once', async () => {
    const [one, two] = [open(), open()];
    assert.equal(await write(one, `PUT ${contoso}`), 200);
    assert.equal(await partnerOf(two), contoso);
    assert.equal(await write(two, `PATCH ${fabrikam}`), 200);
    assert.equal(await partnerOf(one), fabrikam);
    assert.equal(await write(one, `DELETE ${fabrikam}`), 200);
    assert.equal(await partnerOf(two), undefined);
  });

  it('another process’s write is seen, and one that was killed loses nothing', async () => {
    const here = open();
    const child = join(import.meta.dirname, 'writeAndDie.ts');
    assert.throws(() => execFileSync(process.execPath, [child, folder, tenantId, contoso], { stdio: 'pipe' }), {
      signal: 'SIGKILL',
    });
    assert.equal(await partnerOf(here), contoso);
    assert.equal(await partnerOf(open()), contoso);
  });

  it('of two writers at once one wins, in every process', () => {
    const [one, two] = [open(), open()];
    one.setLink(tenantId, objectId, contoso);
    // What a process writes that has not yet seen the link: the same version once more.
    const late = { kind: 'link', id: 'late', at: 0, tenantId, objectId, partnerId: fabrikam, version: 1 };
    appendFileSync(join(folder, 'service.jsonl'), `${JSON.stringify(late)}\n`);
    for (const each of [one, two, open()]) {
      assert.equal(each.record(tenantId, objectId)?.partnerId, contoso);
    }
  });

  it('any order of writes from two windows is the same in both, and after a restart', async () => {
    const steps = fc.array(
      fc.record({
        window: fc.constantFrom(0, 1),
        what: fc.constantFrom('PUT', 'PATCH', 'DELETE'),
        id: fc.constantFrom(contoso, fabrikam, samplePartnerIds.notValid),
      }),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        const windows = [open(), open()] as const;
        windows[0].reset();
        let version = 0;
        for (const { window, what, id } of list) {
          await write(windows[window === 0 ? 0 : 1], `${what} ${id}`);
          const [here, there] = windows.map((each) => each.record(tenantId, objectId));
          assert.deepEqual(here, there);
          assert.ok((here?.version ?? 0) >= version);
          version = here?.version ?? 0;
        }
        assert.deepEqual(open().record(tenantId, objectId), windows[0].record(tenantId, objectId));
      }),
      { numRuns: 30 },
    );
  });

  it('a broken line is left out with a log line, and the next write is not harmed by a torn end', async () => {
    const one = open();
    await write(one, `PUT ${contoso}`);
    appendFileSync(join(folder, 'service.jsonl'), 'nonsense\n{"kind":"unli');
    assert.equal(await write(one, `PATCH ${fabrikam}`), 200);
    assert.equal(await partnerOf(open()), fabrikam);
    assert.ok(warnings.some((line) => line.includes('service.jsonl')));
  });

  it('a sign-in after a torn end is not lost', async () => {
    const one = open();
    appendFileSync(join(folder, 'service.jsonl'), '{"kind":"unli');
    await one.identities.signIn({ kind: 'newAccount' });
    const listed = await open().identities.list(never);
    assert.ok(listed.ok && listed.value.length === 2);
  });

  it('a request sees what another window wrote since its token came', async () => {
    const [one, two] = [open(), open()];
    const token = await tokenFor(one, tenantId);
    await write(two, `PUT ${contoso}`);
    assert.equal((await ask(one, `GET ${partners}?${palVersion}`, { token })).status, 200);
  });

  it('a file that was emptied is the scenario’s beginning', async () => {
    const one = open();
    await write(one, `PUT ${contoso}`);
    truncateSync(join(folder, 'service.jsonl'));
    assert.equal(await partnerOf(one), undefined);
  });

  it('a file put in its place is read from its beginning', async () => {
    const one = open();
    await write(one, `PUT ${contoso}`);
    const other = join(folder, 'other.jsonl');
    const link = { kind: 'link', id: 'a', at: 0, tenantId, objectId, partnerId: fabrikam, version: 1 };
    writeFileSync(other, `${JSON.stringify(link)}\n${'\n'.repeat(1000)}`);
    renameSync(other, join(folder, 'service.jsonl'));
    assert.equal(await partnerOf(one), fabrikam);
  });

  it('a sign-in to a tenant counts in every window and is told to the others', async () => {
    const [one, two] = [open(), open()];
    let told = 0;
    two.identities.onDidChange(() => {
      told += 1;
    });
    const tenant = { identity: sampleIdentityKeys.consultant, tenantId: sampleTenantIds.lamna };
    assert.ok((await one.identities.signIn({ kind: 'tenant', tenant })).ok);
    assert.ok((await two.identities.token(tenant.identity, { tenantId: tenant.tenantId, signal: never })).ok);
    assert.equal(told, 1);
  });

  it('a reset, or a file that is gone, is the scenario’s beginning in every window', async () => {
    const [one, two] = [open(), open()];
    await write(one, `PUT ${contoso}`);
    two.reset();
    assert.equal(await partnerOf(one), undefined);
    await write(one, `PUT ${contoso}`);
    rmSync(join(folder, 'service.jsonl'));
    assert.equal(await partnerOf(one), undefined);
    assert.equal(await partnerOf(two), undefined);
  });

  it('switches are taken from the file as soon as it changes, in every window', async () => {
    const [one, two] = [open(), open()];
    assert.equal(await partnerOf(one), undefined);
    const faults = [{ match: { method: 'GET' }, answer: { kind: 'status', status: 429 } }];
    writeFileSync(join(folder, 'switches.json'), JSON.stringify({ faults }));
    const token = await tokenFor(one, tenantId);
    for (const each of [one, two]) {
      assert.equal((await ask(each, `GET ${partners}?${palVersion}`, { token })).status, 429);
    }
    one.setSwitches({ faults: [] });
    assert.equal(await partnerOf(two), undefined);
    rmSync(join(folder, 'switches.json'));
    assert.equal(await partnerOf(two), undefined);
  });

  it('the scenario can be switched while it runs, and links stay with their tenants', async () => {
    const one = open();
    await write(one, `PUT ${contoso}`);
    one.setSwitches({ scenario: { kind: 'generated', tenants: 5, subscriptionsPerTenant: 2 } });
    assert.equal(one.scenario().identities[0]?.tenants.length, 5);
    assert.equal(one.record(generatedTenantId(0), generatedObjectId(0))?.partnerId, contoso);
    one.setSwitches({ scenario: { kind: 'default' } });
    assert.equal(await partnerOf(one), contoso);
  });

  for (const broken of [
    '{',
    '[]',
    '{"latency":5}',
    '{"latencyMs":-1}',
    '{"pageSize":0}',
    '{"scenario":{"kind":"other"}}',
    '{"scenario":{"kind":"generated","tenants":3}}',
    '{"faults":[{"match":{},"answer":{"kind":"explode"}}]}',
    '{"faults":[{"match":{"verb":"GET"},"answer":{"kind":"hang"}}]}',
    '{"unknowns":{"putStatus":202}}',
  ]) {
    it(`a broken switches file is ignored with a log line: ${broken}`, () => {
      const one = open();
      one.setSwitches({ latencyMs: 7 });
      writeFileSync(join(folder, 'switches.json'), broken);
      assert.equal(one.switches().latencyMs, 7);
      assert.equal(one.switches().latencyMs, 7);
      assert.equal(warnings.length, 1);
      assert.match(warnings[0] ?? '', /switches\.json/);
    });
  }

  it('a folder that cannot be made is a failure with the system’s code', () => {
    writeFileSync(join(folder, '..', 'file'), '');
    const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
    const outcome = openSandbox({ folder: join(folder, '..', 'file', 'below'), log });
    assert.ok(!outcome.ok && outcome.failure.code === 'ENOTDIR');
  });
});
