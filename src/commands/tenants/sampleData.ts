/** *Try with Sample Data* and back. */
import * as l10n from '@vscode/l10n';
import type { CommandContext } from '../context/commandContext.ts';

export async function openSandbox(context: CommandContext): Promise<void> {
  await context.window.switchMode('sandbox');
  await context.window.showTenants();
}

export async function leaveSandbox(context: CommandContext): Promise<void> {
  await context.window.switchMode('azure');
}

export async function resetSandbox(context: CommandContext): Promise<void> {
  const yes = await context.window.dialogs.confirm({
    message: l10n.t('Reset the sample data?'),
    detail: [
      l10n.t('Its tenants, links, journal, and saved partner IDs start over. Your own tenants aren’t affected.'),
    ],
    button: l10n.t('Reset'),
  });
  if (yes) {
    await context.window.resetSandbox();
  }
}
