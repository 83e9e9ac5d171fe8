/** Errors of the machine and the network, by the codes of Node and OpenSSL. */
import type { FailureKind } from '../../shared/model/failure.ts';
import { proxySignIn } from '../../shared/text/failureText.ts';

export interface SystemError {
  readonly kind: FailureKind;
  readonly code: string;
  /** The request cannot have left this machine. */
  readonly neverSent: boolean;
}

/** No connection came about, so nothing was sent. */
const neverConnected = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_NODATA',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EHOSTDOWN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** A connection that broke or stalled: what was sent may have arrived. */
const broke = new Set([
  'ECONNRESET',
  'ECONNABORTED',
  'ETIMEDOUT',
  'ESOCKETTIMEDOUT',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
  'REQUEST_SEND_ERROR',
  'UND_ERR_SOCKET',
]);

/** By Node's words, or by none at all where each of several addresses timed out or was refused: of what these ended in, the SDK keeps nothing. */
function neverConnectedAtAll(code: string, message: unknown): boolean {
  return typeof message === 'string' && (message === '' ? code === 'ETIMEDOUT' : message.startsWith(`connect ${code}`));
}

/** The certificate was refused before anything was sent. */
const certificate =
  /^(?:CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|CRL_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|ERR_TLS_CERT_)/;

const tlsOrProxy = /^(?:ERR_TLS_|ERR_SSL_|EPROTO$|ERR_PROXY_|ERR_TUNNEL_)/;

/** A proxy that opens no tunnel before it knows who asks: Chromium's codes, and the words of Node, undici and `tunnel`, whose codes say less. */
const proxySignInCode = /^(?:net::)?ERR_PROXY_AUTH_/;
const proxySignInWords = /\b(?:proxy|tunnel)[^]{0,80}(?<![:.\d])407\b|(?<![:.\d])407\b[^]{0,80}\b(?:proxy|tunnel)/i;

/** Every `code` in an error, its causes and the errors it gathers (Node tries several addresses and throws an AggregateError). */
function* errorsWithin(error: unknown, depth = 0): Generator<{ readonly code?: unknown; readonly message?: unknown }> {
  if (typeof error !== 'object' || error === null || depth > 5) {
    return;
  }
  yield error;
  const { cause, errors } = error as { cause?: unknown; errors?: unknown };
  if (Array.isArray(errors)) {
    for (const one of errors) {
      yield* errorsWithin(one, depth + 1);
    }
  }
  yield* errorsWithin(cause, depth + 1);
}

/** What the machine says went wrong, or `undefined` where it says nothing known. */
export function networkError(error: unknown): SystemError | undefined {
  for (const { code, message } of errorsWithin(error)) {
    if (typeof code === 'string') {
      if (proxySignInCode.test(code) || (typeof message === 'string' && proxySignInWords.test(message.slice(0, 500)))) {
        return { kind: 'proxyOrCertificate', code: proxySignIn, neverSent: true };
      }
      if (certificate.test(code)) {
        return { kind: 'proxyOrCertificate', code, neverSent: true };
      }
      if (tlsOrProxy.test(code)) {
        return { kind: 'proxyOrCertificate', code, neverSent: false };
      }
      if (neverConnected.has(code)) {
        return { kind: 'offline', code, neverSent: true };
      }
      // `REQUEST_SEND_ERROR` is the SDK's word for "no code": a proxy that refuses says so in words only.
      if (code === 'REQUEST_SEND_ERROR' && typeof message === 'string' && /\bproxy\b|tunneling socket/i.test(message)) {
        return { kind: 'proxyOrCertificate', code, neverSent: false };
      }
      if (broke.has(code)) {
        return { kind: 'offline', code, neverSent: neverConnectedAtAll(code, message) };
      }
      if (code === 'PARSE_ERROR' || code === 'Z_BUF_ERROR' || code === 'Z_DATA_ERROR') {
        return { kind: 'cutOff', code, neverSent: false };
      }
    }
  }
  return undefined;
}
