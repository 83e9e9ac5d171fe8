/** Kinds of identity, as a user reads them. */
import * as l10n from '@vscode/l10n';
import type { IdentityKind } from '../model/model.ts';

export function identityKindText(kind: IdentityKind): string {
  switch (kind) {
    case 'vscodeAccount':
      return l10n.t('VS Code account');
    case 'azureCli':
      return l10n.t('Azure CLI login');
    case 'azurePowerShell':
      return l10n.t('Azure PowerShell login');
    case 'servicePrincipal':
      return l10n.t('service principal');
    case 'sample':
      return l10n.t('sample account');
  }
}
