/** *Remove Identity…*: everything of it is forgotten at once; no link is changed. */
import * as l10n from '@vscode/l10n';
import type { Identity } from '../../shared/model/model.ts';
import type { CommandContext } from '../context/commandContext.ts';
import { tellFailure } from '../context/tellFailure.ts';
import { askIdentity } from '../context/askIdentity.ts';
import type { RowArguments } from '../context/rowArguments.ts';

export async function removeIdentity(context: CommandContext, from: RowArguments): Promise<void> {
  const {
    session,
    window: { dialogs },
  } = context;
  const row = await askIdentity(context, from, {
    title: l10n.t('Remove Identity'),
    placeholder: l10n.t('Identity to remove'),
    none: l10n.t('There is no identity to remove.'),
  });
  if (!row) {
    return;
  }
  const { identity } = row;
  const yes = await dialogs.confirm({
    message: l10n.t('Remove {0}?', identity.name),
    detail: [
      l10n.t('Its tokens and everything known about its tenants are deleted here. This doesn’t change any links.'),
      fateOf(identity),
    ],
    button: l10n.t('Remove'),
  });
  if (!yes) {
    return;
  }
  const removed = await session.removeIdentity(identity.key);
  if (!removed.ok) {
    await tellFailure(context.window, removed.failure, (sentence) =>
      l10n.t('The identity could not be removed. {0}', sentence),
    );
  }
}

/** What becomes of the sign-in itself. */
function fateOf({ kind }: Identity): string {
  switch (kind) {
    case 'vscodeAccount':
      return l10n.t(
        'It stays signed in to VS Code and is left out here until you add it again. To sign it out, use the Accounts menu at the bottom of the activity bar.',
      );
    case 'azureCli':
      return l10n.t('You stay signed in to the tool. To sign out, run “{0}” in a terminal.', 'az logout');
    case 'azurePowerShell':
      return l10n.t('You stay signed in to the tool. To sign out, run “{0}” in a terminal.', 'Disconnect-AzAccount');
    case 'servicePrincipal':
      return l10n.t('Its secret is deleted from VS Code’s secret storage. Files and the app registration stay.');
    case 'sample':
      return l10n.t('This sample account comes back when you sign in with it again.');
  }
}
