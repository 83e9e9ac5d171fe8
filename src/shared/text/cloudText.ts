/** Clouds as a user reads them. A custom one's address comes out raw: pass the result through `foreignText.ts`. */
import * as l10n from '@vscode/l10n';
import type { CloudChoice } from '../model/cloudChoice.ts';

export function cloudText(choice: CloudChoice): string {
  switch (choice.kind) {
    case 'named':
      switch (choice.name) {
        case 'AzureCloud':
          return l10n.t('Azure');
        case 'AzureUSGovernment':
          return l10n.t('Azure US Government');
        case 'AzureChinaCloud':
          return l10n.t('Azure China (21Vianet)');
      }
      break;
    case 'custom':
      return URL.canParse(choice.arm) ? new URL(choice.arm).host : l10n.t('custom cloud');
  }
}

/** Wherever the cloud is shown while the workspace has a say of its own in VS Code's. */
export function workspaceCloudIgnored(): string {
  return l10n.t('the workspace’s microsoft-sovereign-cloud settings are ignored');
}
