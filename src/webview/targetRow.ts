/** One line of the form's table, from what the store knows. Names come out raw: the page shows them as text only. */
import { needsAttention, type AttentionContext } from '../estate/attention.ts';
import type { RowName } from '../estate/order.ts';
import { knownPal, tenantKey, type PalState, type SavedPartnerId, type TenantRow } from '../shared/model.ts';
import { palMeaning, palText } from '../shared/status.ts';
import type { Target, TargetStatus } from '../shared/form/messages.ts';

export interface TargetContext {
  readonly attention: AttentionContext;
  readonly names: ReadonlyMap<string, RowName>;
  identityName(key: string): string;
  access(row: TenantRow): string;
  /** What the loaded list says of it. */
  listed(key: string): Target['listed'];
  /** The kept expectation that it does not meet, in words. */
  unmet(row: TenantRow): string | undefined;
}

export function targetOf(row: TenantRow, context: TargetContext): Target {
  const { own } = context.attention;
  const key = tenantKey(row.ref);
  const name = context.names.get(row.ref.tenantId)?.name ?? row.ref.tenantId;
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
    access: context.access(row),
    current: palText(row.pal, own),
    status: statusOf(knownPal(row), own),
    needsAttention: needsAttention(row, context.attention),
    ...(listed === undefined ? {} : { listed }),
    ...(expected === undefined ? {} : { expected }),
  };
}

function statusOf(pal: PalState, own: readonly SavedPartnerId[]): TargetStatus {
  const meaning = palMeaning(pal, own);
  switch (meaning) {
    case 'ownLink':
    case 'anotherPartner':
    case 'notLinked':
    case 'covered':
    case 'notAvailable':
    case 'unknown':
      return meaning;
    case 'pending':
      return 'notChecked';
    case 'needsPerson':
      return 'signInNeeded';
  }
}

export function sameTarget(a: Target, b: Target): boolean {
  return (
    a.key === b.key &&
    a.name === b.name &&
    a.domain === b.domain &&
    a.identity === b.identity &&
    a.access === b.access &&
    a.current === b.current &&
    a.status === b.status &&
    a.needsAttention === b.needsAttention &&
    a.expected === b.expected &&
    a.listed?.partnerId === b.listed?.partnerId &&
    a.listed?.label === b.listed?.label &&
    (a.listed === undefined) === (b.listed === undefined)
  );
}
