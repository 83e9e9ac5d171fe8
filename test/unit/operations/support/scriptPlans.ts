/** Plans to make scripts of. */
import type { Plan, PlanItem, PlannedAction } from '../../../../src/operations/plan/plan.ts';
import { tenantId as idOf } from './records.ts';

export const cloud = { name: 'AzureCloud', arm: 'https://management.azure.com' } as const;
export const ours = '4810337';
export const fabrikam = '6203519';

export function item(number: number, action: PlannedAction, more: Partial<PlanItem> = {}): PlanItem {
  return {
    tenant: { identity: 'vscode:1', tenantId: idOf(number) },
    tenantName: `Tenant ${String(number)}`,
    identityName: 'alex@contoso.example',
    action,
    ...more,
  };
}

export const link: PlannedAction = { do: 'link', to: ours };
export const change: PlannedAction = { do: 'change', from: fabrikam, fromName: 'Fabrikam', to: ours };
export const remove: PlannedAction = { do: 'remove', from: fabrikam };

export function planOf(...items: readonly PlanItem[]): Plan {
  return { intent: { kind: 'link', partnerId: ours }, items };
}
