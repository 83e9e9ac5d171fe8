/** Tenants as the path of an authority names them: by ID, or by any of their domains. */
import { domainToUnicode } from 'node:url';
import { tenantsOf, type SampleTenant, type Scenario } from '../scenario/world.ts';

/** `undefined`: Microsoft Entra knows no such tenant. */
export function findTenant(scenario: Scenario, name: string): SampleTenant | undefined {
  const wanted = name.toLowerCase();
  const domain = domainToUnicode(wanted);
  return tenantsOf(scenario).find(
    ({ tenantId, defaultDomain, furtherDomains = [] }) =>
      tenantId === wanted || (domain !== '' && [defaultDomain, ...furtherDomains].includes(domain)),
  );
}

/** Names that stand for whichever tenant it turns out to be. */
export function isAnyTenant(name: string): boolean {
  return ['common', 'organizations', 'consumers'].includes(name.toLowerCase());
}
