/** What a token says of itself. Read for comparison only: whoever issued it, Azure alone judges whether it is genuine. */
export interface TokenClaims {
  /** `tid`, in lower case. */
  readonly tenantId?: string;
  /** `oid`, in lower case. */
  readonly objectId?: string;
  /** `exp`, in milliseconds since 1970. */
  readonly expiresAt?: number;
}

/** Claims of a JWT; no claims at all where it is none (RFC 7519). */
export function readClaims(token: string): TokenClaims {
  const payload = token.split('.')[1];
  if (!payload) {
    return {};
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    return {};
  }
  if (typeof parsed !== 'object' || parsed === null) {
    return {};
  }
  const { tid, oid, exp } = parsed as { tid?: unknown; oid?: unknown; exp?: unknown };
  return {
    tenantId: typeof tid === 'string' ? tid.toLowerCase() : undefined,
    objectId: typeof oid === 'string' ? oid.toLowerCase() : undefined,
    expiresAt: typeof exp === 'number' && Number.isFinite(exp) ? exp * 1000 : undefined,
  };
}
