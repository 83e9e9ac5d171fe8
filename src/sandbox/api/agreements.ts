/** Microsoft.Billing/billingProperty, api-version 2024-04-01: what a subscription was bought by, as facts-azure.md section 2 has it. */
import { armError, checkApiVersion, json, methodNotAllowed, type Answer, type Question } from './answer.ts';
import { guidOf } from '../scenario/guid.ts';
import type { SampleAgreement, SampleSubscription } from '../scenario/world.ts';

const billingPropertyVersion = '2024-04-01';

const pathPattern = /^\/subscriptions\/([^/]+)\/providers\/microsoft\.billing\/billingproperty\/default$/;

/** `undefined`: not a path of this provider. */
export function answerBillingProperty(question: Question): Answer | undefined {
  const subscriptionId = pathPattern.exec(question.path)?.[1];
  if (subscriptionId === undefined) {
    return undefined;
  }
  const refused = checkApiVersion(question, billingPropertyVersion);
  if (refused) {
    return refused;
  }
  if (question.method !== 'GET') {
    return methodNotAllowed(question);
  }
  const subscription = findSubscription(question, subscriptionId);
  if (!subscription) {
    return armError(404, 'SubscriptionNotFound', `The subscription '${subscriptionId}' could not be found.`);
  }
  const agreement = agreementOf(subscription);
  switch (agreement.kind) {
    case 'notFound':
      // assumed: code and message.
      return armError(404, 'NotFound', 'The billing property could not be found.');
    case 'forbidden':
      // assumed: code and message, after Azure Resource Manager's usual ones.
      return armError(
        403,
        'AuthorizationFailed',
        `The client with object id '${question.caller.objectId}' does not have authorization to perform action 'Microsoft.Billing/billingProperty/read' over scope '/subscriptions/${subscriptionId}'.`,
      );
    case 'known': {
      const { type, customerId, skuDescription, isAccountAdmin, billingTenantId } = agreement;
      return json(200, {
        id: `/subscriptions/${subscriptionId}/providers/Microsoft.Billing/billingProperty/default`,
        name: 'default',
        type: 'Microsoft.Billing/billingProperty',
        properties: {
          billingAccountAgreementType: type,
          customerId,
          skuDescription,
          isAccountAdmin,
          billingTenantId,
        },
      });
    }
  }
}

/** As the caller sees it, through the tenant of the token. */
export function findSubscription(
  { caller }: Pick<Question, 'caller'>,
  subscriptionId: string,
): SampleSubscription | undefined {
  return caller.tenant.subscriptions().find((one) => one.subscriptionId === subscriptionId.toLowerCase());
}

/** What the scenario says, or what the offer suggests. */
export function agreementOf(subscription: SampleSubscription): SampleAgreement {
  return subscription.agreement ?? byOffer(subscription);
}

/** assumed: the texts of `skuDescription`. */
function byOffer({ subscriptionId, quotaId }: SampleSubscription): SampleAgreement {
  if (quotaId.startsWith('EnterpriseAgreement_')) {
    return { kind: 'known', type: 'EnterpriseAgreement', skuDescription: 'Microsoft Azure Enterprise' };
  }
  if (quotaId.startsWith('MSDNDevTest_')) {
    return { kind: 'known', type: 'EnterpriseAgreement', skuDescription: 'Enterprise Dev/Test' };
  }
  if (quotaId.startsWith('CSP')) {
    const customerId = guidOf(`customer ${subscriptionId}`);
    return { kind: 'known', type: 'MicrosoftPartnerAgreement', skuDescription: 'Microsoft Azure Plan', customerId };
  }
  return { kind: 'known', type: 'MicrosoftOnlineServicesProgram', skuDescription: 'Microsoft Azure' };
}
