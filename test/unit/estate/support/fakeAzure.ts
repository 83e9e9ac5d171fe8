/** An `Azure` whose answers the test gives by hand, for order, cancelling and concurrency. */
import type { Azure } from '../../../../src/shared/ports/azure.ts';
import type { ScannedAzure } from '../../../../src/estate/scan/scanIdentity.ts';
import type { IdentityListing } from '../../../../src/shared/ports/identitySource.ts';
import type { Identity, PartnerLink, Subscription, TenantInfo, TenantRef } from '../../../../src/shared/model/model.ts';
import { failed, success, type Outcome } from '../../../../src/shared/model/outcome.ts';

export function identity(key: string): Identity {
  return { key, kind: 'sample', name: key };
}

export function ready(key: string): IdentityListing {
  return { identity: identity(key), state: { kind: 'ready' } };
}

export function info(tenantId: string, displayName = tenantId): TenantInfo {
  return { tenantId, displayName, defaultDomain: `${tenantId}.example` };
}

export function ref(tenantId: string, key = 'sample:a'): TenantRef {
  return { identity: key, tenantId };
}

export function link(partnerId: string, partnerName?: string): PartnerLink {
  return { partnerId, partnerName };
}

export function subscription(tenantId: string, id: string, state = 'Enabled'): Subscription {
  return { subscriptionId: id, displayName: `Subscription ${id}`, tenantId, state };
}

interface Pending {
  readonly ref: TenantRef;
  readonly answer: (outcome: Outcome<PartnerLink | undefined>) => void;
}

export interface FakeAzure extends Omit<Azure, 'tenants'>, Pick<ScannedAzure, 'tenants'> {
  identityAnswer: () => Promise<Outcome<readonly IdentityListing[]>>;
  tenantAnswer: (key: string) => Promise<Outcome<readonly TenantInfo[]>>;
  /** Instead of `tenantAnswer`: page by page. */
  pages:
    | ((key: string, found: (page: readonly TenantInfo[]) => void) => Promise<Outcome<readonly TenantInfo[]>>)
    | undefined;
  principalAnswer: (ref: TenantRef) => Promise<Outcome<{ tenantId: string; objectId: string }>>;
  subscriptionAnswer: (ref: TenantRef) => Promise<Outcome<readonly Subscription[]>>;
  /** Ids of tenants of which there is a token already. */
  readonly tokensAtHand: Set<string>;
  linkAnswer: ((ref: TenantRef) => Promise<Outcome<PartnerLink | undefined>>) | undefined;
  /** Reads of links that wait for their answer, oldest first; used while `linkAnswer` is undefined. */
  readonly pending: Pending[];
  /** What was asked: `readLink t1`. */
  readonly asked: string[];
}

/** `estate`: tenant ids per identity key. By default nothing is linked, and answers are immediate. */
export function fakeAzure(estate: Readonly<Record<string, readonly string[]>>): FakeAzure {
  const notNow = (): never => {
    throw new Error('A scan never writes and never asks for a sign-in');
  };
  const pending: Pending[] = [];
  const asked: string[] = [];
  const fake: FakeAzure = {
    pending,
    asked,
    identityAnswer: async () => success(Object.keys(estate).map(ready)),
    tenantAnswer: async (key) => success((estate[key] ?? []).map((id) => info(id))),
    pages: undefined,
    principalAnswer: async ({ tenantId }) => success({ tenantId, objectId: 'o' }),
    subscriptionAnswer: async () => success([]),
    linkAnswer: async () => success(undefined),
    identities: () => {
      asked.push('identities');
      return fake.identityAnswer();
    },
    tenants: (key, _signal, found) => {
      asked.push(`tenants ${key}`);
      return fake.pages?.(key, found) ?? fake.tenantAnswer(key);
    },
    tenantOfDomain: notNow,
    hasToken: ({ tenantId }) => fake.tokensAtHand.has(tenantId),
    tokensAtHand: new Set(),
    principal: (tenant) => {
      asked.push(`principal ${tenant.tenantId}`);
      return fake.principalAnswer(tenant);
    },
    subscriptions: (tenant) => {
      asked.push(`subscriptions ${tenant.tenantId}`);
      return fake.subscriptionAnswer(tenant);
    },
    readLink: (tenant) => {
      asked.push(`readLink ${tenant.tenantId}`);
      return (
        fake.linkAnswer?.(tenant) ??
        new Promise((resolve) => pending.push({ ref: tenant, answer: (one) => resolve(one) }))
      );
    },
    onDidChangeIdentities: () => ({ dispose: () => {} }),
    createLink: notNow,
    changeLink: notNow,
    removeLink: notNow,
    readAgreement: notNow,
    readDpor: notNow,
    validateDpor: notNow,
    setDpor: notNow,
    removeDpor: notNow,
    portalService: () => 'mayBeAsked',
    askPortalServiceAgain: notNow,
    signIn: notNow,
    leftOutAccounts: notNow,
    addIdentity: notNow,
    exampleIdentity: () => undefined,
    removeIdentity: notNow,
    dispose: () => {},
  };
  return fake;
}

export function refused(
  kind: Parameters<typeof failed>[0]['kind'],
): { readonly ok: false } & ReturnType<typeof failed> {
  return failed({ kind });
}

/**
 * Waits for a condition over event-loop turns, and fails after 30 s instead of hanging. Not after a number of turns: the
 * quieter the machine, the more of these go by while a timer runs.
 */
export async function until(condition: () => boolean, what: string): Promise<void> {
  const giveUp = performance.now() + 30_000;
  while (!condition()) {
    if (performance.now() > giveUp) {
      throw new Error(`Never came true: ${what}`);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}
