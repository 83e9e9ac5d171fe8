/** *Try with Sample Data* and back. */
import * as l10n from '@vscode/l10n';
import type { App } from '../context/app.ts';

export async function openSandbox(app: App): Promise<void> {
  await app.switchMode('sandbox');
  await app.showTenants();
}

export async function leaveSandbox(app: App): Promise<void> {
  await app.switchMode('azure');
}

export async function resetSandbox(app: App): Promise<void> {
  const yes = await app.dialogs.confirm({
    message: l10n.t('Reset the sample data?'),
    detail: [l10n.t('Its tenants, links, journal and saved partner IDs begin anew. Your own tenants are not touched.')],
    button: l10n.t('Reset'),
  });
  if (yes) {
    await app.resetSandbox();
  }
}
