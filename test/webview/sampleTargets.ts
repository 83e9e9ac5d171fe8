/** Targets for tests: every status and access in turn, the same each time. */
import { targetStatuses, type Target, type TargetStatus } from '../../src/shared/form/messages.ts';

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
  covered: 'covered through Contoso Consulting',
  signInNeeded: 'sign-in needed',
  notChecked: 'not checked',
  unknown: 'unknown (the service did not answer)',
  notAvailable: 'not available in this cloud',
};

const identities = ['anna@contoso.example', 'ops@contoso.example', 'Partner automation'];
const accesses = ['home', 'guest', 'Lighthouse', 'service principal'];

export function sampleTarget(index: number, change: Partial<Target> = {}): Target {
  const status = change.status ?? targetStatuses[index % targetStatuses.length] ?? 'unknown';
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
  change: (index: number) => Partial<Target> = () => ({}),
): readonly Target[] {
  return Array.from({ length: count }, (_, index) => sampleTarget(index, change(index)));
}
