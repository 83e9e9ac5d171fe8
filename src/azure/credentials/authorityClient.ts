/**
 * The HTTP client of one credential object of `@azure/identity`, which drops what the authority answered and takes no signal: each
 * asking for a token runs here with a signal and a limit of its own, and what went wrong is kept from the wire.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { HttpClient, PipelineRequest, PipelineResponse, SendRequest } from '@azure/core-rest-pipeline';
import type { Failure } from '../../shared/model/failure.ts';
import { failed, success, type Outcome } from '../../shared/model/outcome.ts';
import type { Traffic } from '../../shared/async/pace.ts';
import { beginningOf } from '../../shared/escaping/foreignText.ts';
import { aadstsFailure } from '../errors/aadsts.ts';
import { raceCancellation } from '../errors/cancellation.ts';
import { toFailure } from '../errors/toFailure.ts';
import { asObject, asText, parseJson } from '../../shared/validation/json.ts';
import { pacePolicy } from '../pipeline/pacePolicy.ts';
import { longestSeen, serviceWords } from '../errors/armError.ts';
import { attemptPolicy, type AttemptPolicyParts } from '../pipeline/attemptPolicy.ts';
import type { AuthorityMetadata } from './authorityMetadata.ts';

export interface AuthorityClientParts extends AttemptPolicyParts {
  readonly httpClient: HttpClient;
  /** Of the authority that is asked, for all its identities and tenants. */
  readonly metadata: AuthorityMetadata;
  /** Is told of each request. Absent: nobody is. */
  readonly traffic?: Traffic;
  /** What the identity proves itself by: an answer that repeats it is not quoted. */
  readonly secret?: string;
}

interface Asking {
  readonly signal: AbortSignal;
  failure?: Failure;
}

export class AuthorityClient implements HttpClient {
  readonly #parts: AuthorityClientParts;
  readonly #askings = new AsyncLocalStorage<Asking>();
  readonly #send: SendRequest;

  constructor(parts: AuthorityClientParts) {
    this.#parts = parts;
    const { httpClient, traffic } = parts;
    const attempt = attemptPolicy(parts);
    const once: SendRequest = (request) => attempt.sendRequest(request, (one) => httpClient.sendRequest(one));
    const pace = traffic && pacePolicy(traffic);
    this.#send = pace ? (request) => pace.sendRequest(request, once) : once;
  }

  /** What `getToken` ends in, with the authority's own words where it refused. */
  async ask<T>(signal: AbortSignal, getToken: () => Promise<T>): Promise<Outcome<T>> {
    const { tenantId } = this.#parts;
    const asking: Asking = { signal };
    try {
      return success(await raceCancellation(this.#askings.run(asking, getToken), signal, tenantId));
    } catch (error) {
      const failure = toFailure(error, { tenantId });
      // The SDK's own words may quote what it sent.
      return failed(
        failure.kind === 'cancelled' ? failure : (asking.failure ?? { ...failure, serviceMessage: undefined }),
      );
    }
  }

  async sendRequest(request: PipelineRequest): Promise<PipelineResponse> {
    const { tenantId, metadata, secret } = this.#parts;
    const asking = this.#askings.getStore();
    request.abortSignal = asking?.signal;
    try {
      const response = await metadata.answer(request, this.#send);
      if (asking) {
        asking.failure = authorityFailure(response, tenantId, secret);
      }
      return response;
    } catch (error) {
      if (asking) {
        // Asking for a token changes nothing: there is nothing to be unsure of.
        asking.failure = { ...toFailure(error, { tenantId }), mayHaveHappened: undefined };
      }
      throw error;
    }
  }
}

/**
 * An answer of Microsoft Entra's token endpoint: `{"error","error_description","error_codes","trace_id","correlation_id"}`
 * (RFC 6749, 5.2, and https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow#error-response).
 */
function authorityFailure(
  { status, bodyAsText }: PipelineResponse,
  tenantId: string | undefined,
  secret: string | undefined,
): Failure | undefined {
  const parsed = parseJson(bodyAsText ?? '');
  if (!parsed) {
    return { kind: status >= 500 ? 'serviceError' : 'notJson', status, tenantId };
  }
  if (status < 400) {
    return undefined;
  }
  const body = asObject(parsed.value) ?? {};
  const told = asText(body['error_description']) ?? asText(body['error']);
  const words = told === undefined || repeats(told, secret) ? undefined : beginningOf(told, longestSeen);
  const [number] = Array.isArray(body['error_codes']) ? (body['error_codes'] as readonly unknown[]) : [];
  const known = aadstsFailure(`${words ?? ''} ${typeof number === 'number' ? `AADSTS${String(number)}` : ''}`);
  return {
    kind: status === 429 ? 'throttled' : status >= 500 ? 'serviceError' : 'credentialRefused',
    ...known,
    status,
    tenantId,
    serviceMessage: serviceWords(withoutTrace(words)),
    requestId: asText(body['trace_id']),
    correlationId: asText(body['correlation_id']),
  };
}

/** Whether a text holds the secret, as it is or as a form sends it. */
function repeats(text: string | undefined, secret: string | undefined): boolean {
  return (
    secret !== undefined &&
    [secret, encodeURIComponent(secret), new URLSearchParams({ '': secret }).toString().slice(1)].some((one) =>
      text?.includes(one),
    )
  );
}

/** The ids and the time stand behind the words, and are kept apart from them. */
export function withoutTrace(words: string | undefined): string | undefined {
  const at = words?.search(/(?:Trace ID|Correlation ID|Timestamp):/i) ?? -1;
  return at === -1 ? words : words?.slice(0, at).trimEnd();
}
