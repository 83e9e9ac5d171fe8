/**
 * What an authority says of itself (OpenID Connect Discovery 1.0), which the SDK asks for once per tenant although only the
 * tenant's ID differs. MSAL knows the documents of the public and the sovereign clouds by heart; this is for all other authorities.
 */
import {
  createHttpHeaders,
  type PipelineRequest,
  type PipelineResponse,
  type SendRequest,
} from '@azure/core-rest-pipeline';
import { raceCancellation } from '../errors/cancellation.ts';
import { asObject, asText, parseJson } from '../../shared/validation/json.ts';
import { signalOf } from '../http/requestInfo.ts';
import type { Clock } from '../../shared/async/clock.ts';

/** How long a document is used for, in milliseconds: as long as MSAL uses one. */
const usedFor = 24 * 60 * 60_000;

/** Entra's document of a tenant, and AD FS's only one. */
const documentPath = /^(?:\/([0-9a-f-]{36})\/v2\.0|\/adfs)\/\.well-known\/openid-configuration$/i;

const endpoints = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const;
const fields = [...endpoints, 'issuer', 'end_session_endpoint'] as const;

/** Stands where the tenant's ID does. */
const mark = '{tenantid}';

interface Template {
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Of one authority. */
export class AuthorityMetadata {
  readonly #origin: string;
  readonly #clock: Clock;
  #template: Template | undefined;
  /** While it is asked for: the others wait, and ask all at once where nothing comes of it. */
  #asking: Promise<void> | undefined;

  /** `authority`: its address; a path does not count. */
  constructor(authority: string, clock: Clock) {
    this.#origin = new URL(authority).origin;
    this.#clock = clock;
  }

  /** Answers a request for metadata from what is known; any other is sent. Rejects as `send` does, and when cancelled while it waits. */
  async answer(request: PipelineRequest, send: SendRequest): Promise<PipelineResponse> {
    const tenant = this.#tenantIn(request);
    if (tenant === undefined) {
      return send(request);
    }
    if (this.#asking) {
      await raceCancellation(this.#asking, signalOf(request));
    }
    const known = this.#template;
    if (known && this.#clock.now() - known.at < usedFor) {
      const headers = createHttpHeaders({ 'content-type': 'application/json' });
      return { request, status: 200, headers, bodyAsText: known.text.replaceAll(mark, tenant) };
    }
    const answer = this.#ask(request, send, tenant);
    const settled = (): void => {
      this.#asking = undefined;
    };
    this.#asking ??= answer.then(settled, settled);
    return answer;
  }

  async #ask(request: PipelineRequest, send: SendRequest, tenant: string): Promise<PipelineResponse> {
    const response = await send(request);
    const text = templateOf(response, this.#origin, tenant);
    this.#template = text === undefined ? this.#template : { text, at: this.#clock.now() };
    return response;
  }

  /** The tenant whose metadata is asked for; empty for AD FS, which has none. `undefined`: something else is. */
  #tenantIn({ method, url }: PipelineRequest): string | undefined {
    const { origin, pathname } = new URL(url);
    const found = method === 'GET' && origin === this.#origin ? documentPath.exec(pathname) : null;
    return found ? (found[1] ?? '') : undefined;
  }
}

/** Only a document whose endpoints are this host's own, and the tenant's, says anything about other tenants. */
function templateOf({ status, bodyAsText }: PipelineResponse, origin: string, tenant: string): string | undefined {
  const document = status === 200 ? asObject(parseJson(bodyAsText ?? '')?.value) : undefined;
  const template: Partial<Record<(typeof fields)[number], string>> = {};
  for (const field of fields) {
    template[field] = asText(document?.[field])
      ?.split('/')
      .map((part) => (tenant !== '' && part.toLowerCase() === tenant.toLowerCase() ? mark : part))
      .join('/');
  }
  const isOwn = endpoints.every((field) => {
    const address = template[field] ?? '';
    return URL.canParse(address) && new URL(address).origin === origin;
  });
  const isTenants = tenant === '' || template.token_endpoint?.includes(mark) === true;
  return isOwn && isTenants && template.issuer !== undefined ? JSON.stringify(template) : undefined;
}
