/** What a later reading proved of an unclear write, as the outcome that its journal notes down. Pure. */
import type { UnclearWrite, Verdict } from '../../shared/model/unclearWrite.ts';
import type { Holder } from './association.ts';
import { doneState } from './finishItem.ts';
import type { FinalState } from '../plan/itemState.ts';
import { linkedToOf } from '../journal/journalLine.ts';
import type { OutcomeNote } from '../journal/journalWriter.ts';

export interface Settlement {
  readonly run: NonNullable<UnclearWrite['run']>;
  readonly write: UnclearWrite;
  readonly verdict: Verdict;
  readonly holds: Holder;
}

export function settledOutcome({
  run,
  write,
  verdict,
  holds,
}: Settlement): OutcomeNote & { readonly result: FinalState } {
  const { requestId, correlationId } = write.failure;
  const noted = { item: run.item, requestId, correlationId };
  switch (verdict) {
    case 'written':
      return {
        ...noted,
        result: doneState(holds, 'foundByReading'),
        wrote: 'perhaps',
        verified: true,
        to: linkedToOf(holds),
      };
    case 'notWritten':
      return {
        ...noted,
        result: { kind: 'failed', failure: { ...write.failure, mayHaveHappened: undefined } },
        wrote: 'no',
        verified: false,
      };
    case 'changedSince':
      return {
        ...noted,
        result: { kind: 'skipped', why: { kind: 'changedSinceReviewed', is: holds } },
        wrote: 'perhaps',
        verified: false,
      };
  }
}
