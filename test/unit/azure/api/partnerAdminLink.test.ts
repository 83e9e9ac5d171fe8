import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { WriteAnswer } from '../../../../src/shared/ports/azure.ts';
import { failureSentence } from '../../../../src/shared/text/failureText.ts';
import type { PartnerLink } from '../../../../src/shared/model/model.ts';
import type { Outcome } from '../../../../src/shared/model/outcome.ts';
import {
  errorBody,
  link,
  notLinkedBody,
  objectId,
  otherTenantId,
  scripted,
  tenant,
  tenantId,
  type Step,
} from '../support/scripted.ts';

const never = new AbortController().signal;
const meant = {
  partnerId: '5127254',
  partnerName: 'Contoso Consulting',
  tenantId,
  objectId,
  version: 21,
  updatedTime: '2018-07-30T21:14:00.4011829Z',
};

describe('reading a link', () => {
  it('asks for the link of the token, with the api-version of the service', async () => {
    const { azure, sent } = scripted([{ status: 200, body: link('5127254') }]);
    assert.deepEqual(await azure.readLink(tenant, never), { ok: true, value: meant });
    assert.equal(sent.length, 1);
    assert.equal(sent[0]?.method, 'GET');
    assert.equal(
      sent[0]?.url.href,
      'https://management.azure.com/providers/Microsoft.ManagementPartner/partners?api-version=2018-02-01',
    );
  });

  it('is not linked where the service knows no partner', async () => {
    const { azure, sent } = scripted([{ status: 404, body: notLinkedBody }]);
    assert.deepEqual(await azure.readLink(tenant, never), { ok: true, value: undefined });
    assert.equal(sent.length, 1);
  });

  it('takes a link without a name, with unknown fields, with its ID as a number, and ids in capitals', async () => {
    const body = link('5127254', {
      partnerName: undefined,
      partnerId: 5127254,
      objectId: objectId.toUpperCase(),
      colour: 'blue',
    });
    const { azure } = scripted([{ status: 200, body }]);
    assert.deepEqual(await azure.readLink(tenant, never), { ok: true, value: { ...meant, partnerName: undefined } });
  });

  it('does not show the link of another tenant or object', async () => {
    for (const other of [{ tenantId: otherTenantId }, { objectId: otherTenantId }]) {
      const { azure } = scripted([{ status: 200, body: link('5127254', other) }]);
      const outcome = await azure.readLink(tenant, never);
      assert.equal(!outcome.ok && outcome.failure.kind, 'wrongTenant');
    }
  });

  it('tells a 404 of a cloud without the provider from *not linked*', async () => {
    const missing: Step = { status: 404, body: errorBody('NotFound', 'Nothing is here') };
    const { azure, sent } = scripted([missing, missing]);
    const outcome = await azure.readLink(tenant, never);
    assert.equal(!outcome.ok && outcome.failure.kind, 'notAvailableInCloud');
    assert.equal(sent[1]?.url.pathname, '/providers/Microsoft.ManagementPartner/operations');
  });

  it('takes Azure Resource Manager’s own word that it knows no such provider, whatever `/operations` would answer', async () => {
    const words = 'No registered resource provider found';
    for (const [status, code] of [
      [404, 'InvalidResourceNamespace'],
      [404, 'InvalidResourceType'],
      [400, 'InvalidResourceType'],
      [400, 'NoRegisteredProviderFound'],
      [404, 'ResourceProviderNotFound'],
      [404, 'MissingSubscription'],
      [409, 'MissingSubscriptionRegistration'],
    ] as const) {
      const { azure, sent } = scripted(({ url }) =>
        url.pathname.endsWith('/operations')
          ? { status: 500, body: errorBody('InternalServerError', 'no') }
          : { status, body: errorBody(code, words) },
      );
      for (const outcome of [
        await azure.readLink(tenant, never),
        await azure.createLink(tenant, '5127254', never),
        await azure.changeLink(tenant, '5127254', never),
        await azure.removeLink(tenant, '5127254', never),
      ]) {
        assert.ok(!outcome.ok);
        const { failure } = outcome;
        assert.deepEqual(
          [failure.kind, failure.code, failure.mayHaveHappened],
          ['notAvailableInCloud', code, undefined],
        );
        assert.equal(
          failureSentence(failure),
          `Not available in this cloud (Azure says: “${words}”). Partner Admin Link is not offered in this cloud.`,
        );
      }
      assert.equal(sent.length, 4, 'nothing more is asked');
    }
  });

  it('does not call the provider missing when it answers the probe, or when the probe fails for another reason', async () => {
    for (const probe of [
      { status: 200, body: { value: [] } },
      { status: 403, body: errorBody('AuthorizationFailed', 'no') },
    ]) {
      const { azure } = scripted([{ status: 404, body: errorBody('Gone', 'Elsewhere') }, probe]);
      const outcome = await azure.readLink(tenant, never);
      assert.deepEqual(!outcome.ok && [outcome.failure.kind, outcome.failure.status, outcome.failure.code], [
        'serviceError',
        404,
        'Gone',
      ]);
    }
  });
});

/** Of an answer that carries no ids: the one that was sent with the request. */
function sentCorrelation(outcome: Outcome<WriteAnswer>, meantLink: PartnerLink): string | undefined {
  assert.ok(outcome.ok, JSON.stringify(outcome));
  assert.deepEqual(outcome.value.link, meantLink);
  assert.equal(outcome.value.requestId, undefined);
  return outcome.value.correlationId;
}

describe('writing a link', () => {
  for (const [name, method, write] of [
    ['linking', 'PUT', 'createLink'],
    ['changing', 'PATCH', 'changeLink'],
  ] as const) {
    describe(name, () => {
      it('puts the partner ID into the path and no body', async () => {
        const { azure, sent } = scripted([{ status: 200, body: link('5127254') }]);
        const correlationId = sentCorrelation(await azure[write](tenant, '5127254', never), meant);
        assert.equal(sent[0]?.headers['x-ms-correlation-request-id'], correlationId);
        assert.equal(sent[0]?.method, method);
        assert.equal(sent[0]?.url.pathname, '/providers/Microsoft.ManagementPartner/partners/5127254');
      });

      it('tells the ids that the answer carries, by either name, of an answer that is not believed, too', async () => {
        for (const name of ['request-id', 'x-ms-request-id']) {
          const headers = { [name]: 'r-7', 'x-ms-correlation-request-id': 'c-7' };
          const { azure } = scripted([
            { status: 200, body: link('5127254'), headers },
            { status: 200, body: link('7654321'), headers },
          ]);
          assert.deepEqual(await azure[write](tenant, '5127254', never), {
            ok: true,
            value: { link: meant, requestId: 'r-7', correlationId: 'c-7' },
          });
          const outcome = await azure[write](tenant, '5127254', never);
          assert.deepEqual(!outcome.ok && [outcome.failure.requestId, outcome.failure.correlationId], ['r-7', 'c-7']);
        }
      });

      it('takes a 201 as well', async () => {
        const { azure } = scripted([{ status: 201, body: link('5127254') }]);
        assert.equal((await azure[write](tenant, '5127254', never)).ok, true);
      });

      for (const [what, properties, kind] of [
        ['tenant', { tenantId: otherTenantId }, 'wrongTenant'],
        ['object', { objectId: otherTenantId }, 'wrongTenant'],
        ['partner ID', { partnerId: '7654321' }, 'unexpectedAnswer'],
        ['tenant at all', { tenantId: undefined }, 'unexpectedAnswer'],
      ] as const) {
        it(`is no success, and may have happened, when the answer names another ${what}`, async () => {
          const { azure, sent } = scripted([{ status: 200, body: link('5127254', properties) }]);
          const outcome = await azure[write](tenant, '5127254', never);
          assert.equal(outcome.ok, false);
          assert.deepEqual(
            !outcome.ok && [outcome.failure.kind, outcome.failure.mayHaveHappened, outcome.failure.tenantId],
            [kind, true, tenantId],
          );
          assert.equal(sent.length, 1);
        });
      }
    });
  }

  it('sends nothing with a partner ID that is not digits: it would be another path', async () => {
    for (const partnerId of ['..', '../operations', '', '12 34', '1?x']) {
      const { azure, sent } = scripted([]);
      for (const outcome of [
        await azure.createLink(tenant, partnerId, never),
        await azure.changeLink(tenant, partnerId, never),
        await azure.removeLink(tenant, partnerId, never),
      ]) {
        assert.equal(!outcome.ok && outcome.failure.kind, 'partnerIdInvalid');
      }
      assert.equal(sent.length, 0);
    }
  });

  it('removes with 200 and nothing, 204, and where the service says that nothing was linked', async () => {
    const headers = { 'request-id': 'r-7', 'x-ms-correlation-request-id': 'c-7' };
    for (const answer of [{ status: 200 }, { status: 204 }, { status: 404, body: notLinkedBody }]) {
      const { azure, sent } = scripted([{ ...answer, headers }]);
      assert.deepEqual(await azure.removeLink(tenant, '5127254', never), {
        ok: true,
        value: { requestId: 'r-7', correlationId: 'c-7' },
      });
      assert.equal(sent[0]?.method, 'DELETE');
    }
  });
});
