/** DPORs of a world of generated tenants, each with one subscription of an Enterprise Agreement and one pay-as-you-go. */
import type { Azure } from '../../../../src/shared/ports/azure.ts';
import { dporOf } from '../../../../src/estate/store/dporRow.ts';
import { planMixed, type DporTarget } from '../../../../src/operations/plan/dporPlan.ts';
import type { PalIntent, Plan, PlanItem } from '../../../../src/operations/plan/plan.ts';
import { generatedSubscriptionId } from '../../../../src/sandbox/scenario/generator.ts';
import { agreementState } from '../../../../src/shared/model/agreement.ts';
import { dporAfterReading, type DporState } from '../../../../src/shared/model/dpor.ts';
import { subscriptionList } from '../../../../src/shared/model/model.ts';
import { contextOf, never, ref, valueOf, type Window, type World } from './world.ts';

/** So that the second one of each tenant is under an Enterprise Agreement. */
export const subscriptionsPerTenant = 3;

export function ea(tenant: number): string {
  return generatedSubscriptionId(tenant, 1);
}

export function payAsYouGo(tenant: number): string {
  return generatedSubscriptionId(tenant, 2);
}

export function stateIn(window: Window, tenant: number): DporState {
  const row = window.store.tenant(ref(tenant));
  return row ? dporOf(row, ea(tenant)).dpor : { kind: 'notChecked' };
}

/** Who is designated, whether it shows or not, by tenant. */
export function designated(world: World): readonly (string | undefined)[] {
  return Array.from({ length: world.tenants }, (_, tenant) => world.sandbox.designated(ea(tenant)));
}

/** What a user's click reads: subscriptions, agreements, DPORs. */
export async function readDpors(world: World, window: Window, azure: Azure = world.azure): Promise<void> {
  for (let tenant = 0; tenant < world.tenants; tenant++) {
    const list = valueOf(await azure.subscriptions(ref(tenant), never));
    window.store.setSubscriptions(ref(tenant), { kind: 'known', list });
    for (const { subscriptionId } of list) {
      const agreement = agreementState(await azure.readAgreement(ref(tenant), subscriptionId, never));
      window.store.setAgreement(ref(tenant), subscriptionId, agreement);
    }
    const reading = await azure.readDpor(ref(tenant), ea(tenant), never);
    window.store.setDpor(ref(tenant), ea(tenant), dporAfterReading(stateIn(window, tenant), reading, Date.now()));
  }
  world.sandbox.clearRequests();
}

/** Subscriptions of Enterprise Agreements of these tenants, as the window's store has them. */
export function targets(window: Window, ...tenants: readonly number[]): readonly DporTarget[] {
  return tenants.flatMap((tenant) => {
    const row = window.store.tenant(ref(tenant));
    const subscription =
      row && subscriptionList(row.subscriptions).find(({ subscriptionId }) => subscriptionId === ea(tenant));
    return subscription ? [{ row, subscription }] : [];
  });
}

/** Plans upon what the store holds, all of it read in this session. `pal`: tenants whose links are planned beside. */
export function dporPlan(
  world: World,
  window: Window,
  intent: PalIntent,
  pal: readonly number[] = [],
  name?: string,
): Plan {
  const rows = pal.flatMap((tenant) => window.store.tenant(ref(tenant)) ?? []);
  const all = Array.from({ length: world.tenants }, (_, tenant) => tenant);
  return planMixed(
    rows,
    targets(window, ...all),
    intent,
    contextOf(window, () => name),
  );
}

/** Writes to the billing service that were sent: how many. A 429 is a refusal by which nothing is done, and not counted. */
export function dporWrites(world: World): number {
  return world.sandbox.requests().filter((one) => isDporWrite(one) && one.status !== 429).length;
}

function isDporWrite({ method, path }: { readonly method: string; readonly path: string }): boolean {
  return method === 'DELETE' ? path.includes('PartnerInformation') : path.includes('SetPartnerInformation');
}

export const dporWritePath = '/api/Billing/Subscription/SetPartnerInformation';
export const dporReadPath = '/api/Billing/Subscription/GetPartnerInformation';

export function actionsOf(items: readonly PlanItem[]): readonly string[] {
  return items.map(({ action }) => {
    switch (action.do) {
      case 'link':
        return `designate ${action.to}`;
      case 'change':
        return `change ${action.from} ${action.to}`;
      case 'remove':
        return `remove ${action.from}`;
      case 'nothing':
        return `nothing: ${action.why}`;
      case 'cannot':
        return `cannot: ${action.why.kind}`;
    }
  });
}
