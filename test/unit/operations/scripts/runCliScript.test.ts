import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { cliScript, cliStatusScript } from '../../../../src/operations/scripts/cliScript.ts';
import { tenantId as idOf } from '../support/records.ts';
import { change, cloud, everyAction, fabrikam, item, link, ours, planOf, remove } from '../support/scriptPlans.ts';

describe('A script for the Azure CLI', function () {
  // Each runs a shell that runs dozens of programs, one after the other.
  this.timeout(60_000);
  let state: string;
  let env: NodeJS.ProcessEnv;

  beforeEach(() => {
    state = mkdtempSync(join(tmpdir(), 'partner-link-az-'));
    env = { ...process.env, PATH: `${import.meta.dirname}:${process.env['PATH'] ?? ''}`, AZ_STATE: state };
    for (const folder of ['accounts', 'links', 'faults', 'lost', 'lying', 'users', 'answers', 'can-sign-in']) {
      mkdirSync(join(state, folder));
    }
    put('cloud', 'https://management.azure.com/');
    // The user's own active subscription.
    put('accounts/0000', idOf(99));
    put('active', '0000');
    for (let number = 1; number < 10; number += 1) {
      put(`accounts/5b000000-0000-4000-8000-00000000000${String(number)}`, idOf(number));
    }
  });

  afterEach(() => {
    rmSync(state, { recursive: true, force: true });
  });

  function put(file: string, text: string): void {
    writeFileSync(join(state, file), `${text}\n`);
  }

  function read(file: string): string | undefined {
    const path = join(state, file);
    return existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined;
  }

  interface Ended {
    readonly code: number | null;
    readonly out: readonly string[];
    /** What was sent to Azure, reading aside: `method partner ID`. */
    readonly writes: readonly string[];
  }

  function run(script: string, ...args: readonly string[]): Ended {
    const file = join(state, 'script.sh');
    writeFileSync(file, script);
    rmSync(join(state, 'calls'), { force: true });
    const checked = spawnSync('bash', ['-n', file], { encoding: 'utf8' });
    assert.equal(checked.status, 0, checked.stderr);
    const { status, stdout, stderr } = spawnSync('bash', [file, ...args], {
      encoding: 'utf8',
      input: '',
      env,
    });
    const calls = (read('calls') ?? '').split('\n');
    const writes = calls.flatMap((call) => {
      const found = /^rest --method (put|patch|delete) --url \S+\/partners\/(\S*)\?/.exec(call);
      return found ? [`${found[1] ?? ''} ${found[2] ?? ''}`] : [];
    });
    return { code: status, out: `${stdout}${stderr}`.trim().split('\n'), writes };
  }

  it('links, changes and removes, and leaves alone what is as wanted', () => {
    put(`links/${idOf(2)}`, fabrikam);
    put(`links/${idOf(3)}`, fabrikam);
    put(`links/${idOf(4)}`, ours);
    const plan = planOf(item(1, link), item(2, change), item(3, remove), item(4, link), item(5, remove));
    const first = run(cliScript(plan, cloud));
    assert.deepEqual(first, {
      code: 0,
      out: [
        `${idOf(1)}: done: PAL ${ours}`,
        `${idOf(2)}: done: PAL ${ours}`,
        `${idOf(3)}: done: not linked`,
        `${idOf(4)}: nothing to write: PAL ${ours}`,
        `${idOf(5)}: nothing to write: not linked`,
        'done: 3, nothing to write: 2, skipped: 0, failed: 0',
      ],
      writes: [`put ${ours}`, `patch ${ours}`, `delete ${fabrikam}`],
    });
    assert.deepEqual(
      [1, 2, 3, 4, 5].map((number) => read(`links/${idOf(number)}`)),
      [ours, ours, undefined, ours, undefined],
    );
    assert.equal(read('active'), '0000', 'the active subscription is put back');
    assert.deepEqual(run(cliScript(plan, cloud)).writes, [], 'run again, it writes nothing');
  });

  it('writes nothing where something else is there than the plan showed', () => {
    put(`links/${idOf(1)}`, '5557121');
    put(`links/${idOf(2)}`, '5557121');
    put(`links/${idOf(3)}`, '5557121');
    const { code, out, writes } = run(
      cliScript(planOf(item(1, link), item(2, change), item(3, remove), item(4, change)), cloud),
    );
    assert.equal(code, 3);
    assert.deepEqual(writes, []);
    assert.deepEqual(
      out.filter((line) => line.includes('skipped: ch')),
      [
        `${idOf(1)}: skipped: changed since: planned upon not linked, now PAL 5557121`,
        `${idOf(2)}: skipped: changed since: planned upon PAL ${fabrikam}, now PAL 5557121`,
        `${idOf(3)}: skipped: changed since: planned upon PAL ${fabrikam}, now PAL 5557121`,
        `${idOf(4)}: skipped: changed since: planned upon PAL ${fabrikam}, now not linked`,
      ],
    );
  });

  it('goes on after a failure, says why, and ends with 1', () => {
    put(`faults/get-${idOf(1)}`, 'Forbidden({"error":{"code":"AuthorizationFailed"}})\u001B[31m');
    put(`faults/put-${idOf(2)}`, 'Service Unavailable');
    put(`lying/5b000000-0000-4000-8000-000000000003`, idOf(9));
    rmSync(join(state, 'accounts/5b000000-0000-4000-8000-000000000004'));
    const { code, out } = run(cliScript(planOf(...[1, 2, 3, 4, 5].map((number) => item(number, link))), cloud));
    assert.equal(code, 1);
    assert.deepEqual([...out].sort(), [
      `${idOf(1)}: failed: ERROR: Forbidden({"error":{"code":"AuthorizationFailed"}}) [31m`,
      `${idOf(2)}: failed: ERROR: Service Unavailable: not linked`,
      `${idOf(3)}: failed: the active login belongs to another tenant`,
      `${idOf(4)}: failed: not signed in: az login --tenant ${idOf(4)} --allow-no-subscriptions`,
      `${idOf(5)}: done: PAL ${ours}`,
      'done: 1, nothing to write: 0, skipped: 0, failed: 4',
    ]);
  });

  it('leaves a tenant alone for which it is not clear whose login to use', () => {
    const another = '5b000000-0000-4000-8000-0000000000ff';
    put(`accounts/${another}`, idOf(1));
    const script = cliScript(planOf(item(1, link)), cloud);
    put(`users/${another}`, 'ben@contoso.example');
    const { code, out, writes } = run(script);
    assert.deepEqual([code, writes], [1, []]);
    assert.match(out.join('\n'), /holds logins of several people for this tenant/);
    rmSync(join(state, 'users', another));
    assert.deepEqual(run(script).writes, [`put ${ours}`], 'several accounts of one person are no question');
  });

  it('asks for a sign-in where there is a terminal to ask on', function () {
    if (!existsSync('/usr/bin/script')) {
      this.skip();
    }
    rmSync(join(state, 'accounts/5b000000-0000-4000-8000-000000000001'));
    put(`can-sign-in/${idOf(1)}`, '');
    const plan = planOf(item(1, link), item(11, link), item(2, link));
    const file = join(state, 'script.sh');
    writeFileSync(file, cliScript(plan, cloud));
    const { status, stdout } = spawnSync('/usr/bin/script', ['-qec', `bash ${file}`, '/dev/null'], {
      encoding: 'utf8',
      env,
    });
    assert.equal(status, 1, stdout);
    assert.deepEqual(
      [1, 11, 2].map((number) => read(`links/${idOf(number)}`)),
      [ours, undefined, ours],
    );
    assert.match(stdout, /000000000011: failed: az login did not succeed/);
    assert.match(read('calls') ?? '', /^login --tenant 7e000000-0000-4000-8000-000000000001 --allow-no-subscriptions/m);
    assert.equal(read('active'), '0000');
  });

  it('takes what it reads for what happened, not a lost answer', () => {
    put(`lost/put-${idOf(1)}`, '');
    const { code, out, writes } = run(cliScript(planOf(item(1, link)), cloud));
    assert.deepEqual([code, out[0], writes.length], [0, `${idOf(1)}: done: PAL ${ours}`, 1]);
  });

  it('says so where the answer of a write belongs to another tenant', () => {
    put(`answers/${idOf(1)}`, idOf(9));
    put(`answers/${idOf(2)}`, 'None');
    const { code, out } = run(cliScript(planOf(item(1, link), item(2, link)), cloud));
    assert.equal(code, 1);
    assert.deepEqual([...out].sort().slice(0, 2), [
      `${idOf(1)}: failed: the answer belongs to another tenant: check both before anything else`,
      `${idOf(2)}: done: PAL ${ours}`,
    ]);
  });

  it('sends a partner ID that Azure refused once to no other tenant', () => {
    put(`faults/put-${idOf(1)}`, 'Bad Request({"error":{"code":"PartnerIdInvalid"}})');
    const other = item(3, { do: 'link', to: fabrikam });
    const { code, out, writes } = run(cliScript(planOf(item(1, link), item(2, link), other), cloud));
    assert.deepEqual([code, writes], [1, [`put ${ours}`, `put ${fabrikam}`]]);
    assert.ok(out.includes(`${idOf(2)}: skipped: Azure refused partner ID ${ours} in another tenant`));
  });

  it('runs for one identity at a time, and for no other cloud', () => {
    const script = cliScript(everyAction, cloud);
    assert.equal(run(script).code, 2);
    assert.equal(run(script, '3').code, 2);
    assert.equal(run(script, '$(reboot)').code, 2);
    assert.deepEqual(run(script, '2').writes, ['put 12345']);
    assert.equal(read(`links/${idOf(1)}`), undefined);
    put('cloud', 'https://management.chinacloudapi.cn/');
    assert.equal(run(script, '1').code, 2);
  });

  it('says how many tenants it had to leave out, and begins with nothing to do', () => {
    const { code, out } = run(cliScript(everyAction, cloud), '1');
    assert.equal(code, 1);
    assert.ok(out.includes('left out, as their ids are of no usual form: 2'), out.join('\n'));
    assert.deepEqual(run(cliScript(planOf(), cloud)), {
      code: 0,
      out: ['done: 0, nothing to write: 0, skipped: 0, failed: 0'],
      writes: [],
    });
  });

  it('tells the status of each tenant and changes nothing', () => {
    put(`links/${idOf(1)}`, ours);
    put(`faults/get-${idOf(3)}`, 'Too Many Requests');
    const { code, out, writes } = run(
      cliStatusScript(
        [1, 2, 3].map((number) => item(number, link)),
        cloud,
      ),
    );
    assert.deepEqual([code, writes], [1, []]);
    assert.deepEqual(out, [
      `${idOf(1)}\tPAL ${ours}`,
      `${idOf(2)}\tnot linked`,
      `${idOf(3)}\tunknown (ERROR: Too Many Requests)`,
    ]);
  });
});
