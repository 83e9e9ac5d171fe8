import {
  bearerTokenAuthenticationPolicyName,
  type PipelinePolicy,
  type PipelineRequest,
} from '@azure/core-rest-pipeline';
import { claimsChallenge } from './challenge.ts';
import type { TokenHolder } from './credential.ts';
import { signalOf } from './requestFacts.ts';

/**
 * Puts the tenant's token on each request. A 401 is answered once: with a token for its claims challenge, or with another token
 * where the one refused came from memory. Resending is safe for writes too, since a 401 means that nothing was done.
 * It bears the name of the SDK's own policy, because the clients add that one to a pipeline without it.
 */
export function tokenPolicy(credential: TokenHolder): PipelinePolicy {
  const answered = new WeakSet<PipelineRequest>();
  return {
    name: bearerTokenAuthenticationPolicyName,
    async sendRequest(request, next) {
      const held = await credential.token(signalOf(request));
      request.headers.set('authorization', `Bearer ${held.token}`);
      const response = await next(request);
      if (response.status !== 401 || answered.has(request)) {
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
      request.headers.set('authorization', `Bearer ${fresh.token}`);
      return next(request);
    },
  };
}
