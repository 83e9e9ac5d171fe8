/**
 * Which tenant a domain belongs to: by OpenID Connect Discovery 1.0 at the authority, as Microsoft Entra answers it for each verified
 * domain of a tenant (https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc). No token is sent.
 */
import {
  createHttpHeaders,
  createPipelineRequest,
  proxyPolicy,
  type HttpClient,
  type SendRequest,
} from '@azure/core-rest-pipeline';
import { isGuid } from '../../shared/model/guid.ts';
import type { Log } from '../../shared/ports/log.ts';
import { aadstsFailure } from '../errors/aadsts.ts';
import { answerOf, failureByStatus, type Answer } from '../http/response.ts';
import type { Cloud } from '../clouds/cloud.ts';
import { asObject, asText, parseJson } from '../../shared/validation/json.ts';
import { readRetryPolicy } from '../pipeline/readRetryPolicy.ts';
import { FailureError } from '../errors/failureError.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { attemptPolicy } from '../pipeline/attemptPolicy.ts';

export interface DiscoveryParts {
  readonly cloud: Pick<Cloud, 'authority'>;
  readonly httpClient: HttpClient;
  readonly log: Log;
  readonly clock: Clock;
  readonly random: () => number;
}

/** Authorities that speak for one another: `getHardcodedInstanceDiscoveryMetadata` of `@azure/msal-common`. China's issuer is the second one. */
const aliases: readonly (readonly string[])[] = [
  ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'],
  ['login.chinacloudapi.cn', 'login.partner.microsoftonline.cn'],
  ['login.microsoftonline.us', 'login.usgovcloudapi.net'],
];

/** The id of the domain's tenant. Throws a `FailureError`: `tenantNotFound` where nobody has the domain, or what kept it from being asked. */
export async function tenantOfDomain(domain: string, parts: DiscoveryParts, signal: AbortSignal): Promise<string> {
  const { cloud, httpClient, log, clock, random } = parts;
  const authority = new URL(cloud.authority);
  if (authority.protocol !== 'https:') {
    throw new FailureError({ kind: 'unexpectedAnswer', code: 'AuthorityUnusable' });
  }
  if (authority.pathname !== '/') {
    // AD FS knows of no tenants and of no domains of theirs.
    throw new FailureError({ kind: 'tenantNotFound', code: 'AuthorityWithoutTenants' });
  }
  const request = createPipelineRequest({
    url: `${authority.origin}/${encodeURIComponent(domain)}/v2.0/.well-known/openid-configuration`,
    method: 'GET',
    abortSignal: signal,
    headers: createHttpHeaders({ accept: 'application/json', 'user-agent': 'partner-link-vscode' }),
  });
  const once: SendRequest = (one) => proxyPolicy().sendRequest(one, (through) => httpClient.sendRequest(through));
  const policy = attemptPolicy({ log, clock });
  const judged: SendRequest = async (one) => {
    const answer = answerOf(await policy.sendRequest(one, once), undefined, clock);
    const failure = failureIn(answer);
    if (failure) {
      throw failure;
    }
    return { request: one, status: answer.status, headers: createHttpHeaders(), bodyAsText: answer.body };
  };
  const response = await readRetryPolicy(undefined, clock, random, log).sendRequest(request, judged);
  return issuerTenant(response.bodyAsText ?? '', authority.host);
}

function failureIn(answer: Answer): FailureError | undefined {
  const { status, body, shape, facts } = answer;
  if (status === 200) {
    return shape === 'json'
      ? undefined
      : new FailureError({ ...facts, kind: shape === 'empty' ? 'cutOff' : shape, tenantId: undefined });
  }
  const refusal = asObject(parseJson(body)?.value);
  const words = asText(refusal?.['error_description']) ?? '';
  const known = aadstsFailure(words);
  if (status >= 400 && status < 500 && (known?.kind === 'tenantNotFound' || refusal?.['error'] === 'invalid_tenant')) {
    return new FailureError({ ...facts, kind: 'tenantNotFound', code: known?.code });
  }
  return new FailureError(failureByStatus(answer));
}

/** `https://<authority>/<tenant id>/v2.0`, of this authority or one that speaks for it: whatever else is there was not meant. */
function issuerTenant(body: string, host: string): string {
  const issuer = asText(asObject(parseJson(body)?.value)?.['issuer']) ?? '';
  const [, issuerHost, tenantId] = /^https:\/\/([^/?#@]+)\/([^/?#]+)\/v2\.0\/?$/.exec(issuer.toLowerCase()) ?? [];
  const ours = aliases.find((group) => group.includes(host)) ?? [host];
  if (issuerHost === undefined || tenantId === undefined || !isGuid(tenantId)) {
    throw new FailureError({ kind: 'unexpectedAnswer', code: 'NoIssuer' });
  }
  if (!ours.includes(issuerHost)) {
    throw new FailureError({ kind: 'unexpectedAnswer', code: 'IssuerElsewhere' });
  }
  return tenantId;
}
