/** Which of VS Code's sign-ins leads to a cloud. It has two: for the public cloud, and for the one of `microsoft-sovereign-cloud.environment`. */
import type { SovereignCloud } from '../../shared/model/cloudChoice.ts';
import { clouds, type Cloud } from '../clouds/cloud.ts';
import { authorityOf } from '../clouds/cloudMetadata.ts';

export type SignInProvider =
  | { readonly kind: 'public' }
  | { readonly kind: 'sovereign' }
  /** Codes of `signInUnavailable`: VS Code signs in elsewhere, or where the workspace says. */
  | { readonly kind: 'none'; readonly why: 'OtherCloud' | 'WorkspaceCloud' };

/** The public cloud's authority by the names that its metadata goes by, old ones of Azure Stack Hub included. */
const publicAuthorities = [clouds.AzureCloud.authority, 'https://login.windows.net'];

/** By who issues the tokens: an Azure Stack Hub may well have the public cloud's directory. */
export function signInProvider({ authority }: Pick<Cloud, 'authority'>, sovereign: SovereignCloud): SignInProvider {
  if (publicAuthorities.includes(authority)) {
    return { kind: 'public' };
  }
  if (authoritySet(sovereign) !== authority) {
    return { kind: 'none', why: 'OtherCloud' };
  }
  return sovereign.workspaceDiffers ? { kind: 'none', why: 'WorkspaceCloud' } : { kind: 'sovereign' };
}

function authoritySet({ environment, authority }: SovereignCloud): string | undefined {
  switch (environment) {
    case 'USGovernment':
      return clouds.AzureUSGovernment.authority;
    case 'ChinaCloud':
      return clouds.AzureChinaCloud.authority;
    case 'custom':
      return authorityOf(authority ?? '')?.authority;
    case undefined:
      return undefined;
  }
}
