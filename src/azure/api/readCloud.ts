/** Finds out what a custom cloud is by the address of its Azure Resource Manager alone. No token is sent. */
import { createHttpHeaders, createPipelineRequest, type HttpClient, type SendRequest } from '@azure/core-rest-pipeline';
import { httpsAddress, withoutSlash } from '../../shared/model/httpsAddress.ts';
import type { Log } from '../../shared/ports/log.ts';
import { failed, type Outcome } from '../../shared/model/outcome.ts';
import { answerOf, failureByStatus } from '../http/response.ts';
import type { Cloud } from '../clouds/cloud.ts';
import { cloudOf, unusable } from '../clouds/cloudMetadata.ts';
import { toFailure } from '../errors/toFailure.ts';
import { parseJson } from '../../shared/validation/json.ts';
import { systemClock, type Clock } from '../../shared/async/clock.ts';
import { attemptPolicy } from '../pipeline/attemptPolicy.ts';

export interface ReadCloudParts {
  readonly httpClient: HttpClient;
  readonly log: Log;
  readonly clock?: Clock;
}

/** Newest first; an Azure Stack Hub knows only the oldest. */
const versions = ['2022-09-01', '2015-01-01'] as const;

/** Ends in `cloudUnusable` where the address or what it answers will not do, or in what kept it from being asked. */
export async function readCloud(address: string, parts: ReadCloudParts, signal: AbortSignal): Promise<Outcome<Cloud>> {
  const given = httpsAddress(address);
  if (given.kind === 'unusable') {
    return unusable(given.problem);
  }
  if (given.url.pathname !== '/') {
    return unusable('NotAnAddress');
  }
  const arm = withoutSlash(given.url);
  let last: Outcome<Cloud> = unusable('NoMetadata');
  for (const version of versions) {
    const metadata = await ask(`${arm}/metadata/endpoints?api-version=${version}`, parts, signal);
    if (metadata.kind === 'answer') {
      return cloudOf(arm, metadata.value);
    }
    last = metadata.outcome;
    if (metadata.kind === 'failure') {
      return last;
    }
  }
  return last;
}

type Asked =
  | { readonly kind: 'answer'; readonly value: unknown }
  /** Not in this version. */
  | { readonly kind: 'refused'; readonly outcome: Outcome<never> }
  | { readonly kind: 'failure'; readonly outcome: Outcome<never> };

async function ask(url: string, parts: ReadCloudParts, signal: AbortSignal): Promise<Asked> {
  const { httpClient, log, clock = systemClock } = parts;
  const send: SendRequest = (request) => httpClient.sendRequest(request);
  try {
    const request = createPipelineRequest({
      url,
      method: 'GET',
      abortSignal: signal,
      headers: createHttpHeaders({ accept: 'application/json', 'user-agent': 'partner-link-vscode' }),
    });
    const answer = answerOf(await attemptPolicy({ log, clock }).sendRequest(request, send), undefined, clock);
    const parsed = answer.status === 200 ? parseJson(answer.body) : undefined;
    if (parsed) {
      return { kind: 'answer', value: parsed.value };
    }
    return answer.status === 429 || answer.status >= 500
      ? { kind: 'failure', outcome: failed(failureByStatus(answer)) }
      : { kind: 'refused', outcome: unusable('NoMetadata') };
  } catch (error) {
    return { kind: 'failure', outcome: failed(toFailure(error)) };
  }
}
