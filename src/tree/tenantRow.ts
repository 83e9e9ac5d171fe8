import * as l10n from '@vscode/l10n';
import { accessOf, accessText } from '../estate/store/access.ts';
import {
  designatedToOther,
  hasEnabledSubscription,
  isNotAsExpected,
  isUnseen,
  newWithoutDpor,
} from '../estate/view/attention.ts';
import { failureTraits } from '../shared/model/failureTraits.ts';
import { failureReason, failureWord } from '../shared/text/failureText.ts';
import {
  knownPal,
  stalePal,
  staleSubscriptions,
  type PalState,
  type SavedPartnerId,
  type TenantRow,
} from '../shared/model/model.ts';
import { shortTimeAgo } from '../shared/text/relativeTime.ts';
import { failedWriteLook, palStatus, type Look } from '../shared/text/statusTable.ts';
import { palMeaning } from '../shared/text/statusText.ts';
import { forTree } from '../shared/escaping/foreignText.ts';
import { dporMark, dporRollUp, hasEa } from './facts/dporText.ts';
import { facetText, type Facet } from './facets.ts';
import type { RowContext } from './facts/rowContext.ts';
import { failedWriteOn, hasNone, joined, nameText, ownIn, spokenStatus } from './facts/rowWords.ts';
import { driftText, isReadAgain, markTexts, palWords, statusNow } from './facts/tenantWords.ts';
import { rowIcon } from './rowIcon.ts';
import type { RowIcon, RowText } from './rowText.ts';

export function tenantRowText(row: TenantRow, context: RowContext): RowText {
  const label = nameText(context.tenantName(row.ref.tenantId), row.info);
  const identity = context.identityName(row.ref.identity);
  const own = ownIn(row, context);
  const status = statusNow(row, own);
  // What a run is doing now has no age.
  const stale = row.activity?.has(undefined) ? undefined : stalePal(row);
  const expected = notAsExpectedText(row, context);
  const marked = markTexts(row, context);
  return {
    label,
    description: joined(' · ', [
      // The marks cannot say these, so that they come first.
      failedWriteOn(row, undefined, 'row'),
      expected,
      driftText(row),
      // What holds for the whole cloud stands above the rows once.
      knownPal(row).kind === 'notAvailableInCloud'
        ? ''
        : forTree((isReadAgain(row) ? palStatus(knownPal(row), own) : status).short),
      stale ? shortTimeAgo(stale.asOf, context.now) : '',
      shortDporOfOther(row, own),
      shortNewWithoutDpor(row),
      shortSubscriptions(row),
      ...marked,
      context.ambiguous.has(row.ref.tenantId) && identity !== undefined ? forTree(identity) : '',
    ]),
    marks: status.mark + dporMark(row, context),
    icon: icon(row, status, own, context),
    facets: facetText(facets(row, context)),
    spoken: joined(', ', [
      label,
      spokenStatus(palWords(row, own), row.pal.kind === 'checking' ? undefined : stale, context),
      expected,
      driftText(row, context),
      dporRollUp(row, context),
      newWithoutDporText(row),
      ...subscriptionsText(row, context),
      accessPart(row, context),
      ...marked,
      identity === undefined ? '' : l10n.t('through {0}', forTree(identity)),
      failedWriteOn(row, undefined, 'spoken'),
    ]),
    collapsible: hasNone(row.subscriptions) || knownPal(row).kind === 'covered' ? 'none' : 'collapsed',
  };
}

/** `''` where nothing is expected, or just that is there. */
function notAsExpectedText(row: TenantRow, context: RowContext): string {
  const expected = context.expected(row.ref.tenantId);
  return expected && isNotAsExpected(row, expected) ? l10n.t('expected {0}', forTree(expected.partnerId)) : '';
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

/** The same on the row. */
function shortNewWithoutDpor(row: TenantRow): string {
  const count = newWithoutDpor(row).length;
  return count === 0 ? '' : l10n.t('{0} new without DPOR', count);
}

/** That its link alone looks right is no word about these. */
function shortDporOfOther(row: TenantRow, own: readonly SavedPartnerId[]): string {
  return designatedToOther(row, own).length > 0 ? l10n.t('DPOR other') : '';
}

/** `''` where the second mark says enough, or what was said of the PAL holds for them as well. */
function shortSubscriptions(row: TenantRow): string {
  const { subscriptions } = row;
  if (subscriptions.kind !== 'unknown' || knownPal(row).kind === 'covered' || subscriptions.list?.length === 0) {
    return '';
  }
  const { kind } = subscriptions.failure;
  const saidOfPal = stalePal(row)?.failure.kind ?? (row.pal.kind === 'unknown' ? row.pal.failure.kind : undefined);
  return failureTraits[kind].ofTenant || kind === saidOfPal
    ? ''
    : l10n.t('subscriptions: {0}', failureWord(subscriptions.failure));
}

function subscriptionsText(row: TenantRow, { now }: RowContext): readonly string[] {
  const { subscriptions } = row;
  if (knownPal(row).kind === 'covered') {
    return [];
  }
  switch (subscriptions.kind) {
    case 'unknown': {
      const hasNoneListed = subscriptions.list?.length === 0;
      const stale = staleSubscriptions(row);
      if (stale && stale.failure.kind === stalePal(row)?.failure.kind) {
        // The link's age and its tooltip say the same.
        return hasNoneListed ? [l10n.t('no subscriptions')] : [];
      }
      return [
        ...(hasNoneListed ? [l10n.t('no subscriptions')] : []),
        ...(failureTraits[subscriptions.failure.kind].ofTenant
          ? []
          : stale?.asOf === undefined
            ? [l10n.t('subscriptions unknown ({0})', failureReason(subscriptions.failure))]
            : [l10n.t('subscriptions {0} ({1})', shortTimeAgo(stale.asOf, now), failureReason(stale.failure))]),
      ];
    }
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

/** Colour asks for attention, so a tenant that asks for none (*not ours*, no enabled subscription) has none. */
function icon(row: TenantRow, look: Look, own: readonly SavedPartnerId[], context: RowContext): RowIcon {
  if (row.activity?.has(undefined)) {
    return rowIcon(look);
  }
  if (row.failedWrites?.has(undefined)) {
    return rowIcon(failedWriteLook);
  }
  const notOurs = context.marks(row.ref.tenantId).has('notOurs');
  if (look.tone === 'good' && !notOurs && isOtherwiseWrong(row, context, own)) {
    return rowIcon({ icon: 'warning', tone: 'warning' });
  }
  return rowIcon(row.pal.kind !== 'checking' && stalePal(row) ? { ...look, tone: 'stale' } : toned(look));

  function toned(fresh: Look): Look {
    switch (fresh.tone) {
      case 'warning':
        return notOurs ? { ...fresh, tone: 'plain' } : fresh;
      case 'wanting': {
        const wanted = hasEnabledSubscription(row) || isNotAsExpected(row, context.expected(row.ref.tenantId));
        return !notOurs && wanted ? fresh : { ...fresh, tone: 'plain' };
      }
      case 'good':
      case 'needsPerson':
      case 'unclear':
      case 'failed':
      case 'stale':
      case 'plain':
        return fresh;
    }
  }
}

/** Its link alone would look right. */
function isOtherwiseWrong(row: TenantRow, context: RowContext, own: readonly SavedPartnerId[]): boolean {
  return isNotAsExpected(row, context.expected(row.ref.tenantId)) || designatedToOther(row, own).length > 0;
}

function facets(row: TenantRow, context: RowContext): readonly Facet[] {
  const marks = context.marks(row.ref.tenantId);
  const known = knownPal(row);
  return [
    'tenant',
    palFacet(row.pal),
    ...(known.kind === 'linked' || known.kind === 'notLinked' ? [palFacet(known)] : []),
    ...(palMeaning(known, ownIn(row, context)) === 'anotherPartner' ? (['anotherPartner'] as const) : []),
    ...(marks.has('pinned') ? (['pinned'] as const) : []),
    ...(marks.has('hidden') ? (['hidden'] as const) : []),
    ...(marks.has('notOurs') ? (['notOurs'] as const) : []),
    ...(isUnseen(row) ? (['unseen'] as const) : []),
    ...(hasEa(row) ? (['ea'] as const) : []),
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
