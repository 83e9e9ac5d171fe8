/** Whatever is thrown in this room, as one typed `Failure`. */
import type { Failure } from '../../shared/model/failure.ts';
import { beginningOf } from '../../shared/escaping/foreignText.ts';
import { aadstsFailure } from './aadsts.ts';
import { longestSeen, serviceWords } from './armError.ts';
import { networkError } from './networkError.ts';
import { FailureError } from './failureError.ts';

export interface FailureContext {
  readonly tenantId?: string;
  readonly correlationId?: string;
  /** A write was under way. */
  readonly write?: boolean;
}

function nameOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null ? (error as { name?: unknown }).name : undefined;
}

/** Failure of anything thrown. Its text is kept only where it is the system's or Microsoft Entra's: others may hold a whole answer. */
export function toFailure(error: unknown, context: FailureContext = {}): Failure {
  const { tenantId, correlationId } = context;
  if (error instanceof FailureError) {
    return {
      ...error.failure,
      tenantId: error.failure.tenantId ?? tenantId,
      correlationId: error.failure.correlationId ?? correlationId,
    };
  }
  const unclear = context.write ? { mayHaveHappened: true } : {};
  const system = networkError(error);
  if (system) {
    return { kind: system.kind, code: system.code, tenantId, correlationId, ...(system.neverSent ? {} : unclear) };
  }
  if (nameOf(error) === 'AbortError' || nameOf(error) === 'Canceled') {
    return { kind: 'cancelled', tenantId, correlationId, ...unclear };
  }
  if (nameOf(error) === 'RestError') {
    // The SDK could not make sense of an answer; its message quotes the whole of it.
    return { kind: 'unexpectedAnswer', tenantId, correlationId, ...unclear };
  }
  const said = error instanceof Error ? error.message : typeof error === 'string' ? error : undefined;
  const message = said === undefined ? undefined : beginningOf(said, longestSeen);
  const entra = message === undefined ? undefined : aadstsFailure(message);
  return { kind: 'unknown', serviceMessage: serviceWords(message), tenantId, correlationId, ...entra, ...unclear };
}
