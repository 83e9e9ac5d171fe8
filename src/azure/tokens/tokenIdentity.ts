/** Who an identity is, by the claims of its own token and nothing else: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference */
import { createHash } from 'node:crypto';
import { isGuid } from '../../shared/model/guid.ts';
import type { Identity, IdentityKind } from '../../shared/model/model.ts';
import { payloadOf } from './jwtClaims.ts';
import { asGuid, asId, asName, asText, type JsonObject } from '../../shared/validation/json.ts';

export type TokenIdentity = Pick<Identity, 'name' | 'homeTenantId' | 'objectId' | 'principal'> & {
  /** `tid`: the tenant of the token. */
  readonly tenantId?: string;
  /** Stays the same whichever tenant the token is of, as far as can be told. */
  readonly subject: string;
};

/** `undefined` where the token says nothing at all of whom it belongs to. */
export function tokenIdentity(token: string): TokenIdentity | undefined {
  const claims = payloadOf(token) ?? {};
  const tenantId = asGuid(claims['tid']);
  const objectId = asGuid(claims['oid']);
  // Accounts of other providers come as `live.com#name`.
  const user = firstText(claims, 'unique_name', 'upn', 'preferred_username', 'email')?.replace(/^[\w.-]+#/, '');
  const app = asId(claims['appid']) ?? asId(claims['azp']);
  const isApp = asText(claims['idtyp'])?.toLowerCase() === 'app' || (user === undefined && app !== undefined);
  const name = isApp ? (asName(claims['app_displayname']) ?? app) : (user ?? asName(claims['name']));
  const subject = (isApp ? app : user?.toLowerCase()) ?? objectId ?? asText(claims['sub']);
  if (subject === undefined) {
    return undefined;
  }
  return {
    name: name ?? subject,
    objectId,
    ...homeOf(claims, tenantId, isApp),
    principal: isApp ? 'servicePrincipal' : 'user',
    tenantId,
    subject,
  };
}

/**
 * A guest's token names the home in `idp` (`https://sts.windows.net/<tenant id>/`), others have none. A service principal
 * is an object of the token's own tenant.
 */
function homeOf(claims: JsonObject, tenantId: string | undefined, isApp: boolean): Pick<Identity, 'homeTenantId'> {
  const provider = isApp ? undefined : asText(claims['idp']);
  if (provider === undefined) {
    return tenantId === undefined ? {} : { homeTenantId: tenantId };
  }
  const home = /^https:\/\/sts\.[\w.-]+\/([^/]+)\/?$/.exec(provider.toLowerCase())?.[1];
  return home !== undefined && isGuid(home) ? { homeTenantId: home } : {};
}

function firstText(claims: JsonObject, ...names: readonly string[]): string | undefined {
  return names.map((name) => asName(claims[name])).find((text) => text !== undefined);
}

/** The login of a tool. Its key holds no name, since keys go into journals and logs. */
export function loginIdentity(
  kind: Extract<IdentityKind, 'azureCli' | 'azurePowerShell'>,
  who: TokenIdentity,
): Identity {
  const subject = createHash('sha256').update(who.subject).digest('hex').slice(0, 16);
  return { key: `${kind}:${subject}`, kind, ...described(who) };
}

/** AD FS tokens may lack ids: then the key is made of what was given, and nothing else is. */
export function principalIdentity(
  given: { readonly tenantId?: string; readonly clientId: string },
  who: TokenIdentity,
): Identity {
  const tenantId = who.tenantId ?? given.tenantId;
  return {
    key: `servicePrincipal:${tenantId === undefined ? '' : `${tenantId}.`}${who.objectId ?? given.clientId}`,
    kind: 'servicePrincipal',
    ...described({ ...who, principal: 'servicePrincipal' }),
  };
}

function described({ name, homeTenantId, objectId, principal }: TokenIdentity): Omit<Identity, 'key' | 'kind'> {
  return {
    name,
    homeTenantId,
    objectId,
    principal,
  };
}
