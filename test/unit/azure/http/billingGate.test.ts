import assert from 'node:assert/strict';
import { createPipelineRequest } from '@azure/core-rest-pipeline';
import { describe, it } from 'mocha';
import { BillingGate, billingGatePolicy } from '../../../../src/azure/http/billingGate.ts';
import { FailureError } from '../../../../src/azure/errors/failureError.ts';
import type { Failure } from '../../../../src/shared/model/failure.ts';

const told = { status: 401, code: 'Unauthorized', serviceMessage: 'no', requestId: 'first' };
const refusal: Failure = { kind: 'signInNeeded', ...told, mayHaveHappened: true };

function insisted(gate: BillingGate): Failure | undefined {
  try {
    gate.insist('tenant', 'ours');
    return undefined;
  } catch (error) {
    assert.ok(error instanceof FailureError);
    return error.failure;
  }
}

describe('The gate of the billing service', () => {
  it('is open until a refusal, and then says what the service said first, for whichever tenant', () => {
    const gate = new BillingGate();
    assert.deepEqual([gate.refused, insisted(gate)], [false, undefined]);
    gate.close(refusal, gate.round);
    gate.close({ kind: 'forbidden' }, gate.round);
    assert.deepEqual(
      [gate.refused, insisted(gate)],
      [true, { kind: 'clientNotAccepted', ...told, tenantId: 'tenant', correlationId: 'ours' }],
    );
  });

  it('opens when a user starts over, whatever refusal was on its way then', () => {
    const gate = new BillingGate();
    const before = gate.round;
    gate.close(refusal, before);
    gate.startOver();
    assert.equal(gate.refused, false);
    gate.close(refusal, before);
    assert.equal(gate.refused, false);
    gate.close(refusal, gate.round);
    assert.equal(gate.refused, true);
  });

  it('is asked just before each sending', async () => {
    const [gate, request] = [new BillingGate(), createPipelineRequest({ url: 'https://a.example' })];
    const policy = billingGatePolicy(gate, 'tenant');
    assert.equal(policy.name, 'partnerLinkClientGate');
    const sent = await policy.sendRequest(request, async (one) => ({
      request: one,
      status: 200,
      headers: one.headers,
    }));
    assert.equal(sent.request, request);
    gate.close(refusal, gate.round);
    await assert.rejects(
      policy.sendRequest(request, () => assert.fail('nothing is sent')),
      FailureError,
    );
  });
});
