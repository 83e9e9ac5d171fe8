/** Pinned, hidden, *not ours*: what the user set for tenants, per tenant id, shared by all windows. */
import { systemClock, type Clock } from '../../shared/async/clock.ts';
import { join } from 'node:path';
import { Emitter, type Event } from '../../shared/async/emitter.ts';
import { errorsTo } from '../../shared/ports/log.ts';
import type { MarkReader, TenantMark } from '../../shared/model/model.ts';
import type { Outcome } from '../../shared/model/outcome.ts';
import { WatchedJsonFile, type KeeperParts } from './watchedJsonFile.ts';
import { isFields, isMaybe, isRecordOf, isTime } from '../../shared/validation/guards.ts';

const marks = ['pinned', 'hidden', 'notOurs'] as const satisfies readonly TenantMark[];

/** When a mark was last set or taken away; the later word wins, whichever window it came from. */
interface MarkEntry {
  readonly on: boolean;
  readonly at: number;
}

type TenantEntry = Readonly<Partial<Record<TenantMark, MarkEntry>>>;

interface MarksFile {
  readonly version: 1;
  readonly tenants: Readonly<Record<string, TenantEntry>>;
}

const noMarks: ReadonlySet<TenantMark> = new Set();

export class Marks implements MarkReader {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #file: WatchedJsonFile<MarksFile>;
  readonly #changes: Emitter<readonly string[]>;
  #entries = new Map<string, TenantEntry>();
  readonly #sets = new Map<string, ReadonlySet<TenantMark>>();

  constructor({ folder, clock = systemClock, ...parts }: KeeperParts) {
    this.#clock = clock;
    this.#changes = new Emitter(errorsTo(parts.log, 'A view of marks'));
    this.#file = new WatchedJsonFile({
      path: join(folder, 'marks.json'),
      what: 'Marks',
      format: { version: 1, guard: isMarksFile },
      takeIn: ({ tenants }) => this.#takeIn(new Map(Object.entries(tenants))),
      content: () => ({ version: 1, tenants: Object.fromEntries(this.#entries) }),
      ...parts,
    });
  }

  /** The tenant ids whose marks changed, here or in another window. */
  get onDidChange(): Event<readonly string[]> {
    return this.#changes.event;
  }

  /** Reads the marks and follows other windows. */
  async open(): Promise<void> {
    await this.#file.open();
  }

  get(tenantId: string): ReadonlySet<TenantMark> {
    return this.#sets.get(tenantId) ?? noMarks;
  }

  /** All tenants with this mark. */
  tenantsWith(mark: TenantMark): readonly string[] {
    return [...this.#sets].filter(([, set]) => set.has(mark)).map(([tenantId]) => tenantId);
  }

  /**
   * Holds at once; resolves when it is on the disk. Ends in `storageNotWritable`, `storageNotReadable`, `storageNewer`: then it
   * holds in this window only, until it can be saved.
   */
  async set(tenantIds: readonly string[], mark: TenantMark, on: boolean): Promise<Outcome<void>> {
    const at = this.#clock.now();
    const entries = new Map<string, TenantEntry>();
    for (const id of tenantIds) {
      // Two clicks within one millisecond: the second one counts.
      const last = this.#entries.get(id)?.[mark]?.at ?? -Infinity;
      entries.set(id, { [mark]: { on, at: Math.max(at, last + 1) } });
    }
    this.#takeIn(entries);
    return this.#file.write();
  }

  /** Takes in what other windows saved. */
  async refresh(): Promise<void> {
    await this.#file.refresh();
  }

  async dispose(): Promise<void> {
    await this.#file.dispose();
    this.#changes.dispose();
  }

  #takeIn(news: ReadonlyMap<string, TenantEntry>): void {
    const changed: string[] = [];
    for (const [id, entry] of news) {
      const merged = mergeEntries(this.#entries.get(id) ?? {}, entry);
      this.#entries.set(id, merged);
      const set = new Set(marks.filter((mark) => merged[mark]?.on));
      const before = this.get(id);
      if (set.size !== before.size || [...set].some((mark) => !before.has(mark))) {
        changed.push(id);
        this.#sets.set(id, set);
      }
    }
    if (changed.length > 0) {
      this.#changes.fire(changed);
    }
  }
}

function mergeEntries(a: TenantEntry, b: TenantEntry): TenantEntry {
  const merged: Partial<Record<TenantMark, MarkEntry>> = { ...a };
  for (const mark of marks) {
    const [x, y] = [a[mark], b[mark]];
    if (y && (!x || y.at > x.at || (y.at === x.at && y.on))) {
      merged[mark] = y;
    }
  }
  return merged;
}

function isMarksFile(value: unknown): value is MarksFile {
  return isFields(value) && value['version'] === 1 && isRecordOf(value['tenants'], isTenantEntry);
}

function isTenantEntry(value: unknown): value is TenantEntry {
  return isFields(value) && marks.every((mark) => isMaybe(value[mark], isMarkEntry));
}

function isMarkEntry(value: unknown): value is MarkEntry {
  return isFields(value) && typeof value['on'] === 'boolean' && isTime(value['at']);
}
