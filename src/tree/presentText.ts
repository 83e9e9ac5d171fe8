/** Which facets the rows of an estate have among them, filtered out and hidden ones included: the palette offers no command that nothing is there for. */
import type { Store } from '../estate/store/store.ts';
import { isUnseen } from '../estate/view/attention.ts';
import { presentFacets, type PresentFacet } from '../manifest.ts';
import { checkedPal, knownPal, type IdentityRow, type MarkReader, type TenantRow } from '../shared/model/model.ts';

export function presentText(store: Pick<Store, 'identities' | 'allTenants'>, marks: MarkReader): string {
  const found = new Set<PresentFacet>([
    ...store.identities().flatMap(ofIdentity),
    ...store.allTenants().flatMap((row) => ofTenant(row, marks)),
  ]);
  return presentFacets.filter((facet) => found.has(facet)).join(' ');
}

function ofIdentity({ state }: IdentityRow): readonly PresentFacet[] {
  return state.kind === 'notAllowed' || state.kind === 'signInNeeded'
    ? ['identity', 'accountNotAllowed']
    : ['identity'];
}

function ofTenant(row: TenantRow, marks: MarkReader): readonly PresentFacet[] {
  return [
    'tenant',
    ...(knownPal(row).kind === 'linked' ? (['linked'] as const) : []),
    ...ofCheck(row),
    ...[...marks.get(row.ref.tenantId)],
    ...(isUnseen(row) ? (['unseen'] as const) : []),
    ...(row.info.added ? (['added'] as const) : []),
  ];
}

/** A token of another tenant asks for a sign-in, too, and whoever has an account in a covered tenant may sign in to it. */
function ofCheck(row: TenantRow): readonly PresentFacet[] {
  switch (checkedPal(row).kind) {
    case 'signInNeeded':
    case 'covered':
    case 'unknown':
      return ['signInNeeded'];
    case 'accountNotAllowed':
      return ['accountNotAllowed'];
    default:
      return [];
  }
}
