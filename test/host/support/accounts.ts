/** People of the sample data as accounts of the test provider: the stand-in knows them by the ids in their tokens. */
import * as vscode from 'vscode';
import { sampleObjectId, sampleTenantIds } from '../../../src/sandbox/scenario/scenario.ts';
import {
  allowedProvider,
  commands,
  type Arrangement,
  type ProviderCall,
  type TenantBehaviour,
  type TestAccount,
} from '../provider-extension/arrangement.ts';

export type Behaviours = Readonly<Partial<Record<keyof typeof sampleTenantIds, TenantBehaviour>>>;

function account(identity: 'consultant' | 'colleague', label: string, behaviours: Behaviours): TestAccount {
  const tenants: Record<string, TenantBehaviour> = {};
  const objectIds: Record<string, string> = {};
  for (const [name, id] of Object.entries(sampleTenantIds)) {
    tenants[id] = behaviours[name as keyof typeof sampleTenantIds] ?? 'silent';
    objectIds[id] = sampleObjectId(identity, id);
  }
  const homeTenant = sampleTenantIds.contoso;
  return { id: `account-${identity}`, label, objectId: objectIds[homeTenant] ?? '', objectIds, homeTenant, tenants };
}

/** Thirteen tenants; a token for each without a click, unless said otherwise. */
export function mira(behaviours: Behaviours = {}): TestAccount {
  return account('consultant', 'mira@contoso.example', behaviours);
}

/** Two tenants. */
export function tomas(behaviours: Behaviours = {}): TestAccount {
  return account('colleague', 'tomas@contoso.example', behaviours);
}

export function keyOf(one: TestAccount): string {
  return `vscode:${one.id}`;
}

export async function arrange(arrangement: Arrangement, provider = allowedProvider): Promise<void> {
  await vscode.commands.executeCommand(commands.arrange, provider, arrangement);
}

/** What VS Code asked of the provider since it was arranged. */
export async function providerCalls(provider = allowedProvider): Promise<readonly ProviderCall[]> {
  return vscode.commands.executeCommand<readonly ProviderCall[]>(commands.calls, provider);
}
