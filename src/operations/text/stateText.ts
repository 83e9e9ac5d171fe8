/** Items of runs in the product's words. Foreign text comes out raw: pass the result through `foreignText.ts`. */
import * as l10n from '@vscode/l10n';
import { throttledText } from '../../shared/model/activity.ts';
import { failureInBrackets, failureReason } from '../../shared/text/failureText.ts';
import { coveringText, partnerText, unclearText } from '../../shared/text/statusText.ts';
import { noDporWhyText } from '../../shared/text/statusTable.ts';
import type { ItemState, SkippedWhy } from '../plan/itemState.ts';
import type { AssociationKind, Obstacle } from '../plan/plan.ts';

/** Why nothing is planned for a tenant, or for a subscription. */
export function obstacleText(why: Obstacle, kind: AssociationKind = 'PAL'): string {
  switch (why.kind) {
    case 'notChecked':
      return kind === 'PAL' ? l10n.t('not checked') : l10n.t('DPOR not checked');
    case 'signInNeeded':
      return l10n.t('sign-in needed');
    case 'accountNotAllowed':
      return l10n.t('access to this account not yet allowed');
    case 'notAvailableInCloud':
      return notAvailableText(kind);
    case 'covered':
      return l10n.t('covered through {0}: link there', coveringText(why.through));
    case 'unknown': {
      const reason = failureReason(why.failure);
      return kind === 'PAL' ? l10n.t('unknown ({0})', reason) : l10n.t('DPOR unknown ({0})', reason);
    }
    case 'unclear':
      return unclearText(why.failure);
    case 'changedSince':
      return why.is === undefined
        ? kind === 'PAL'
          ? l10n.t('changed since: no longer linked')
          : l10n.t('changed since: none reported now')
        : l10n.t('changed since: now {0}', partnerText({ partnerId: why.is, partnerName: why.isName }));
    case 'earlierStateUnknown':
      return l10n.t('what was there before is not known');
    case 'doesNotApply':
      return l10n.t('DPOR does not apply ({0}): use a Partner Admin Link', noDporWhyText(why.why));
    case 'agreementNotKnown':
      return why.failure
        ? l10n.t('whether DPOR applies is not known ({0})', failureReason(why.failure))
        : l10n.t('whether DPOR applies is not known: its agreement is not known');
    case 'notReadInSession':
      return why.failure
        ? l10n.t('DPOR couldn’t be checked since VS Code started ({0})', failureReason(why.failure))
        : l10n.t('DPOR not checked since VS Code started: check it first');
    case 'clientNotAccepted':
      return clientNotAcceptedText();
    case 'guidedMode':
      return l10n.t('DPOR is looked up and changed by you in the Azure portal (setting partnerLink.dpor.mode)');
    case 'stillWaitedFor':
      return l10n.t('DPOR submitted, waiting for Azure');
    case 'notVisibleYet':
      return l10n.t('DPOR submitted, not visible yet');
  }
}

/** The same where it stands in brackets itself: without brackets of its own. */
function obstacleInBrackets(why: Obstacle, kind: AssociationKind): string {
  switch (why.kind) {
    case 'unknown': {
      const reason = failureReason(why.failure);
      return kind === 'PAL' ? l10n.t('unknown: {0}', reason) : l10n.t('DPOR unknown: {0}', reason);
    }
    case 'unclear':
      return l10n.t('unclear: may have been written, {0}', failureReason(why.failure));
    case 'doesNotApply':
      return l10n.t('DPOR does not apply, {0}: use a Partner Admin Link', noDporWhyText(why.why));
    case 'agreementNotKnown':
      return why.failure
        ? l10n.t('whether DPOR applies is not known: {0}', failureReason(why.failure))
        : obstacleText(why, kind);
    case 'guidedMode':
      return l10n.t('DPOR is looked up and changed by you in the Azure portal, by the setting partnerLink.dpor.mode');
    default:
      return obstacleText(why, kind);
  }
}

function notAvailableText(kind: AssociationKind): string {
  return kind === 'PAL' ? l10n.t('not available in this cloud') : l10n.t('DPOR not available in this cloud');
}

/** What is to be done instead is part of it: nothing here can be. */
function clientNotAcceptedText(): string {
  return l10n.t('the portal’s billing service does not accept this client; use the Azure portal instead');
}

/** Without brackets: it stands in some. */
export function skippedReason(why: SkippedWhy, kind: AssociationKind = 'PAL'): string {
  switch (why.kind) {
    case 'cannot':
      return obstacleInBrackets(why.obstacle, kind);
    case 'changedSinceReviewed':
      return why.is === undefined
        ? kind === 'PAL'
          ? l10n.t('changed since it was reviewed: no longer linked')
          : l10n.t('changed since it was reviewed: none reported now')
        : l10n.t('changed since it was reviewed: now {0}', partnerText(why.is));
    case 'runningInAnotherWindow':
      return l10n.t('running in another window');
    case 'partnerIdRefused':
      return l10n.t('Azure refused this partner ID in the first tenant');
    case 'clientNotAccepted':
      return clientNotAcceptedText();
    case 'notAvailableInCloud':
      return notAvailableText(kind);
    case 'perhapsSubmitted':
      return l10n.t('it may have been submitted before and does not show yet; it is not sent again');
  }
}

/** What no run came to yet. */
export function notBegunText(): string {
  return l10n.t('not begun');
}

/** Added to why it was skipped where an earlier write of it is not proved. */
export function perhapsWrittenText(text: string): string {
  return l10n.t('{0}; it may have been written before', text);
}

/** `queued` · `running` · `throttled, next try in …` · `done` · `unclear: may have been written (why)` · `failed (why, what to do)` · `skipped (why)` · `cancelled` · `running in another window`. */
export function itemStateText(state: ItemState, kind: AssociationKind = 'PAL'): string {
  switch (state.kind) {
    case 'queued':
      return l10n.t('queued');
    case 'signInNeeded':
      return l10n.t('sign-in needed');
    case 'running':
      return state.waitingForAnotherWindow ? l10n.t('running in another window') : l10n.t('running');
    case 'throttled':
      return throttledText(state.waitMs);
    case 'done':
      switch (state.note) {
        case undefined:
          return l10n.t('done');
        case 'alreadySo':
          return l10n.t('nothing to write');
        case 'foundByReading':
          return l10n.t('done (no answer came, found by reading)');
        case 'notVerified':
          return l10n.t('done (as Azure answered; it could not be read again)');
        case 'submitted':
          return l10n.t('done (submitted, waiting for Azure)');
        case 'byAnswer':
          return l10n.t('done (Azure’s answer says whose link it is; the token doesn’t)');
      }
      break;
    case 'unclear':
      return unclearText(state.failure);
    case 'failed':
      return l10n.t('failed ({0})', failureInBrackets(state.failure));
    case 'skipped':
      return l10n.t('skipped ({0})', skippedReason(state.why, kind));
    case 'cancelled':
      return l10n.t('cancelled');
  }
}
