/** What clients of the served sandbox have in common: they trust its CA, and nobody else's word. */
import {
  createDefaultHttpClient,
  createPipelineRequest,
  type HttpClient,
  type PipelineRequestOptions,
} from '@azure/core-rest-pipeline';
import type { Cloud } from '../../../../src/azure/clouds/cloud.ts';
import type { ServedSandbox } from '../../../../scripts/sandboxServer/serveSandbox.ts';

/** Over the wire, and only to servers that this CA vouches for. */
export function trusting(caPem: string): HttpClient {
  const client = createDefaultHttpClient();
  const tlsSettings = { ca: caPem };
  return {
    sendRequest: (request) => {
      request.tlsSettings = tlsSettings;
      return client.sendRequest(request);
    },
  };
}

export interface AuthorityOptions {
  readonly authorityHost: string;
  readonly disableInstanceDiscovery: true;
  readonly httpClient: HttpClient;
  readonly retryOptions: { readonly maxRetries: number };
}

/** The options of a credential of `@azure/identity`. */
export function authorityOf(served: ServedSandbox): AuthorityOptions {
  return {
    authorityHost: served.authority,
    disableInstanceDiscovery: true,
    httpClient: trusting(served.caPem),
    retryOptions: { maxRetries: 0 },
  };
}

export function scopeOf(served: ServedSandbox): string {
  return `${served.armOrigin}/.default`;
}

export function cloudOf(served: ServedSandbox): Cloud {
  return {
    kind: 'entra',
    arm: served.armOrigin,
    authority: served.authority,
    portal: `${served.armOrigin}/portal`,
    scope: scopeOf(served),
    billing: served.armOrigin,
  };
}

export interface JsonAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** GET of a path, read as JSON. */
export function getJson(
  served: ServedSandbox,
  path: string,
  headers?: PipelineRequestOptions['headers'],
): Promise<JsonAnswer> {
  return sendJson(served, { url: `${served.armOrigin}${path}`, headers });
}

/** POST of a form, as clients ask for tokens; read as JSON. */
export function postForm(
  served: ServedSandbox,
  path: string,
  form: Readonly<Record<string, string>>,
  more: Pick<PipelineRequestOptions, 'headers' | 'abortSignal'> = {},
): Promise<JsonAnswer> {
  const body = new URLSearchParams(form).toString();
  return sendJson(served, { url: `${served.armOrigin}${path}`, method: 'POST', body, ...more });
}

async function sendJson(served: ServedSandbox, request: PipelineRequestOptions): Promise<JsonAnswer> {
  const { status, bodyAsText } = await trusting(served.caPem).sendRequest(createPipelineRequest(request));
  return { status, body: JSON.parse(bodyAsText ?? '') as unknown };
}
