/** The status texts of the product, word for word as a person reads them. Foreign names come out raw: pass the result through `text.ts`. */
import * as l10n from '@vscode/l10n';
import type { Failure } from './failure.ts';
import { failureReason } from './failureText.ts';
import { oneLine } from './text.ts';
import type { CoveringTenant, PalState, SavedPartnerId } from './model.ts';

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

/** `7654321 · Fabrikam`, or the ID alone where the service sent no name. */
export function partnerText(partner: { readonly partnerId: string; readonly partnerName?: string }): string {
  // A name of nothing visible would leave the dot dangling.
  return partner.partnerName && oneLine(partner.partnerName) !== ''
    ? `${partner.partnerId} · ${partner.partnerName}`
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
