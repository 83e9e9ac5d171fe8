/** The form's scripts as a user runs them: by the real Azure CLI, with one service principal per tenant. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'mocha';
import type { Plan, PlanItem, PlannedAction } from '../../src/operations/plan/plan.ts';
import { cliScript, cliStatusScript } from '../../src/operations/scripts/cliScript.ts';
import { sampleAppIds, sampleServicePrincipalId } from '../../src/sandbox/scenario/applications.ts';
import { samplePartnerIds } from '../../src/sandbox/scenario/partners.ts';
import { sampleTenantIds } from '../../src/sandbox/scenario/scenario.ts';
import { openAzureCli, type AzureCli, type Ended } from './azureCli.ts';

const { contoso, contosoNordics, fabrikam, withoutName, notValid } = samplePartnerIds;
const { northwind, tailspin, litware, wideWorld, woodgrove } = sampleTenantIds;

type Name = Exclude<keyof typeof sampleAppIds, 'automation'>;
const names = ['northwind', 'tailspin', 'litware', 'wideWorld'] as const satisfies readonly Name[];

describe('the form’s scripts, by the real Azure CLI', () => {
  let cli: AzureCli;

  before(async () => {
    cli = await openAzureCli();
    for (const name of names) {
      await cli.signIn(sampleAppIds[name]);
    }
  });

  beforeEach(() => {
    cli.served.sandbox.reset();
    cli.served.sandbox.clearRequests();
  });

  after(() => cli.close());

  const cloud = () => ({ arm: cli.served.armOrigin });

  /** What is linked in a tenant, by the sandbox's own account. */
  function held(name: Name): string | undefined {
    const record = cli.served.sandbox.record(
      sampleTenantIds[name],
      sampleServicePrincipalId(name, sampleTenantIds[name]),
    );
    return record?.active === true ? record.partnerId : undefined;
  }

  function writes(): readonly string[] {
    const asked = cli.served.sandbox.requests().filter(({ method }) => method !== 'GET');
    return asked.map(({ method, path, tenantId }) => `${method} ${path.split('/').at(-1) ?? ''} ${tenantId ?? ''}`);
  }

  it('link, change and remove, in a tenant without subscriptions, too; and tell afterwards what is there', async () => {
    const plan = planOf(
      item(northwind, { do: 'link', to: contoso }),
      item(tailspin, { do: 'change', from: fabrikam, to: contoso }),
      item(litware, { do: 'remove', from: withoutName }),
      item(wideWorld, { do: 'link', to: contosoNordics }),
    );
    const active = await cli.az('account', 'show', '--query', 'id', '--output', 'tsv');
    assert.deepEqual(linesOf(await cli.bash(cliScript(plan, cloud()))), [
      0,
      `${northwind}: done: PAL ${contoso}`,
      `${tailspin}: done: PAL ${contoso}`,
      `${litware}: done: not linked`,
      `${wideWorld}: done: PAL ${contosoNordics}`,
      'done: 4, nothing to write: 0, skipped: 0, failed: 0',
    ]);
    assert.deepEqual(names.map(held), [contoso, contoso, undefined, contosoNordics]);
    assert.deepEqual(writes(), [
      `PUT ${contoso} ${northwind}`,
      `PATCH ${contoso} ${tailspin}`,
      `DELETE ${withoutName} ${litware}`,
      `PUT ${contosoNordics} ${wideWorld}`,
    ]);
    assert.equal(await cli.az('account', 'show', '--query', 'id', '--output', 'tsv'), active);

    assert.deepEqual(linesOf(await cli.bash(cliStatusScript(plan.items, cloud()))), [
      0,
      `${northwind}\tPAL ${contoso}`,
      `${tailspin}\tPAL ${contoso}`,
      `${litware}\tnot linked`,
      `${wideWorld}\tPAL ${contosoNordics}`,
    ]);

    cli.served.sandbox.clearRequests();
    assert.deepEqual(linesOf(await cli.bash(cliScript(plan, cloud()))).slice(-1), [
      'done: 0, nothing to write: 4, skipped: 0, failed: 0',
    ]);
    assert.deepEqual(writes(), [], 'run again, it writes nothing');
  });

  it('skip what has changed since, and go on after a refusal and a tenant without a login', async () => {
    const { sandbox } = cli.served;
    sandbox.setLink(northwind, sampleServicePrincipalId('northwind', northwind), fabrikam);
    const plan = planOf(
      item(northwind, { do: 'link', to: contoso }),
      item(wideWorld, { do: 'link', to: notValid }),
      item(woodgrove, { do: 'link', to: contoso }),
      item(tailspin, { do: 'change', from: fabrikam, to: notValid }),
      item(litware, { do: 'change', from: withoutName, to: contoso }),
    );
    const ended = await cli.bash(cliScript(plan, cloud()));
    assert.equal(ended.code, 1);
    const said = `${ended.stdout}${ended.stderr}`;
    assert.match(
      said,
      new RegExp(`${northwind}: skipped: changed since: planned upon not linked, now PAL ${fabrikam}`),
    );
    assert.match(said, new RegExp(`${wideWorld}: failed: .*PartnerIdInvalid.*: not linked`));
    assert.match(said, new RegExp(`${woodgrove}: failed: not signed in: az login --tenant ${woodgrove}`));
    assert.match(said, new RegExp(`${tailspin}: skipped: Azure refused partner ID ${notValid} in another tenant`));
    assert.match(said, /^done: 1, nothing to write: 0, skipped: 2, failed: 2$/m);
    assert.deepEqual(names.map(held), [fabrikam, fabrikam, contoso, undefined]);
  });

  it('do nothing in another cloud than the one they were made for', async () => {
    const plan = planOf(item(northwind, { do: 'link', to: contoso }));
    const { code, stderr } = await cli.bash(cliScript(plan, { arm: 'https://management.azure.com' }));
    assert.equal(code, 2);
    assert.match(stderr, /set to another cloud/);
    assert.deepEqual(writes(), []);
  });

  it('say of a cloud that is down that it could not be read, tenant for tenant', async () => {
    cli.served.sandbox.setSwitches({ faults: [{ match: {}, answer: { kind: 'status', status: 503 } }] });
    const ended = await cli.bash(cliStatusScript([item(northwind, { do: 'nothing', why: 'alreadySo' })], cloud()));
    cli.served.sandbox.setSwitches({ faults: [] });
    assert.equal(ended.code, 1);
    assert.match(ended.stdout, new RegExp(`^${northwind}\tunknown \\(.*\\)`, 'm'));
  });
});

function item(tenantId: string, action: PlannedAction): PlanItem {
  return { tenant: { identity: 'cli', tenantId }, tenantName: undefined, identityName: 'service principals', action };
}

function planOf(...items: readonly PlanItem[]): Plan {
  return { intent: { kind: 'link', partnerId: contoso }, items };
}

/** The exit code, and all that was said. */
function linesOf({ code, stdout, stderr }: Ended): readonly (number | string)[] {
  return [code, ...`${stderr}${stdout}`.trim().split('\n')];
}
