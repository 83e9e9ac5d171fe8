/** How the estate stood: a line a day, written at the end of a scan, and how it stood when the user looked at the overview last. */
import { join } from 'node:path';
import { Sequencer } from '../../shared/async/sequencer.ts';
import type { Log } from '../../shared/ports/log.ts';
import { isFields, isListOf, isMaybe, isNumber, isRecordOf, isText } from '../../shared/validation/guards.ts';
import { readJsonFile, replaceJsonFile, type JsonFormat } from '../../storage/jsonFile.ts';

/** One of the user's days. */
export interface HistoryDay {
  /** `2026-11-29`, where the user is. */
  readonly day: string;
  readonly linked: number;
  readonly tenants: number;
}

/** Numbers by group, as they were at `at` (milliseconds since 1970). */
export interface Looked {
  readonly at: number;
  readonly tenants: Readonly<Record<string, number>>;
  readonly subscriptions: Readonly<Record<string, number>>;
}

interface HistoryContent {
  readonly version: 1;
  /** Oldest first, each day once. */
  readonly days: readonly HistoryDay[];
  readonly looked?: Looked;
}

export type History = Pick<HistoryContent, 'days' | 'looked'>;

export const shownDays = 90;

const format: JsonFormat<HistoryContent> = { version: 1, guard: isContent };
const nothing: HistoryContent = { version: 1, days: [] };

export class HistoryFile {
  readonly #path: string;
  readonly #log: Log;
  readonly #writing = new Sequencer();

  constructor({ folder, log }: { readonly folder: string; readonly log: Log }) {
    this.#path = join(folder, 'history.json');
    this.#log = log;
  }

  /** What cannot be read is as if it were not there: nothing depends on it. */
  async read(): Promise<History> {
    const reading = await readJsonFile(this.#path, format, this.#log);
    return reading.kind === 'read' ? reading.value : nothing;
  }

  /** The last word of a day counts. */
  noteDay(day: HistoryDay): Promise<void> {
    return this.#change((content) => ({ ...content, days: withDay(content.days, day) }));
  }

  noteLook(looked: Looked): Promise<void> {
    return this.#change((content) => ({ ...content, looked }));
  }

  /** Ends when all is written. */
  async dispose(): Promise<void> {
    await this.#writing.last;
  }

  /** Another window writes it as well: it is read before it is written. */
  #change(change: (content: HistoryContent) => HistoryContent): Promise<void> {
    return this.#writing.run(async () => {
      const reading = await readJsonFile(this.#path, format, this.#log);
      const next = change(reading.kind === 'read' ? reading.value : nothing);
      const written = await replaceJsonFile(this.#path, next, format, this.#log);
      if (!written.ok) {
        this.#log.warn(`The history cannot be saved: ${written.failure.code ?? written.failure.kind}`);
      }
    });
  }
}

/** Bounded: what is older than anybody is shown is dropped. */
export function withDay(days: readonly HistoryDay[], day: HistoryDay): readonly HistoryDay[] {
  return [...days.filter((one) => one.day !== day.day), day].sort((a, b) => (a.day < b.day ? -1 : 1)).slice(-shownDays);
}

/** A day of the user's calendar. */
export function dayOf(at: number): string {
  const date = new Date(at);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function isContent(value: unknown): value is HistoryContent {
  return (
    isFields(value) && value['version'] === 1 && isListOf(value['days'], isDay) && isMaybe(value['looked'], isLooked)
  );
}

function isDay(value: unknown): value is HistoryDay {
  return (
    isFields(value) &&
    isText(value['day']) &&
    /^\d{4}-\d\d-\d\d$/.test(value['day']) &&
    isNumber(value['linked']) &&
    isNumber(value['tenants'])
  );
}

function isLooked(value: unknown): value is Looked {
  return (
    isFields(value) &&
    isNumber(value['at']) &&
    isRecordOf(value['tenants'], isNumber) &&
    isRecordOf(value['subscriptions'], isNumber)
  );
}
