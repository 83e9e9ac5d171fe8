/** By what the tenants of the view are gathered, and which group each of them is in. Pure. */
import {
  knownPal,
  type Identity,
  type IdentityKey,
  type SavedPartnerId,
  type TenantRow,
} from '../../shared/model/model.ts';
import { palMeaning, rightIn } from '../../shared/text/statusText.ts';
import { accessOf, type Access } from '../store/access.ts';
import { compareText } from '../store/rowOrder.ts';
import { needsAttention, type AttentionContext } from './attention.ts';

/** `identity` gathers tenants below the rows of their identities; each of the others has groups of its own. */
export const groupings = ['nothing', 'whatToDo', 'partnerId', 'identity', 'access'] as const;

export type Grouping = (typeof groupings)[number];

/** A grouping that has groups of its own. */
export type GroupedBy = Exclude<Grouping, 'nothing' | 'identity'>;

/** In the order of the view. */
const whatToDoOrder = [
  'needsAttention',
  'notLinked',
  'signInNeeded',
  'linked',
  'covered',
  'notChecked',
  'unknown',
  'notAvailable',
  'notOurs',
] as const;

export type WhatToDo = (typeof whatToDoOrder)[number];

const partnerOrder = ['own', 'other', 'notLinked', 'covered', 'unknown', 'notAvailable'] as const;

const accessOrder = [
  'home',
  'guest',
  'lighthouse',
  'servicePrincipal',
  'notKnown',
] as const satisfies readonly Access[];

export type Group =
  | { readonly by: 'whatToDo'; readonly kind: WhatToDo }
  | { readonly by: 'partnerId'; readonly kind: 'own' | 'other'; readonly partnerId: string }
  | { readonly by: 'partnerId'; readonly kind: 'notLinked' | 'covered' | 'unknown' | 'notAvailable' }
  | { readonly by: 'access'; readonly kind: Access };

export interface GroupingContext extends AttentionContext {
  identity(key: IdentityKey): Identity | undefined;
}

/** As long as the user has chosen none: identities are a level only where there are several. */
export function defaultGrouping(identities: number): Grouping {
  return identities > 1 ? 'identity' : 'nothing';
}

/** Unique among the groups of one grouping. */
export function groupKey(group: Group): string {
  return 'partnerId' in group ? `${group.kind}/${group.partnerId}` : group.kind;
}

/** The group of a tenant, of which there is just one. A tenant that is being checked stays where it was. */
export function groupOf(row: TenantRow, by: GroupedBy, context: GroupingContext): Group {
  switch (by) {
    case 'whatToDo':
      return { by, kind: whatToDo(row, context) };
    case 'partnerId':
      return partnerGroup(row, context);
    case 'access':
      return { by, kind: accessOf(row, context.identity(row.ref.identity)) };
  }
}

/** What nobody should touch is never below what is to be linked. */
export function whatToDo(row: TenantRow, context: AttentionContext): WhatToDo {
  if (context.marks.get(row.ref.tenantId).has('notOurs')) {
    return 'notOurs';
  }
  if (needsAttention(row, context)) {
    return 'needsAttention';
  }
  const meaning = palMeaning(knownPal(row), context.own);
  switch (meaning) {
    case 'ownLink':
    case 'anotherPartner':
      return 'linked';
    case 'needsPerson':
      return 'signInNeeded';
    case 'pending':
      return 'notChecked';
    case 'unclear':
    case 'unknown':
      return 'unknown';
    case 'notLinked':
    case 'covered':
    case 'notAvailable':
      return meaning;
  }
}

function partnerGroup(row: TenantRow, context: AttentionContext): Group {
  const by = 'partnerId';
  const pal = knownPal(row);
  switch (pal.kind) {
    case 'linked': {
      const { partnerId } = pal.link;
      const right = rightIn(context.own, context.expected.get(row.ref.tenantId));
      return { by, kind: palMeaning(pal, right) === 'anotherPartner' ? 'other' : 'own', partnerId };
    }
    case 'notLinked':
    case 'covered':
      return { by, kind: pal.kind };
    case 'notAvailableInCloud':
      return { by, kind: 'notAvailable' };
    default:
      return { by, kind: 'unknown' };
  }
}

/** For the order of groups; of partner IDs the saved ones come first, as they are saved. */
export function compareGroups(a: Group, b: Group, own: readonly SavedPartnerId[]): number {
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0 || !('partnerId' in a && 'partnerId' in b)) {
    return rank;
  }
  return savedAt(a.partnerId, own) - savedAt(b.partnerId, own) || compareText(a.partnerId, b.partnerId);
}

function rankOf(group: Group): number {
  switch (group.by) {
    case 'whatToDo':
      return whatToDoRank(group.kind);
    case 'partnerId':
      return partnerOrder.indexOf(group.kind);
    case 'access':
      return accessOrder.indexOf(group.kind);
  }
}

export function whatToDoRank(kind: WhatToDo): number {
  return whatToDoOrder.indexOf(kind);
}

function savedAt(partnerId: string, own: readonly SavedPartnerId[]): number {
  const at = own.findIndex(({ id }) => id === partnerId);
  return at < 0 ? own.length : at;
}
