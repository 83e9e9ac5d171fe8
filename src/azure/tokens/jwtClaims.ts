/** What a token says of itself. Read for comparison only: whoever issued it, Azure alone judges whether it is genuine. */
import { asGuid, asObject, parseJson, type JsonObject } from '../../shared/validation/json.ts';

export interface TokenClaims {
  /** `tid`, in lower case; absent where it is no GUID. */
  readonly tenantId?: string;
  /** `oid`, in lower case; absent where it is no GUID. */
  readonly objectId?: string;
  /** `nbf`, in milliseconds since 1970. */
  readonly validFrom?: number;
  /** `exp`, in milliseconds since 1970. */
  readonly expiresAt?: number;
}

/** All that a JWT says; `undefined` where it is none (RFC 7519). */
export function payloadOf(token: string): JsonObject | undefined {
  const payload = token.split('.')[1];
  return payload ? asObject(parseJson(Buffer.from(payload, 'base64url').toString('utf8'))?.value) : undefined;
}

/** Claims of a JWT; no claims at all where it is none. */
export function readClaims(token: string): TokenClaims {
  const payload = payloadOf(token) ?? {};
  return {
    tenantId: asGuid(payload['tid']),
    objectId: asGuid(payload['oid']),
    validFrom: asTime(payload['nbf']),
    expiresAt: asTime(payload['exp']),
  };
}

function asTime(seconds: unknown): number | undefined {
  return typeof seconds === 'number' && Number.isFinite(seconds) ? seconds * 1000 : undefined;
}
