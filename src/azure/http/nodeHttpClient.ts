/** Node's own HTTP client, so that it reaches hosts by whichever of their addresses answers, IPv4 or IPv6. */
import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline';

/**
 * Milliseconds for each address of a host but the last: Node tries one after the other. Its own 250 give up on a distant host, and on any
 * whose first packet is lost, which is sent again after one second (RFC 6298, 2.1).
 */
export const addressTimeoutMs = 1_500;

export function nodeHttpClient(): HttpClient {
  const client = createDefaultHttpClient();
  return {
    sendRequest: (request) => {
      const { hostname } = new URL(request.url);
      request.requestOverrides = {
        autoSelectFamily: true,
        autoSelectFamilyAttemptTimeout: addressTimeoutMs,
        // The client would look up the name `[::1]`, brackets and all.
        ...(hostname.startsWith('[') && { hostname: hostname.slice(1, -1) }),
        ...request.requestOverrides,
      };
      return client.sendRequest(request);
    },
  };
}
