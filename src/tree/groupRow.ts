/** The row of a group: what its tenants have in common, how many there are, and which commands apply to some of them. */
import * as l10n from '@vscode/l10n';
import type { Access } from '../estate/store/access.ts';
import { isUnseen } from '../estate/view/attention.ts';
import type { Group, WhatToDo } from '../estate/view/grouping.ts';
import { forTree } from '../shared/escaping/foreignText.ts';
import { knownPal, type TenantRow } from '../shared/model/model.ts';
import { partnerText } from '../shared/text/statusText.ts';
import { hasEa } from './facts/dporText.ts';
import { facetText, type Facet } from './facets.ts';
import { joined, tenantCountText } from './facts/rowWords.ts';
import type { RowContext } from './facts/rowContext.ts';
import type { RowIcon, RowText } from './rowText.ts';

export function groupRowText(group: Group, rows: readonly TenantRow[], context: RowContext): RowText {
  const name = forTree(groupName(group, context));
  const asksForSignIn = rows.some((row) => knownPal(row).kind === 'signInNeeded');
  return {
    label: l10n.t('{0} · {1}', name, rows.length),
    description: '',
    icon: groupIcon(group),
    facets: facetText([...groupFacets(rows, context), ...(asksForSignIn ? (['signInNeeded'] as const) : [])]),
    spoken: joined(', ', [name, l10n.t('group'), tenantCountText(rows.length)]),
    collapsible: 'expanded',
  };
}

/** What commands for several tenants go by: a link among them, a mark on all of them. The row of an identity has its own beside. */
export function groupFacets(rows: readonly TenantRow[], context: RowContext): readonly Facet[] {
  const pals = new Set(rows.map((row) => knownPal(row).kind));
  const marks = (['pinned', 'hidden', 'notOurs'] as const).filter((mark) =>
    rows.every((row) => context.marks(row.ref.tenantId).has(mark)),
  );
  return [
    'group',
    ...(['linked', 'notLinked'] as const).filter((kind) => pals.has(kind)),
    ...marks,
    ...(rows.some(isUnseen) ? (['unseen'] as const) : []),
    ...(rows.some(hasEa) ? (['ea'] as const) : []),
  ];
}

function groupName(group: Group, context: RowContext): string {
  switch (group.by) {
    case 'whatToDo':
      return whatToDoText(group.kind);
    case 'access':
      return accessName(group.kind);
    case 'partnerId':
      switch (group.kind) {
        case 'own':
        case 'other': {
          const { partnerId } = group;
          const label = context.own.find(({ id }) => id === partnerId)?.label;
          const partner = partnerText({ partnerId, partnerName: label ?? context.partnerName(partnerId) });
          return group.kind === 'own' ? partner : l10n.t('Another partner: {0}', partner);
        }
        case 'notLinked':
        case 'covered':
        case 'notAvailable':
          return whatToDoText(group.kind);
        case 'unknown':
          return l10n.t('Not known');
      }
  }
}

function whatToDoText(kind: WhatToDo): string {
  switch (kind) {
    case 'needsAttention':
      return l10n.t('Needs attention');
    case 'notLinked':
      return l10n.t('Not linked');
    case 'signInNeeded':
      return l10n.t('Sign-in needed');
    case 'linked':
      return l10n.t('Linked');
    case 'covered':
      return l10n.t('Covered through Lighthouse');
    case 'notChecked':
      return l10n.t('Not checked');
    case 'unknown':
      return l10n.t('Unclear or unknown');
    case 'notAvailable':
      return l10n.t('Not available in this cloud');
    case 'notOurs':
      return l10n.t('Not ours');
  }
}

function accessName(access: Access): string {
  switch (access) {
    case 'home':
      return l10n.t('Home');
    case 'guest':
      return l10n.t('Guest');
    case 'lighthouse':
      return l10n.t('Lighthouse');
    case 'servicePrincipal':
      return l10n.t('Service principal');
    case 'notKnown':
      return l10n.t('Not known');
  }
}

/** Product icons; those of statuses are the ones of their rows. */
const icons: Readonly<Record<WhatToDo | 'own' | 'other' | Access, string>> = {
  needsAttention: 'warning',
  notLinked: 'debug-disconnect',
  signInNeeded: 'key',
  linked: 'pass',
  covered: 'layers',
  notChecked: 'circle-outline',
  unknown: 'question',
  notAvailable: 'circle-slash',
  notOurs: 'circle-slash',
  own: 'pass',
  other: 'organization',
  home: 'home',
  guest: 'account',
  lighthouse: 'layers',
  servicePrincipal: 'server-process',
  notKnown: 'question',
};

/** Without colour: that is for the rows that ask for something. */
function groupIcon({ kind }: Group): RowIcon {
  return { id: icons[kind] };
}
