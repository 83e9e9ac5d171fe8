/** Whether the portal's billing service takes this client's tokens. One for each connection: what one tenant learnt holds for all. */
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import type { Failure } from '../../shared/model/failure.ts';
import { FailureError } from '../errors/failureError.ts';

export class BillingGate {
  #refusal: Failure | undefined;
  /** Raised by each starting over: a refusal that was on its way then is no news any more. */
  #round = 0;

  get round(): number {
    return this.#round;
  }

  get refused(): boolean {
    return this.#refusal !== undefined;
  }

  /** Throws what the service said the first time, without anything being sent. */
  insist(tenantId: string | undefined, correlationId?: string): void {
    if (this.#refusal) {
      const { status, code, serviceMessage, requestId } = this.#refusal;
      throw new FailureError({
        kind: 'clientNotAccepted',
        tenantId,
        status,
        code,
        serviceMessage,
        requestId,
        correlationId,
      });
    }
  }

  close(refusal: Failure, round: number): void {
    if (round === this.#round) {
      this.#refusal ??= refusal;
    }
  }

  /** Only when a user says so. */
  startOver(): void {
    this.#refusal = undefined;
    this.#round += 1;
  }
}

/** Just before sending: a request that waited for a token or for its next try learns what another was told in the meantime. */
export function billingGatePolicy(gate: BillingGate, tenantId: string | undefined): PipelinePolicy {
  return {
    name: 'partnerLinkClientGate',
    async sendRequest(request, next) {
      gate.insist(tenantId);
      return next(request);
    },
  };
}
