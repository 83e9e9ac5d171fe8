/** Microsoft Entra's token endpoint, for applications: OAuth 2.0 client credentials (RFC 6749 section 4.4), v1 and v2. */
import { json, type Answer } from '../../src/sandbox/api/answer.ts';
import type { FaultAnswer } from '../../src/sandbox/switches/faults.ts';
import { issueToken } from '../../src/sandbox/identities/token.ts';
import type { SampleApplication, SampleTenant, Scenario } from '../../src/sandbox/scenario/world.ts';
import { disprove, type KnownKeys } from './clientProof.ts';
import { findTenant, isAnyTenant } from '../../src/sandbox/api/directoryNames.ts';
import type { EntraVersion } from '../../src/sandbox/api/discovery.ts';
import {
  blocked,
  invalidGrant,
  invalidRequest,
  mfaNeeded,
  noSuchTenant,
  transient,
  isRefusal,
  type Refusal,
} from '../../src/sandbox/api/refusal.ts';

export interface TokenQuestion {
  readonly origin: string;
  readonly scenario: Scenario;
  readonly keys: KnownKeys;
  readonly parameters: URLSearchParams;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What tokens are for here: Azure Resource Manager, by each of its names. */
export function isServed(resource: string, origin: string): boolean {
  return [origin, 'https://management.core.windows.net'].some((one) => resource === one || resource === `${one}/`);
}

export const tokenLifeSeconds = 3599;

/** The tenant of the path; `fault` is one for tokens. */
export async function entraToken(
  question: TokenQuestion,
  name: string,
  version: EntraVersion,
  fault: FaultAnswer | undefined,
): Promise<Answer | Refusal> {
  const { origin, scenario, parameters, now } = question;
  if (isAnyTenant(name)) {
    // assumed: Azure has ways for some applications; here the tenant must be said.
    return invalidRequest(
      50059,
      'No tenant-identifying information found in either the request or implied by any provided credentials.',
    );
  }
  const tenant = findTenant(scenario, name);
  if (!tenant) {
    return noSuchTenant(name);
  }
  const application = applicationIn(question, tenant);
  if (isRefusal(application)) {
    return application;
  }
  const refused = await disprove({
    ...question,
    application,
    isForUs: (audience) => isEndpointOf(audience, origin, [name.toLowerCase(), tenant.tenantId]),
  });
  if (refused) {
    return refused;
  }
  const resource = resourceOf(parameters, version);
  if (resource === undefined) {
    const missing = version === 'v2' ? 'scope' : 'resource';
    return invalidRequest(900144, `The request body must contain the following parameter: '${missing}'.`);
  }
  if (!isServed(resource, origin)) {
    return {
      status: 400,
      error: 'invalid_resource',
      code: 500011,
      text: `The resource principal named ${resource} was not found in the tenant named ${tenant.displayName ?? tenant.tenantId}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.`,
    };
  }
  const own = application.tenants.find(({ tenantId }) => tenantId === tenant.tenantId) ?? tenant;
  const barred = faultRefusal(fault, resource) ?? barredFrom(own, resource);
  if (barred) {
    return barred;
  }
  const issuedFor = fault?.kind === 'wrongTenantToken' ? fault.tenantId : tenant.tenantId;
  const token = issueToken({
    tenantId: issuedFor,
    objectId: (application.tenants.find(({ tenantId }) => tenantId === issuedFor) ?? own).objectId,
    appId: application.appId,
    audience: resource,
    expiresAt: now + tokenLifeSeconds * 1000,
    answersClaims: claimsAsked(parameters.get('claims')),
  });
  return json(200, tokenBody(token, resource, version, now));
}

/** What every request for a token must hold, and who it says it is. */
function applicationIn({ scenario, parameters }: TokenQuestion, tenant: SampleTenant): SampleApplication | Refusal {
  const missing = ['grant_type', 'client_id'].find((one) => !parameters.get(one));
  if (missing !== undefined) {
    return invalidRequest(900144, `The request body must contain the following parameter: '${missing}'.`);
  }
  const [grant, clientId] = [parameters.get('grant_type') ?? '', (parameters.get('client_id') ?? '').toLowerCase()];
  if (grant !== 'client_credentials') {
    return {
      status: 400,
      error: 'unsupported_grant_type',
      code: 70003,
      text: `The app requested an unsupported grant type '${grant}'.`,
    };
  }
  const application = scenario.applications.find(({ appId }) => appId === clientId);
  return application?.tenants.some(({ tenantId }) => tenantId === tenant.tenantId)
    ? application
    : {
        status: 400,
        error: 'unauthorized_client',
        code: 700016,
        text: `Application with identifier '${clientId}' was not found in the directory '${tenant.displayName ?? tenant.tenantId}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
      };
}

/** `https://resource/.default` (v2) or the resource itself (v1, AD FS). `undefined`: neither. */
export function resourceOf(parameters: URLSearchParams, version: EntraVersion): string | undefined {
  if (version === 'v1') {
    return parameters.get('resource') ?? undefined;
  }
  const scope = (parameters.get('scope') ?? '').split(' ').find((one) => one.endsWith('/.default'));
  return scope?.slice(0, -'/.default'.length);
}

function isEndpointOf(audience: string, origin: string, tenants: readonly string[]): boolean {
  const endpoints = ['/oauth2/v2.0/token', '/oauth2/token', '/v2.0'];
  return tenants.some((tenant) => endpoints.some((one) => audience.toLowerCase() === `${origin}/${tenant}${one}`));
}

/** assumed: that policies bind service principals as they bind people; multi-factor authentication can't be asked of one. */
function barredFrom({ access }: SampleTenant, resource: string): Refusal | undefined {
  switch (access) {
    case 'ready':
      return undefined;
    case 'signInNeeded':
      return mfaNeeded(resource);
    case 'blocked':
      return blocked;
    case 'noAccount':
      return invalidGrant(50020, 'The user account does not exist in the tenant.');
  }
}

/** A switched failure, by its own code where it has one. */
function faultRefusal(fault: FaultAnswer | undefined, resource: string): Refusal | undefined {
  if (fault?.kind !== 'tokenFails') {
    return undefined;
  }
  const refusal = {
    signInNeeded: mfaNeeded(resource),
    accountNotAllowed: invalidGrant(
      65001,
      'The user or administrator has not consented to use the application. Send an interactive authorization request for this user and resource.',
      { suberror: 'consent_required' },
    ),
    tenantBlocked: blocked,
    offline: transient,
    unknown: transient,
  }[fault.failure];
  const code = /^AADSTS([0-9]+)$/.exec(fault.code ?? '')?.[1];
  return code === undefined ? refusal : { ...refusal, code: Number(code) };
}

/** The claims of a challenge that this request answers: what a client asks for, without what it says it can do. */
function claimsAsked(claims: string | null): string | undefined {
  if (claims === null) {
    return undefined;
  }
  let asked: unknown;
  try {
    asked = JSON.parse(claims);
  } catch {
    return undefined;
  }
  const { access_token: token } = (asked ?? {}) as { readonly access_token?: Readonly<Record<string, unknown>> };
  const left = Object.entries(token ?? {}).filter(([name]) => name !== 'xms_cc');
  return left.length === 0 ? undefined : JSON.stringify({ access_token: Object.fromEntries(left) });
}

export function tokenBody(token: string, resource: string, version: EntraVersion, now: number): object {
  const common = { token_type: 'Bearer', access_token: token };
  const seconds = Math.floor(now / 1000);
  return version === 'v2'
    ? { ...common, expires_in: tokenLifeSeconds, ext_expires_in: tokenLifeSeconds }
    : {
        ...common,
        expires_in: String(tokenLifeSeconds),
        ext_expires_in: String(tokenLifeSeconds),
        expires_on: String(seconds + tokenLifeSeconds),
        not_before: String(seconds),
        resource,
      };
}
