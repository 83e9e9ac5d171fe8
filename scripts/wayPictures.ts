/** Pictures of every way in: adding and removing identities, adding tenants, choosing a cloud, and the welcome texts. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sampleAppIds } from '../src/sandbox/scenario/applications.ts';
import { sampleTenantIds } from '../src/sandbox/scenario/scenario.ts';
import { eventually } from '../test/e2e/support/eventually.ts';
import type { TreeView } from '../test/e2e/support/treeView.ts';
import { sandboxMode, startVSCode, type Theme } from '../test/e2e/support/vscode.ts';
import { serveSandbox, type ServedSandbox } from './sandboxServer/serveSandbox.ts';

export async function wayPictures(theme: Theme): Promise<void> {
  await welcomePictures(theme);
  const served = await serveSandbox();
  try {
    await cloudPictures(theme, served);
    await identityPictures(theme, served);
  } finally {
    await served.close();
  }
}

async function welcomed(view: TreeView, text: string): Promise<void> {
  await eventually(async () => {
    if (!(await view.welcome()).includes(text)) {
      throw new Error(`No welcome text with “${text}” yet`);
    }
  });
}

/** Where there are no tenants, none that the filter lets through, and none that is not hidden. */
async function welcomePictures(theme: Theme): Promise<void> {
  const scenario = { kind: 'generated', tenants: 1, listed: 0, subscriptionsPerTenant: 1 };
  const nobody = await startVSCode({
    name: `pictures-${theme}`,
    theme,
    files: { ...sandboxMode, 'sandbox/switches.json': { scenario } },
  });
  await welcomed(await nobody.workbench.openView('Partner Link', 'Tenants'), 'reaches no Azure tenant');
  await nobody.picture(`${theme}-ways-1-no-tenants`);
  await nobody.close();

  const few = await startVSCode({
    name: `pictures-${theme}`,
    theme,
    files: { ...sandboxMode, 'sandbox/switches.json': { scenario: { ...scenario, listed: 1, linkedShare: 1 } } },
  });
  const { workbench } = few;
  const view = await workbench.openView('Partner Link', 'Tenants');
  await view.rowSays('Customer 0001', /PAL/);
  await workbench.runCommand('Partner Link: Filter Tenants…');
  await workbench.quickInput.choose('Not linked');
  await welcomed(view, 'No tenant matches');
  await few.picture(`${theme}-ways-2-all-filtered`);
  await workbench.runCommand('Partner Link: Clear Filter');
  await view.chooseFromMenu('Customer 0001', 'Pin, Hide, Not Ours', 'Hide Tenant');
  await welcomed(view, 'All tenants are hidden');
  await few.picture(`${theme}-ways-3-all-hidden`);
  await few.close();
}

/** A custom cloud, from the list of clouds to its use; an address that will not do, and a certificate that nobody knows. */
async function cloudPictures(theme: Theme, served: ServedSandbox): Promise<void> {
  const code = await startVSCode({ name: `pictures-${theme}`, theme });
  const { workbench } = code;
  const { quickInput } = workbench;
  await workbench.openView('Partner Link', 'Tenants');
  await workbench.runCommand('Partner Link: Choose Cloud…');
  await quickInput.titled('Choose Cloud');
  await quickInput.items();
  await code.picture(`${theme}-ways-4-clouds`);
  await quickInput.choose('Custom cloud…');
  await quickInput.titled('Custom Cloud');
  await code.picture(`${theme}-ways-5-custom-cloud`);
  await quickInput.type('http://management.local');
  await quickInput.says(/must begin with https/);
  await code.picture(`${theme}-ways-6-wrong-address`);
  await quickInput.answer(served.armOrigin);
  await workbench.toasts.saying('This cloud can’t be used');
  await code.picture(`${theme}-ways-7-not-trusted`);
  await workbench.toasts.choose('This cloud can’t be used', 'Trust a Certificate File…');
  await quickInput.titled('Certificate File');
  await code.picture(`${theme}-ways-8-certificate-file`);
  await quickInput.answer(served.caFile);
  await workbench.dialog.read();
  await code.picture(`${theme}-ways-9-use-cloud`);
  await code.close();
}

/** A service principal with each of its credentials, added, given tenants, and removed. */
async function identityPictures(theme: Theme, served: ServedSandbox): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'partner-link-pictures-'));
  const { pfx, encrypted, token } = await credentialFiles(folder, served);
  const code = await startVSCode({
    name: `pictures-${theme}`,
    theme,
    settings: {
      'partnerLink.cloud': 'custom',
      'partnerLink.customCloud.resourceManager': served.armOrigin,
      'partnerLink.caFile': served.caFile,
    },
  });
  const { workbench } = code;
  const { quickInput, toasts } = workbench;
  const view = await workbench.openView('Partner Link', 'Tenants');
  const { appId, homeTenantId, expiredSecret = '' } = served.servicePrincipal(sampleAppIds.automation);

  const begin = async (kind: string): Promise<void> => {
    await workbench.runCommand('Partner Link: Add Identity…');
    await quickInput.titled('Add Identity');
    await quickInput.choose(kind);
    await workbench.dialog.choose('Continue');
    await quickInput.titled('Service Principal: Tenant ID');
  };
  const ids = async (): Promise<void> => {
    await quickInput.answer(homeTenantId);
    await quickInput.titled('Service Principal: Client ID');
    await quickInput.answer(appId);
  };

  await workbench.runCommand('Partner Link: Add Identity…');
  await quickInput.titled('Add Identity');
  await quickInput.items();
  await code.picture(`${theme}-ways-10-kinds`);
  await quickInput.choose('Service principal with a client secret');
  await workbench.dialog.read();
  await code.picture(`${theme}-ways-11-explained`);
  await workbench.dialog.choose('Continue');
  await quickInput.titled('Service Principal: Tenant ID');
  await code.picture(`${theme}-ways-12-tenant-id`);
  await quickInput.type('contoso');
  await quickInput.says(/32 digits/);
  await code.picture(`${theme}-ways-13-wrong-id`);
  await quickInput.answer(homeTenantId);
  await quickInput.titled('Service Principal: Client ID');
  await code.picture(`${theme}-ways-14-client-id`);
  await quickInput.answer(appId);
  await quickInput.titled('Service Principal: Client Secret');
  await code.picture(`${theme}-ways-15-secret`);
  await quickInput.type(appId);
  await quickInput.says(/looks like the ID/);
  await code.picture(`${theme}-ways-16-secret-is-an-id`);
  await quickInput.answer('not-the-secret');
  await toasts.saying('wasn’t added');
  await code.picture(`${theme}-ways-17-refused-secret`);
  await toasts.close('wasn’t added');

  await begin('Service principal with a client secret');
  await ids();
  await quickInput.titled('Service Principal: Client Secret');
  await quickInput.answer(expiredSecret);
  await toasts.saying('has expired');
  await code.picture(`${theme}-ways-18-expired-secret`);
  await toasts.close('wasn’t added');

  await begin('Service principal with a certificate');
  await ids();
  await quickInput.titled('Service Principal: Certificate');
  await code.picture(`${theme}-ways-19-certificate`);
  await quickInput.type(pfx);
  await quickInput.says(/PFX/);
  await code.picture(`${theme}-ways-20-pfx`);
  await quickInput.accept();
  await quickInput.titled('Convert This PFX to a PEM File');
  await code.picture(`${theme}-ways-21-openssl-line`);
  await quickInput.accept();
  await quickInput.titled('Service Principal: Certificate');
  await quickInput.type(encrypted);
  await quickInput.says(/encrypted/);
  await code.picture(`${theme}-ways-22-encrypted-key`);
  await quickInput.accept();
  await quickInput.titled('Service Principal: Password of the Private Key');
  await code.picture(`${theme}-ways-23-password`);
  await quickInput.cancel();

  await begin('Service principal with workload identity federation');
  await ids();
  await quickInput.titled('Service Principal: Federated Token');
  await code.picture(`${theme}-ways-24-federated`);
  await quickInput.answer(token);
  await toasts.saying('Added service principal');
  await code.picture(`${theme}-ways-25-added`);
  await toasts.close('Added service principal');

  await workbench.runCommand('Partner Link: Add Tenants…');
  await quickInput.titled(/^Add Tenants/);
  await quickInput.items();
  await code.picture(`${theme}-ways-26-add-tenants`);
  await quickInput.choose('Type…');
  await quickInput.titled(/^Add Tenants/);
  await code.picture(`${theme}-ways-27-typed-tenants`);
  await quickInput.answer(
    `woodgrovebank.example ${sampleTenantIds.alpine} nobody.example no_domain woodgrovebank.example`,
  );
  await toasts.saying('tenants added');
  await view.rowSays('woodgrovebank.example', /not linked/);
  await code.picture(`${theme}-ways-28-tenants-told`);
  await toasts.choose('tenants added', 'Show Report');
  await workbench.preview('Tenants added');
  await code.picture(`${theme}-ways-29-tenants-reported`);
  await view.showTooltip('woodgrovebank.example');
  await code.picture(`${theme}-ways-30-added-tenant`);
  await view.tooltip('woodgrovebank.example');
  await workbench.runCommand('Partner Link: Remove Added Tenants…');
  await quickInput.titled('Remove Added Tenants');
  await quickInput.items();
  await code.picture(`${theme}-ways-31-remove-tenants`);
  await quickInput.checkAll();
  await quickInput.accept();
  await workbench.dialog.read();
  await code.picture(`${theme}-ways-32-remove-tenants-confirm`);
  await workbench.dialog.cancel();
  await workbench.runCommand('Partner Link: Remove Identity…');
  await quickInput.titled('Remove Identity');
  await quickInput.items();
  await code.picture(`${theme}-ways-33-remove-identity`);
  await quickInput.choose(appId);
  await workbench.dialog.read();
  await code.picture(`${theme}-ways-34-remove-confirm`);
  await code.close();
  rmSync(folder, { recursive: true });
}

/** The automation's certificate as a PFX and with an encrypted key, and a federated token. */
async function credentialFiles(
  folder: string,
  served: ServedSandbox,
): Promise<{ readonly pfx: string; readonly encrypted: string; readonly token: string }> {
  const { certificate, federation } = served.servicePrincipal(sampleAppIds.automation);
  if (!certificate || !federation) {
    throw new Error('The automation has a certificate and a federation');
  }
  const file = (name: string): string => path.join(folder, name);
  const openssl = (...args: readonly string[]): string => execFileSync('openssl', args, { encoding: 'utf8' });
  openssl('pkcs12', '-export', '-in', certificate.file, '-out', file('automation.pfx'), '-passout', 'pass:');
  const key = openssl('pkcs8', '-topk8', '-in', certificate.file, '-v2', 'aes256', '-passout', 'pass:password');
  writeFileSync(file('encrypted.pem'), `${openssl('x509', '-in', certificate.file)}${key}`);
  writeFileSync(file('token'), await federation.assertion());
  return { pfx: file('automation.pfx'), encrypted: file('encrypted.pem'), token: file('token') };
}
