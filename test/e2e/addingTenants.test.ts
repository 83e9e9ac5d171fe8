/** Tenants that Azure does not list, in the packaged extension: a service principal over HTTPS, and an account of the sample data. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { serveSandbox, type ServedSandbox } from '../../scripts/sandboxServer/serveSandbox.ts';
import { sampleAppIds, sampleServicePrincipalId } from '../../src/sandbox/scenario/applications.ts';
import { samplePartnerIds } from '../../src/sandbox/scenario/partners.ts';
import { sampleTenantIds } from '../../src/sandbox/scenario/scenario.ts';
import { eventually } from './support/eventually.ts';
import { inSteps } from './support/inSteps.ts';
import type { TreeView } from './support/treeView.ts';
import { sandboxMode, startVSCode, type VSCode } from './support/vscode.ts';
import type { Workbench } from './support/workbench.ts';

const { contoso, contosoNordics } = samplePartnerIds;
const woodgrove = 'woodgrovebank.example';
const northwind = 'northwindtraders.onmicrosoft.com';

async function labels(view: TreeView): Promise<readonly string[]> {
  return (await view.rows()).filter((row) => row.level === 1).map((row) => row.label);
}

/** The cells of the report's table, a list for each line. */
async function reported(workbench: Workbench): Promise<readonly (readonly string[])[]> {
  const text = await workbench.preview('Tenants added');
  return text
    .split('\n')
    .map((line) => line.split('\t').map((cell) => cell.trim()))
    .filter(([number]) => /^\d+$/.test(number ?? ''));
}

describe('Adding tenants to a service principal', function () {
  inSteps(this);
  let served: ServedSandbox;
  let folder: string;
  let code: VSCode;
  let workbench: Workbench;
  let view: TreeView;
  const appId = sampleAppIds.automation;

  before(async () => {
    served = await serveSandbox();
    folder = await mkdtemp(path.join(tmpdir(), 'partner-link-lists-'));
    code = await startVSCode({
      name: 'adding-tenants',
      settings: {
        'partnerLink.cloud': 'custom',
        'partnerLink.customCloud.resourceManager': served.armOrigin,
        'partnerLink.caFile': served.caFile,
      },
    });
    workbench = code.workbench;
    view = await workbench.openView('Partner Link', 'Tenants');
  });

  after(async () => {
    await code.close();
    await served.close();
    await rm(folder, { recursive: true });
  });

  it('begins with the one tenant that Azure lists to it', async () => {
    const { quickInput } = workbench;
    // VS Code in a browser forgets its secrets with its window: a certificate is there after a restart, too.
    const { homeTenantId, certificate } = served.servicePrincipal(appId);
    assert.ok(certificate);
    await workbench.runCommand('Partner Link: Add Identity…');
    await quickInput.titled('Add Identity');
    await quickInput.choose('Service principal with a certificate');
    assert.match((await workbench.dialog.read()).detail, /add the customers’ tenants afterward with Add Tenants…/);
    await workbench.dialog.choose('Continue');
    for (const [title, text] of [
      ['Service Principal: Tenant ID', homeTenantId],
      ['Service Principal: Client ID', appId],
      ['Service Principal: Certificate', certificate.file],
    ] as const) {
      await quickInput.titled(title);
      await quickInput.answer(text);
    }
    await view.rowSays('Contoso Consulting', /^not linked, service principal$/);
    assert.deepEqual(await labels(view), ['Contoso Consulting']);
  });

  it('takes a pasted list: IDs and domains are added, and every other line is reported with why', async () => {
    const lines = [
      woodgrove,
      sampleTenantIds.alpine.toUpperCase(),
      'not a tenant',
      sampleTenantIds.woodgrove,
      'nobody.example',
      'contoso-consulting.example',
    ];
    await workbench.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(lines.join('\r\n'))})`);
    await workbench.runCommand('Partner Link: Add Tenants…');
    // There is but one identity: it is not asked for.
    await workbench.quickInput.titled(`Add Tenants to ${appId}`);
    await workbench.quickInput.choose('From the Clipboard');
    const toast = await workbench.toasts.saying('tenants added');
    assert.equal(
      toast.message,
      `2 tenants added to ${appId}. Of the other lines: 2 already there, 1 not found, 1 cannot be used.`,
    );
    await workbench.toasts.choose('tenants added', 'Show Report');
    assert.deepEqual(await reported(workbench), [
      ['1', woodgrove, sampleTenantIds.woodgrove, 'added'],
      ['2', sampleTenantIds.alpine.toUpperCase(), sampleTenantIds.alpine, 'added'],
      ['3', 'not a tenant', '', 'neither a tenant ID nor a domain'],
      ['4', sampleTenantIds.woodgrove, sampleTenantIds.woodgrove, 'says the same as line 1'],
      ['5', 'nobody.example', '', 'not found: no tenant has this domain'],
      ['6', 'contoso-consulting.example', sampleTenantIds.contoso, 'already there'],
    ]);
    await view.rowSays(woodgrove, /^not linked, service principal$/);
    await view.rowSays(sampleTenantIds.alpine, /^not linked, service principal$/);
  });

  it('takes a file with a column of tenants, as a spreadsheet writes it', async () => {
    const file = path.join(folder, 'customers.csv');
    await writeFile(file, `Customer;Tenant\r\nNorthwind;${northwind}\r\nWoodgrove;${woodgrove}\r\nNobody;\r\n`);
    await workbench.runCommand('Partner Link: Add Tenants…');
    await workbench.quickInput.choose('From a File…');
    await workbench.quickInput.chooseFile(`Add Tenants to ${appId}`, file);
    const toast = await workbench.toasts.saying(/^1 tenant added/);
    assert.equal(toast.message, `1 tenant added to ${appId}. Of the other lines: 1 already there, 1 cannot be used.`);
    await workbench.toasts.choose(/^1 tenant added/, 'Show Report');
    await eventually(async () => {
      assert.deepEqual(
        (await reported(workbench)).map(([line, , , result]) => [line, result]),
        [
          ['2', 'added'],
          ['3', 'already there'],
          ['4', 'no tenant'],
        ],
      );
    });
    await view.rowSays(northwind, /^not linked, service principal$/);
  });

  it('reads their subscriptions, and links the service principal there as in any tenant', async () => {
    await view.expand(northwind);
    await view.rowSays('Northwind Orders', /^subscription, not linked \(through the tenant\)/);
    await view.chooseFromMenu(northwind, 'Link Partner ID…');
    await workbench.quickInput.titled('Link Partner ID');
    await workbench.quickInput.answer(contoso);
    await workbench.dialog.choose('Link');
    await workbench.toasts.saying('is linked to');
    await view.rowSays(northwind, new RegExp(`^PAL ${contoso} · Contoso Consulting, service principal$`));
    const objectId = sampleServicePrincipalId('automation', sampleTenantIds.northwind);
    assert.equal(served.sandbox.record(sampleTenantIds.northwind, objectId)?.partnerId, contoso);
  });

  it('has them still after VS Code was restarted and everything was read again', async () => {
    await code.restart();
    workbench = code.workbench;
    view = await workbench.openView('Partner Link', 'Tenants');
    await view.rowSays(woodgrove, /^not linked/);
    // What the rows say from here on is what another tool has done meanwhile: only a reading can tell.
    for (const tenantId of [sampleTenantIds.woodgrove, sampleTenantIds.alpine]) {
      served.sandbox.setLink(tenantId, sampleServicePrincipalId('automation', tenantId), contosoNordics);
    }
    served.sandbox.clearRequests();
    await workbench.runCommand('Partner Link: Refresh All Tenants');
    await view.rowSays(woodgrove, new RegExp(`^PAL ${contosoNordics}`));
    await view.rowSays(sampleTenantIds.alpine, new RegExp(`^PAL ${contosoNordics}`));
    await view.rowSays(northwind, new RegExp(`^PAL ${contoso}`));
    assert.equal((await labels(view)).length, 4);
    const read = served.sandbox.requests().filter(({ path: asked }) => asked.includes('/partners'));
    const { alpine, contoso: home, northwind: third, woodgrove: fourth } = sampleTenantIds;
    assert.deepEqual(new Set(read.map(({ tenantId }) => tenantId)), new Set([alpine, home, third, fourth]));
  });

  it('leaves out those that are removed again, and no link is changed by it', async () => {
    await workbench.runCommand('Partner Link: Remove Added Tenants…');
    await workbench.quickInput.titled('Remove Added Tenants');
    const offered = (await workbench.quickInput.allItems()).map(({ label }) => label);
    assert.deepEqual([...offered].sort(), [sampleTenantIds.alpine, northwind, woodgrove].sort());
    await workbench.quickInput.check(northwind, woodgrove);
    await workbench.quickInput.accept();
    const question = await workbench.dialog.read();
    assert.equal(question.message, 'Remove 2 added tenants?');
    assert.match(question.detail, /This doesn’t change any links\.$/);
    await workbench.dialog.choose('Remove');
    await eventually(async () => {
      assert.deepEqual([...(await labels(view))].sort(), [sampleTenantIds.alpine, 'Contoso Consulting'].sort());
    });
    await view.chooseFromMenu(sampleTenantIds.alpine, 'Remove Added Tenants…');
    await workbench.dialog.choose('Remove');
    await eventually(async () => {
      assert.deepEqual(await labels(view), ['Contoso Consulting']);
    });
    const objectId = sampleServicePrincipalId('automation', sampleTenantIds.northwind);
    assert.equal(served.sandbox.record(sampleTenantIds.northwind, objectId)?.partnerId, contoso, 'the link is there');
  });
});

describe('Adding tenants to an account', function () {
  inSteps(this);
  let code: VSCode;
  let workbench: Workbench;
  let view: TreeView;

  before(async () => {
    const scenario = {
      kind: 'generated',
      tenants: 12,
      listed: 4,
      subscriptionsPerTenant: 1,
      linkedShare: 0.3,
      signInShare: 0.5,
    };
    code = await startVSCode({
      name: 'adding-tenants-account',
      files: { ...sandboxMode, 'sandbox/switches.json': { scenario } },
    });
    workbench = code.workbench;
    view = await workbench.openView('Partner Link', 'Tenants');
    await view.rowsShown();
  });

  after(() => code.close());

  it('takes a few as typed', async () => {
    await workbench.runCommand('Partner Link: Add Tenants…');
    await workbench.quickInput.choose('Type…');
    await workbench.quickInput.answer('customer0005.example customer0007.example, customer0010.example');
    await workbench.toasts.saying(/^3 tenants added to consultant0@/);
    await eventually(async () => assert.equal((await labels(view)).length, 7));
  });

  it('signs in to those selected that need it, one after the other, and names the others before', async () => {
    const rows = await view.rowsShown();
    const inNeed = rows.filter(({ description }) => description.startsWith('sign in')).map(({ label }) => label);
    const ready = rows.find(({ description }) => !description.startsWith('sign in'))?.label ?? '';
    assert.ok(inNeed.length >= 2 && inNeed.some((label) => label.endsWith('.example')), JSON.stringify(rows));
    const [first = '', ...rest] = inNeed;
    await view.select(first, ...rest, ready);
    await view.chooseFromMenu(first, 'Sign In to Tenant…');
    const question = await workbench.dialog.read();
    assert.equal(question.message, `Sign in to ${String(inNeed.length)} tenants?`);
    assert.match(question.detail, new RegExp(`No sign-in needed:\\n${ready}`));
    await workbench.dialog.choose('Sign In');
    for (const label of inNeed) {
      await view.rowSays(label, /^(PAL|not linked)/);
    }
  });
});
