/** How many tenants (PAL) and subscriptions (DPOR) stand how: each in exactly one group. Pure. */
import { shownDpor } from '../../shared/model/dpor.ts';
import { knownPal, subscriptionList, type Subscription, type TenantRow } from '../../shared/model/model.ts';
import { dporMeaning, palMeaning, rightIn, type DporMeaning, type PalMeaning } from '../../shared/text/statusText.ts';
import { dporOf } from '../store/dporRow.ts';
import type { AttentionContext } from './attention.ts';

/** In the order in which they are told: what is well, what is not, what nobody knows. */
export const palGroups = [
  'ownLink',
  'covered',
  'anotherPartner',
  'notLinked',
  'needsPerson',
  'unclear',
  'unknown',
  'pending',
  'notAvailable',
  'notOurs',
] as const satisfies readonly (PalMeaning | 'notOurs')[];

export type PalGroup = (typeof palGroups)[number];

export const dporGroups = [
  'ownLink',
  'confirmed',
  'submitted',
  'anotherPartner',
  'noneReported',
  'unclear',
  'unknown',
  'notChecked',
  'doesNotApply',
  'notAvailable',
] as const satisfies readonly DporMeaning[];

export type DporGroup = (typeof dporGroups)[number];

export type PalCounts = Readonly<Record<PalGroup, number>>;
export type DporCounts = Readonly<Record<DporGroup, number>>;

const noTenants: PalCounts = {
  ownLink: 0,
  covered: 0,
  anotherPartner: 0,
  notLinked: 0,
  needsPerson: 0,
  unclear: 0,
  unknown: 0,
  pending: 0,
  notAvailable: 0,
  notOurs: 0,
};

const noSubscriptions: DporCounts = {
  ownLink: 0,
  confirmed: 0,
  submitted: 0,
  anotherPartner: 0,
  noneReported: 0,
  unclear: 0,
  unknown: 0,
  notChecked: 0,
  doesNotApply: 0,
  notAvailable: 0,
};

/** Judged by what is known: one that is being checked stands where it stood before. */
export function palGroup(row: TenantRow, context: AttentionContext): PalGroup {
  const { tenantId } = row.ref;
  return context.marks.get(tenantId).has('notOurs')
    ? 'notOurs'
    : palMeaning(knownPal(row), rightIn(context.own, context.expected.get(tenantId)));
}

export function dporGroup(subscription: Subscription, row: TenantRow, context: AttentionContext): DporGroup {
  const own = rightIn(context.own, context.expected.get(row.ref.tenantId));
  return dporMeaning(shownDpor(subscription, dporOf(row, subscription.subscriptionId)), own);
}

/** Whose DPORs are counted: a tenant that is not ours is nobody's here. */
export function countedSubscriptions(row: TenantRow, context: AttentionContext): readonly Subscription[] {
  return context.marks.get(row.ref.tenantId).has('notOurs') ? [] : subscriptionList(row.subscriptions);
}

/** All but what the user has hidden, as the Tenants view shows them. */
export function countedRows(rows: readonly TenantRow[], { marks }: AttentionContext): readonly TenantRow[] {
  return rows.filter(({ ref }) => !marks.get(ref.tenantId).has('hidden'));
}

export function countPal(rows: readonly TenantRow[], context: AttentionContext): PalCounts {
  const counts = { ...noTenants };
  for (const row of rows) {
    counts[palGroup(row, context)] += 1;
  }
  return counts;
}

export function countDpor(rows: readonly TenantRow[], context: AttentionContext): DporCounts {
  const counts = { ...noSubscriptions };
  for (const row of rows) {
    for (const subscription of countedSubscriptions(row, context)) {
      counts[dporGroup(subscription, row, context)] += 1;
    }
  }
  return counts;
}

/** How much of what can be linked is: through its own link or the one that covers it. */
export interface Coverage {
  readonly linked: number;
  /** Tenants of ours in which a link is possible, known or not. */
  readonly tenants: number;
}

export function coverageOf(counts: PalCounts): Coverage {
  const all = palGroups.reduce((sum, group) => sum + counts[group], 0);
  return { linked: counts.ownLink + counts.covered, tenants: all - counts.notOurs - counts.notAvailable };
}
