/** What became of one target of a run, in words: for the journal, and for the page of its tenant. Foreign text comes out raw. */
import { associationKind, isWrite } from '../plan/plan.ts';
import { partner } from '../text/planText.ts';
import type { ItemRecord, RunRecord } from '../journal/runRecord.ts';
import { itemStateText, notBegunText, perhapsWrittenText } from '../text/stateText.ts';
import { afterText, holderText } from './holderText.ts';
import { endOf, itemResult } from './itemResult.ts';

export interface ItemWords {
  /** What was read before and what is there after; only what was read or answered, never what was merely planned. `''`: nothing was to be written. */
  readonly before: string;
  readonly after: string;
  readonly result: string;
}

export function itemWords(record: ItemRecord, run: RunRecord): ItemWords {
  return { ...beforeAndAfter(record, run), result: resultText(record, run) };
}

/** When its last answer came, or its write was announced, in milliseconds since 1970. */
export function itemAt({ outcome, intent }: ItemRecord): number | undefined {
  return outcome?.at ?? intent?.at;
}

function beforeAndAfter(record: ItemRecord, run: RunRecord): { readonly before: string; readonly after: string } {
  if (!isWrite(record.item.action)) {
    return { before: '', after: '' };
  }
  const facts = itemResult(record, run);
  const nothing = facts.after === undefined && facts.wrote === 'no';
  return { before: holderText(facts.before, partner), after: nothing ? '' : afterText(facts, partner) };
}

function resultText(record: ItemRecord, run: RunRecord): string {
  const end = endOf(record, run);
  if (end === undefined) {
    return notBegunText();
  }
  const text = itemStateText(end, associationKind(record.item));
  return end.kind === 'skipped' && record.outcome?.wrote === 'perhaps' ? perhapsWrittenText(text) : text;
}
