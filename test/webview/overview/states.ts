/** Every state that the overview can show, to be checked and looked at in each theme. */
import type { Bar, OverviewView } from '../../../src/shared/overview/messages.ts';
import { openOverview, type OverviewOptions, type OverviewPage } from './overviewPage.ts';

function days(count: number, linkedAt: (ago: number) => number, tenants: number): OverviewView['coverage']['days'] {
  return Array.from({ length: count }, (_, at) => {
    const ago = count - 1 - at;
    const day = new Date(Date.UTC(2026, 10, 29) - ago * 86_400_000).toISOString().slice(0, 10);
    return { day, linked: linkedAt(ago), tenants };
  }).filter((_, at) => at % 5 !== 3 || at === count - 1);
}

const nothing: OverviewView = {
  estate: { state: 'noIdentity' },
  headline: '',
  attention: 0,
  tenants: [],
  subscriptions: [],
  identities: [],
  partnerIds: [],
  morePartnerIds: 0,
  coverage: { text: 'Nothing is known yet.', days: [] },
  steps: [],
};

const of13: Bar = [
  { group: 'ownLink', text: 'linked', look: 'own', count: 5 },
  { group: 'covered', text: 'covered through another tenant', look: 'covered', count: 1 },
  { group: 'anotherPartner', text: 'another partner', look: 'other', count: 2 },
  { group: 'notLinked', text: 'not linked', look: 'none', count: 3 },
  { group: 'needsPerson', text: 'sign-in needed', look: 'needsPerson', count: 1 },
  { group: 'unknown', text: 'unknown', look: 'unknown', count: 1 },
];

const dpors: Bar = [
  { group: 'ownLink', text: 'designated', look: 'own', count: 4 },
  { group: 'anotherPartner', text: 'another partner', look: 'other', count: 1 },
  { group: 'noneReported', text: 'none reported', look: 'none', count: 3 },
  { group: 'notChecked', text: 'not checked', look: 'notRead', count: 12 },
  { group: 'doesNotApply', text: 'DPOR does not apply', look: 'notHere', count: 9 },
];

/** The sample data's size. */
export const thirteen: OverviewView = {
  sampleLabel: 'Sample data: no real tenant is touched.',
  estate: { state: 'rows', age: 'As of 5 minutes ago' },
  headline: '6 of 13 tenants are linked.',
  attention: 5,
  tenants: of13,
  subscriptions: dpors,
  identities: [
    { key: 'a', name: 'anna@contoso.example', tenants: of13.slice(0, 4) },
    { key: 'b', name: 'Partner automation', tenants: of13.slice(4) },
  ],
  partnerIds: [
    { id: '4810337', name: 'Contoso Consulting', own: true, tenants: 5, subscriptions: 4 },
    { id: '7654321', name: 'Fabrikam', own: false, tenants: 2, subscriptions: 0 },
    { id: '5557123', own: false, tenants: 0, subscriptions: 1 },
  ],
  morePartnerIds: 0,
  coverage: {
    text: '46% linked now, 23% on Sep 1, 2026.',
    days: days(90, (ago) => (ago > 60 ? 3 : ago > 20 ? 4 : 6), 13),
  },
  changes: {
    since: '2 days ago',
    parts: [
      { text: 'linked', look: 'own', by: 2 },
      { text: 'not linked', look: 'none', by: -2 },
      { text: 'another partner', look: 'other', by: 1 },
    ],
  },
  steps: [
    { kind: 'signIn', button: 'Sign In to 1', why: 'Its link can’t be read until you sign in.' },
    { kind: 'link', button: 'Link 2 Tenants', why: 'No partner ID is linked there, and subscriptions are enabled.' },
    {
      kind: 'review',
      button: 'Review 2 Links',
      why: 'Another partner’s ID, not the expected one, or changed by someone else.',
    },
    {
      kind: 'checkDpor',
      button: 'Check DPOR of 12',
      why: 'The partner of record of these subscriptions hasn’t been checked yet.',
    },
    { kind: 'retry', button: 'Check 1 Again', why: 'The last check failed, so what’s known is old.' },
  ],
};

const times = (bar: Bar, by: number): Bar => bar.map((one) => ({ ...one, count: one.count * by + (one.count % 7) }));

const fiveHundred: OverviewView = {
  ...thirteen,
  sampleLabel: undefined,
  headline: '352 of 500 tenants are linked.',
  attention: 74,
  tenants: [
    { group: 'ownLink', text: 'linked', look: 'own', count: 322 },
    { group: 'covered', text: 'covered through another tenant', look: 'covered', count: 30 },
    { group: 'anotherPartner', text: 'another partner', look: 'other', count: 27 },
    { group: 'notLinked', text: 'not linked', look: 'none', count: 78 },
    { group: 'needsPerson', text: 'sign-in needed', look: 'needsPerson', count: 31 },
    { group: 'unclear', text: 'unclear', look: 'unclear', count: 1 },
    { group: 'unknown', text: 'unknown', look: 'unknown', count: 4 },
    { group: 'pending', text: 'not checked', look: 'notRead', count: 2 },
    { group: 'notOurs', text: 'not ours', look: 'notHere', count: 5 },
  ],
  subscriptions: times(dpors, 345),
  partnerIds: [
    ...thirteen.partnerIds.map((one) => ({
      ...one,
      tenants: one.tenants * 60,
      subscriptions: one.subscriptions * 300,
    })),
    {
      id: '1112223',
      name: 'A partner whose name is so long that it does not fit on a line of this card',
      own: true,
      tenants: 9,
      subscriptions: 1,
    },
  ],
  morePartnerIds: 4,
  coverage: {
    text: '70% linked now, 44% on Sep 1, 2026.',
    days: days(90, (ago) => Math.round(352 - ago * 1.45 + 12 * Math.sin(ago / 5)), 500),
  },
  identities: [
    { key: 'a', name: 'anna@contoso.example', tenants: times(of13, 40) },
    { key: 'b', name: 'ops@contoso.example', tenants: times(of13, 9) },
    { key: 'c', name: 'Partner automation', tenants: of13.slice(0, 1) },
  ],
  steps: thirteen.steps.map((step) => ({ ...step, button: step.button.replace(/\d+/, '78') })),
};

export const states: Readonly<Record<string, OverviewView | undefined>> = {
  'nothing heard yet': undefined,
  'nobody signed in': nothing,
  'no tenants': { ...nothing, estate: { state: 'noTenants' } },
  loading: { ...nothing, estate: { state: 'loading' }, scan: { done: 0, total: 0 } },
  'thirteen tenants': thirteen,
  'five hundred tenants': fiveHundred,
  'a scan going on': { ...fiveHundred, scan: { done: 148, total: 500 }, steps: [] },
  'nothing to do': {
    ...thirteen,
    sampleLabel: undefined,
    headline: 'All 13 tenants are linked.',
    attention: 0,
    tenants: [{ group: 'ownLink', text: 'linked', look: 'own', count: 13 }],
    subscriptions: [],
    identities: [],
    partnerIds: thirteen.partnerIds.slice(0, 1),
    coverage: { text: '100% linked today. The chart starts today.', days: days(1, () => 13, 13) },
    changes: undefined,
    steps: [],
  },
};

export async function openState(name: string, options: OverviewOptions = {}): Promise<OverviewPage> {
  const view = states[name];
  const overview = await openOverview({ ...(view === undefined ? {} : { view }), ...options });
  await overview.page.locator(`main[data-state='${view?.estate.state ?? 'loading'}']`).waitFor();
  return overview;
}
