/** What statuses mean to this user, and the words that `statusTable.ts` is made of. Foreign names come out raw. */
import * as l10n from '@vscode/l10n';
import type { DporState } from '../model/dpor.ts';
import { type Failure, type Stale } from '../model/failure.ts';
import { failureAdvice, failureReason } from './failureText.ts';
import { oneLine, visibleName } from '../escaping/foreignText.ts';
import type { CoveringTenant, PalState, SavedPartnerId } from '../model/model.ts';

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
