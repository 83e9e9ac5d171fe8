/** The application over VS Code's accounts: the test provider signs in, the stand-in is the network. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ApplicationParts } from '../../../src/app/application.ts';
import { createSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { sampleTenantIds } from '../../../src/sandbox/scenario/scenario.ts';
import type { AskedRequest } from '../../../src/sandbox/api/requestLog.ts';
import type { TenantRow } from '../../../src/shared/model/model.ts';
import { tenantId as nodeId, type TenantNode } from '../../../src/tree/nodes.ts';
import { allowedProvider, type Arrangement, type TestAccount } from '../provider-extension/arrangement.ts';
import { arrange, keyOf } from './accounts.ts';
import { sampleAuthority } from './authority.ts';
import type { SampleTenant } from './sampleWorld.ts';
import { openWorld, type World } from './world.ts';

export interface AccountsWorld {
  readonly world: World;
  readonly dialogs: World['dialogs'];
  readonly network: Sandbox;
  readonly row: (account: TestAccount, tenant: SampleTenant) => TenantRow | undefined;
  readonly node: (account: TestAccount, tenant: SampleTenant) => TenantNode;
  /** Requests with a token of this tenant. */
  readonly requestsOf: (tenant: SampleTenant) => readonly AskedRequest[];
  /** How often the tenants of anybody were listed. */
  readonly listings: () => number;
  readonly close: () => Promise<void>;
}

export async function openAccountsWorld(
  arrangement: Arrangement,
  provider = allowedProvider,
  parts: Partial<ApplicationParts> = {},
): Promise<AccountsWorld> {
  await arrange(arrangement, provider);
  const network = createSandbox();
  const standIn = { httpClient: network.httpClient, authorityClient: sampleAuthority() };
  const world = await openWorld({ mode: 'azure', providerId: provider, standIn, ...parts });
  const refOf = (account: TestAccount, tenant: SampleTenant) => ({
    identity: keyOf(account),
    tenantId: sampleTenantIds[tenant],
  });
  return {
    world,
    dialogs: world.dialogs,
    network,
    row: (account, tenant) => world.app.session.store.tenant(refOf(account, tenant)),
    node: (account, tenant) => {
      const ref = refOf(account, tenant);
      return { kind: 'tenant', id: nodeId(ref), ref };
    },
    requestsOf: (tenant) => network.requests().filter(({ tenantId }) => tenantId === sampleTenantIds[tenant]),
    listings: () => network.requests().filter(({ path }) => path === '/tenants').length,
    close: async () => {
      await world.close();
      network.dispose();
    },
  };
}

/** The kind of a row that must be there. */
export function palOf(row: TenantRow | undefined): string {
  assert.ok(row);
  return row.pal.kind;
}

export async function setting(id: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration().update(id, value, vscode.ConfigurationTarget.Global);
}
