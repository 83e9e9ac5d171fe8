/** A random estate: identities, tenants and subscriptions, and which of what is not known of Azure is so this time. */
import {
  generatedObjectId,
  generatedSubscriptionId,
  generatedTenantId,
} from '../../../src/sandbox/scenario/generator.ts';
import { samplePartnerIds } from '../../../src/sandbox/scenario/partners.ts';
import type { SwitchesChange } from '../../../src/sandbox/switches/switches.ts';
import type { TenantRef } from '../../../src/shared/model/model.ts';
import type { Chance } from './chance.ts';

export interface Estate {
  readonly switches: SwitchesChange;
  readonly identities: number;
  readonly tenants: number;
  /** Of each tenant; the second one is under an Enterprise Agreement. */
  readonly subscriptions: number;
}

/** IDs that plans and colleagues use; the service takes all but one. */
export const usedPartnerIds: readonly string[] = [
  samplePartnerIds.contoso,
  samplePartnerIds.fabrikam,
  samplePartnerIds.proseware,
  samplePartnerIds.withoutName,
  samplePartnerIds.contosoNordics,
];

export function randomEstate(chance: Chance): Estate {
  const tenants = chance.whole(1, 4);
  const identities = chance.weighted([
    [3, 1],
    [2, 2],
  ]);
  const subscriptions = chance.weighted([
    [1, 0],
    [3, 2],
  ]);
  return {
    identities,
    tenants,
    subscriptions,
    switches: {
      scenario: {
        kind: 'generated',
        tenants,
        identities,
        subscriptionsPerTenant: subscriptions,
        linkedShare: chance.next(),
        anotherPartnerShare: chance.next() * 0.3,
        designatedShare: chance.next(),
        signInShare: chance.happens(0.15) ? 0.3 : 0,
      },
      unknowns: {
        putOnLinked: chance.one(['conflict', 'overwrites']),
        deleteOtherId: chance.one(['ignored', 'deletes', 'notFound']),
        putStatus: chance.one([200, 201]),
        deleteStatus: chance.one([200, 204]),
      },
      billing: {
        delayMs: chance.one([0, 0, 4_000, 60_000, 240_000]),
        errorStatus: chance.one([200, 400, 404, 500]),
        removeAnswer: chance.one(['empty', 'noContent', 'true', 'object']),
      },
    },
  };
}

/** One PAL or one DPOR, as the service knows it. */
export type TargetId = string;

export function palTarget(tenantId: string, objectId: string): TargetId {
  return `pal|${tenantId}|${objectId}`;
}

export function dporTarget(subscriptionId: string): TargetId {
  return `dpor|${subscriptionId.toLowerCase()}`;
}

/** The target of a plan's item. */
export function targetOf(item: {
  readonly tenant: TenantRef;
  readonly subscription?: { readonly id: string };
}): TargetId {
  const { identity, tenantId } = item.tenant;
  if (item.subscription) {
    return dporTarget(item.subscription.id);
  }
  const tenant = Number.parseInt(tenantId.slice(-12, -6), 16);
  return palTarget(tenantId, generatedObjectId(tenant, Number(identity.slice('sample:generated-'.length))));
}

/** Every PAL and every DPOR of the estate. */
export function targetsOf({ identities, tenants, subscriptions }: Estate): readonly TargetId[] {
  const found: TargetId[] = [];
  for (let tenant = 0; tenant < tenants; tenant += 1) {
    for (let identity = 0; identity < identities; identity += 1) {
      found.push(palTarget(generatedTenantId(tenant), generatedObjectId(tenant, identity)));
    }
    if (subscriptions > 1) {
      found.push(dporTarget(generatedSubscriptionId(tenant, 1)));
    }
  }
  return found;
}

/** For traces: `pal 2/0` is the first identity's link in the third tenant, `dpor 2/1` of its second subscription. */
export function shortTarget(target: TargetId): string {
  const numbers = target.slice(-12);
  const [first, second] = [numbers.slice(0, 6), numbers.slice(6)].map((part) => Number.parseInt(part, 16));
  return `${target.slice(0, target.indexOf('|'))} ${String(first)}/${String(second)}`;
}
