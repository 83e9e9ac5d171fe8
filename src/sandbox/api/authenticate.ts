/** What Azure Resource Manager checks of a token before it looks at anything else. */
import { armError, type Answer, type Caller } from './answer.ts';
import { readToken, type TokenClaims } from '../identities/token.ts';
import { principalKey, tenantsOf, type SampleIdentity, type SampleTenant, type Scenario } from '../scenario/world.ts';

export type Authenticated =
  | { readonly ok: true; readonly caller: Caller; readonly claims: TokenClaims }
  | { readonly ok: false; readonly answer: Answer; readonly tenantId?: string };

interface Principal {
  readonly tenant: SampleTenant;
  /** Absent: a service principal. */
  readonly identity?: SampleIdentity;
}

const tokensKept = 2000;

/** Knows a scenario's principals and tenants, and the tokens seen so far. */
export class Gate {
  readonly #audiences: ReadonlySet<string>;
  readonly #host: string;
  readonly #tokens = new Map<string, TokenClaims | undefined>();
  #tenants = new Map<string, SampleTenant>();
  #principals = new Map<string, Principal>();
  /** Applications' service principals in their home tenants, by application ID. */
  #atHome = new Map<string, SampleTenant>();

  constructor(host: string, scenario: Scenario) {
    this.#host = host;
    const hosts = [host, 'https://management.core.windows.net'];
    this.#audiences = new Set(hosts.flatMap((one) => [one, `${one}/`]));
    this.useScenario(scenario);
  }

  useScenario(scenario: Scenario): void {
    this.#tenants = new Map();
    this.#principals = new Map();
    this.#atHome = new Map();
    for (const identity of scenario.identities) {
      for (const tenant of identity.tenants) {
        this.#principals.set(principalKey(tenant.tenantId, tenant.objectId), { identity, tenant });
      }
    }
    for (const { appId, homeTenantId, tenants } of scenario.applications) {
      for (const tenant of tenants) {
        this.#principals.set(principalKey(tenant.tenantId, tenant.objectId), { tenant });
        if (tenant.tenantId === homeTenantId) {
          this.#atHome.set(appId, tenant);
        }
      }
    }
    for (const tenant of tenantsOf(scenario)) {
      if (!this.#tenants.has(tenant.tenantId)) {
        this.#tenants.set(tenant.tenantId, tenant);
      }
    }
  }

  // assumed: codes and messages of every 401 here; that each carries WWW-Authenticate is how bearer tokens work (RFC 6750).
  check(authorization: string | undefined, now: number): Authenticated {
    if (authorization === undefined || authorization === '') {
      return refuse('AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing.", 'common');
    }
    const token = /^Bearer (.+)$/i.exec(authorization)?.[1];
    const claims = token === undefined ? undefined : this.#read(token);
    if (!claims) {
      return refuse('InvalidAuthenticationToken', 'The access token is invalid.', 'common');
    }
    const tenantId = claims.tenantId;
    if (!this.#audiences.has(claims.audience)) {
      return refuse(
        'InvalidAuthenticationTokenAudience',
        `The access token has been obtained for wrong audience or resource '${claims.audience}'. It should exactly match with one of the allowed audiences '${this.#host}/'.`,
        tenantId ?? 'common',
        tenantId,
      );
    }
    if (claims.expiresAt <= now) {
      return refuse(
        'ExpiredAuthenticationToken',
        `The access token expiry UTC time '${new Date(claims.expiresAt).toISOString()}' is earlier than current UTC time '${new Date(now).toISOString()}'.`,
        tenantId ?? 'common',
        tenantId,
      );
    }
    const atHome = this.#callerWithoutTenant(claims);
    if (atHome) {
      return { ok: true, claims, caller: { tenantId: atHome.tenantId, objectId: atHome.objectId, tenant: atHome } };
    }
    if (tenantId === undefined || claims.objectId === undefined) {
      // assumed: what a token without these would be answered is not known.
      return refuse(
        'InvalidAuthenticationToken',
        "The access token lacks the claim 'tid' or 'oid'.",
        'common',
        tenantId,
      );
    }
    const principal = this.#principals.get(principalKey(tenantId, claims.objectId));
    const tenant = principal?.tenant ?? this.#tenants.get(tenantId);
    if (!tenant) {
      return refuse(
        'InvalidAuthenticationTokenTenant',
        `The access token is from the wrong issuer 'https://sts.windows.net/${tenantId}/'.`,
        tenantId,
        tenantId,
      );
    }
    return { ok: true, claims, caller: { tenantId, objectId: claims.objectId, tenant, identity: principal?.identity } };
  }

  /** assumed: tokens of AD FS that name neither tenant nor object are known by their application; its home tenant is meant. */
  #callerWithoutTenant({ tenantId, objectId, appId, issuer }: TokenClaims): SampleTenant | undefined {
    return tenantId === undefined && objectId === undefined && appId !== undefined && issuer?.endsWith('/adfs') === true
      ? this.#atHome.get(appId)
      : undefined;
  }

  #read(token: string): TokenClaims | undefined {
    if (this.#tokens.has(token)) {
      return this.#tokens.get(token);
    }
    if (this.#tokens.size >= tokensKept) {
      this.#tokens.clear();
    }
    const claims = readToken(token);
    this.#tokens.set(token, claims);
    return claims;
  }
}

function challenge(authority: string): string {
  return `Bearer authorization_uri="https://login.microsoftonline.com/${authority}"`;
}

function refuse(code: string, message: string, authority: string, tenantId?: string): Authenticated {
  const header = `${challenge(authority)}, error="invalid_token", error_description="${message}"`;
  return { ok: false, answer: armError(401, code, message, { 'WWW-Authenticate': header }), tenantId };
}

/** A 401 that asks for a token with these claims (continuous access evaluation, step-up). assumed: code and message. */
export function claimsChallenge(tenantId: string, claims: string): Answer {
  const encoded = Buffer.from(claims).toString('base64');
  const header = `${challenge(tenantId)}, error="insufficient_claims", claims="${encoded}"`;
  return armError(
    401,
    'InvalidAuthenticationToken',
    'The access token does not satisfy the claims that are asked for.',
    {
      'WWW-Authenticate': header,
    },
  );
}
