/** Signed tokens that others present (RFC 7515, RFC 7519): read, and really verified. */
import type { KeyObject } from 'node:crypto';
import { compactVerify, decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';

export interface Jwt {
  readonly text: string;
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** `undefined`: not a JWT. */
export function readJwt(text: string): Jwt | undefined {
  try {
    return { text, header: { ...decodeProtectedHeader(text) }, payload: decodeJwt(text) };
  } catch {
    return undefined;
  }
}

/** RS256 and PS256, the two that Microsoft Entra takes; with any other nothing is verified. */
export async function isSignedBy({ text }: Jwt, key: KeyObject): Promise<boolean> {
  try {
    await compactVerify(text, key, { algorithms: ['RS256', 'PS256'] });
    return true;
  } catch {
    return false;
  }
}

/** RS256. */
export async function signJwt(payload: object, key: KeyObject, header: object = {}): Promise<string> {
  return new SignJWT({ ...payload }).setProtectedHeader({ typ: 'JWT', ...header, alg: 'RS256' }).sign(key);
}

/** The same token with another algorithm in its header, whose signature it is not. */
export function withAlgorithm(token: string, alg: string): string {
  const [, ...rest] = token.split('.');
  const header = Buffer.from(JSON.stringify({ ...decodeProtectedHeader(token), alg })).toString('base64url');
  return [header, ...rest].join('.');
}
