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

/** With names that try to be more than names. */
export const everyAction = planOf(
  item(1, link, { tenantName: 'Woodgrove Bank', domain: 'woodgrove.example' }),
  item(2, change, { tenantName: 'Müller `rm -rf ~` $(id)\nexit 1', domain: 'a.example' }),
  item(3, remove, { tenantName: undefined }),
  item(4, { do: 'nothing', why: 'alreadySo' }),
  item(5, { do: 'cannot', why: { kind: 'signInNeeded' } }),
  item(6, { do: 'link', to: '12345' }, { tenant: { identity: 'vscode:2', tenantId: idOf(6) }, identityName: 'ben' }),
  item(7, link, { tenant: { identity: 'vscode:1', tenantId: "x' || reboot #" } }),
  item(8, { do: 'link', to: '1; reboot' }),
);
