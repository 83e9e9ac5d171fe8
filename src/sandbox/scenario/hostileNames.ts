/** Tenants whose names try to be more than names: untrusted text that the product must show and never run. */
import { numberedGuid } from './guid.ts';
import type { SampleTenant, Scenario } from './world.ts';

/** The names themselves, for tests: one tenant each, its subscription and its partner are named the same. `''`: an empty name. */
export const hostileNames = [
  '<img src=x onerror=alert(1)><b>bold</b>',
  '[Sign in](command:workbench.action.closeWindow)',
  '$(zap) $(error~spin) Ready',
  '\u202Egnitset\u202C \u2066isolated\u2069 \u200Binvisible',
  'First line\nSecond line\r\n\tThird line',
  'x'.repeat(300),
  '👩‍🚀🏳️‍🌈 Zoë’s Ünïcode e\u0301',
  '',
  '=HYPERLINK("https://evil.example","Open")',
  '`code` **bold** | cell | https://evil.example/?a=b&c=d',
] as const;

export function hostileTenantId(index: number): string {
  return numberedGuid('bad00000', index);
}

/** Adds the tenants to the first identity. */
export function withHostileNames(scenario: Scenario): Scenario {
  const [first, ...others] = scenario.identities;
  return first
    ? {
        ...scenario,
        identities: [{ ...first, tenants: [...first.tenants, ...hostileNames.map(hostileTenant)] }, ...others],
      }
    : scenario;
}

function hostileTenant(name: string, index: number): SampleTenant {
  return {
    tenantId: hostileTenantId(index),
    displayName: name,
    defaultDomain: name === '' ? '' : `hostile${String(index)}.example`,
    category: 'Home',
    countryCode: 'US',
    access: 'ready',
    palAccess: 'normal',
    objectId: numberedGuid('bad0b000', index),
    link:
      index % 2 === 0
        ? {
            partnerId: String(7_700_001 + index),
            partnerName: name,
            version: 1,
            createdTime: '2024-01-15T09:00:00.1234567Z',
            updatedTime: '2024-01-15T09:00:00.1234567Z',
          }
        : undefined,
    subscriptions: () => [
      {
        subscriptionId: numberedGuid('bad5b000', index),
        displayName: name,
        state: 'Enabled',
        quotaId: 'CSP_2015-05-01',
      },
    ],
  };
}
