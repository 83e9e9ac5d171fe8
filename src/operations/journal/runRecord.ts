/** A run as its journal tells it: the lines of one file, read from top to bottom. Pure. */
import { readLine } from './journalSchema.ts';
import type {
  GateLine,
  LinkedTo,
  IntentLine,
  JournalItem,
  JournalLine,
  OutcomeLine,
  RefusedLine,
  RunEnding,
  RunLine,
} from './journalLine.ts';

export interface ItemRecord {
  readonly item: JournalItem;
  /** The last announced write, whatever became of it. */
  readonly intent?: IntentLine;
  readonly outcome?: OutcomeLine;
  /** An announced write before the last one, of which nothing proves what became: what is said of the last one says nothing of it. */
  readonly earlier?: IntentLine;
  /** A write was announced and nothing says what became of it: read before doing anything else. */
  readonly open: boolean;
}

export interface RunRecord {
  readonly id: string;
  readonly startedAt: number;
  readonly head: RunLine;
  readonly items: readonly ItemRecord[];
  /** The last line about each partner ID that was asked about, in the order of the questions. */
  readonly gates: readonly GateLine[];
  readonly resumedAt: readonly number[];
  readonly ended?: { readonly at: number; readonly how: RunEnding };
}

export type RunReading =
  | { readonly kind: 'run'; readonly record: RunRecord; readonly wholeBytes: number; readonly lacksNewline: boolean }
  /** Nothing but the beginning of a first line: the window ended before the run could begin. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'newer' }
  | { readonly kind: 'corrupt'; readonly line: number };

/**
 * Reads the bytes of a journal file. A torn last line (killed while writing) is left out; `wholeBytes` is where it begins.
 * Any other line that cannot be understood makes the whole file corrupt: half a journal must not look like a whole one.
 */
export function readRecord(bytes: Buffer): RunReading {
  const end = bytes.lastIndexOf(0x0a) + 1;
  const whole = bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
  const lines: JournalLine[] = [];
  for (const [index, text] of whole.entries()) {
    const line = readLine(text);
    if (line === 'newer') {
      return { kind: 'newer' };
    }
    if (line === 'corrupt') {
      return { kind: 'corrupt', line: index + 1 };
    }
    lines.push(line);
  }
  // Only the line's end may be missing: then the line itself can be believed.
  const rest = end < bytes.length ? readLine(bytes.subarray(end).toString('utf8')) : 'corrupt';
  const lacksNewline = rest !== 'newer' && rest !== 'corrupt';
  if (lacksNewline) {
    lines.push(rest);
  }
  if (lines.length === 0) {
    return { kind: 'empty' };
  }
  const record = replay(lines);
  return typeof record === 'number'
    ? { kind: 'corrupt', line: record }
    : { kind: 'run', record, wholeBytes: lacksNewline ? bytes.length : end, lacksNewline };
}

/** The record, or the number of the first line that does not fit those before it. */
function replay(lines: readonly JournalLine[]): RunRecord | number {
  const head = lines[0];
  if (head?.kind !== 'run') {
    return 1;
  }
  const items: ItemRecord[] = head.items.map((item) => ({ item, open: false }));
  const gates = new Map<string, GateLine>();
  let ended: RunRecord['ended'];
  const resumedAt: number[] = [];
  for (const [index, line] of lines.entries()) {
    switch (line.kind) {
      case 'run':
        if (index > 0) {
          return index + 1;
        }
        break;
      case 'intent':
      case 'refused':
      case 'outcome': {
        const before = items[line.item];
        if (before === undefined) {
          return index + 1;
        }
        items[line.item] = after(before, line);
        break;
      }
      case 'gate':
        gates.set(line.partnerId, line);
        break;
      case 'resumed':
        resumedAt.push(line.at);
        break;
      case 'end':
        ended = { at: line.at, how: line.how };
        break;
    }
  }
  return { id: head.id, startedAt: head.at, head, items, gates: [...gates.values()], resumedAt, ended };
}

function after(before: ItemRecord, line: IntentLine | RefusedLine | OutcomeLine): ItemRecord {
  switch (line.kind) {
    case 'intent':
      return { ...before, intent: line, open: true, earlier: isUnproved(before) ? before.intent : undefined };
    case 'refused':
      return { ...before, intent: before.earlier, open: before.earlier !== undefined, earlier: undefined };
    case 'outcome':
      return { ...before, outcome: asUnclear(line), open: false };
  }
}

/** Versions 1 and 2 called a write without a proof failed. */
function asUnclear(line: OutcomeLine): OutcomeLine {
  const { result, wrote } = line;
  return wrote === 'perhaps' && result.kind === 'failed' ? { ...line, result: { ...result, kind: 'unclear' } } : line;
}

/** Whether a write of it was announced and nothing proves what became of it. */
export function isUnproved({ open, outcome }: Pick<ItemRecord, 'open' | 'outcome'>): boolean {
  return open || outcome?.result.kind === 'unclear';
}

/** What this run wrote to a tenant, or may have written, and what was there before. */
export interface Written {
  readonly certain: boolean;
  /** Absent: not known. */
  readonly from?: LinkedTo;
  readonly to: LinkedTo;
  /** When it was announced, in milliseconds since 1970. */
  readonly at: number;
}

export function writtenBy(record: Omit<ItemRecord, 'item'>): Written | undefined {
  if (record.intent === undefined || (record.outcome?.wrote === 'no' && !record.open)) {
    return undefined;
  }
  const { from, to, at } = record.intent;
  return { certain: record.outcome?.wrote === 'yes' && !record.open, from, to, at };
}

/** How many tenants the run wrote to, those included where it is not known. */
export function writtenCount(record: RunRecord): number {
  return record.items.filter((item) => writtenBy(item) !== undefined).length;
}
