/** *Remove Identity…*: everything of it is forgotten at once; no link is changed. */
import * as l10n from '@vscode/l10n';
import { failureSentence } from '../../shared/text/failureText.ts';
import type { Identity } from '../../shared/model/model.ts';
import type { CommandContext } from '../context/commandContext.ts';
import { askIdentity } from '../context/askIdentity.ts';
import type { RowArguments } from '../context/rowArguments.ts';

export async function removeIdentity(context: CommandContext, from: RowArguments): Promise<void> {
  const {
    session,
    window: { dialogs },
  } = context;
  const row = await askIdentity(context, from, {
    title: l10n.t('Remove Identity'),
    placeholder: l10n.t('Identity to forget'),
    none: l10n.t('There is no identity to remove.'),
  });
  if (!row) {
    return;
  }
  const { identity } = row;
  const yes = await dialogs.confirm({
    message: l10n.t('Remove {0}?', identity.name),
    detail: [
      l10n.t('Its tokens and all that is known of its tenants are forgotten. No link is changed by this.'),
      fateOf(identity),
    ],
    button: l10n.t('Remove'),
  });
  if (!yes) {
    return;
  }
  const removed = await session.removeIdentity(identity.key);
  if (!removed.ok) {
    await dialogs.error(l10n.t('The identity could not be removed. {0}', failureSentence(removed.failure)));
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
      return l10n.t('The login itself stays. To end it, run “{0}” in a terminal.', 'az logout');
    case 'azurePowerShell':
      return l10n.t('The login itself stays. To end it, run “{0}” in a terminal.', 'Disconnect-AzAccount');
    case 'servicePrincipal':
      return l10n.t('What VS Code’s secret storage keeps of it is deleted; files and the app registration stay.');
    case 'sample':
      return l10n.t('This sample account comes back when you sign in with it again.');
  }
}
