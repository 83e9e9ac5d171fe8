/** By which way an identity gets into a tenant. */
import * as l10n from '@vscode/l10n';
import type { Identity, TenantInfo, TenantRow } from '../../shared/model/model.ts';

export type Access = 'home' | 'guest' | 'lighthouse' | 'servicePrincipal' | 'notKnown';

/**
 * - `lighthouse`: Azure lists the tenant as `ProjectedBy` or `ManagedBy` (`tenantCategory` of `GET /tenants`, documented):
 *   one of the two manages the other's subscriptions through Azure Lighthouse; and no link, nor that there is none, was ever read
 *   there: who can read that has an account.
 * - `servicePrincipal`: the identity is one, as its own token says. It is an object of its own in each tenant: neither home
 *   nor guest says anything of it.
 * - `home`, `guest`: whether the tenant is the one that the identity's source calls its home (for VS Code's accounts read
 *   from the source of its provider and of MSAL, see `azure/homeTenant.ts`). *Guest* says that the tenant is not the
 *   identity's home and nothing more: an administrator may have given the same account any role there.
 */
export function accessOf(row: Pick<TenantRow, 'ref' | 'info' | 'confirmed'>, identity: Identity | undefined): Access {
  if (isProjected(row.info) && row.confirmed === undefined) {
    return 'lighthouse';
  }
  if (identity?.principal === 'servicePrincipal') {
    return 'servicePrincipal';
  }
  const home = identity?.homeTenantId;
  return home === undefined ? 'notKnown' : home === row.ref.tenantId ? 'home' : 'guest';
}

/** Listed because of Azure Lighthouse. */
export function isProjected({ category }: TenantInfo): boolean {
  const plain = category?.toLowerCase();
  return plain === 'projectedby' || plain === 'managedby';
}

export function accessText(access: Access): string {
  switch (access) {
    case 'home':
      return l10n.t('home');
    case 'guest':
      return l10n.t('guest');
    case 'lighthouse':
      return l10n.t('Lighthouse');
    case 'servicePrincipal':
      return l10n.t('service principal');
    case 'notKnown':
      return l10n.t('not known');
  }
}
