import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { clouds } from '../../../../src/azure/clouds/cloud.ts';
import type { Plan } from '../../../../src/operations/plan/plan.ts';
import { cliScript, cliStatusScript } from '../../../../src/operations/scripts/cliScript.ts';
import { powerShellScript, powerShellStatusScript } from '../../../../src/operations/scripts/powerShellScript.ts';
import { armOf } from '../../../../src/operations/scripts/scriptCloud.ts';
import { scriptOfPlan, scriptTargets } from '../../../../src/operations/scripts/scriptTargets.ts';
import { hostileNames } from '../../../../src/sandbox/scenario/hostileNames.ts';
import { goldenIn } from '../../support/golden.ts';
import { row } from '../../estate/support/rows.ts';
import { change, cloud, everyAction, fabrikam, item, link, ours, planOf, remove } from '../support/scriptPlans.ts';

const assertGolden = goldenIn(import.meta.dirname);

const all: Readonly<Record<string, (plan: Plan) => string>> = {
  'link.sh': (plan) => cliScript(plan, cloud),
  'status.sh': (plan) => cliStatusScript(plan.items, cloud),
  'link.ps1': (plan) => powerShellScript(plan, cloud),
  'status.ps1': ({ items }) => powerShellStatusScript(items, cloud),
};

const codeOf = (script: string): readonly string[] =>
  script.split(/\r\n|[\n\r\u0085\u2028\u2029\v\f]/u).filter((line) => !/^\s*#(?!!|Requires)/.test(line));

describe('A script', () => {
  it('of a plan and of its status reads as it was looked at', () => {
    for (const [name, make] of Object.entries(all)) {
      assertGolden(name, make(everyAction));
    }
  });

  it('holds nothing but ids in its code, whatever tenants and identities are called', () => {
    const anyName = fc.oneof(
      fc.constantFrom(...hostileNames, '#> exit', "'; exit; '", '\\'),
      fc.string({ unit: 'binary' }),
    );
    const named = (names: readonly string[]): Plan => ({
      ...everyAction,
      items: everyAction.items.map((one, index) => ({
        ...one,
        tenantName: names[index],
        domain: names[index + 1],
        identityName: names[index + 2] ?? '',
      })),
    });
    const plain = named([]);
    fc.assert(
      fc.property(fc.array(anyName, { minLength: 3, maxLength: 8 }), (names) => {
        for (const make of Object.values(all)) {
          assert.deepEqual(codeOf(make(named(names))), codeOf(make(plain)));
        }
      }),
    );
  });

  it('has each comment end in a character that no code page takes for a half one', () => {
    for (const make of Object.values(all)) {
      const comments = make(everyAction)
        .split('\n')
        .filter((line) => /^\s*#/.test(line));
      assert.ok(
        comments.every((line) => /[\x20-\x7e#]$/.test(line)),
        comments.join('\n'),
      );
    }
  });

  it('names another cloud than the one that tools begin with, and is for no login of any other', () => {
    const { AzureUSGovernment } = clouds;
    const shell = cliScript(everyAction, AzureUSGovernment);
    assert.match(shell, /^#   az cloud set --name AzureUSGovernment$/m);
    assert.match(shell, /^readonly arm='https:\/\/management\.usgovcloudapi\.net'$/m);
    const power = powerShellScript(everyAction, AzureUSGovernment);
    assert.match(power, /^\$environment = 'AzureUSGovernment'$/m);
    assert.match(power, /Connect-AzAccount -Environment \$environment -Tenant \$Tenant/);
    assert.match(shell, /^#\n# The Azure CLI must be set to this cloud:\n/m);
    assert.doesNotMatch(cliScript(everyAction, cloud), /^#.*az cloud set/m, 'Azure goes without saying');
  });

  it('finds a custom cloud by its address, whatever name it was registered with', () => {
    const stack = { arm: 'https://management.local.azurestack.external' };
    assert.match(
      cliScript(everyAction, stack),
      /^# The Azure CLI must be set to the cloud that was registered with this address .*\n#   az cloud set --name NAME$/m,
    );
    const power = powerShellStatusScript(everyAction.items, stack);
    assert.match(power, /^\$arm = 'https:\/\/management\.local\.azurestack\.external'$/m);
    assert.match(
      power,
      /Get-AzEnvironment \| Where-Object \{ "\$\(\$_\.ResourceManagerUrl\)"\.TrimEnd\('\/'\) -eq \$arm \}/,
    );
    assert.match(power, /^if \(-not \$environment\) \{\n.*Add-AzEnvironment -Name NAME .*\n {4}exit 2\n\}\n\n/m);
  });

  it('is made for the https address of an Azure Resource Manager only', () => {
    for (const arm of [
      "https://x';reboot",
      'http://management.azure.com',
      'https://a/b',
      'https://management.azure.com/',
      'see https://management.azure.com',
      'https://management.azure.com:443443',
      'https://[::1',
    ]) {
      assert.throws(() => cliScript(everyAction, { arm }), TypeError);
      assert.throws(() => powerShellScript(everyAction, { arm }), TypeError);
    }
    for (const arm of ['https://a-1.example', 'https://a.example:8443', 'https://[::1]', 'https://[fe80::1]:443']) {
      assert.equal(armOf({ arm }), arm);
    }
    assert.throws(() => armOf({ arm: '' }), /Not the address of an Azure Resource Manager/);
  });

  it('says whose links it is about: one identity by its name, several by numbers', () => {
    assert.match(cliScript(planOf(item(1, link)), cloud), /^#\n# For: alex@contoso\.example \.$/m);
    const several = cliScript(everyAction, cloud);
    assert.match(several, /^# It is for 2 identities\..*\n# {3}1 for: .*\n# {3}2 for: /m);
    assert.doesNotMatch(several, /^# For: /m);
  });

  it('is of the writes to tenants, each once, and says how many subscriptions are left out', () => {
    const subscription = { id: 's' };
    const plan = planOf(
      item(1, link),
      item(1, { do: 'link', to: '12345' }),
      item(2, change),
      item(3, remove),
      item(4, { do: 'nothing', why: 'alreadySo' }),
      item(5, link, { subscription }),
      item(6, { do: 'nothing', why: 'alreadySo' }, { subscription }),
    );
    const { groups, leftOut, dporLeftOut } = scriptOfPlan(plan);
    assert.deepEqual(
      groups.flatMap(({ lines }) => lines.map(({ from, to }) => [from, to])),
      [
        [undefined, ours],
        [fabrikam, ours],
        [fabrikam, undefined],
      ],
    );
    assert.deepEqual([leftOut, dporLeftOut], [0, 1]);
    assert.match(
      cliScript(plan, cloud),
      /^#\n# Left out: Digital Partner of Record, of so many subscriptions: 1\. .*\n# Use the Azure portal: /m,
    );
    assert.doesNotMatch(cliScript(planOf(item(1, link)), cloud), /Left out: Digital Partner of Record/);
  });

  it('of a status is about every row, whatever it holds', () => {
    const rows = [row('t1', { name: 'One', domain: 'one.example' })];
    assert.deepEqual(scriptTargets(rows, { identityName: (key) => `Name of ${key}` }), [
      {
        tenant: rows[0]?.ref,
        tenantName: 'One',
        domain: 'one.example',
        identityName: `Name of ${rows[0]?.ref.identity ?? ''}`,
      },
    ]);
  });
});
