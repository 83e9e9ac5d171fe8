/** The packaged extension with a cloud of its own: the sandbox over HTTPS, with certificates by a private authority. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, beforeEach, describe, it } from 'mocha';
import { serveSandbox, type ServedSandbox } from '../../scripts/sandboxServer/serveSandbox.ts';
import { cloudFolderName } from '../../src/app/modeStore.ts';
import { sampleAppIds, sampleServicePrincipalId } from '../../src/sandbox/scenario/applications.ts';
import { samplePartnerIds } from '../../src/sandbox/scenario/partners.ts';
import { eventually } from './support/eventually.ts';
import type { TreeView } from './support/treeView.ts';
import { startVSCode, type VSCode } from './support/vscode.ts';
import type { Workbench } from './support/workbench.ts';

/** Tenant and object of the service principal that is in one tenant only. */
function principalOf(cloud: ServedSandbox): readonly [string, string] {
  const { homeTenantId } = cloud.servicePrincipal(sampleAppIds.northwind);
  return [homeTenantId, sampleServicePrincipalId('northwind', homeTenantId)];
}

/** The files below the storage that keep an estate with this tenant in it. */
async function estatesWith(tenantId: string, storage: string): Promise<readonly string[]> {
  const files = (await readdir(storage, { recursive: true })).filter((file) => path.basename(file) === 'estate.json');
  const texts = await Promise.all(files.map((file) => readFile(path.join(storage, file), 'utf8')));
  return files.filter((_, index) => texts[index]?.includes(tenantId));
}

describe('A custom cloud', () => {
  let served: ServedSandbox | undefined;
  let code: VSCode | undefined;

  // Not after each: what a failed one shows is kept first.
  beforeEach(async () => {
    await code?.close();
    code = undefined;
  });

  after(async () => {
    await code?.close();
    await served?.close();
  });

  async function serve(authority: 'entra' | 'adfs'): Promise<ServedSandbox> {
    served ??= await serveSandbox();
    served.sandbox.setSwitches({ authority });
    served.sandbox.setLink(...principalOf(served), undefined);
    return served;
  }

  /** By its address alone, as far as the question whether to use it. */
  async function giveAddress(workbench: Workbench, cloud: ServedSandbox): Promise<void> {
    const { quickInput } = workbench;
    await workbench.runCommand('Partner Link: Choose Cloud…');
    await quickInput.titled('Choose Cloud');
    await quickInput.choose('Custom cloud…');
    await quickInput.titled('Custom Cloud');
    await quickInput.answer(cloud.armOrigin);
  }

  /** The session of the new cloud is there when its name is. */
  async function use(workbench: Workbench, cloud: ServedSandbox): Promise<void> {
    await workbench.dialog.choose('Use This Cloud');
    const { host } = new URL(cloud.armOrigin);
    await eventually(async () => {
      const items = await workbench.statusBar();
      assert.ok(
        items.some((item) => item.includes(`Cloud in use: ${host}`)),
        items.join(' | '),
      );
    });
  }

  /** AD FS knows no tenants: none is asked for. */
  async function addServicePrincipal(
    workbench: Workbench,
    cloud: ServedSandbox,
    authority: 'entra' | 'adfs',
  ): Promise<void> {
    const { quickInput } = workbench;
    const { homeTenantId, appId, secret } = cloud.servicePrincipal(sampleAppIds.northwind);
    await workbench.runCommand('Partner Link: Add Identity…');
    await quickInput.titled('Add Identity');
    await quickInput.choose('Service principal with a client secret');
    const { detail } = await workbench.dialog.read();
    assert.match(detail, authority === 'adfs' ? /AD FS, which has no tenants/ : /Azure Lighthouse/);
    await workbench.dialog.choose('Continue');
    for (const [title, text] of [
      ...(authority === 'adfs' ? [] : [['Service Principal: Tenant ID', homeTenantId] as const]),
      ['Service Principal: Client ID', appId],
      ['Service Principal: Client Secret', secret],
    ] as const) {
      await quickInput.titled(title);
      await quickInput.answer(text);
    }
  }

  async function link(workbench: Workbench, view: TreeView): Promise<string> {
    await view.rowSays('Northwind Traders', /^not linked/);
    await view.chooseFromMenu('Northwind Traders', 'Link Partner ID…');
    await workbench.quickInput.titled('Link Partner ID');
    await workbench.quickInput.answer(samplePartnerIds.contoso);
    await workbench.dialog.choose('Link');
    const toast = await workbench.toasts.saying('is linked to');
    await view.rowSays('Northwind Traders', new RegExp(`^PAL ${samplePartnerIds.contoso} · Contoso Consulting`));
    return toast.message;
  }

  it('is used by its address and the file of its authority, and linked end to end with a service principal', async () => {
    const cloud = await serve('entra');
    code = await startVSCode({ name: 'custom-cloud' });
    const { workbench } = code;
    const view = await workbench.openView('Partner Link', 'Tenants');
    await giveAddress(workbench, cloud);
    const refusal = await workbench.toasts.saying('This cloud can’t be used');
    assert.match(refusal.message, /Proxy or certificate problem/);
    await workbench.toasts.choose('This cloud can’t be used', 'Trust a Certificate File…');
    await workbench.quickInput.titled('Certificate File');
    await workbench.quickInput.answer(cloud.caFile);
    const { host } = new URL(cloud.armOrigin);
    const question = await workbench.dialog.read();
    assert.equal(question.message, `Use the cloud at ${host}?`);
    assert.ok(question.detail.startsWith(`Signs in at ${host}\nIts tokens are for management.core.windows.net\n`));
    await use(workbench, cloud);
    await addServicePrincipal(workbench, cloud, 'entra');
    const told = await link(workbench, view);
    assert.doesNotMatch(told, /whose link it is/);
    assert.equal(cloud.sandbox.record(...principalOf(cloud))?.partnerId, samplePartnerIds.contoso);
    const [tenantId] = principalOf(cloud);
    const own = path.join('clouds', cloudFolderName({ kind: 'custom', arm: cloud.armOrigin }), 'estate.json');
    const storage = code.storagePath();
    await eventually(async () => {
      assert.deepEqual(await estatesWith(tenantId, storage), [own], 'it is kept for this cloud and not among Azure’s');
    });
  });

  it('with AD FS is used without a file where VS Code trusts its authority, and says whose link it is', async () => {
    const cloud = await serve('adfs');
    const askedOfEntra = (): number => cloud.authorityRequests().filter(({ kind }) => kind === 'token').length;
    const before = askedOfEntra();
    // What a user’s machine trusts, VS Code trusts: `http.systemCertificates`.
    code = await startVSCode({ name: 'custom-cloud-adfs', env: { SSL_CERT_FILE: cloud.caFile } });
    const { workbench } = code;
    const view = await workbench.openView('Partner Link', 'Tenants');
    await giveAddress(workbench, cloud);
    const question = await workbench.dialog.read();
    assert.ok(question.detail.startsWith(`Signs in at ${new URL(cloud.armOrigin).host}/adfs (AD FS)\n`));
    await use(workbench, cloud);
    await addServicePrincipal(workbench, cloud, 'adfs');
    assert.match(await link(workbench, view), /Azure’s answers say whose link it is; the token doesn’t\.$/);
    assert.equal(askedOfEntra(), before, 'nobody but AD FS was asked for a token');
  });
});
