import * as l10n from '@vscode/l10n';
import { accessOf, accessText } from '../estate/access.ts';
import { hasEnabledSubscription, isNotAsExpected, newWithoutDpor } from '../estate/attention.ts';
import { failureReason } from '../shared/failureText.ts';
import { knownPal, type PalState, type TenantRow } from '../shared/model.ts';
import { palMeaning, palText, partnerText } from '../shared/status.ts';
import { forTree } from '../shared/text.ts';
import { dporRollUp } from './dporParts.ts';
import { facetText, type Facet } from './facets.ts';
import { hasNone, isTenantTrouble, nameText } from './rowParts.ts';
import type { RowContext, RowIcon, RowText } from './rowText.ts';

export function tenantRowText(row: TenantRow, context: RowContext): RowText {
  const label = nameText(context.tenantName(row.ref.tenantId), row.info);
  const status = statusText(row, context);
  const rest = [
    notAsExpectedText(row, context),
    driftText(row, context),
    dporRollUp(row),
    newWithoutDporText(row),
    ...subscriptionsText(row),
    accessPart(row, context),
    ...markTexts(row, context),
  ];
  // What holds for the whole cloud stands above the rows once.
  const description = [row.pal.kind === 'notAvailableInCloud' ? '' : status, ...rest]
    .filter((part) => part !== '')
    .join(' · ');
  const identity = context.identityName(row.ref.identity);
  return {
    label,
    description,
    icon: icon(row, context),
    facets: facetText(facets(row, context)),
    spoken: [label, status, ...rest, identity === undefined ? '' : l10n.t('through {0}', forTree(identity))]
      .filter((part) => part !== '')
      .join(', '),
    collapsible: hasNone(row.subscriptions) || knownPal(row).kind === 'covered' ? 'none' : 'collapsed',
  };
}

/** The PAL in words; while it is checked again, with what was last known. */
export function statusText(row: TenantRow, context: RowContext): string {
  const now = forTree(palText(row.pal, context.own));
  return row.pal.kind === 'checking' && row.lastKnown
    ? l10n.t('{0} (was {1})', now, forTree(palText(row.lastKnown, context.own)))
    : now;
}

/** `''` where nothing is expected, or just that is there. */
function notAsExpectedText(row: TenantRow, context: RowContext): string {
  const expected = context.expected(row.ref.tenantId);
  return expected && isNotAsExpected(row, expected) ? l10n.t('expected {0}', forTree(expected.partnerId)) : '';
}

/** `''` where nothing changed since the last scan. */
export function driftText(row: TenantRow, context: RowContext): string {
  if (!row.drift) {
    return '';
  }
  const { was } = row.drift;
  return was === undefined
    ? l10n.t('changed: was not linked')
    : l10n.t('changed: was {0}', forTree(partnerText({ partnerId: was, partnerName: context.partnerName(was) })));
}

/** `''` where no new subscription lacks one. */
function newWithoutDporText(row: TenantRow): string {
  const count = newWithoutDpor(row).length;
  return count === 0
    ? ''
    : count === 1
      ? l10n.t('1 new EA subscription with none reported')
      : l10n.t('{0} new EA subscriptions with none reported', count);
}

function subscriptionsText(row: TenantRow): readonly string[] {
  const { subscriptions } = row;
  if (knownPal(row).kind === 'covered') {
    return [];
  }
  switch (subscriptions.kind) {
    case 'unknown':
      return isTenantTrouble(subscriptions.failure)
        ? []
        : [l10n.t('subscriptions unknown ({0})', failureReason(subscriptions.failure))];
    case 'known':
    case 'checking':
      return hasNone(subscriptions) ? [l10n.t('no subscriptions')] : [];
    case 'notChecked':
      return [];
  }
}

/** `''` where it goes without saying: at home, or where nobody says. */
function accessPart(row: TenantRow, context: RowContext): string {
  const access = accessOf(row, context.identity(row.ref.identity));
  return access === 'home' || access === 'notKnown' ? '' : accessText(access);
}

export function markTexts(row: TenantRow, context: RowContext): readonly string[] {
  const marks = context.marks(row.ref.tenantId);
  return [
    ...(marks.has('notOurs') ? [l10n.t('not ours')] : []),
    ...(marks.has('pinned') ? [l10n.t('pinned')] : []),
    ...(marks.has('hidden') ? [l10n.t('hidden')] : []),
  ];
}

/** Colour asks for attention, so a tenant that asks for none (*not ours*, no enabled subscription) has none. */
function icon(row: TenantRow, context: RowContext): RowIcon {
  const notOurs = context.marks(row.ref.tenantId).has('notOurs');
  const meaning = palMeaning(row.pal, context.own);
  switch (meaning) {
    case 'ownLink':
      if (!notOurs && isNotAsExpected(row, context.expected(row.ref.tenantId))) {
        return { id: 'warning', color: 'list.warningForeground' };
      }
      return { id: 'pass', color: 'charts.green' };
    case 'anotherPartner':
      return notOurs ? { id: 'organization' } : { id: 'organization', color: 'list.warningForeground' };
    case 'notLinked': {
      const wanted = hasEnabledSubscription(row) || isNotAsExpected(row, context.expected(row.ref.tenantId));
      const worthIt = !notOurs && wanted;
      return worthIt ? { id: 'debug-disconnect', color: 'charts.yellow' } : { id: 'debug-disconnect' };
    }
    case 'covered':
      return { id: 'layers' };
    case 'pending':
      return row.pal.kind === 'checking' ? { id: 'loading~spin' } : { id: 'circle-outline' };
    case 'needsPerson':
      return { id: row.pal.kind === 'accountNotAllowed' ? 'lock' : 'key', color: 'charts.blue' };
    case 'notAvailable':
      return { id: 'circle-slash' };
    case 'unclear':
      return { id: 'question', color: 'list.warningForeground' };
    case 'unknown':
      return {
        id: row.pal.kind === 'unknown' && row.pal.failure.kind === 'tenantBlocked' ? 'error' : 'question',
        color: 'charts.red',
      };
  }
}

function facets(row: TenantRow, context: RowContext): readonly Facet[] {
  const marks = context.marks(row.ref.tenantId);
  const known = knownPal(row);
  return [
    'tenant',
    palFacet(row.pal),
    ...(known.kind === 'linked' || known.kind === 'notLinked' ? [palFacet(known)] : []),
    ...(palMeaning(known, context.own) === 'anotherPartner' ? (['anotherPartner'] as const) : []),
    ...(marks.has('pinned') ? (['pinned'] as const) : []),
    ...(marks.has('hidden') ? (['hidden'] as const) : []),
    ...(marks.has('notOurs') ? (['notOurs'] as const) : []),
    ...(row.drift || newWithoutDpor(row).length > 0 ? (['drift'] as const) : []),
    ...(dporRollUp(row) === '' ? [] : (['ea'] as const)),
    ...(row.info.added ? (['added'] as const) : []),
    ...(isNotAsExpected(row, context.expected(row.ref.tenantId)) ? (['notAsExpected'] as const) : []),
  ];
}

function palFacet(pal: PalState): Facet {
  switch (pal.kind) {
    case 'linked':
    case 'notLinked':
    case 'signInNeeded':
    case 'accountNotAllowed':
    case 'checking':
    case 'notChecked':
    case 'covered':
    case 'unclear':
    case 'unknown':
      return pal.kind;
    case 'notAvailableInCloud':
      return 'notAvailable';
  }
}
