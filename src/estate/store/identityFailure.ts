/** What a listing of tenants that failed says of an identity, and of its tenants. Pure. */
import type { Failure } from '../../shared/model/failure.ts';
import { failureTraits } from '../../shared/model/failureTraits.ts';
import type { IdentityState } from '../../shared/model/model.ts';

export function identityStateAfter(failure: Failure): IdentityState {
  switch (failure.kind) {
    case 'signInNeeded':
      // Only a code or a tool tells more than that.
      return failure.code === undefined && failure.tool === undefined
        ? { kind: 'signInNeeded' }
        : { kind: 'signInNeeded', failure };
    case 'accountNotAllowed':
      return { kind: 'notAllowed' };
    default:
      return { kind: 'failed', failure };
  }
}

/** Why an identity cannot be asked; `undefined`: it can, as far as is known. */
export function identityFailure(state: IdentityState): Failure | undefined {
  switch (state.kind) {
    case 'ready':
    case 'checking':
      return undefined;
    case 'signInNeeded':
      return state.failure ?? { kind: 'signInNeeded' };
    case 'notAllowed':
      return { kind: 'accountNotAllowed' };
    case 'failed':
      return state.failure;
  }
}

/** Why the tenants of an identity are not asked one by one; `undefined`: they are. */
export function unreachedBecause(state: IdentityState): Failure | undefined {
  const failure = identityFailure(state);
  return failure && failureTraits[failure.kind].ofIdentity ? failure : undefined;
}
