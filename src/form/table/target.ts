/** One line of the form's table, from what the store knows. Names come out raw: the page shows them as text only. */
import { needsAttention, subscriptionNeedsAttention, type AttentionContext } from '../../estate/view/attention.ts';
import { dporOf } from '../../estate/store/dporRow.ts';
import type { RowName } from '../../estate/store/rowOrder.ts';
import { shownDpor, type DporState } from '../../shared/model/dpor.ts';
import { dporHint, dporSourceText } from '../../shared/text/dporText.ts';
import { knownPal, type PalState, type SavedPartnerId, type TenantRow } from '../../shared/model/model.ts';
import { exactTime, type TimeFormat } from '../../shared/text/relativeTime.ts';
import { dporText, tenantPalText } from '../../shared/text/statusTable.ts';
import { dporMeaning, palMeaning, rightIn } from '../../shared/text/statusText.ts';
import type { SubscriptionTarget, Target, TargetStatus, TenantTarget } from '../../shared/form/messages.ts';
import { entryKey, type TableEntry, type SubscriptionEntry } from './tableEntry.ts';

export interface TargetContext {
  readonly attention: AttentionContext;
  readonly names: ReadonlyMap<string, RowName>;
  readonly time: TimeFormat;
  identityName(key: string): string;
  access(entry: TableEntry): string;
  /** What the loaded list says of it. */
  listed(key: string): TenantTarget['listed'];
  /** The kept expectation that it does not meet, in words. */
  unmet(row: TenantRow): string | undefined;
}

export function targetOf(entry: TableEntry, context: TargetContext): Target {
  return entry.kind === 'tenant' ? tenantTarget(entry.row, context) : subscriptionTarget(entry, context);
}

function tenantTarget(row: TenantRow, context: TargetContext): TenantTarget {
  const own = ownIn(row, context);
  const entry: TableEntry = { kind: 'tenant', row };
  const key = entryKey(entry);
  const name = tenantName(row, context);
  const domain = row.info.defaultDomain?.trim();
  const listed = context.listed(key);
  const expected = context.unmet(row);
  return {
    key,
    kind: 'tenant',
    name,
    ...(domain === undefined || domain === '' || domain === name ? {} : { domain }),
    tenantId: row.ref.tenantId,
    identity: context.identityName(row.ref.identity),
    access: context.access(entry),
    current: tenantPalText(row, own, (at) => exactTime(at, context.time)),
    status: statusOf(knownPal(row), own),
    ...(row.pal.kind === 'checking' ? { reading: true as const } : {}),
    needsAttention: needsAttention(row, context.attention),
    ...(listed === undefined ? {} : { listed }),
    ...(expected === undefined ? {} : { expected }),
  };
}

function subscriptionTarget(entry: SubscriptionEntry, context: TargetContext): SubscriptionTarget {
  const { row, subscription } = entry;
  const { subscriptionId, displayName } = subscription;
  const dpor = shownDpor(subscription, dporOf(row, subscriptionId));
  const source = [dporSourceText(dpor), dporHint(dpor)].filter((part) => part !== undefined).join(' ');
  return {
    key: entryKey(entry),
    kind: 'subscription',
    name: displayName?.trim() || subscriptionId,
    subscriptionId,
    tenant: tenantName(row, context),
    tenantId: row.ref.tenantId,
    identity: context.identityName(row.ref.identity),
    access: context.access(entry),
    current: dporText(dpor, ownIn(row, context), context.time),
    status: dporTargetStatus(dpor, ownIn(row, context)),
    needsAttention: subscriptionNeedsAttention(subscription, row, context.attention),
    ...(source === '' ? {} : { source }),
  };
}

function ownIn({ ref }: TenantRow, { attention }: TargetContext): readonly SavedPartnerId[] {
  return rightIn(attention.own, attention.expected.get(ref.tenantId));
}

function tenantName(row: TenantRow, { names }: TargetContext): string {
  return names.get(row.ref.tenantId)?.name ?? row.ref.tenantId;
}

function statusOf(pal: PalState, own: readonly SavedPartnerId[]): TargetStatus {
  const meaning = palMeaning(pal, own);
  switch (meaning) {
    case 'ownLink':
    case 'anotherPartner':
    case 'notLinked':
    case 'covered':
    case 'notAvailable':
    case 'unclear':
    case 'unknown':
      return meaning;
    case 'pending':
      return 'notChecked';
    case 'needsPerson':
      return 'signInNeeded';
  }
}

function dporTargetStatus(dpor: DporState, own: readonly SavedPartnerId[]): TargetStatus {
  const meaning = dporMeaning(dpor, own);
  switch (meaning) {
    case 'doesNotApply':
      return 'notAvailable';
    case 'ownLink':
    case 'anotherPartner':
    case 'noneReported':
    case 'confirmed':
    case 'submitted':
    case 'notChecked':
    case 'unclear':
    case 'unknown':
    case 'notAvailable':
      return meaning;
  }
}

export function sameTarget(a: Target, b: Target): boolean {
  return (
    a.key === b.key &&
    a.name === b.name &&
    a.identity === b.identity &&
    a.access === b.access &&
    a.current === b.current &&
    a.status === b.status &&
    a.needsAttention === b.needsAttention &&
    (a.kind === 'tenant'
      ? b.kind === 'tenant' && sameTenantTarget(a, b)
      : b.kind === 'subscription' && a.tenant === b.tenant && a.source === b.source)
  );
}

function sameTenantTarget(a: TenantTarget, b: TenantTarget): boolean {
  return (
    a.domain === b.domain &&
    a.expected === b.expected &&
    a.listed?.partnerId === b.listed?.partnerId &&
    a.listed?.label === b.listed?.label &&
    (a.listed === undefined) === (b.listed === undefined)
  );
}
