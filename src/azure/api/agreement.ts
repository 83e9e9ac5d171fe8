/** The agreement of a subscription: `Microsoft.Billing/billingProperty`, api-version 2024-04-01. Functions throw `FailureError`s. */
import type { Agreement } from '../../shared/model/agreement.ts';
import { asGuid, asId, asName, asObject, parseJson } from '../../shared/validation/json.ts';
import type { Operation } from '../pipeline/operation.ts';
import { requestIds } from '../http/requestInfo.ts';
import { assertSubscriptionId } from './assertSubscriptionId.ts';
import { FailureError } from '../errors/failureError.ts';

const apiVersion = '2024-04-01';

/** What is not told is absent. A refusal (403) and a subscription that Azure has nothing of (404) are failures, not agreements. */
export async function readAgreement(operation: Operation, subscriptionId: string): Promise<Agreement> {
  assertSubscriptionId(subscriptionId, operation);
  const { clients, correlationId } = operation;
  const path = `/subscriptions/${subscriptionId}/providers/Microsoft.Billing/billingProperty/default`;
  const response = await clients.arm(operation, {
    method: 'GET',
    url: `${clients.cloud.arm}${path}?api-version=${apiVersion}`,
  });
  const answer = asObject(parseJson(response.bodyAsText ?? '')?.value);
  const properties = asObject(answer?.['properties']);
  const context = { tenantId: clients.tenantId, correlationId, ...requestIds(response) };
  if (!properties) {
    throw new FailureError({ kind: 'unexpectedAnswer', code: 'NoBillingPropertyInAnswer', ...context });
  }
  const id = asId(answer?.['id']);
  if (id !== undefined && !id.startsWith(`/subscriptions/${subscriptionId.toLowerCase()}/`)) {
    throw new FailureError({ kind: 'unexpectedAnswer', code: 'AnswerOfAnotherSubscription', ...context });
  }
  const isAccountAdmin = properties['isAccountAdmin'];
  return {
    agreementType: asName(properties['billingAccountAgreementType']),
    customerId: asName(properties['customerId']),
    skuDescription: asName(properties['skuDescription']),
    isAccountAdmin: typeof isAccountAdmin === 'boolean' ? isAccountAdmin : undefined,
    billingTenantId: asGuid(properties['billingTenantId']),
  };
}
