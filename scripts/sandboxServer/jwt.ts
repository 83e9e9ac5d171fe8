/** Signed tokens that others present (RFC 7515, RFC 7519): read, and really verified. */
import { constants, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

export interface Jwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly signed: string;
  readonly signature: Buffer;
}

/** `undefined`: not a JWT. */
export function readJwt(text: string): Jwt | undefined {
  const [header, payload, signature, ...more] = text.split('.');
  if (header === undefined || payload === undefined || signature === undefined || more.length > 0) {
    return undefined;
  }
  const [readHeader, readPayload] = [readPart(header), readPart(payload)];
  return readHeader && readPayload
    ? {
        header: readHeader,
        payload: readPayload,
        signed: `${header}.${payload}`,
        signature: Buffer.from(signature, 'base64url'),
      }
    : undefined;
}

function readPart(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

/** RS256 and PS256, the two that Microsoft Entra takes; with any other nothing is verified. */
export function isSignedBy({ header, signed, signature }: Jwt, key: KeyObject): boolean {
  const padding = { RS256: constants.RSA_PKCS1_PADDING, PS256: constants.RSA_PKCS1_PSS_PADDING }[String(header['alg'])];
  if (padding === undefined || key.asymmetricKeyType !== 'rsa') {
    return false;
  }
  const saltLength = constants.RSA_PSS_SALTLEN_DIGEST;
  return verify('RSA-SHA256', Buffer.from(signed), { key, padding, saltLength }, signature);
}

/** RS256. */
export function signJwt(payload: object, key: KeyObject, header: object = {}): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'RS256', typ: 'JWT', ...header })}.${part(payload)}`;
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`;
}
