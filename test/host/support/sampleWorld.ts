/** The application over the sandbox, scanned once, with the stand-in opened beside it to look at what it was told. */
import assert from 'node:assert/strict';
import { openSandbox } from '../../../src/sandbox/open.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { sampleIdentityKeys, sampleObjectId, sampleTenantIds } from '../../../src/sandbox/scenario/scenario.ts';
import type { SwitchesChange } from '../../../src/sandbox/switches/switches.ts';
import type { Session } from '../../../src/session/session.ts';
import type { IdentityKey, TenantRow } from '../../../src/shared/model/model.ts';
import {
  tenantId as nodeId,
  type IdentityNode,
  type SubscriptionNode,
  type TenantNode,
} from '../../../src/tree/nodes.ts';
import { openWorld, type World } from './world.ts';

export type SampleTenant = keyof typeof sampleTenantIds;

export interface SampleWorld {
  readonly world: World;
  readonly sandbox: Sandbox;
  readonly dialogs: World['dialogs'];
  session(): Session;
  row(tenant: SampleTenant, identity?: IdentityKey): TenantRow;
  /** The node of a tenant's row, as VS Code passes it to a command. */
  node(tenant: SampleTenant, identity?: IdentityKey): TenantNode;
  /** The partner ID that the service holds; `undefined`: not linked. */
  linkOf(tenant: SampleTenant): string | undefined;
  close(): Promise<void>;
}

export interface SampleOptions {
  readonly switches?: SwitchesChange;
  /** Nothing is known yet. */
  readonly unscanned?: boolean;
}

export async function openSampleWorld({ switches, unscanned }: SampleOptions = {}): Promise<SampleWorld> {
  let sandbox: Sandbox | undefined;
  const world = await openWorld({
    mode: 'sandbox',
    prepare: (made) => {
      const opened = openSandbox({ folder: made.folder('sandbox'), log: made.log });
      assert.ok(opened.ok);
      sandbox = opened.value;
      sandbox.setSwitches(switches ?? {});
    },
  });
  assert.ok(sandbox);
  const service = sandbox;
  const session = await world.app.ready();
  if (!unscanned) {
    await session.scanner.scanAll();
  }
  const refOf = (tenant: SampleTenant, identity: IdentityKey = sampleIdentityKeys.consultant) => ({
    identity,
    tenantId: sampleTenantIds[tenant],
  });
  return {
    world,
    sandbox: service,
    dialogs: world.dialogs,
    session: () => world.app.session,
    row: (tenant, identity) => {
      const row = world.app.session.store.tenant(refOf(tenant, identity));
      assert.ok(row, `${tenant} is in the store`);
      return row;
    },
    node: (tenant, identity) => {
      const ref = refOf(tenant, identity);
      return { kind: 'tenant', id: nodeId(ref), ref };
    },
    linkOf: (tenant) => {
      const record = service.record(sampleTenantIds[tenant], sampleObjectId('consultant', sampleTenantIds[tenant]));
      return record?.active === true ? record.partnerId : undefined;
    },
    close: async () => {
      service.dispose();
      await world.close();
    },
  };
}

/** The node of a subscription's row below a tenant. */
export function subscriptionNode(tenant: TenantNode, subscriptionId: string): SubscriptionNode {
  return { kind: 'subscription', id: `${tenant.id}/subscriptions/${subscriptionId}`, ref: tenant.ref, subscriptionId };
}

export function identityNode(key: IdentityKey): IdentityNode {
  return { kind: 'identity', id: `/identities/${encodeURIComponent(key)}`, key };
}
