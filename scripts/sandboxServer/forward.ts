/** Azure Resource Manager and the billing service over the wire: each request goes to the sandbox's `HttpClient` as it came. */
import { createHttpHeaders, createPipelineRequest, RestError } from '@azure/core-rest-pipeline';
import type { HttpClient, HttpMethods } from '@azure/core-rest-pipeline';
import { json } from '../../src/sandbox/api/answer.ts';
import { defaultBillingHost } from '../../src/sandbox/api/billingService.ts';
import type { Exchange, Reply } from './listen.ts';

/** Both services at one origin: what the sandbox answers for another host is asked for there. Rejects when the client has gone. */
export async function forward(
  httpClient: HttpClient,
  { method, url, headers, body, signal }: Exchange,
): Promise<Reply> {
  const pathAndQuery = `${url.pathname}${url.search}`;
  const isBilling = url.pathname.toLowerCase().startsWith('/api/billing/');
  const request = createPipelineRequest({
    url: `${isBilling ? defaultBillingHost : url.origin}${pathAndQuery}`,
    method: method as HttpMethods,
    headers: createHttpHeaders(headers),
    ...(body !== '' && { body }),
    abortSignal: signal,
  });
  try {
    const { status, headers: answered, bodyAsText } = await httpClient.sendRequest(request);
    return { kind: 'whole', answer: { status, headers: answered.toJSON(), body: bodyAsText ?? '' } };
  } catch (error) {
    // What an SDK's client reports of a broken network, a client over the wire sees for itself.
    if (error instanceof RestError) {
      return error.code === RestError.PARSE_ERROR
        ? { kind: 'half', answer: json(200, { value: [] }) }
        : { kind: 'none' };
    }
    throw error;
  }
}
