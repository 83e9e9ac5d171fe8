import type { PipelinePolicy, PipelineRequest } from '@azure/core-rest-pipeline';
import type { Traffic } from '../../shared/async/pace.ts';
import { toFailure } from '../errors/toFailure.ts';
import { signalOf } from '../http/requestInfo.ts';

/** Before the guard of a write: what is asked there may be long ago once a place is free. */
export function placePolicy(traffic: Traffic): PipelinePolicy {
  return {
    name: 'partnerLinkPlace',
    async sendRequest(request, next) {
      const leave = await traffic.place(signalOf(request));
      try {
        return await next(request);
      } finally {
        leave();
      }
    },
  };
}

/** Next to the network: tells how long each answer took, whatever becomes of it. */
export function pacePolicy(traffic: Traffic): PipelinePolicy {
  return {
    name: 'partnerLinkPace',
    async sendRequest(request, next) {
      const ended = traffic.begin(kindOf(request));
      try {
        const response = await next(request);
        ended(response.status === 429 || isAskedToWait(response) ? 'throttled' : 'answered');
        return response;
      } catch (error) {
        ended(toFailure(error).kind === 'timedOut' ? 'answered' : 'noAnswer');
        throw error;
      }
    },
  };
}

function isAskedToWait({ status, headers }: Awaited<ReturnType<PipelinePolicy['sendRequest']>>): boolean {
  return status === 503 && headers.has('retry-after');
}

/** By host and what is asked for; never by an ID, of which there are thousands. */
function kindOf({ method, url }: PipelineRequest): string {
  const { host, pathname } = new URL(url);
  const names = pathname.split('/').filter((part) => /^[a-z.]+$/i.test(part));
  return `${method} ${host} ${names.join(' ').toLowerCase()}`;
}
