/** Tokens of the stand-in: shaped like a JWT of Microsoft Entra (RFC 7519), not signed. Tests and test sign-in providers issue theirs here, too. */

export interface TokenClaims {
  /** `tid`; absent as in some AD FS tokens. */
  readonly tenantId?: string;
  /** `oid`; absent as in some AD FS tokens. */
  readonly objectId?: string;
  /** `aud`. */
  readonly audience: string;
  /** `exp`, milliseconds since 1970; the token itself holds whole seconds. */
  readonly expiresAt: number;
  /** `appid`, the application of a service principal. */
  readonly appId?: string;
  /** `iss`. Absent, when a token is issued: Microsoft Entra for the tenant. */
  readonly issuer?: string;
  /** The claims (JSON) of the challenge that this token answers, where it answers one. */
  readonly answersClaims?: string;
}

interface Payload {
  readonly aud: string;
  readonly iss: string;
  readonly iat: number;
  readonly nbf: number;
  readonly exp: number;
  readonly tid?: string;
  readonly oid?: string;
  readonly appid?: string;
  readonly ver: string;
  readonly sandbox_claims?: string;
}

const header = encode({ alg: 'none', typ: 'JWT' });

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

/** One hour before it expires counts as the time of issue. Never fails. */
export function issueToken(claims: TokenClaims): string {
  const exp = Math.floor(claims.expiresAt / 1000);
  const payload: Payload = {
    aud: claims.audience,
    iss: claims.issuer ?? `https://sts.windows.net/${claims.tenantId ?? 'adfs'}/`,
    iat: exp - 3600,
    nbf: exp - 3600,
    exp,
    tid: claims.tenantId,
    oid: claims.objectId,
    appid: claims.appId,
    ver: '1.0',
    sandbox_claims: claims.answersClaims,
  };
  return `${header}.${encode(payload)}.sandbox`;
}

/** The claims of a token, without looking at its signature; `undefined` where it is no JWT or lacks `aud` or `exp`. */
export function readToken(token: string): TokenClaims | undefined {
  const parts = token.split('.');
  const body = parts[1];
  if (parts.length !== 3 || body === undefined) {
    return undefined;
  }
  let payload: unknown;
  try {
    payload = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
  if (typeof payload !== 'object' || payload === null) {
    return undefined;
  }
  const claims = payload as Partial<Record<keyof Payload, unknown>>;
  if (typeof claims.aud !== 'string' || typeof claims.exp !== 'number') {
    return undefined;
  }
  return {
    audience: claims.aud,
    expiresAt: claims.exp * 1000,
    tenantId: text(claims.tid)?.toLowerCase(),
    objectId: text(claims.oid)?.toLowerCase(),
    appId: text(claims.appid)?.toLowerCase(),
    issuer: text(claims.iss),
    answersClaims: text(claims.sandbox_claims),
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
