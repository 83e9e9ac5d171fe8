/** What an authority says of itself: OpenID Connect Discovery 1.0, and Microsoft Entra's discovery of instances. */
import { json, type Answer } from './answer.ts';
import type { Scenario } from '../scenario/world.ts';
import { findTenant, isAnyTenant } from './directoryNames.ts';
import { noSuchTenant, type Refusal } from './refusal.ts';

const supported = {
  token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
  response_modes_supported: ['query', 'fragment', 'form_post'],
  response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
  scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
  subject_types_supported: ['pairwise'],
  id_token_signing_alg_values_supported: ['RS256'],
} as const;

export type EntraVersion = 'v1' | 'v2';

/** The document of a tenant; its ID stands in it whichever way the tenant was named. */
export function openIdConfiguration(
  origin: string,
  scenario: Scenario,
  name: string,
  version: EntraVersion,
): Answer | Refusal {
  const tenant = findTenant(scenario, name);
  if (!tenant && !isAnyTenant(name)) {
    return noSuchTenant(name);
  }
  const base = `${origin}/${tenant?.tenantId ?? name.toLowerCase()}`;
  const issued = tenant?.tenantId ?? '{tenantid}';
  const oauth = version === 'v2' ? `${base}/oauth2/v2.0` : `${base}/oauth2`;
  return json(200, {
    token_endpoint: `${oauth}/token`,
    ...supported,
    jwks_uri: version === 'v2' ? `${base}/discovery/v2.0/keys` : `${origin}/common/discovery/keys`,
    issuer: version === 'v2' ? `${origin}/${issued}/v2.0` : `https://sts.windows.net/${issued}/`,
    request_uri_parameter_supported: false,
    authorization_endpoint: `${oauth}/authorize`,
    device_authorization_endpoint: `${oauth}/devicecode`,
    end_session_endpoint: `${oauth}/logout`,
    claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'tid', 'ver'],
    tenant_region_scope: tenant?.countryCode === 'US' ? 'NA' : tenant ? 'EU' : null,
    cloud_instance_name: new URL(origin).host,
  });
}

/** assumed: which of these an AD FS of an Azure Stack has, beyond the endpoints. */
export function adfsConfiguration(origin: string): Answer {
  const base = `${origin}/adfs`;
  return json(200, {
    issuer: base,
    authorization_endpoint: `${base}/oauth2/authorize/`,
    token_endpoint: `${base}/oauth2/token/`,
    jwks_uri: `${base}/discovery/keys`,
    ...supported,
    grant_types_supported: ['client_credentials'],
    access_token_issuer: `${base}/services/trust`,
    device_authorization_endpoint: `${base}/oauth2/devicecode`,
    end_session_endpoint: `${base}/oauth2/logout`,
  });
}

/** Tokens of the stand-in are not signed: nobody but Azure Resource Manager has to judge them. */
export function noKeys(): Answer {
  return json(200, { keys: [] });
}

/** Knows itself as an instance, and no other. */
export function instanceDiscovery(origin: string, query: URLSearchParams): Answer | Refusal {
  const asked = query.get('authorization_endpoint') ?? '';
  const { host } = new URL(origin);
  if (!URL.canParse(asked) || new URL(asked).host !== host) {
    return { status: 400, error: 'invalid_instance', code: 50049, text: 'Unknown or invalid instance.' };
  }
  const tenant = new URL(asked).pathname.split('/')[1] ?? 'common';
  return json(200, {
    tenant_discovery_endpoint: `${origin}/${tenant}/v2.0/.well-known/openid-configuration`,
    'api-version': query.get('api-version') ?? '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  });
}
