/** A proxy on the way that wants to know who asks (RFC 9110, 15.5.8). No other server answers so, whatever page comes with it. */
import { Readable } from 'node:stream';
import type { SendRequest } from '@azure/core-rest-pipeline';
import { proxySignIn } from '../../shared/text/failureText.ts';
import { FailureError } from '../errors/failureError.ts';

const proxyStatus = 407;

/**
 * Sends, and throws a `proxyOrCertificate` with the code `proxySignIn` where a proxy asks for a sign-in: nothing went past it. Its page is not
 * read, because the agents that ask a proxy for a tunnel (VS Code's among them) drop what of it comes after the headers, and whoever
 * reads on waits in vain. `send` is asked to stream every answer (`sendWithLimit`).
 */
export function sendPastProxies(send: SendRequest): SendRequest {
  return async (request) => {
    const response = await send(request);
    if (response.status !== proxyStatus) {
      return response;
    }
    if (response.readableStreamBody instanceof Readable) {
      response.readableStreamBody.destroy();
    }
    throw new FailureError({ kind: 'proxyOrCertificate', code: proxySignIn, status: proxyStatus });
  };
}
