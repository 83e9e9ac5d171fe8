import type { Failure } from '../../shared/model/failure.ts';

/** How a failure travels inside this room, through SDK code that only knows exceptions. It never leaves the room. */
export class FailureError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.kind);
    this.name = 'FailureError';
    this.failure = failure;
  }
}
