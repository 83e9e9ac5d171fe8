/** Items of runs in the product's words. Foreign text comes out raw: pass the result through `text.ts`. */
import * as l10n from '@vscode/l10n';
import { failureReason, failureSentence } from '../shared/failureText.ts';
import { coveringText, partnerText } from '../shared/status.ts';
import type { ItemState, SkippedWhy } from './itemState.ts';
import type { Obstacle } from './plan.ts';

/** Why nothing is planned for a tenant. */
export function obstacleText(why: Obstacle): string {
  switch (why.kind) {
    case 'notChecked':
      return l10n.t('not checked');
    case 'signInNeeded':
      return l10n.t('sign-in needed');
    case 'accountNotAllowed':
      return l10n.t('access to this account not yet allowed');
    case 'notAvailableInCloud':
      return l10n.t('not available in this cloud');
    case 'covered':
      return l10n.t('covered through {0}: link there', coveringText(why.through));
    case 'unknown':
      return l10n.t('unknown ({0})', failureReason(why.failure));
    case 'changedSince':
      return why.is === undefined
        ? l10n.t('changed since: not linked any more')
        : l10n.t('changed since: now {0}', partnerText({ partnerId: why.is, partnerName: why.isName }));
    case 'earlierStateUnknown':
      return l10n.t('what was there before is not known');
  }
}

export function skippedReason(why: SkippedWhy): string {
  switch (why.kind) {
    case 'cannot':
      return obstacleText(why.obstacle);
    case 'changedSinceReviewed':
      return why.is === undefined
        ? l10n.t('changed since it was reviewed: not linked any more')
        : l10n.t('changed since it was reviewed: now {0}', partnerText(why.is));
    case 'runningInAnotherWindow':
      return l10n.t('running in another window');
    case 'partnerIdRefused':
      return l10n.t('Azure refused this partner ID in the first tenant');
  }
}

/** `queued` · `running` · `done` · `failed (why, what to do)` · `skipped (why)` · `cancelled` · `running in another window`. */
export function itemStateText(state: ItemState): string {
  switch (state.kind) {
    case 'queued':
      return l10n.t('queued');
    case 'running':
      return state.waitingForAnotherWindow ? l10n.t('running in another window') : l10n.t('running');
    case 'done':
      switch (state.note) {
        case undefined:
          return l10n.t('done');
        case 'alreadySo':
          return l10n.t('done (already so, nothing was written)');
        case 'foundByReading':
          return l10n.t('done (no answer came, found by reading)');
        case 'notVerified':
          return l10n.t('done (as Azure answered; it could not be read again)');
      }
      break;
    case 'failed':
      return l10n.t('failed ({0})', failureSentence(state.failure));
    case 'skipped':
      return l10n.t('skipped ({0})', skippedReason(state.why));
    case 'cancelled':
      return l10n.t('cancelled');
  }
}
