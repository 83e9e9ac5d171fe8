/** Every state that the tenant page can show, to be checked and looked at in each theme. */
import type {
  ShownSubscription,
  ShownTenant,
  TenantPageView,
  Trouble,
} from '../../../src/shared/tenantPage/messages.ts';
import { openTenantPage, type TenantPage, type TenantPageOptions } from './openTenantPage.ts';

const partner = '4810337 · Contoso Consulting';
const objectId = '0f2c0c55-7d1f-4b5c-8a53-6a4f1f7d2a11';
const rules =
  'Only the customer’s account owner may designate a partner of record, one for each subscription and anew for every new one. Since October 2021 it earns no incentive for Azure.';

const throttled: Trouble = {
  reason: 'Too many requests',
  said: 'The request was throttled.',
  advice: 'Wait a moment, then try again.',
  section: 'too-many-requests',
  ids: [
    { what: 'Error code', value: 'TooManyRequests', isId: true },
    { what: 'Request ID', value: '5b6c1f0e-14a1-4f54-9d57-1a0d1f6a2d77', isId: true },
  ],
};

function subscription(index: number, own: Partial<ShownSubscription> = {}): ShownSubscription {
  return {
    id: `50000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    name: `Production ${String(index)}`,
    dpor: { mark: '·', text: 'DPOR does not apply (pay-as-you-go)', tone: 'plain' },
    state: 'enabled',
    offer: 'PayAsYouGo_2014-09-01',
    agreement: '',
    notes: [],
    troubles: [],
    actions: [],
    ...own,
  };
}

const subscriptions: readonly ShownSubscription[] = [
  subscription(1, {
    name: 'Landing Zone',
    dpor: { mark: '○', text: 'DPOR: none reported', tone: 'plain' },
    offer: 'EnterpriseAgreement_2014-09-01',
    agreement: 'EnterpriseAgreement',
    notes: ['As of 5 minutes ago (Nov 29, 2026, 4:01 PM).', 'Read from the portal’s billing service.'],
    actions: [
      { command: 'checkDpor', text: 'Check DPOR…' },
      { command: 'designate', text: 'Designate Partner of Record…' },
      { command: 'requestDesignation', text: 'Request Designation from Customer…' },
      { command: 'confirmDpor', text: 'Record What the Portal Shows…' },
    ],
  }),
  subscription(2, {
    dpor: { mark: '✓', text: `DPOR ${partner}`, tone: 'good' },
    offer: 'EnterpriseAgreement_2014-09-01',
    agreement: 'EnterpriseAgreement',
    actions: [
      { command: 'checkDpor', text: 'Check DPOR…' },
      { command: 'changeDpor', text: 'Change Partner of Record…' },
      { command: 'removeDpor', text: 'Remove Partner of Record…' },
    ],
  }),
  subscription(3, { state: 'disabled, delegated by Woodgrove Bank' }),
  subscription(4, {
    dpor: { mark: '?', text: 'DPOR unknown (too many requests)', tone: 'failed' },
    troubles: [throttled],
    actions: [{ command: 'checkDpor', text: 'Check DPOR…' }],
  }),
];

/** Linked to a partner ID that is the user's own, through two identities. */
export const linked: ShownTenant = {
  key: 'sample:anna|11111111-1111-4111-8111-111111111111',
  name: 'Adventure Works',
  status: { mark: '✓', text: `PAL ${partner}`, tone: 'good' },
  attention: [],
  link: [
    { what: 'Status', value: `PAL ${partner}` },
    { what: 'Last changed', value: '3 days ago (Nov 26, 2026, 9:12 AM)' },
    { what: 'Through', value: 'anna@contoso.example' },
    { what: 'Object ID', value: objectId, isId: true },
    { what: 'Checked', value: '5 minutes ago (Nov 29, 2026, 4:01 PM)' },
    { what: 'Version', value: '3' },
  ],
  facts: [
    { what: 'Access', value: 'guest' },
    { what: 'Subscriptions', value: '4, 1 not enabled, 1 delegated through Azure Lighthouse' },
    { what: 'Partner of record', value: 'DPOR on 1 of 2 EA · 1 none reported' },
    { what: 'Default domain', value: 'adventure-works.example' },
    { what: 'Further domains', value: 'aw.example, adventure-works.onmicrosoft.example' },
    { what: 'Country', value: 'US' },
    { what: 'Tenant ID', value: '11111111-1111-4111-8111-111111111111', isId: true },
  ],
  notes: [],
  troubles: [],
  actions: [
    { command: 'change', text: 'Change Partner ID…' },
    { command: 'remove', text: 'Remove Partner Admin Link…' },
    { command: 'refreshTenant', text: 'Refresh Tenant' },
    { command: 'manageLinks', text: 'Manage Links…' },
    { command: 'openInPortal', text: 'Open in Azure Portal' },
    { command: 'copyAsScript', text: 'Copy as Script…' },
    { command: 'pin', text: 'Pin Tenant' },
    { command: 'markNotOurs', text: 'Mark Tenant as Not Ours' },
    { command: 'hide', text: 'Hide Tenant' },
  ],
  reaches: [
    {
      key: 'sample:anna|11111111-1111-4111-8111-111111111111',
      name: 'anna@contoso.example',
      shown: true,
      status: { mark: '✓', text: `PAL ${partner}`, tone: 'good' },
      objectId,
      changed: '3 days ago (Nov 26, 2026, 9:12 AM)',
    },
    {
      key: 'sample:ops|11111111-1111-4111-8111-111111111111',
      name: 'Partner automation',
      shown: false,
      status: { mark: '○', text: 'not linked', tone: 'wanting' },
      objectId: '',
      changed: '',
    },
  ],
  subscriptions: { total: subscriptions.length, list: [...subscriptions], rules },
  history: {
    state: 'read',
    more: false,
    events: [
      {
        at: 'Nov 26, 2026, 9:12 AM',
        about: 'Partner Admin Link',
        before: '7654321 · Fabrikam',
        after: partner,
        result: 'done',
        identity: 'anna@contoso.example',
      },
      {
        at: 'Nov 2, 2026, 2:40 PM',
        about: 'Landing Zone',
        before: 'not known',
        after: '',
        result: 'failed (too many requests: wait a moment, then try again)',
        identity: 'anna@contoso.example',
      },
    ],
  },
};

const notLinked: ShownTenant = {
  ...linked,
  status: { mark: '○', text: 'not linked', tone: 'wanting' },
  attention: ['not linked, with an enabled subscription'],
  link: [
    { what: 'Status', value: 'not linked' },
    { what: 'Through', value: 'anna@contoso.example' },
    { what: 'Checked', value: '5 minutes ago (Nov 29, 2026, 4:01 PM)' },
  ],
  actions: [{ command: 'link', text: 'Link Partner ID…' }, ...linked.actions.slice(2)],
  reaches: linked.reaches.slice(1).map((one) => ({ ...one, shown: true })),
  history: { state: 'read', events: [], more: false },
};

const unknown: ShownTenant = {
  ...notLinked,
  name: '22222222-2222-4222-8222-222222222222',
  status: { mark: '!', text: 'sign-in needed', tone: 'needsPerson' },
  attention: [],
  notes: ['Azure gives no name for this tenant, as is usual for guests.'],
  troubles: [
    {
      reason: 'Sign-in needed',
      advice: 'Use “Sign In to Tenant”.',
      section: 'sign-in-needed',
      ids: [{ what: 'Error code', value: 'AADSTS50076', isId: true }],
    },
    throttled,
  ],
  actions: [{ command: 'signInToTenant', text: 'Sign In to Tenant…' }, ...linked.actions.slice(2)],
  subscriptions: { total: 0, list: [], why: 'subscriptions unknown (sign-in needed)' },
  history: { state: 'failed', events: [], more: false },
};

/** More subscriptions than are listed at first. */
export const many: ShownTenant = {
  ...linked,
  name: 'A customer whose name is so long that it does not fit on a line of this page, nor on a second one',
  facts: linked.facts.map((fact) =>
    fact.what === 'Further domains'
      ? { ...fact, value: Array.from({ length: 60 }, (_, at) => `domain-${String(at)}.example`).join(', ') }
      : fact,
  ),
  subscriptions: { total: 2_000, list: Array.from({ length: 100 }, (_, at) => subscription(at)), rules },
  history: { ...linked.history, more: true },
};

const sampleLabel = 'Sample data: no real tenant is touched.';

export const states: Readonly<Record<string, TenantPageView | undefined>> = {
  'nothing heard yet': undefined,
  loading: { loading: true },
  gone: { loading: false, sampleLabel },
  linked: { loading: false, sampleLabel, tenant: linked },
  'not linked': { loading: false, tenant: notLinked },
  unknown: { loading: false, tenant: unknown },
  'many subscriptions': { loading: false, tenant: many },
};

export async function openState(name: string, options: TenantPageOptions = {}): Promise<TenantPage> {
  const view = states[name];
  const opened = await openTenantPage({ ...(view === undefined ? {} : { view }), ...options });
  const awaited = view?.tenant ? opened.page.locator('.tenant') : opened.page.locator('.blank');
  await awaited.waitFor({ state: view === undefined ? 'attached' : 'visible' });
  return opened;
}
