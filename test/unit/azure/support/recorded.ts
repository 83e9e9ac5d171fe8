/** Every recorded fact of facts-azure.md (sections 1 and 3) through the real SDKs, whichever way the sandbox is reached. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Azure } from '../../../../src/shared/ports/azure.ts';
import type { FaultAnswer, FaultRule } from '../../../../src/sandbox/switches/faults.ts';
import { samplePartnerIds } from '../../../../src/sandbox/scenario/partners.ts';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { sampleIdentityKeys, sampleObjectId, sampleTenantIds } from '../../../../src/sandbox/scenario/scenario.ts';
import type { SwitchesChange } from '../../../../src/sandbox/switches/switches.ts';
import type { FailureKind } from '../../../../src/shared/model/failure.ts';
import type { TenantRef } from '../../../../src/shared/model/model.ts';
import type { Outcome } from '../../../../src/shared/model/outcome.ts';
import { kindOf, valueOf } from '../../support/outcomes.ts';

export const never = new AbortController().signal;
const identity = sampleIdentityKeys.consultant;

export interface Started {
  readonly sandbox: Sandbox;
  readonly azure: Azure;
  /** What was logged. */
  readonly lines: readonly string[];
}

export function ref(name: keyof typeof sampleTenantIds): TenantRef {
  return { identity, tenantId: sampleTenantIds[name] };
}

export function fault(answer: FaultAnswer, match: FaultRule['match'] = {}, times?: number): SwitchesChange {
  return { faults: [{ match, times, answer }] };
}

/** `start` begins with the scenario as it was, and no request asked. */
export function itAnswersAsRecorded(start: (switches?: SwitchesChange) => Promise<Started>): void {
  describe('Partner Admin Link, as recorded', () => {
    it('reads a link with what the service tells of it', async () => {
      const { azure } = await start();
      const link = valueOf(await azure.readLink(ref('contoso'), never));
      assert.equal(link?.partnerId, samplePartnerIds.contoso);
      assert.equal(link.partnerName, 'Contoso Consulting');
      assert.equal(link.tenantId, sampleTenantIds.contoso);
      assert.equal(link.objectId, sampleObjectId('consultant', sampleTenantIds.contoso));
      assert.equal(link.version, 7);
      assert.match(link.updatedTime ?? '', /^\d{4}-\d\d-\d\dT.*Z$/);
    });

    it('reads a link without a name', async () => {
      const { azure } = await start();
      const link = valueOf(await azure.readLink(ref('litware'), never));
      assert.ok(link && link.partnerName === undefined);
    });

    it('reads *not linked* from 404 ManagementPartnerNotFound, after a removal, too', async () => {
      const { azure } = await start();
      assert.equal(valueOf(await azure.readLink(ref('northwind'), never)), undefined);
      assert.equal(valueOf(await azure.readLink(ref('adventureWorks'), never)), undefined);
    });

    it('links, changes and removes, and the service holds what was meant', async () => {
      for (const unknowns of [{}, { putStatus: 201, deleteStatus: 204 }] as const) {
        const { azure, sandbox } = await start({ unknowns });
        const tenant = ref('northwind');
        const held = () => sandbox.record(tenant.tenantId, sampleObjectId('consultant', tenant.tenantId));
        assert.equal(
          valueOf(await azure.createLink(tenant, samplePartnerIds.contoso, never)).link?.partnerId,
          samplePartnerIds.contoso,
        );
        assert.equal(held()?.partnerId, samplePartnerIds.contoso);
        assert.equal(
          valueOf(await azure.changeLink(tenant, samplePartnerIds.fabrikam, never)).link?.partnerName,
          held()?.partnerName,
        );
        assert.equal(held()?.partnerId, samplePartnerIds.fabrikam);
        valueOf(await azure.removeLink(tenant, samplePartnerIds.fabrikam, never));
        assert.equal(held()?.active, false);
        assert.equal(valueOf(await azure.readLink(tenant, never)), undefined);
      }
    });

    it('tells the ids of every write that succeeded, for Azure Support', async () => {
      const { azure, sandbox } = await start();
      const tenant = ref('northwind');
      const answers = [
        valueOf(await azure.createLink(tenant, samplePartnerIds.contoso, never)),
        valueOf(await azure.changeLink(tenant, samplePartnerIds.fabrikam, never)),
        valueOf(await azure.removeLink(tenant, samplePartnerIds.fabrikam, never)),
      ];
      const asked = sandbox.requests().filter(({ method }) => method !== 'TOKEN');
      assert.deepEqual(
        answers.map((answer) => answer.correlationId),
        asked.map((request) => request.correlationId),
      );
      assert.equal(new Set(answers.map((answer) => answer.requestId ?? '')).size, 3);
      assert.ok(answers.every((answer) => /^[0-9a-f-]{36}$/.test(answer.requestId ?? '')));
    });

    it('revives a removed link with a higher version', async () => {
      const { azure, sandbox } = await start();
      const tenant = ref('adventureWorks');
      const before = sandbox.record(tenant.tenantId, sampleObjectId('consultant', tenant.tenantId));
      const { link } = valueOf(await azure.createLink(tenant, samplePartnerIds.contoso, never));
      assert.ok((link?.version ?? 0) > (before?.version ?? Number.MAX_SAFE_INTEGER));
    });

    it('tells a partner ID that is not valid (400)', async () => {
      const { azure } = await start();
      const outcome = await azure.createLink(ref('northwind'), '12', never);
      assert.deepEqual(
        !outcome.ok && [
          outcome.failure.kind,
          outcome.failure.status,
          outcome.failure.code,
          outcome.failure.serviceMessage,
        ],
        ['partnerIdInvalid', 400, 'PartnerIdInvalid', 'The Partner ID is not valid'],
      );
      assert.ok(!outcome.ok && outcome.failure.requestId && outcome.failure.correlationId);
    });

    it('fails to change where nothing is linked (404), and removes nothing with a success (200)', async () => {
      const { azure } = await start();
      const outcome = await azure.changeLink(ref('northwind'), samplePartnerIds.contoso, never);
      assert.deepEqual(!outcome.ok && [outcome.failure.status, outcome.failure.code, outcome.failure.mayHaveHappened], [
        404,
        'ManagementPartnerNotFound',
        undefined,
      ]);
      valueOf(await azure.removeLink(ref('northwind'), samplePartnerIds.contoso, never));
    });

    it('tells that a link is there already, or takes it where the service overwrites', async () => {
      const conflict = await start();
      assert.equal(
        kindOf(await conflict.azure.createLink(ref('tailspin'), samplePartnerIds.contoso, never)),
        'alreadyLinked',
      );
      const overwrites = await start({ unknowns: { putOnLinked: 'overwrites' } });
      assert.equal(
        kindOf(await overwrites.azure.createLink(ref('tailspin'), samplePartnerIds.contoso, never)),
        'success',
      );
    });

    it('tells a delegated CSP login, a refusal and a blocked tenant apart', async () => {
      const { azure } = await start();
      assert.equal(kindOf(await azure.readLink(ref('relecloud'), never)), 'noAccountInTenant');
      assert.equal(kindOf(await azure.readLink(ref('humongous'), never)), 'tenantBlocked');
      assert.equal(kindOf(await azure.readLink(ref('lamna'), never)), 'signInNeeded');
      const forbidden = await start(fault({ kind: 'forbidden' }));
      assert.equal(kindOf(await forbidden.azure.readLink(ref('northwind'), never)), 'forbidden');
    });

    it('reads a tenant after the sign-in that it needed', async () => {
      const { azure } = await start();
      valueOf(await azure.signIn({ kind: 'tenant', tenant: ref('lamna') }));
      assert.ok(valueOf(await azure.readLink(ref('lamna'), never)));
    });

    it('logs request id, correlation id and what is left of the budget', async () => {
      const { azure, lines } = await start();
      await azure.createLink(ref('northwind'), samplePartnerIds.contoso, never);
      const line = lines.find((one) => one.startsWith('PUT'));
      assert.match(line ?? '', /correlation [0-9a-f-]{36}/);
      assert.match(line ?? '', /request-id="/);
      assert.match(line ?? '', /x-ms-ratelimit-remaining-tenant-/);
    });
  });

  describe('identities, tenants and subscriptions, as recorded', () => {
    it('lists identities silently', async () => {
      const { azure } = await start();
      assert.deepEqual(
        valueOf(await azure.identities(never)).map((one) => [one.identity.key, one.state.kind]),
        [[identity, 'ready']],
      );
    });

    it('lists every tenant over all pages, the same whatever their size', async () => {
      const large = valueOf(await (await start()).azure.tenants(identity, never));
      const { azure, sandbox } = await start({ pageSize: 2 });
      const small = valueOf(await azure.tenants(identity, never));
      assert.deepEqual(small, large);
      assert.ok(large.length >= 13);
      assert.equal(sandbox.requests().filter(({ method }) => method === 'GET').length, Math.ceil(large.length / 2));
      assert.equal(large.find((one) => one.tenantId === sampleTenantIds.contoso)?.category, 'Home');
    });

    it('lists subscriptions with owner and managing tenants: projected ones are told by another owner', async () => {
      const { azure } = await start({ pageSize: 1 });
      const list = valueOf(await azure.subscriptions(ref('contoso'), never));
      assert.equal(list.length, 4);
      const projected = list.filter((one) => one.tenantId !== sampleTenantIds.contoso);
      assert.deepEqual(new Set(projected.map((one) => one.tenantId)), new Set([sampleTenantIds.coho]));
      assert.deepEqual(projected[0]?.managedByTenantIds, [sampleTenantIds.contoso]);
      assert.ok(list.every((one) => one.quotaId && one.state && one.displayName));
    });

    it('finds tenants without a subscription', async () => {
      const { azure } = await start();
      assert.deepEqual(valueOf(await azure.subscriptions(ref('wideWorld'), never)), []);
    });

    it('tells who the identity is in a tenant: guests have an object of their own in each', async () => {
      const { azure } = await start();
      const one = valueOf(await azure.principal(ref('northwind'), never));
      const other = valueOf(await azure.principal(ref('contoso'), never));
      assert.equal(one.objectId, sampleObjectId('consultant', sampleTenantIds.northwind));
      assert.notEqual(one.objectId, other.objectId);
    });
  });
}

export function itKnowsWhatMayHaveHappened(start: (switches?: SwitchesChange) => Promise<Started>): void {
  describe('a write whose answer is lost', () => {
    it('may have happened, and is never repeated; reading finds it', async () => {
      for (const answer of [
        { kind: 'lostAnswer' },
        { kind: 'cutOff' },
        { kind: 'cutOff', how: 'stream' },
        { kind: 'status', status: 500, applied: true },
      ] as const) {
        const { azure, sandbox } = await start(fault(answer, { method: 'PUT' }));
        const outcome = await azure.createLink(ref('northwind'), samplePartnerIds.contoso, never);
        assert.equal(!outcome.ok && outcome.failure.mayHaveHappened, true);
        assert.equal(sandbox.requests().filter(({ method }) => method === 'PUT').length, 1);
        assert.equal(valueOf(await azure.readLink(ref('northwind'), never))?.partnerId, samplePartnerIds.contoso);
      }
    });
  });
}
