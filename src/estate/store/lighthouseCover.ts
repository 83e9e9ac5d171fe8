/** Tenants that an identity sees through Azure Lighthouse only, and by which tenant it reaches their subscriptions. Pure. */
import { failureTraits } from '../../shared/model/failureTraits.ts';
import { subscriptionList, type CoveringTenant, type PalState, type TenantRow } from '../../shared/model/model.ts';
import { isProjected } from './access.ts';
import { compareText, shownName } from './rowOrder.ts';

/**
 * The rows of one identity whose links would be made elsewhere, by tenant id, as they are to be shown. Such a tenant
 * - is listed by Azure as `ProjectedBy` or `ManagedBy` (`tenantCategory`, documented),
 * - has no account of the identity, or none that anybody has seen: no token could be had for it, and it never told of a link,
 * - and owns subscriptions that another tenant of the identity shows.
 * Worked out anew from the rows and never kept, so that an account there, or a subscription gone, counts at once.
 */
export function coveredRows(rows: readonly TenantRow[]): ReadonlyMap<string, TenantRow> {
  const candidates = rows.filter(isOnlyProjected);
  if (candidates.length === 0) {
    return new Map();
  }
  const coverings = new Map<string, CoveringTenant[]>(candidates.map(({ ref }) => [ref.tenantId, []]));
  for (const row of rows) {
    for (const owner of delegatingTenants(row)) {
      coverings.get(owner)?.push({ tenantId: row.ref.tenantId, name: shownName(row.info) });
    }
  }
  return new Map(
    candidates.flatMap((row) => {
      const through = coverings.get(row.ref.tenantId) ?? [];
      return through.length === 0 ? [] : [[row.ref.tenantId, withCover(row, through.sort(byName))] as const];
    }),
  );
}

/** Whether a row alone says that it may be covered; the other rows say by which. */
export function isOnlyProjected(row: TenantRow): boolean {
  return isProjected(row.info) && !hasAccount(row);
}

/** The owners of the subscriptions that Azure Lighthouse shows in this tenant, each once. */
export function delegatingTenants({ ref, subscriptions }: TenantRow): ReadonlySet<string> {
  const owners = new Set(subscriptionList(subscriptions).map(({ tenantId }) => tenantId));
  owners.delete(ref.tenantId);
  return owners;
}

/** What is not known, or failed for another reason than the account, is left as it is. */
function hasAccount({ pal, lastKnown, confirmed }: TenantRow): boolean {
  const known = pal.kind === 'checking' ? lastKnown : pal;
  switch (known?.kind) {
    case 'signInNeeded':
      // A reason, such as MFA, is given to an account that is there.
      return confirmed !== undefined || known.failure?.code !== undefined;
    case 'unknown':
      return !failureTraits[known.failure.kind].accountMissing;
    default:
      return true;
  }
}

function withCover(row: TenantRow, through: readonly CoveringTenant[]): TenantRow {
  const covered = (itself: PalState): PalState => ({ kind: 'covered', through, itself });
  return row.pal.kind === 'checking'
    ? { ...row, lastKnown: row.lastKnown && covered(row.lastKnown) }
    : { ...row, pal: covered(row.pal) };
}

function byName(a: CoveringTenant, b: CoveringTenant): number {
  return compareText(a.name, b.name) || (a.tenantId < b.tenantId ? -1 : 1);
}
