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
import { statusMarks as marks } from './statusMarks.ts';
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

/** `short` where a row has room for less. */
function status(mark: string, [icon, tone]: readonly [icon: string, tone: Tone], long: string, short = long): Status {
  return { mark, icon, tone, short, long };
}

/** Of a DPOR that nothing is claimed of. */
const card = ['credit-card', 'plain'] as const;
const unclear = ['question', 'unclear'] as const;
const underWay = ['loading~spin', 'plain'] as const;
const otherPartner = ['organization', 'warning'] as const;

export function palStatus(pal: PalState, own: readonly SavedPartnerId[]): Status {
  switch (pal.kind) {
    case 'linked': {
      const { partnerId } = pal.link;
      const partner = partnerText(pal.link);
      return isOwn(partnerId, own)
        ? status(marks.own, ['pass', 'good'], l10n.t('PAL {0}', partner), l10n.t('PAL {0}', partnerId))
        : status(marks.other, otherPartner, l10n.t('another partner: {0}', partner), l10n.t('other: {0}', partnerId));
    }
    case 'notLinked':
      return status(marks.none, ['debug-disconnect', 'wanting'], l10n.t('not linked'));
    case 'covered': {
      const long = l10n.t('covered through {0}', coveringText(pal.through));
      return status(marks.covered, ['layers', 'plain'], long, l10n.t('covered'));
    }
    case 'notChecked':
      return status(marks.notRead, ['circle-outline', 'plain'], l10n.t('not checked'));
    case 'checking':
      return status(marks.underWay, underWay, l10n.t('checking…'));
    case 'signInNeeded':
      return status(marks.needsPerson, ['key', 'needsPerson'], l10n.t('sign-in needed'), l10n.t('sign in'));
    case 'accountNotAllowed': {
      const long = l10n.t('access to this account not yet allowed');
      return status(marks.needsPerson, ['lock', 'needsPerson'], long, l10n.t('allow access'));
    }
    case 'notAvailableInCloud': {
      const long = l10n.t('not available in this cloud');
      return status(marks.notHere, ['circle-slash', 'plain'], long, l10n.t('no PAL here'));
    }
    case 'unclear':
      return status(marks.unproved, unclear, unclearText(pal.write.failure), l10n.t('unclear'));
    case 'unknown': {
      const { failure } = pal;
      const icon = failure.kind === 'tenantBlocked' ? 'error' : 'question';
      const long = l10n.t('unknown ({0})', reasonAndAdvice(failure));
      return status(marks.unproved, [icon, 'failed'], long, l10n.t('unknown: {0}', failureWord(failure)));
    }
  }
}

/** What is designated by this product's own word only has no colour: nobody has seen it in Azure yet. */
export function dporStatus(dpor: DporState, own: readonly SavedPartnerId[], format: TimeFormat = {}): Status {
  switch (dpor.kind) {
    case 'designated': {
      const { partnerId } = dpor.partner;
      const partner = partnerText(dpor.partner);
      return isOwn(partnerId, own)
        ? status(marks.own, ['verified', 'good'], l10n.t('DPOR {0}', partner), l10n.t('DPOR {0}', partnerId))
        : status(
            marks.other,
            otherPartner,
            l10n.t('DPOR of another partner: {0}', partner),
            l10n.t('DPOR other: {0}', partnerId),
          );
    }
    case 'confirmed':
      return status(
        marks.confirmed,
        ['account', 'plain'],
        l10n.t('DPOR confirmed by you on {0}', exactTime(dpor.at, format)),
        dpor.change.do === 'remove' ? l10n.t('no DPOR, by you') : l10n.t('DPOR by you'),
      );
    case 'submitted':
    case 'submittedNotVisible':
      return status(
        marks.underWay,
        ['history', 'plain'],
        dpor.kind === 'submitted'
          ? l10n.t('DPOR submitted, waiting for Azure')
          : l10n.t('DPOR submitted, not visible yet'),
        dpor.change.do === 'remove' ? l10n.t('DPOR removal sent') : l10n.t('DPOR sent'),
      );
    case 'unclear': {
      const long = l10n.t('DPOR {0}', unclearText(dpor.write.failure));
      return status(marks.unproved, unclear, long, l10n.t('DPOR unclear'));
    }
    case 'noneReported':
      return status(marks.none, card, l10n.t('DPOR: none reported'), l10n.t('no DPOR seen'));
    case 'notChecked':
      return status(marks.notRead, card, l10n.t('DPOR not checked'));
    case 'unknown': {
      const long = l10n.t('DPOR unknown ({0})', failureReason(dpor.failure));
      return status(marks.unproved, card, long, l10n.t('DPOR unknown'));
    }
    case 'doesNotApply':
      return status(marks.notHere, card, l10n.t('DPOR does not apply ({0})', noDporWhyText(dpor.why)), '');
    case 'notAvailableInCloud':
      return status(marks.notHere, card, l10n.t('DPOR not available in this cloud'), '');
  }
}

/** What a run is doing to it stands in place of its status. */
export function activityStatus(activity: Activity): Status {
  return status(marks.underWay, underWay, activityText(activity));
}

/** Of a row on which the last run failed, whatever its status is. */
export const failedWriteLook: Look = { icon: 'error', tone: 'failed' };

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
