import type { TokenChallenge } from '../../shared/ports/identitySource.ts';
import { parseJson } from '../../shared/validation/json.ts';

/**
 * The claims challenge in the `WWW-Authenticate` header of a 401, where there is one: Azure wants a token with more in it
 * (https://learn.microsoft.com/entra/identity-platform/claims-challenge).
 */
export function claimsChallenge(wwwAuthenticate: string | undefined): TokenChallenge | undefined {
  const encoded = /\bclaims="?([\w+/=-]+)"?/i.exec(wwwAuthenticate ?? '')?.[1];
  if (wwwAuthenticate === undefined || encoded === undefined) {
    return undefined;
  }
  const claims = Buffer.from(encoded, 'base64').toString('utf8');
  return parseJson(claims) ? { wwwAuthenticate, claims } : { wwwAuthenticate };
}
