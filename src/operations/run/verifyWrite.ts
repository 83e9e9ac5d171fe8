/** What became of a write: judged by reading again, never by sending again. */
import type { WriteAnswer } from '../../shared/ports/azure.ts';
import type { Failure } from '../../shared/model/failure.ts';
import { failureTraits } from '../../shared/model/failureTraits.ts';
import { failed, success } from '../../shared/model/outcome.ts';
import type { Holder, ShownLater } from './association.ts';
import {
  doneState,
  recordOutcome,
  isClosing,
  compareWithPlan,
  refuse,
  publishUnclear,
  unclear,
  type ItemEnd,
  type ItemParts,
  type RunItem,
} from './finishItem.ts';
import { linkedToOf, plannedLinkedTo } from '../journal/journalLine.ts';

/** Reading right after a write may still show the former state for a moment. */
const verifyPauses: readonly number[] = [500, 2_000];

/** A write that was announced and sent. */
export interface Sent {
  /** What the reading before it showed. */
  readonly before: Holder;
  /** When it was announced, in milliseconds since 1970. */
  readonly at: number;
}

/** The answer was good. */
export function verifyAfterAnswer(parts: ItemParts, item: RunItem, sent: Sent, answer: WriteAnswer): Promise<ItemEnd> {
  const { association } = item;
  switch (association.shows) {
    case 'atOnce':
      return verify(parts, item, sent, answer);
    case 'later':
      return submitted(parts, item, association, sent, answer);
  }
}

/** A run does not wait for it to show: that is read in the background (writeWatch.ts). */
async function submitted(
  parts: ItemParts,
  item: RunItem,
  association: ShownLater,
  { before }: Sent,
  answer: WriteAnswer,
): Promise<ItemEnd> {
  const { link, ...request } = answer;
  association.tellSubmitted(item.action, before);
  return recordOutcome(parts, item, doneState(undefined, 'submitted'), 'yes', {
    from: linkedToOf(before),
    to: link === undefined ? plannedLinkedTo(item.action) : linkedToOf(link),
    request,
  });
}

/** The tenant is read again, as only that shows what it holds. */
async function verify(parts: ItemParts, item: RunItem, sent: Sent, answer: WriteAnswer): Promise<ItemEnd> {
  const { tenant, action, association } = item;
  const { link: answered, byAnswer, ...request } = answer;
  const from = linkedToOf(sent.before);
  for (const pause of [0, ...verifyPauses]) {
    if (pause > 0) {
      await parts.clock.wait(pause, parts.stop.closing);
    }
    const after = await association.read(parts.stop.closing);
    if (!after.ok) {
      if (isClosing(parts)) {
        return closing(parts, item, sent);
      }
      association.tell(success(answered), 'run');
      return recordOutcome(parts, item, doneState(answered, 'notVerified'), 'yes', {
        from,
        to: linkedToOf(answered),
        request,
      });
    }
    if (compareWithPlan(action, after.value) === 'asWanted') {
      association.tell(after, 'run');
      return recordOutcome(parts, item, doneState(after.value, byAnswer ? 'byAnswer' : undefined), 'yes', {
        from,
        to: linkedToOf(after.value),
        verified: true,
        request,
      });
    }
    if (compareWithPlan(action, after.value) === 'changed' && pause === verifyPauses.at(-1)) {
      association.tell(after, 'scan');
      return recordOutcome(
        parts,
        item,
        { kind: 'skipped', why: { kind: 'changedSinceReviewed', is: after.value } },
        'yes',
        {
          from,
          to: linkedToOf(answered),
          request,
        },
      );
    }
  }
  const failure: Failure = {
    kind: 'unexpectedAnswer',
    code: 'NotAsWritten',
    tenantId: tenant.tenantId,
    mayHaveHappened: true,
    ...request,
  };
  return unclear(parts, item, sent.before, failure, sent.at);
}

/** A write that failed is never sent again from here; what is held decides what became of it, as far as that shows already. */
export async function verifyAfterFailure(
  parts: ItemParts,
  item: RunItem,
  sent: Sent,
  failure: Failure,
): Promise<ItemEnd> {
  const { action, association } = item;
  const from = linkedToOf(sent.before);
  const lost = failure.mayHaveHappened === true;
  if (!lost && (failureTraits[failure.kind].nothingWritten || failure.mayBeginAnew)) {
    return notDone(parts, item, sent, failure);
  }
  const after = await association.read(parts.stop.closing);
  if (!after.ok) {
    if (isClosing(parts)) {
      return closing(parts, item, sent);
    }
    return lost
      ? unclear(parts, item, sent.before, failure, sent.at)
      : recordOutcome(parts, item, { kind: 'failed', failure }, 'no', { from });
  }
  const wrote = lost ? 'perhaps' : 'no';
  switch (compareWithPlan(action, after.value)) {
    case 'asWanted':
      association.tell(after, 'run');
      return recordOutcome(parts, item, doneState(after.value, 'foundByReading'), wrote, {
        from,
        to: linkedToOf(after.value),
        verified: true,
        request: failure,
      });
    case 'asReviewed':
      if (lost) {
        // It may be carried out yet, or shown later.
        return unclear(parts, item, sent.before, failure, sent.at);
      }
      association.tell(after, 'scan');
      return recordOutcome(parts, item, { kind: 'failed', failure }, 'no', { from });
    case 'changed':
      association.tell(after, 'scan');
      return recordOutcome(
        parts,
        item,
        { kind: 'skipped', why: { kind: 'changedSinceReviewed', is: after.value } },
        wrote,
        {
          from,
          request: failure,
        },
      );
  }
}

/** Azure refused it, and nothing was done: it may begin anew where that is a matter of time or of a token, and ends otherwise. */
async function notDone(parts: ItemParts, item: RunItem, sent: Sent, failure: Failure): Promise<ItemEnd> {
  const after = failure.mayBeginAnew ? 'token' : failure.kind === 'throttled' ? 'throttled' : undefined;
  if (after !== undefined && parts.refusals.mayBeginAnew(item.index, after, failure.retryAfterMs)) {
    await refuse(parts, item, failure);
    return { kind: 'refused', after, waitMs: failure.retryAfterMs };
  }
  if (failureTraits[failure.kind].needsPerson) {
    // A challenge to the write alone: reading would go on to say that all is well.
    item.association.tell(failed(failure), 'scan');
  }
  return recordOutcome(parts, item, { kind: 'failed', failure }, 'no', { from: linkedToOf(sent.before) });
}

function closing(parts: ItemParts, item: RunItem, sent: Sent): ItemEnd {
  publishUnclear(parts, item, sent.before, { kind: 'interrupted', tenantId: item.tenant.tenantId }, sent.at);
  return { kind: 'closing', announced: true };
}
