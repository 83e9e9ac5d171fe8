/** The two associations as a test changes, reads and plans each: what holds of both is one suite over `associations`. */
import type { Azure } from '../../../../src/shared/ports/azure.ts';
import { dporOf } from '../../../../src/estate/store/dporRow.ts';
import type { Store } from '../../../../src/estate/store/store.ts';
import { planDpor, type DporPlanContext, type DporTarget } from '../../../../src/operations/plan/dporPlan.ts';
import { planPal, type PalIntent, type Plan, type WriteAction } from '../../../../src/operations/plan/plan.ts';
import {
  generatedObjectId,
  generatedSubscriptionId,
  generatedTenantId,
} from '../../../../src/sandbox/scenario/generator.ts';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import type { FaultAnswer, FaultRule } from '../../../../src/sandbox/switches/faults.ts';
import { agreementState } from '../../../../src/shared/model/agreement.ts';
import { dporAfterReading, dporFailure, type DporState } from '../../../../src/shared/model/dpor.ts';
import { knownPal, subscriptionList, type TenantRef } from '../../../../src/shared/model/model.ts';
import { palAfterReading } from '../../../../src/shared/model/palAfterReading.ts';
import { valueOf } from '../../support/outcomes.ts';

type FaultMatch = FaultRule['match'];

export const identity = 'sample:generated-0';
export const never = new AbortController().signal;

/** So that the second one of each tenant is under an Enterprise Agreement. */
export const subscriptionsPerTenant = 3;

export function ref(tenant: number): TenantRef {
  return { identity, tenantId: generatedTenantId(tenant) };
}

/** The subscription of a tenant that DPOR is about. */
export function ea(tenant: number): string {
  return generatedSubscriptionId(tenant, 1);
}

export interface Place {
  readonly sandbox: Sandbox;
  readonly azure: Azure;
  /** How many targets there are: tenants, and as many subscriptions. */
  readonly targets: number;
}

type Passing = <T>(tenant: TenantRef, ask: () => Promise<T>) => Promise<T>;

/** What comes between a run and its requests. */
export interface Between {
  readonly read?: Passing;
  readonly write?: Passing;
}

export interface TestedAssociation {
  readonly name: 'PAL' | 'DPOR';
  /** What an item says whose write Azure took. */
  readonly written: 'done' | 'submitted';
  /** A refusal that says nothing about other targets, and what a run calls it. */
  readonly refusal: { readonly answer: FaultAnswer; readonly failure: string };
  /** The subscription that a target is. */
  subscriptionOf(target: number): string | undefined;
  /** What Azure holds, whether it shows already or not. */
  heldIn(place: Place, target: number): string | undefined;
  /** Another tool's change. */
  put(place: Place, target: number, partnerId: string | undefined): void;
  /** Reads all targets into the store, as a user's click does. */
  read(place: Place, store: Store, azure?: Azure): Promise<void>;
  /** Plans upon what the store holds, all of it read in this session. */
  planRead(place: Place, store: Store, intent: PalIntent, context: DporPlanContext): Plan;
  /** What the store says of a target: who is there, or in a word why that is not known. */
  known(store: Store, target: number): string;
  /** Why the last reading of a target came to nothing, after what is known from before. */
  unread(store: Store, target: number): string;
  /** What is known right after this was written. */
  knownAfterWriting(partnerId: string | undefined): string;
  readonly reads: (target?: number) => FaultMatch;
  readonly writes: (action: WriteAction['do'], target?: number) => FaultMatch;
  between(azure: Azure, between: Between): Azure;
}

/** An `Azure` of which some functions are others. */
export function azureWith(azure: Azure, changed: Partial<Azure>): Azure {
  return { ...azure, onDidChangeIdentities: azure.onDidChangeIdentities, ...changed };
}

function inTenant(target: number | undefined): FaultMatch {
  return target === undefined ? {} : { tenantId: ref(target).tenantId };
}

function numbers({ targets }: Place): readonly number[] {
  return Array.from({ length: targets }, (_, target) => target);
}

export const pal: TestedAssociation = {
  name: 'PAL',
  written: 'done',
  refusal: { answer: { kind: 'forbidden' }, failure: 'forbidden' },
  subscriptionOf: () => undefined,
  heldIn: ({ sandbox }, target) => {
    const record = sandbox.record(generatedTenantId(target), generatedObjectId(target));
    return record?.active ? record.partnerId : undefined;
  },
  put: ({ sandbox }, target, partnerId) => {
    sandbox.setLink(generatedTenantId(target), generatedObjectId(target), partnerId);
  },
  read: async (place, store, azure = place.azure) => {
    for (const target of numbers(place)) {
      const state = palAfterReading(await azure.readLink(ref(target), never));
      if (state) {
        store.setPal(ref(target), state, 'scan');
      }
    }
  },
  planRead: (_place, store, intent, context) => planPal(store.tenants(identity), intent, context),
  known: (store, target) => {
    const state = store.tenant(ref(target))?.pal ?? { kind: 'notChecked' };
    return state.kind === 'linked' ? state.link.partnerId : state.kind === 'notLinked' ? 'none' : state.kind;
  },
  unread: (store, target) => {
    const row = store.tenant(ref(target));
    const before = row && knownPal(row);
    const failure = row?.pal.kind === 'unknown' ? row.pal.failure.kind : '';
    return `${before?.kind === 'notLinked' ? 'none' : (before?.kind ?? '')} ${failure}`;
  },
  knownAfterWriting: (partnerId) => partnerId ?? 'none',
  reads: (target) => ({ method: 'GET', ...inTenant(target) }),
  writes: (action, target) => ({
    method: { link: 'PUT', change: 'PATCH', remove: 'DELETE' }[action],
    ...inTenant(target),
  }),
  between: (azure, { read = straight, write = straight }) =>
    azureWith(azure, {
      readLink: (tenant, signal) => read(tenant, () => azure.readLink(tenant, signal)),
      createLink: (tenant, ...rest) => write(tenant, () => azure.createLink(tenant, ...rest)),
      changeLink: (tenant, ...rest) => write(tenant, () => azure.changeLink(tenant, ...rest)),
      removeLink: (tenant, ...rest) => write(tenant, () => azure.removeLink(tenant, ...rest)),
    }),
};

export const dpor: TestedAssociation = {
  name: 'DPOR',
  written: 'submitted',
  refusal: { answer: { kind: 'status', status: 400 }, failure: 'serviceError' },
  subscriptionOf: ea,
  heldIn: ({ sandbox }, target) => sandbox.designated(ea(target)),
  put: ({ sandbox }, target, partnerId) => {
    sandbox.setDesignated(ea(target), partnerId);
  },
  read: async (place, store, azure = place.azure) => {
    for (const target of numbers(place)) {
      const list = valueOf(await azure.subscriptions(ref(target), never));
      store.setSubscriptions(ref(target), { kind: 'known', list });
      for (const { subscriptionId } of list) {
        const agreement = agreementState(await azure.readAgreement(ref(target), subscriptionId, never));
        store.setAgreement(ref(target), subscriptionId, agreement);
      }
      const reading = await azure.readDpor(ref(target), ea(target), never);
      store.setDpor(ref(target), ea(target), dporAfterReading(dporIn(store, target), reading, Date.now()));
    }
  },
  planRead: (place, store, intent, context) => planDpor(subscriptionsIn(store, ...numbers(place)), intent, context),
  known: (store, target) => {
    const state = dporIn(store, target);
    switch (state.kind) {
      case 'designated':
        return state.partner.partnerId;
      case 'noneReported':
        return 'none';
      case 'submitted':
        return `submitted ${state.change.do === 'designate' ? state.change.partner.partnerId : 'none'}`;
      default:
        return state.kind;
    }
  },
  unread: (store, target) => `${dpor.known(store, target)} ${dporFailure(dporIn(store, target))?.kind ?? ''}`,
  knownAfterWriting: (partnerId) => `submitted ${partnerId ?? 'none'}`,
  reads: (target) => ({ method: 'GET', pathIncludes: dporReadPath, ...inTenant(target) }),
  writes: (action, target) => ({
    method: action === 'remove' ? 'DELETE' : 'POST',
    pathIncludes: action === 'remove' ? 'PartnerInformation' : dporWritePath,
    ...inTenant(target),
  }),
  between: (azure, { read = straight, write = straight }) =>
    azureWith(azure, {
      readDpor: (tenant, ...rest) => read(tenant, () => azure.readDpor(tenant, ...rest)),
      setDpor: (tenant, ...rest) => write(tenant, () => azure.setDpor(tenant, ...rest)),
      removeDpor: (tenant, ...rest) => write(tenant, () => azure.removeDpor(tenant, ...rest)),
    }),
};

export const associations: readonly TestedAssociation[] = [pal, dpor];

export const dporWritePath = '/api/Billing/Subscription/SetPartnerInformation';
export const dporReadPath = '/api/Billing/Subscription/GetPartnerInformation';

function straight<T>(_tenant: TenantRef, ask: () => Promise<T>): Promise<T> {
  return ask();
}

export function dporIn(store: Store, tenant: number): DporState {
  const row = store.tenant(ref(tenant));
  return row ? dporOf(row, ea(tenant)).dpor : { kind: 'notChecked' };
}

/** Subscriptions of Enterprise Agreements of these tenants. */
export function subscriptionsIn(store: Store, ...tenants: readonly number[]): readonly DporTarget[] {
  return tenants.flatMap((tenant) => {
    const row = store.tenant(ref(tenant));
    const subscription =
      row && subscriptionList(row.subscriptions).find(({ subscriptionId }) => subscriptionId === ea(tenant));
    return subscription ? [{ row, subscription }] : [];
  });
}
