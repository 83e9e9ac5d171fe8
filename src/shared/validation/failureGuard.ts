/** Failures that come back from a file. */
import type { Failure, LoginTool } from '../model/failure.ts';
import { failureTraits } from '../model/failureTraits.ts';

const tools: Record<LoginTool, true> = { azureCli: true, azurePowerShell: true };

const texts = ['tenantId', 'code', 'serviceMessage', 'requestId', 'correlationId'] as const;
const numbers = ['status', 'retryAfterMs'] as const;

export function isFailure(value: unknown): value is Failure {
  if (typeof value !== 'object' || value === null || !('kind' in value) || typeof value.kind !== 'string') {
    return false;
  }
  const fields = value as Readonly<Record<string, unknown>>;
  const optional = (name: string, type: string): boolean => fields[name] === undefined || typeof fields[name] === type;
  return (
    Object.hasOwn(failureTraits, value.kind) &&
    texts.every((name) => optional(name, 'string')) &&
    numbers.every((name) => optional(name, 'number')) &&
    optional('mayHaveHappened', 'boolean') &&
    optional('mayBeginAnew', 'boolean') &&
    (fields['tool'] === undefined || (typeof fields['tool'] === 'string' && Object.hasOwn(tools, fields['tool'])))
  );
}

/** An error that carries a failure, for what must reject because a caller of VS Code or `import()` stands in between. */
export class FailureCarrier extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.kind);
    this.failure = failure;
  }
}

/** The failure an error carries, also one of another bundle's class; `unknown` where it carries none. */
export function carriedFailure(error: unknown): Failure {
  return typeof error === 'object' && error !== null && 'failure' in error && isFailure(error.failure)
    ? error.failure
    : { kind: 'unknown' };
}
