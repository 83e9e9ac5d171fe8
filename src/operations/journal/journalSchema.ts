/** Runtime guards: what a journal file says is believed only after every field has been looked at. */
import { isFields, isMaybe, isNumber, isText, type Fields } from '../../shared/validation/guards.ts';
import { isNoDporWhy } from '../../shared/model/agreement.ts';
import { isGuid } from '../../shared/model/guid.ts';
import { isPartnerId } from '../../shared/model/partnerId.ts';
import { isFailure } from '../../shared/validation/failureGuard.ts';
import type { CoveringTenant, PartnerLink, TenantRef } from '../../shared/model/model.ts';
import type { DoneNote, FinalState, SkippedWhy } from '../plan/itemState.ts';
import { isEnd, isOfVersion, isOneOf, readFields } from './rawLine.ts';
import type {
  GateLine,
  LinkedTo,
  IntentLine,
  JournalItem,
  JournalLine,
  OutcomeLine,
  RefusedLine,
  RunLine,
} from './journalLine.ts';
import type { Obstacle, PlanIntent, PlannedAction, PlannedSubscription } from '../plan/plan.ts';
import { isRunId } from './runId.ts';

const doneNotes: readonly DoneNote[] = ['alreadySo', 'foundByReading', 'notVerified', 'submitted', 'byAnswer'];

export type LineReading = JournalLine | 'newer' | 'corrupt';

/** One line of a journal. `newer`: written by a later version of the extension, which is no damage. */
export function readLine(text: string): LineReading {
  const line = readFields(text);
  return typeof line === 'string' || isLine(line) ? line : 'corrupt';
}

function isLine(line: Fields): line is Fields & JournalLine {
  if (!isOfVersion(line)) {
    return false;
  }
  switch (line.kind) {
    case 'run':
      return isRun(line);
    case 'intent':
      return isIntentLine(line);
    case 'outcome':
      return isOutcome(line);
    case 'refused':
      return isRefused(line);
    case 'gate':
      return isGate(line);
    case 'resumed':
      return typeof line.window === 'string';
    case 'end':
      return isEnd(line);
    default:
      return false;
  }
}

function isRun(line: Fields): line is Fields & RunLine {
  return (
    typeof line.id === 'string' &&
    isRunId(line.id) &&
    typeof line.window === 'string' &&
    isIntent(line.intent) &&
    isMaybe(line.partnerName, isText) &&
    Array.isArray(line.items) &&
    line.items.every(isItem)
  );
}

function isIntentLine(line: Fields): line is Fields & IntentLine {
  return isIndex(line.item) && isMaybe(line.from, isHeld) && isHeld(line.to);
}

function isOutcome(line: Fields): line is Fields & OutcomeLine {
  return (
    isIndex(line.item) &&
    isFinal(line.result) &&
    isOneOf(line.wrote, ['yes', 'no', 'perhaps']) &&
    typeof line.verified === 'boolean' &&
    isMaybe(line.from, isHeld) &&
    isMaybe(line.to, isHeld) &&
    isMaybe(line.requestId, isText) &&
    isMaybe(line.correlationId, isText)
  );
}

function isRefused(line: Fields): line is Fields & RefusedLine {
  return isIndex(line.item) && isMaybe(line.failure, isFailure);
}

function isGate(line: Fields): line is Fields & GateLine {
  return isIdText(line.partnerId) && isMaybe(line.partnerName, isText) && isMaybe(line.answer, isBoolean);
}

function isIntent(value: unknown): value is PlanIntent {
  if (!isFields(value)) {
    return false;
  }
  switch (value.kind) {
    case 'link':
      return isIdText(value.partnerId);
    case 'remove':
    case 'list':
      return true;
    case 'undo':
      return typeof value.runId === 'string' && isRunId(value.runId);
    default:
      return false;
  }
}

function isItem(value: unknown): value is JournalItem {
  return (
    isFields(value) &&
    isTenantRef(value.tenant) &&
    isMaybe(value.tenantName, isText) &&
    isMaybe(value.domain, isText) &&
    isMaybe(value.subscription, isSubscription) &&
    isAction(value.action)
  );
}

/** Its id goes into a URL again. */
function isSubscription(value: unknown): value is PlannedSubscription {
  return isFields(value) && isText(value.id) && isGuid(value.id) && isMaybe(value.name, isText);
}

function isTenantRef(value: unknown): value is TenantRef {
  return isFields(value) && isText(value.identity) && isText(value.tenantId);
}

function isAction(value: unknown): value is PlannedAction {
  if (!isFields(value) || !isMaybe(value.fromName, isText) || !isMaybe(value.toName, isText)) {
    return false;
  }
  switch (value.do) {
    case 'link':
      return isIdText(value.to);
    case 'change':
      return isText(value.from) && isIdText(value.to);
    case 'remove':
      return isText(value.from);
    case 'nothing':
      return isOneOf(value.why, ['alreadySo', 'notLinked']);
    case 'cannot':
      return isObstacle(value.why);
    default:
      return false;
  }
}

function isObstacle(value: unknown): value is Obstacle {
  if (!isFields(value)) {
    return false;
  }
  switch (value.kind) {
    case 'notChecked':
    case 'accountNotAllowed':
    case 'notAvailableInCloud':
    case 'earlierStateUnknown':
    case 'clientNotAccepted':
    case 'guidedMode':
    case 'stillWaitedFor':
    case 'notVisibleYet':
      return true;
    case 'doesNotApply':
      return isNoDporWhy(value.why);
    case 'agreementNotKnown':
    case 'notReadInSession':
      return isMaybe(value.failure, isFailure);
    case 'signInNeeded':
      return isMaybe(value.failure, isFailure);
    case 'unclear':
    case 'unknown':
      return isFailure(value.failure);
    case 'covered':
      return Array.isArray(value.through) && value.through.every(isCovering);
    case 'changedSince':
      return isMaybe(value.is, isText) && isMaybe(value.isName, isText);
    default:
      return false;
  }
}

function isCovering(value: unknown): value is CoveringTenant {
  return isFields(value) && isText(value.tenantId) && isText(value.name);
}

function isFinal(value: unknown): value is FinalState {
  if (!isFields(value)) {
    return false;
  }
  switch (value.kind) {
    case 'done':
      return isMaybe(value.link, isLink) && (value.note === undefined || isOneOf(value.note, doneNotes));
    case 'unclear':
    case 'failed':
      return isFailure(value.failure);
    case 'skipped':
      return isSkippedWhy(value.why);
    default:
      return false;
  }
}

function isSkippedWhy(value: unknown): value is SkippedWhy {
  if (!isFields(value)) {
    return false;
  }
  switch (value.kind) {
    case 'cannot':
      return isObstacle(value.obstacle);
    case 'changedSinceReviewed':
      return isMaybe(value.is, isLink);
    case 'runningInAnotherWindow':
    case 'clientNotAccepted':
    case 'notAvailableInCloud':
    case 'perhapsSubmitted':
      return true;
    case 'partnerIdRefused':
      return isFailure(value.failure);
    default:
      return false;
  }
}

function isLink(value: unknown): value is PartnerLink {
  return (
    isFields(value) &&
    isText(value.partnerId) &&
    [value.partnerName, value.tenantId, value.objectId, value.updatedTime].every((field) => isMaybe(field, isText)) &&
    isMaybe(value.version, isNumber)
  );
}

function isHeld(value: unknown): value is LinkedTo {
  return value === null || (isFields(value) && isText(value.id) && isMaybe(value.name, isText));
}

/** An ID read from a file goes into a URL again: it must be one. */
function isIdText(value: unknown): value is string {
  return typeof value === 'string' && isPartnerId(value);
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}
