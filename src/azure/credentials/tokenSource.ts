import type { AccessToken } from '@azure/identity';
import type { IssuedToken, TokenRequest } from '../../shared/ports/identitySource.ts';
import { failed, success, type Outcome } from '../../shared/model/outcome.ts';
import type { Cloud } from '../clouds/cloud.ts';
import type { AuthorityClientParts } from './authorityClient.ts';

/** Asks for one more token of one identity in one tenant. */
export type TokenSource = (request: Pick<TokenRequest, 'challenge' | 'signal'>) => Promise<Outcome<IssuedToken>>;

export interface CredentialParts extends AuthorityClientParts {
  readonly cloud: Cloud;
}

export function issued(token: AccessToken | null, tenantId: string | undefined): Outcome<IssuedToken> {
  return token
    ? success({ token: token.token, expiresAt: token.expiresOnTimestamp })
    : failed({ kind: 'unexpectedAnswer', code: 'NoToken', tenantId });
}
