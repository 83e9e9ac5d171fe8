/** Why a tenant wants a sign-in, where whoever refused has said so: https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
import * as l10n from '@vscode/l10n';

/** Code of a `signInNeeded` where Azure itself asked for more than the token at hand, and no other could be had silently. */
export const claimsChallenged = 'ClaimsChallenge';

/** A sentence; `undefined` where nothing is known: VS Code's accounts don't tell. */
export function signInReason(code: string | undefined): string | undefined {
  switch (code) {
    case 'AADSTS50076':
    case 'AADSTS50079':
      return l10n.t('The tenant requires multifactor authentication.');
    case 'AADSTS50158':
      return l10n.t('The tenant requires a check of its own.');
    case 'AADSTS65001':
      return l10n.t('The tenant has not yet consented to this way of signing in.');
    case 'AADSTS50078':
    case 'AADSTS50173':
    case 'AADSTS70043':
    case 'AADSTS700082':
      return l10n.t('The earlier sign-in has expired.');
    case claimsChallenged:
      return l10n.t('Azure requires a stronger sign-in than the current one.');
    default:
      return undefined;
  }
}
