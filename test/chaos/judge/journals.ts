/** Journals as they lie on the disk, read by the product's own reader: what counts as announced is what is synced. */
import { readRecord, type RunRecord, type RunReading } from '../../../src/operations/journal/runRecord.ts';
import type { JournalLine } from '../../../src/operations/journal/journalLine.ts';
import type { Disk } from '../disk/disk.ts';
import { folder } from '../world/window.ts';

const journals = `${folder}/journal/`;

export interface JournalOnDisk {
  readonly id: string;
  readonly reading: RunReading;
}

export function journalPathOf(id: string): string {
  return `${journals}${id}.jsonl`;
}

export function journalsOn(disk: Disk): readonly JournalOnDisk[] {
  return [...disk.files]
    .filter(([path]) => path.startsWith(journals) && path.endsWith('.jsonl'))
    .map(([path, { bytes }]) => ({ id: path.slice(journals.length, -'.jsonl'.length), reading: readRecord(bytes) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

export function recordsOn(disk: Disk): readonly RunRecord[] {
  return journalsOn(disk).flatMap(({ reading }) => (reading.kind === 'run' ? [reading.record] : []));
}

/** What a power cut would leave of a run's lines about one item. */
export function syncedLines(disk: Disk, id: string, item: number): readonly JournalLine[] {
  const text = disk.files.get(journalPathOf(id))?.synced?.toString('utf8') ?? '';
  return text
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as JournalLine)
    .filter((line) => (line.kind === 'intent' || line.kind === 'outcome') && line.item === item);
}
