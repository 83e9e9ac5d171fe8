/** What is said of a partner ID before anything is sent. Foreign names come out raw: pass the result through `foreignText.ts`. */
import * as l10n from '@vscode/l10n';
import { likelyLocationId, type PartnerIdProblem } from '../model/partnerId.ts';

export function problemText(why: PartnerIdProblem): string {
  switch (why) {
    case 'empty':
      return l10n.t('Enter a partner ID.');
    case 'notDigits':
      return l10n.t('A partner ID has digits only.');
    case 'tooLong':
      return l10n.t('That is longer than any partner ID.');
  }
}

/** Where a partner's name is known from: `seenIn` is a tenant whose link shows it, where that is still in the estate. */
export interface SeenPartner {
  readonly name: string;
  readonly seenIn?: string;
}

/** What can be said of a usable ID, a sentence each. */
export function knownOf(id: string, unusualLength: boolean, seen: SeenPartner | undefined): readonly string[] {
  return [
    ...(unusualLength ? [lengthHint()] : []),
    seenText(seen),
    // What a link shows was accepted by Azure: the mistake cannot have been made.
    ...(seen === undefined ? [locationHint(id)] : []),
  ];
}

export function lengthHint(): string {
  return l10n.t('Unusual length: partner IDs mostly have 5 to 10 digits.');
}

/** The mistake that is made most: the ID of the company in place of that of one of its locations. */
export function locationHint(id: string): string {
  return l10n.t(
    'It must be a partner location account; if {0} is your global account, the location is often {1}.',
    id,
    likelyLocationId(id),
  );
}

function seenText(seen: SeenPartner | undefined): string {
  if (seen === undefined) {
    return l10n.t('Its partner’s name cannot be known before the first link.');
  }
  return seen.seenIn === undefined
    ? l10n.t('{0}, according to an earlier answer from Azure.', seen.name)
    : l10n.t('{0}, as seen on the link of {1}.', seen.name, seen.seenIn);
}
