/** The authority as far as it is asked without a token: which tenant a domain belongs to. */
import { json, type Answer } from './answer.ts';
import type { FaultAnswer } from '../switches/faults.ts';
import { openIdConfiguration } from './discovery.ts';
import { isRefusal, refuse, transient } from './refusal.ts';
import type { Scenario } from '../scenario/world.ts';

export const defaultAuthorityHost = 'https://login.microsoftonline.com';

/** Faults of a broken network are the caller's; of the others only `status` means anything here. */
export function answerAuthority(url: URL, scenario: Scenario, fault: FaultAnswer | undefined, now: number): Answer {
  const name = /^\/([^/]+)\/v2\.0\/\.well-known\/openid-configuration$/i.exec(url.pathname)?.[1];
  if (fault?.kind === 'status') {
    const { status, message, headers } = fault;
    const answer = refuse({ ...transient, status, ...(message && { text: message }) }, url.origin, now);
    return { ...answer, headers: { ...answer.headers, ...headers } };
  }
  if (name === undefined) {
    return json(404, {});
  }
  const answer = openIdConfiguration(url.origin, scenario, decodeURIComponent(name), 'v2');
  return isRefusal(answer) ? refuse(answer, url.origin, now) : answer;
}
