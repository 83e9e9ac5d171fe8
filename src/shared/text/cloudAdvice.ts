/** What to do about a cloud that cannot be used, by the code of the failure. Part of `failureText.ts`. */
import * as l10n from '@vscode/l10n';
import type { CloudProblem, Failure } from '../model/failure.ts';

const problems: Readonly<Record<CloudProblem, () => string>> = {
  NotAnAddress: () =>
    l10n.t(
      'Use “Choose Cloud…” to enter the address of the cloud’s Azure Resource Manager, for example https://management.local.azurestack.external.',
    ),
  NotHttps: () => l10n.t('The address must begin with https, because tokens are sent there.'),
  NoMetadata: () =>
    l10n.t(
      'Nothing at this address describes a cloud (/metadata/endpoints): check that it is the one of its Azure Resource Manager.',
    ),
  NoAuthority: () =>
    l10n.t('The cloud does not say who issues its tokens (authentication.loginEndpoint): ask its operator.'),
  AuthorityUnusable: () =>
    l10n.t('The cloud names an address for signing in that is not a plain https address: ask its operator.'),
  NoAudience: () =>
    l10n.t('The cloud does not say what its tokens are for (authentication.audiences): ask its operator.'),
  CaFileMissing: () =>
    l10n.t('The file named in partnerLink.caFile cannot be read: give its full path, or leave the setting empty.'),
  CaFileNotPem: () =>
    l10n.t('The file named in partnerLink.caFile holds no certificate in PEM form (-----BEGIN CERTIFICATE-----).'),
};

export function cloudAdvice({ code }: Pick<Failure, 'code'>): string {
  return isOneOf(problems, code) ? problems[code]() : l10n.t('Choose the cloud again.');
}

/** Where VS Code’s sign-in is there and leads elsewhere. */
export function signInElsewhere({ code }: Pick<Failure, 'code'>): string | undefined {
  switch (code) {
    case 'OtherCloud':
      return l10n.t(
        'VS Code signs in to another cloud: set microsoft-sovereign-cloud.environment to this one in your user settings, or add a service principal.',
      );
    case 'WorkspaceCloud':
      return l10n.t(
        'The workspace sends VS Code’s sign-in elsewhere: remove microsoft-sovereign-cloud from its settings, or open another folder.',
      );
    default:
      return undefined;
  }
}

function isOneOf<K extends string>(table: Readonly<Record<K, unknown>>, code: string | undefined): code is K {
  return code !== undefined && Object.hasOwn(table, code);
}
