/** What comes back over a bad network: the right answer, spoilt. */
import { createHttpHeaders, RestError, type PipelineRequest, type PipelineResponse } from '@azure/core-rest-pipeline';
import type { Reply } from './faults.ts';

const elsewhere = '00000000-0000-4000-8000-0000000000ff';

/** A sign-in page that nobody meant to ask anything. */
export const strangeHost = 'https://login.captive-portal.example';

function answer(
  request: PipelineRequest,
  status: number,
  bodyAsText: string,
  headers: Readonly<Record<string, string>> = {},
): PipelineResponse {
  return { status, request, bodyAsText, headers: createHttpHeaders(headers) };
}

const json = { 'Content-Type': 'application/json; charset=utf-8' };

/** Throws as Node's client does; `undefined`: no answer comes at all. `right` is absent where the service never got it. */
export function spoilt(
  reply: Reply,
  request: PipelineRequest,
  right: PipelineResponse | undefined,
): PipelineResponse | undefined {
  const body = right?.bodyAsText ?? '';
  switch (reply.kind) {
    case 'right':
    case 'rightThenStale':
    case 'slow':
      return right && { ...right, request };
    case 'breaks':
      throw new RestError(`${reply.code} ${new URL(request.url).hostname}`, { code: reply.code, request });
    case 'hangs':
      return undefined;
    case 'cut':
      if (reply.how === 'stream') {
        throw new RestError('Error reading response as text: aborted', { code: RestError.PARSE_ERROR });
      }
      return right && { ...right, request, bodyAsText: body.slice(0, Math.floor(body.length / 2)) };
    case 'status': {
      const error = { code: 'ChaosFault', message: 'Not today.' };
      return answer(request, reply.status, JSON.stringify({ error, ...error }), { ...json, ...reply.headers });
    }
    case 'challenge': {
      const claims = Buffer.from('{"access_token":{"acrs":{"essential":true,"value":"c1"}}}').toString('base64');
      const why = reply.claims ? `error="insufficient_claims", claims="${claims}"` : 'error="invalid_token"';
      const header = `Bearer authorization_uri="https://login.microsoftonline.com/common", ${why}`;
      const error = { code: 'InvalidAuthenticationToken', message: 'The access token is not good enough.' };
      return answer(request, 401, JSON.stringify({ error }), { ...json, 'WWW-Authenticate': header });
    }
    case 'elsewhere':
      return right && { ...right, request, bodyAsText: aboutAnother(reply.what, body) };
    case 'page':
      return answer(request, reply.status, '<!DOCTYPE html><html><body>Please sign in.</body></html>', {
        'Content-Type': 'text/html',
      });
    case 'redirect':
      return answer(request, reply.status, '', { Location: `${strangeHost}/sign-in` });
    case 'huge':
      return right && { ...right, request, bodyAsText: body.replace('{', `{"padding":"${'x'.repeat(600_000)}",`) };
    case 'empty':
      return right && { ...right, request, bodyAsText: '' };
    case 'garbage':
      return right && { ...right, request, bodyAsText: '{"properties":[null,{"partnerId":{}}],"partnerId":[]}' };
  }
}

function aboutAnother(what: 'tenant' | 'object' | 'partner', body: string): string {
  switch (what) {
    case 'tenant':
      return body.replace(/"tenantId":"[^"]*"/g, `"tenantId":"${elsewhere}"`);
    case 'object':
      return body.replace(/"objectId":"[^"]*"/g, `"objectId":"${elsewhere}"`);
    case 'partner':
      return body.replace(/"partnerId":"[0-9]+"/g, '"partnerId":"9000001"');
  }
}

/** Whether the reply lets a reading through: by it the asker knows what the service showed. `body`: of the right answer. */
export function isUsable(reply: Reply, body: string): boolean {
  switch (reply.kind) {
    case 'right':
    case 'rightThenStale':
    case 'slow':
    case 'huge':
      return true;
    case 'elsewhere':
      // The answer about a DPOR names no tenant and no object.
      return aboutAnother(reply.what, body) === body;
    default:
      return false;
  }
}
