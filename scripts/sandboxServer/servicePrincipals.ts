/** The scenario's applications as a client needs them: IDs, and everything to sign in with. */
import type { KeyObject } from 'node:crypto';
import type { Clock } from '../../src/shared/async/clock.ts';
import { signJwt } from './jwt.ts';
import type { SampleApplication, SampleFederation } from '../../src/sandbox/scenario/world.ts';

/** Sample data, all of it: these secrets open nothing but the served sandbox. */
export interface ServedServicePrincipal {
  readonly appId: string;
  readonly name: string;
  readonly homeTenantId: string;
  /** Where it has a service principal, and its object ID there. */
  readonly tenants: readonly {
    readonly tenantId: string;
    readonly objectId: string;
    readonly name?: string;
    readonly domain?: string;
  }[];
  readonly secret: string;
  readonly expiredSecret?: string;
  readonly certificate?: ServedCertificate;
  readonly federation?: ServedFederation;
}

export interface ServedCertificate {
  /** Holds `pem`. */
  readonly file: string;
  /** Certificate and key in one. */
  readonly pem: string;
  readonly thumbprint: string;
}

export interface ServedFederation {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
  /** A token of the issuer, good for a day; `change` makes it a wrong one. */
  assertion(change?: Readonly<Record<string, unknown>>): Promise<string>;
}

export interface PrincipalParts {
  readonly origin: string;
  /** Of the applications that have one registered. */
  readonly certificate: ServedCertificate;
  /** Signs what the outside issuer issues. */
  readonly issuerKey: KeyObject;
  readonly clock: Pick<Clock, 'now'>;
}

const daySeconds = 24 * 60 * 60;

export function servedServicePrincipal(parts: PrincipalParts, application: SampleApplication): ServedServicePrincipal {
  const { appId, name, homeTenantId, tenants, secrets, federations } = application;
  const federation = federations[0];
  return {
    appId,
    name,
    homeTenantId,
    tenants: tenants.map(({ tenantId, objectId, displayName, defaultDomain }) => ({
      tenantId,
      objectId,
      name: displayName,
      domain: defaultDomain,
    })),
    secret: secrets.find(({ expired }) => !expired)?.value ?? '',
    expiredSecret: secrets.find(({ expired }) => expired)?.value,
    ...(application.certificate && { certificate: parts.certificate }),
    ...(federation && { federation: servedFederation(parts, federation) }),
  };
}

function servedFederation(
  { origin, issuerKey, clock }: PrincipalParts,
  { issuerPath, subject, audience }: SampleFederation,
): ServedFederation {
  const issuer = `${origin}${issuerPath}`;
  return {
    issuer,
    subject,
    audience,
    assertion: (change = {}) => {
      const now = Math.floor(clock.now() / 1000);
      const claims = { iss: issuer, sub: subject, aud: audience, iat: now, nbf: now, exp: now + daySeconds };
      return signJwt({ ...claims, ...change }, issuerKey);
    },
  };
}
