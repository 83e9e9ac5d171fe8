import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { errorBody, networkError, scripted, tenant, type Step } from '../support/scripted.ts';

const never = new AbortController().signal;
const subscriptionId = '5b000000-0000-4000-8000-000000000001';
const id = `/subscriptions/${subscriptionId}/providers/Microsoft.Billing/billingProperty/default`;

function property(properties: object, more: object = {}): Step {
  return { status: 200, body: { id, name: 'default', type: 'Microsoft.Billing/billingProperty', properties, ...more } };
}

describe('reading the agreement of a subscription', () => {
  it('asks Azure Resource Manager for the billing property, and keeps what is about the agreement', async () => {
    const { azure, sent } = scripted([
      property({
        billingAccountAgreementType: 'EnterpriseAgreement',
        skuDescription: 'Microsoft Azure Enterprise',
        isAccountAdmin: true,
        billingTenantId: 'AAAAAAAA-0000-4000-8000-000000000001',
        costCenter: 'secret',
      }),
    ]);
    assert.deepEqual(await azure.readAgreement(tenant, subscriptionId, never), {
      ok: true,
      value: {
        agreementType: 'EnterpriseAgreement',
        customerId: undefined,
        skuDescription: 'Microsoft Azure Enterprise',
        isAccountAdmin: true,
        billingTenantId: 'aaaaaaaa-0000-4000-8000-000000000001',
      },
    });
    assert.equal(
      `${sent[0]?.method ?? ''} ${sent[0]?.url.href ?? ''}`,
      `GET https://management.azure.com${id}?api-version=2024-04-01`,
    );
  });

  it('takes an answer that tells nothing, or other things than texts', async () => {
    const nothing = {
      agreementType: undefined,
      customerId: undefined,
      skuDescription: undefined,
      isAccountAdmin: undefined,
      billingTenantId: undefined,
    };
    for (const properties of [{}, { billingAccountAgreementType: 5, customerId: '', isAccountAdmin: 'true' }]) {
      const { azure } = scripted([property(properties)]);
      assert.deepEqual(await azure.readAgreement(tenant, subscriptionId, never), { ok: true, value: nothing });
    }
  });

  it('does not take the agreement of another subscription, in whatever case ids are written', async () => {
    const { azure } = scripted([
      property({}, { id: id.toUpperCase() }),
      property({}, { id: id.replace('0001', '0002').replace('000000000001', '000000000002') }),
    ]);
    assert.equal((await azure.readAgreement(tenant, subscriptionId, never)).ok, true);
    const other = await azure.readAgreement(tenant, subscriptionId, never);
    assert.equal(!other.ok && other.failure.code, 'AnswerOfAnotherSubscription');
  });

  for (const [what, answer, kind] of [
    ['no such thing', { status: 404, body: errorBody('NotFound', 'None') }, 'serviceError'],
    ['a refusal', { status: 403, body: errorBody('AuthorizationFailed', 'No') }, 'forbidden'],
    ['no properties', { status: 200, body: { id } }, 'unexpectedAnswer'],
    ['a web page', { status: 200, body: '<html>' }, 'notJson'],
    ['no network', networkError('ENOTFOUND'), 'offline'],
  ] as const) {
    it(`${what}: ${kind}, never an agreement`, async () => {
      const { azure } = scripted(() => answer);
      const outcome = await azure.readAgreement(tenant, subscriptionId, never);
      assert.equal(!outcome.ok && outcome.failure.kind, kind);
    });
  }

  it('is tried again after a passing trouble, and ends when cancelled', async () => {
    const { azure, sent, time } = scripted([{ status: 503 }, property({})]);
    assert.equal((await time.run(azure.readAgreement(tenant, subscriptionId, never))).ok, true);
    assert.equal(sent.length, 2);
    const controller = new AbortController();
    controller.abort();
    const outcome = await azure.readAgreement(tenant, subscriptionId, controller.signal);
    assert.equal(!outcome.ok && outcome.failure.kind, 'cancelled');
    assert.equal(sent.length, 2);
  });
});
