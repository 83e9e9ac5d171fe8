/** Targets for tests: every status and access in turn, the same each time. */
import type { SubscriptionTarget, Target, TargetStatus, TenantTarget } from '../../../src/shared/form/messages.ts';

const names = [
  'Adventure Works',
  'Alpine Ski House',
  'Contoso Retail',
  'Fabrikam',
  'Humongous Insurance',
  'Litware',
  'Northwind Traders',
  'Tailspin Toys',
  'Wide World Importers',
  'Woodgrove Bank',
];

const currents: Readonly<Record<TargetStatus, string>> = {
  ownLink: 'PAL 1234567 · Contoso Consulting',
  anotherPartner: 'another partner: 7654321 · Fabrikam',
  notLinked: 'not linked',
  noneReported: 'DPOR: none reported',
  submitted: 'DPOR submitted, waiting for Azure',
  confirmed: 'DPOR confirmed by you on November 3, 2026 at 10:12 AM',
  covered: 'covered through Contoso Consulting',
  signInNeeded: 'sign-in needed',
  notChecked: 'not checked',
  unclear: 'unclear: may have been written (no answer in time)',
  unknown: 'unknown (the service did not answer)',
  notAvailable: 'not available in this cloud',
};

const identities = ['anna@contoso.example', 'ops@contoso.example', 'Partner automation'];
const accesses = ['home', 'guest', 'Lighthouse', 'service principal'];

const ofTenants: readonly TargetStatus[] = [
  'ownLink',
  'anotherPartner',
  'notLinked',
  'signInNeeded',
  'notChecked',
  'unknown',
  'notAvailable',
];

export function sampleTarget(index: number, change: Partial<TenantTarget> = {}): TenantTarget {
  const status = change.status ?? ofTenants[index % ofTenants.length] ?? 'unknown';
  const name = `${names[index % names.length] ?? ''} ${String(index + 1)}`;
  return {
    key: `t${String(index)}`,
    kind: 'tenant',
    name,
    domain: `${name.toLowerCase().replaceAll(' ', '')}.onmicrosoft.com`,
    tenantId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    identity: identities[index % identities.length] ?? '',
    access: accesses[index % accesses.length] ?? '',
    current: currents[status],
    status,
    needsAttention: status === 'anotherPartner' || status === 'notLinked',
    ...change,
  };
}

export function sampleTargets(
  count: number,
  change: (index: number) => Partial<TenantTarget> = () => ({}),
): readonly Target[] {
  return Array.from({ length: count }, (_, index) => sampleTarget(index, change(index)));
}

const dporCurrents: Readonly<Partial<Record<TargetStatus, string>>> = {
  ownLink: 'DPOR 1234567 · Contoso Consulting',
  anotherPartner: 'DPOR 7654321 · Fabrikam',
  notChecked: 'DPOR not checked',
  unknown: 'DPOR unknown (the portal’s billing service does not accept this client)',
  notAvailable: 'DPOR not available in this cloud',
};

/** A subscription of the tenant `t<of>`. */
export function sampleSubscription(
  of: number,
  index: number,
  change: Partial<SubscriptionTarget> = {},
): SubscriptionTarget {
  const { name: tenant, tenantId, identity, access } = sampleTarget(of);
  const status = change.status ?? 'noneReported';
  return {
    key: `t${String(of)}|s${String(index)}`,
    kind: 'subscription',
    name: `EA Production ${String(index + 1)}`,
    subscriptionId: `00000000-0000-4000-9000-${String(index).padStart(12, '0')}`,
    tenant,
    tenantId,
    identity,
    access,
    current: dporCurrents[status] ?? currents[status],
    source: 'Read from the Azure portal’s billing service, which is not documented.',
    status,
    needsAttention: false,
    ...change,
  };
}

/** Tenants, and right after some of them subscriptions of every status. */
export function mixedTargets(count: number): readonly Target[] {
  const statuses: readonly TargetStatus[] = [
    'noneReported',
    'anotherPartner',
    'ownLink',
    'notChecked',
    'submitted',
    'confirmed',
    'unknown',
    'notAvailable',
  ];
  return sampleTargets(count).flatMap((target, index): readonly Target[] =>
    index % 3 === 2 && index < 3 * statuses.length
      ? [target, sampleSubscription(index, (index - 2) / 3, { status: statuses[(index - 2) / 3] ?? 'notChecked' })]
      : [target],
  );
}
