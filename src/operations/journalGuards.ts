/** Runtime guards: what a journal file says is believed only after every field has been looked at. */
import { isNoDporWhy } from '../shared/agreement.ts';
import { isGuid } from '../shared/guid.ts';
import { isPartnerId } from '../shared/partnerId.ts';
import { isFailure } from '../shared/failureGuard.ts';
import type { CoveringTenant, PartnerLink, TenantRef } from '../shared/model.ts';
import type { DoneNote, FinalState, SkippedWhy } from './itemState.ts';
import { isEnd, isNumber, isOfVersion, isOneOf, isRecord, readFields, type Fields } from './endLine.ts';
import type { GateLine, Held, IntentLine, JournalItem, JournalLine, OutcomeLine, RunLine } from './journalLine.ts';
import type { Obstacle, PlanIntent, PlannedAction, PlannedSubscription } from './plan.ts';
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
    isOptional(line.partnerName, isText) &&
    Array.isArray(line.items) &&
    line.items.every(isItem)
  );
}

function isIntentLine(line: Fields): line is Fields & IntentLine {
  return isIndex(line.item) && isOptional(line.from, isHeld) && isHeld(line.to);
}

function isOutcome(line: Fields): line is Fields & OutcomeLine {
  return (
    isIndex(line.item) &&
    isFinal(line.result) &&
    isOneOf(line.wrote, ['yes', 'no', 'perhaps']) &&
    typeof line.verified === 'boolean' &&
    isOptional(line.from, isHeld) &&
    isOptional(line.to, isHeld) &&
    isOptional(line.requestId, isText) &&
    isOptional(line.correlationId, isText)
  );
}

function isGate(line: Fields): line is Fields & GateLine {
  return isIdText(line.partnerId) && isOptional(line.partnerName, isText) && isOptional(line.answer, isBoolean);
}

function isIntent(value: unknown): value is PlanIntent {
  if (!isRecord(value)) {
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
    isRecord(value) &&
    isTenantRef(value.tenant) &&
    isOptional(value.tenantName, isText) &&
    isOptional(value.domain, isText) &&
    isOptional(value.subscription, isSubscription) &&
    isAction(value.action)
  );
}

/** Its id goes into a URL again. */
function isSubscription(value: unknown): value is PlannedSubscription {
  return isRecord(value) && isText(value.id) && isGuid(value.id) && isOptional(value.name, isText);
}

function isTenantRef(value: unknown): value is TenantRef {
  return isRecord(value) && isText(value.identity) && isText(value.tenantId);
}

function isAction(value: unknown): value is PlannedAction {
  if (!isRecord(value) || !isOptional(value.fromName, isText) || !isOptional(value.toName, isText)) {
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
  if (!isRecord(value)) {
    return false;
  }
  switch (value.kind) {
    case 'notChecked':
    case 'accountNotAllowed':
    case 'notAvailableInCloud':
    case 'earlierStateUnknown':
    case 'notReadInSession':
    case 'clientNotAccepted':
    case 'guidedMode':
    case 'stillWaitedFor':
    case 'notVisibleYet':
      return true;
    case 'doesNotApply':
      return isNoDporWhy(value.why);
    case 'agreementNotKnown':
      return isOptional(value.failure, isFailure);
    case 'signInNeeded':
      return isOptional(value.failure, isFailure);
    case 'unknown':
      return isFailure(value.failure);
    case 'covered':
      return Array.isArray(value.through) && value.through.every(isCovering);
    case 'changedSince':
      return isOptional(value.is, isText) && isOptional(value.isName, isText);
    default:
      return false;
  }
}

function isCovering(value: unknown): value is CoveringTenant {
  return isRecord(value) && isText(value.tenantId) && isText(value.name);
}

function isFinal(value: unknown): value is FinalState {
  if (!isRecord(value)) {
    return false;
  }
  switch (value.kind) {
    case 'done':
      return isOptional(value.link, isLink) && (value.note === undefined || isOneOf(value.note, doneNotes));
    case 'failed':
      return isFailure(value.failure);
    case 'skipped':
      return isSkippedWhy(value.why);
    default:
      return false;
  }
}

function isSkippedWhy(value: unknown): value is SkippedWhy {
  if (!isRecord(value)) {
    return false;
  }
  switch (value.kind) {
    case 'cannot':
      return isObstacle(value.obstacle);
    case 'changedSinceReviewed':
      return isOptional(value.is, isLink);
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
    isRecord(value) &&
    isText(value.partnerId) &&
    [value.partnerName, value.tenantId, value.objectId, value.updatedTime].every((field) =>
      isOptional(field, isText),
    ) &&
    isOptional(value.version, isNumber)
  );
}

function isHeld(value: unknown): value is Held {
  return value === null || (isRecord(value) && isText(value.id) && isOptional(value.name, isText));
}

/** An ID read from a file goes into a URL again: it must be one. */
function isIdText(value: unknown): value is string {
  return typeof value === 'string' && isPartnerId(value);
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function isOptional<T>(value: unknown, guard: (value: unknown) => value is T): value is T | undefined {
  return value === undefined || guard(value);
}
