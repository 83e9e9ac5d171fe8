/** What a target held before and after a run, in words. Foreign text comes out as `partner` gives it. */
import * as l10n from '@vscode/l10n';
import type { LinkedToFact, ItemResult } from './itemResult.ts';

/** How a partner is written: documents cut long names, files for machines do not. */
export type PartnerWords = (id: string, name: string | undefined) => string;

export function holderText(held: LinkedToFact | undefined, partner: PartnerWords): string {
  switch (held?.state) {
    case undefined:
      return l10n.t('not known');
    case 'notLinked':
      return l10n.t('not linked');
    case 'noneReported':
      return l10n.t('none reported');
    case 'linked':
    case 'designated':
      return partner(held.partnerId, held.partnerName);
  }
}

/** What is there after, or what was submitted and did not show when the run ended. */
export function afterText(
  { after, submitted }: Pick<ItemResult, 'after' | 'submitted'>,
  partner: PartnerWords,
): string {
  switch (submitted?.state) {
    case undefined:
      return holderText(after, partner);
    case 'linked':
    case 'designated':
      return l10n.t('submitted: {0}', partner(submitted.partnerId, submitted.partnerName));
    case 'notLinked':
    case 'noneReported':
      return l10n.t('submitted: removal');
  }
}
