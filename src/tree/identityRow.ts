import * as l10n from '@vscode/l10n';
import { failureReason } from '../shared/text/failureText.ts';
import { identityKindText } from '../shared/text/identityText.ts';
import type { Identity, IdentityKind, IdentityRow, TenantRow } from '../shared/model/model.ts';
import { forTree } from '../shared/escaping/foreignText.ts';
import { facetText, type Facet } from './facets.ts';
import { groupFacets } from './groupRow.ts';
import { tenantCountText } from './facts/rowWords.ts';
import type { RowContext } from './facts/rowContext.ts';
import type { RowIcon, RowText } from './rowText.ts';

/** How many of an identity's tenants there are and are shown; `listed`: Azure has ever said. */
export interface IdentityCounts {
  readonly shown: number;
  readonly all: number;
  readonly listed: boolean;
}

/** `below`: the tenants that stand below it; none where groups have them. */
export function identityRowText(
  row: IdentityRow,
  counts: IdentityCounts,
  below: readonly TenantRow[],
  context: RowContext,
): RowText {
  const label = forTree(row.identity.name) || forTree(row.identity.key);
  const description = [kindText(row.identity), stateText(row), countText(row, counts)]
    .filter((part) => part !== '')
    .join(' · ');
  return {
    label,
    description,
    icon: icon(row),
    facets: facetText([...facets(row), ...(below.length > 0 ? groupFacets(below, context) : [])]),
    spoken: [label, l10n.t('identity'), description].filter((part) => part !== '').join(', '),
    collapsible: below.length > 0 ? 'expanded' : 'none',
  };
}

/** `''` where it goes without saying. */
function kindText({ kind }: Identity): string {
  return kind === 'vscodeAccount' || kind === 'sample' ? '' : identityKindText(kind);
}

function stateText({ state }: IdentityRow): string {
  switch (state.kind) {
    case 'ready':
      return '';
    case 'checking':
      return l10n.t('checking…');
    case 'signInNeeded':
      return l10n.t('sign-in needed');
    case 'notAllowed':
      return l10n.t('access to this account not yet allowed');
    case 'failed':
      return l10n.t('unknown ({0})', failureReason(state.failure));
  }
}

function countText({ state }: IdentityRow, counts: IdentityCounts): string {
  if (counts.all === 0) {
    if (state.kind !== 'ready') {
      return '';
    }
    return counts.listed ? l10n.t('no tenants') : l10n.t('not checked');
  }
  if (counts.shown !== counts.all) {
    return l10n.t('{0} of {1} tenants', counts.shown, counts.all);
  }
  return tenantCountText(counts.all);
}

/** Product icons. */
export const kindIcons: Readonly<Record<IdentityKind, string>> = {
  vscodeAccount: 'account',
  sample: 'account',
  azureCli: 'terminal',
  azurePowerShell: 'terminal-powershell',
  servicePrincipal: 'server-process',
};

function icon({ identity, state }: IdentityRow): RowIcon {
  switch (state.kind) {
    case 'ready':
      return { id: kindIcons[identity.kind] };
    case 'checking':
      return { id: 'loading~spin' };
    case 'signInNeeded':
      return { id: 'key', color: 'charts.blue' };
    case 'notAllowed':
      return { id: 'lock', color: 'charts.blue' };
    case 'failed':
      return { id: 'question', color: 'charts.red' };
  }
}

function facets({ state }: IdentityRow): readonly Facet[] {
  switch (state.kind) {
    case 'signInNeeded':
      return ['identity', 'signInNeeded'];
    case 'notAllowed':
      return ['identity', 'accountNotAllowed'];
    case 'ready':
    case 'checking':
    case 'failed':
      return ['identity'];
  }
}
