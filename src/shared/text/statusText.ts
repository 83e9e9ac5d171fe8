/** The status texts of the product, word for word as a user reads them. Foreign names come out raw: pass the result through `foreignText.ts`. */
import * as l10n from '@vscode/l10n';
import type { DporState } from '../model/dpor.ts';
import { type Failure, type Stale } from '../model/failure.ts';
import { failureAdvice, failureReason } from './failureText.ts';
import { oneLine, visibleName } from '../escaping/foreignText.ts';
import {
  shownPal,
  stalePal,
  type CoveringTenant,
  type PalState,
  type SavedPartnerId,
  type TenantRow,
} from '../model/model.ts';

/** What a PAL means to this person: the same link is *own* or *another partner's* depending on the saved partner IDs. */
export type PalMeaning =
  | 'ownLink'
  | 'anotherPartner'
  | 'notLinked'
  | 'covered'
  | 'pending'
  | 'needsPerson'
  | 'notAvailable'
  | 'unclear'
  | 'unknown';

/** One of the saved partner IDs; with none saved, none is ever another partner's. */
export function isOwn(partnerId: string, own: readonly SavedPartnerId[]): boolean {
  return own.length === 0 || own.some(({ id }) => id === partnerId);
}

/**
 * The partner IDs that are right in a tenant: the saved ones, and the one that is expected there, saved or not. With none saved no
 * link is ever called another partner's, whatever is expected.
 */
export function rightIn(
  own: readonly SavedPartnerId[],
  expected: { readonly partnerId: string; readonly label?: string } | undefined,
): readonly SavedPartnerId[] {
  return expected === undefined || isOwn(expected.partnerId, own)
    ? own
    : [...own, { id: expected.partnerId, label: expected.label }];
}

/** With no partner ID saved no link is ever called another partner's. */
export function palMeaning(pal: PalState, own: readonly SavedPartnerId[]): PalMeaning {
  switch (pal.kind) {
    case 'linked':
      return isOwn(pal.link.partnerId, own) ? 'ownLink' : 'anotherPartner';
    case 'notLinked':
      return 'notLinked';
    case 'covered':
      return 'covered';
    case 'notChecked':
    case 'checking':
      return 'pending';
    case 'signInNeeded':
    case 'accountNotAllowed':
      return 'needsPerson';
    case 'notAvailableInCloud':
      return 'notAvailable';
    case 'unclear':
    case 'unknown':
      return pal.kind;
  }
}

/** What a DPOR means to this person. */
export type DporMeaning =
  | 'ownLink'
  | 'anotherPartner'
  | 'confirmed'
  | 'submitted'
  | 'unclear'
  | 'noneReported'
  | 'notChecked'
  | 'unknown'
  | 'doesNotApply'
  | 'notAvailable';

export function dporMeaning(dpor: DporState, own: readonly SavedPartnerId[]): DporMeaning {
  switch (dpor.kind) {
    case 'designated':
      return isOwn(dpor.partner.partnerId, own) ? 'ownLink' : 'anotherPartner';
    case 'submitted':
    case 'submittedNotVisible':
      return 'submitted';
    case 'notAvailableInCloud':
      return 'notAvailable';
    case 'confirmed':
    case 'unclear':
    case 'noneReported':
    case 'notChecked':
    case 'unknown':
    case 'doesNotApply':
      return dpor.kind;
  }
}

/** The part that a status's colour plays; it repeats the words and never replaces them. `stale`: known, and could not be read again. */
export type Tone = 'good' | 'warning' | 'wanting' | 'needsPerson' | 'unclear' | 'failed' | 'stale' | 'plain';

/** How a status looks on a row. */
export interface Look {
  /** A product icon. */
  readonly icon: string;
  readonly tone: Tone;
}

/** A run is at it. */
export const underWayLook: Look = { icon: 'loading~spin', tone: 'plain' };

const unclearLook: Look = { icon: 'question', tone: 'unclear' };

export function palLook(pal: PalState, own: readonly SavedPartnerId[]): Look {
  switch (palMeaning(pal, own)) {
    case 'ownLink':
      return { icon: 'pass', tone: 'good' };
    case 'anotherPartner':
      return { icon: 'organization', tone: 'warning' };
    case 'notLinked':
      return { icon: 'debug-disconnect', tone: 'wanting' };
    case 'covered':
      return { icon: 'layers', tone: 'plain' };
    case 'pending':
      return { icon: pal.kind === 'checking' ? 'loading~spin' : 'circle-outline', tone: 'plain' };
    case 'needsPerson':
      return { icon: pal.kind === 'accountNotAllowed' ? 'lock' : 'key', tone: 'needsPerson' };
    case 'notAvailable':
      return { icon: 'circle-slash', tone: 'plain' };
    case 'unclear':
      return unclearLook;
    case 'unknown':
      return {
        icon: pal.kind === 'unknown' && pal.failure.kind === 'tenantBlocked' ? 'error' : 'question',
        tone: 'failed',
      };
  }
}

/** What is designated by this product's own word only has no colour: nobody has seen it in Azure yet. */
export function dporLook(dpor: DporState, own: readonly SavedPartnerId[]): Look {
  switch (dporMeaning(dpor, own)) {
    case 'ownLink':
      return { icon: 'verified', tone: 'good' };
    case 'anotherPartner':
      return { icon: 'organization', tone: 'warning' };
    case 'confirmed':
      return { icon: 'account', tone: 'plain' };
    case 'submitted':
      return { icon: 'history', tone: 'plain' };
    case 'unclear':
      return unclearLook;
    case 'noneReported':
    case 'notChecked':
    case 'unknown':
    case 'doesNotApply':
    case 'notAvailable':
      return { icon: 'credit-card', tone: 'plain' };
  }
}

/** `7654321 · Fabrikam`, or the ID alone where the service sent no name. */
export function partnerText(partner: { readonly partnerId: string; readonly partnerName?: string }): string {
  // A name of nothing visible would leave the dot dangling.
  return partner.partnerName && oneLine(partner.partnerName) !== ''
    ? `${partner.partnerId} · ${visibleName(partner.partnerName)}`
    : partner.partnerId;
}

/** The tenants in which a link covers another one's subscriptions. */
export function coveringText(through: readonly CoveringTenant[]): string {
  return through.map(({ name }) => name).join(', ');
}

/** Of a write without a proof of what became of it. */
export function unclearText(failure: Failure): string {
  return l10n.t('unclear: may have been written ({0})', failureReason(failure));
}

export function palText(pal: PalState, own: readonly SavedPartnerId[]): string {
  switch (pal.kind) {
    case 'linked':
      return palMeaning(pal, own) === 'anotherPartner'
        ? l10n.t('another partner: {0}', partnerText(pal.link))
        : l10n.t('PAL {0}', partnerText(pal.link));
    case 'notLinked':
      return l10n.t('not linked');
    case 'covered':
      return l10n.t('covered through {0}', coveringText(pal.through));
    case 'notChecked':
      return l10n.t('not checked');
    case 'checking':
      return l10n.t('checking…');
    case 'signInNeeded':
      return l10n.t('sign-in needed');
    case 'accountNotAllowed':
      return l10n.t('access to this account not yet allowed');
    case 'notAvailableInCloud':
      return l10n.t('not available in this cloud');
    case 'unclear':
      return unclearText(pal.write.failure);
    case 'unknown':
      return l10n.t('unknown ({0})', failureReason(pal.failure));
  }
}

/** A tenant's PAL in words, with its age where it could not be read again. `time` tells a time, in milliseconds since 1970. */
export function tenantPalText(row: TenantRow, own: readonly SavedPartnerId[], time: (at: number) => string): string {
  const stale = stalePal(row);
  const text = palText(shownPal(row), own);
  return stale && row.pal.kind !== 'checking' ? staleText(text, stale, time) : text;
}

/** What was known, as of when, and why that is not known to be so now. */
export function staleText(text: string, { asOf, failure }: Stale, time: (at: number) => string): string {
  return l10n.t(
    '{0}, as of {1}; could not be checked since: {2}. {3}',
    text,
    time(asOf),
    failureReason(failure),
    failureAdvice(failure),
  );
}
