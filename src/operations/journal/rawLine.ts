/** What a line of a journal is before every field has been looked at, and whether it is the one that ends a run. */
import { isFields, isNumber, type Fields } from '../../shared/validation/guards.ts';
import { journalVersion, type EndLine } from './journalLine.ts';

/** `newer`: written by a later version of the extension, which is no damage. */
export function readFields(text: string): Fields | 'newer' | 'corrupt' {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'corrupt';
  }
  if (!isFields(value) || typeof value.v !== 'number') {
    return 'corrupt';
  }
  return value.v > journalVersion ? 'newer' : value;
}

export function isOfVersion(line: Fields): boolean {
  return (line.v === 1 || line.v === 2 || line.v === journalVersion) && isTime(line.at);
}

export function isEnd(line: Fields): line is Fields & EndLine {
  return isOfVersion(line) && line.kind === 'end' && isOneOf(line.how, ['finished', 'cancelled', 'discarded']);
}

export function isOneOf<T extends string>(value: unknown, among: readonly T[]): value is T {
  return among.some((one) => one === value);
}

function isTime(value: unknown): value is number {
  // What a Date can hold: a report must be able to print it.
  return isNumber(value) && Math.abs(value) <= 8.64e15;
}
