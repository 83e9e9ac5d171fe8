/**
 * The statuses of the product, each with all that tells it: a mark that differs by shape, a short text for a row, the whole text for where
 * there is room, an icon. Word for word as a user reads them. Foreign names come out raw: pass the result through `foreignText.ts`.
 */
import * as l10n from '@vscode/l10n';
import { activityText, type Activity } from '../model/activity.ts';
import type { NoDporWhy } from '../model/agreement.ts';
import { staleDpor, type DporState } from '../model/dpor.ts';
import { shownPal, stalePal, type PalState, type SavedPartnerId, type TenantRow } from '../model/model.ts';
import { failureReason, failureWord, reasonAndAdvice } from './failureText.ts';
import { exactTime, type TimeFormat } from './relativeTime.ts';
import { coveringText, isOwn, partnerText, staleText, unclearText } from './statusText.ts';

/** The part that a status's colour plays; it repeats the words and never replaces them. `stale`: known, and could not be read again. */
export type Tone = 'good' | 'warning' | 'wanting' | 'needsPerson' | 'unclear' | 'failed' | 'stale' | 'plain';

/** How a status looks on a row. */
export interface Look {
  /** A product icon. */
  readonly icon: string;
  readonly tone: Tone;
}

export interface Status extends Look {
  /** One character, told apart by its shape. */
  readonly mark: string;
  /** For a row; `''` where the mark says it. */
  readonly short: string;
  /** For tooltips, accessibility labels, the form and exports. */
  readonly long: string;
}

/** Colour-blind users and high-contrast themes have the shape only. */
export const marks = {
  own: '✓',
  other: '≠',
  none: '○',
  covered: '↗',
  underWay: '…',
  unproved: '?',
  notRead: '·',
  needsPerson: '!',
  confirmed: '~',
  notHere: '–',
} as const;

export function palStatus(pal: PalState, own: readonly SavedPartnerId[]): Status {
  switch (pal.kind) {
    case 'linked': {
      const { partnerId } = pal.link;
      return isOwn(partnerId, own)
        ? {
            mark: marks.own,
            short: l10n.t('PAL {0}', partnerId),
            long: l10n.t('PAL {0}', partnerText(pal.link)),
            icon: 'pass',
            tone: 'good',
          }
        : {
            mark: marks.other,
            short: l10n.t('other: {0}', partnerId),
            long: l10n.t('another partner: {0}', partnerText(pal.link)),
            icon: 'organization',
            tone: 'warning',
          };
    }
    case 'notLinked':
      return same(marks.none, l10n.t('not linked'), { icon: 'debug-disconnect', tone: 'wanting' });
    case 'covered':
      return {
        mark: marks.covered,
        short: l10n.t('covered'),
        long: l10n.t('covered through {0}', coveringText(pal.through)),
        icon: 'layers',
        tone: 'plain',
      };
    case 'notChecked':
      return same(marks.notRead, l10n.t('not checked'), { icon: 'circle-outline', tone: 'plain' });
    case 'checking':
      return same(marks.underWay, l10n.t('checking…'), { icon: 'loading~spin', tone: 'plain' });
    case 'signInNeeded':
      return {
        mark: marks.needsPerson,
        short: l10n.t('sign in'),
        long: l10n.t('sign-in needed'),
        icon: 'key',
        tone: 'needsPerson',
      };
    case 'accountNotAllowed':
      return {
        mark: marks.needsPerson,
        short: l10n.t('allow access'),
        long: l10n.t('access to this account not yet allowed'),
        icon: 'lock',
        tone: 'needsPerson',
      };
    case 'notAvailableInCloud':
      return {
        mark: marks.notHere,
        short: l10n.t('no PAL here'),
        long: l10n.t('not available in this cloud'),
        icon: 'circle-slash',
        tone: 'plain',
      };
    case 'unclear':
      return {
        mark: marks.unproved,
        short: l10n.t('unclear'),
        long: unclearText(pal.write.failure),
        icon: 'question',
        tone: 'unclear',
      };
    case 'unknown':
      return {
        mark: marks.unproved,
        short: l10n.t('unknown: {0}', failureWord(pal.failure)),
        long: l10n.t('unknown ({0})', reasonAndAdvice(pal.failure)),
        icon: pal.failure.kind === 'tenantBlocked' ? 'error' : 'question',
        tone: 'failed',
      };
  }
}

/** What is designated by this product's own word only has no colour: nobody has seen it in Azure yet. */
export function dporStatus(dpor: DporState, own: readonly SavedPartnerId[], format: TimeFormat = {}): Status {
  switch (dpor.kind) {
    case 'designated': {
      const { partnerId } = dpor.partner;
      return isOwn(partnerId, own)
        ? {
            mark: marks.own,
            short: l10n.t('DPOR {0}', partnerId),
            long: l10n.t('DPOR {0}', partnerText(dpor.partner)),
            icon: 'verified',
            tone: 'good',
          }
        : {
            mark: marks.other,
            short: l10n.t('DPOR other: {0}', partnerId),
            long: l10n.t('DPOR of another partner: {0}', partnerText(dpor.partner)),
            icon: 'organization',
            tone: 'warning',
          };
    }
    case 'confirmed':
      return {
        mark: marks.confirmed,
        short: dpor.change.do === 'remove' ? l10n.t('no DPOR, by you') : l10n.t('DPOR by you'),
        long: l10n.t('DPOR confirmed by you on {0}', exactTime(dpor.at, format)),
        icon: 'account',
        tone: 'plain',
      };
    case 'submitted':
    case 'submittedNotVisible':
      return {
        mark: marks.underWay,
        short: dpor.change.do === 'remove' ? l10n.t('DPOR removal sent') : l10n.t('DPOR sent'),
        long:
          dpor.kind === 'submitted'
            ? l10n.t('DPOR submitted, waiting for Azure')
            : l10n.t('DPOR submitted, not visible yet'),
        icon: 'history',
        tone: 'plain',
      };
    case 'unclear':
      return {
        mark: marks.unproved,
        short: l10n.t('DPOR unclear'),
        long: l10n.t('DPOR {0}', unclearText(dpor.write.failure)),
        icon: 'question',
        tone: 'unclear',
      };
    case 'noneReported':
      return {
        mark: marks.none,
        short: l10n.t('no DPOR seen'),
        long: l10n.t('DPOR: none reported'),
        icon: 'credit-card',
        tone: 'plain',
      };
    case 'notChecked':
      return same(marks.notRead, l10n.t('DPOR not checked'), { icon: 'credit-card', tone: 'plain' });
    case 'unknown':
      return {
        mark: marks.unproved,
        short: l10n.t('DPOR unknown'),
        long: l10n.t('DPOR unknown ({0})', failureReason(dpor.failure)),
        icon: 'credit-card',
        tone: 'plain',
      };
    case 'doesNotApply':
      return {
        mark: marks.notHere,
        short: '',
        long: l10n.t('DPOR does not apply ({0})', noDporWhyText(dpor.why)),
        icon: 'credit-card',
        tone: 'plain',
      };
    case 'notAvailableInCloud':
      return {
        mark: marks.notHere,
        short: '',
        long: l10n.t('DPOR not available in this cloud'),
        icon: 'credit-card',
        tone: 'plain',
      };
  }
}

/** What a run is doing to it stands in place of its status. */
export function activityStatus(activity: Activity): Status {
  return same(marks.underWay, activityText(activity), { icon: 'loading~spin', tone: 'plain' });
}

function same(mark: string, text: string, look: Look): Status {
  return { mark, short: text, long: text, ...look };
}

/** A tenant's PAL in words, with its age where it could not be read again. `time` tells a time, in milliseconds since 1970. */
export function tenantPalText(row: TenantRow, own: readonly SavedPartnerId[], time: (at: number) => string): string {
  const stale = stalePal(row);
  const text = palStatus(shownPal(row), own).long;
  return stale && row.pal.kind !== 'checking' ? staleText(text, stale, time) : text;
}

/** A DPOR in words, with its age where it could not be read again. */
export function dporText(state: DporState, own: readonly SavedPartnerId[], format: TimeFormat = {}): string {
  const stale = staleDpor(state);
  const text = dporStatus(state, own, format).long;
  return stale ? staleText(text, stale, (at) => exactTime(at, format)) : text;
}

export function noDporWhyText(why: NoDporWhy): string {
  switch (why) {
    case 'azurePlan':
      return l10n.t('Azure plan');
    case 'csp':
      return l10n.t('CSP');
    case 'payAsYouGo':
      return l10n.t('pay-as-you-go');
    case 'benefit':
      return l10n.t('benefit');
    case 'freeTrial':
      return l10n.t('free trial');
    case 'microsoftCustomerAgreement':
      return l10n.t('Microsoft Customer Agreement');
    case 'otherAgreement':
      return l10n.t('another agreement');
  }
}
