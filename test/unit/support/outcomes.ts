import assert from 'node:assert/strict';
import type { Failure, FailureKind } from '../../../src/shared/model/failure.ts';
import type { Outcome } from '../../../src/shared/model/outcome.ts';

export function valueOf<T>(outcome: Outcome<T>): T {
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value;
}

export function failureOf(outcome: Outcome<unknown>): Failure {
  assert.ok(!outcome.ok, JSON.stringify(outcome));
  return outcome.failure;
}

export function kindOf(outcome: Outcome<unknown>): FailureKind | 'success' {
  return outcome.ok ? 'success' : outcome.failure.kind;
}
