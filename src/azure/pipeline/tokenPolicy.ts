import {
  bearerTokenAuthenticationPolicyName,
  type PipelinePolicy,
  type PipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import { claimsChallenge } from '../tokens/claimsChallenge.ts';
import type { TokenProvider } from '../tokens/tenantTokens.ts';
import { signalOf, writeOf } from '../http/requestInfo.ts';
import { isHarmless } from './sendGuardPolicy.ts';

/** Refusals of writes since which another token is at hand. */
const renewed = new WeakSet<PipelineResponse>();

/** Whether a write was refused for its token alone, of which there is a newer one by now. */
export function hasNewerToken(response: PipelineResponse): boolean {
  return renewed.has(response);
}

/**
 * Puts the tenant's token on each request. A 401 is answered once: with a token for its claims challenge, or with another token
 * where the one refused came from memory. A write is not sent again here: it ends in a failure that says that it may begin anew, with
 * the new token at hand, or (`refusalsOfWrites`) in what its answer amounts to.
 * It bears the name of the SDK's own policy, because the clients add that one to a pipeline without it.
 */
export function tokenPolicy(credential: TokenProvider, refusalsOfWrites: 'beginAnew' | 'final'): PipelinePolicy {
  const answered = new WeakSet<PipelineRequest>();
  return {
    name: bearerTokenAuthenticationPolicyName,
    async sendRequest(request, next) {
      const held = await credential.token(signalOf(request));
      request.headers.set('authorization', `Bearer ${held.token}`);
      const response = await next(request);
      const write = writeOf(request) !== undefined && !isHarmless(signalOf(request));
      if (response.status !== 401 || answered.has(request) || (write && refusalsOfWrites === 'final')) {
        return response;
      }
      answered.add(request);
      const challenge = claimsChallenge(response.headers.get('www-authenticate'));
      const fresh = challenge
        ? await credential.answer(challenge, signalOf(request))
        : await credential.another(held, signalOf(request));
      if (!fresh) {
        return response;
      }
      if (write) {
        renewed.add(response);
        return response;
      }
      request.headers.set('authorization', `Bearer ${fresh.token}`);
      return next(request);
    },
  };
}
