/** Pinned, hidden, *not ours*: what the person said of tenants, per tenant id, shared by all windows. */
import { join } from 'node:path';
import { Emitter, type Disposable, type Listen } from '../shared/emitter.ts';
import type { Log } from '../shared/log.ts';
import type { TenantMark } from '../shared/model.ts';
import { success, type Outcome } from '../shared/outcome.ts';
import { readJsonFile, writeFileAtomic } from '../storage/atomicFile.ts';
import { isFields, isMaybe, isRecordOf, isTime } from './guards.ts';
import { watchFileWith, type WatchFile } from './watchFile.ts';

const marks = ['pinned', 'hidden', 'notOurs'] as const satisfies readonly TenantMark[];

/** When a mark was last set or taken away; the later word wins, whichever window it came from. */
interface Said {
  readonly on: boolean;
  readonly at: number;
}

type SaidOfTenant = Readonly<Partial<Record<TenantMark, Said>>>;

interface MarksFile {
  readonly version: 1;
  readonly tenants: Readonly<Record<string, SaidOfTenant>>;
}

export interface MarksParts {
  /** The mode's folder. */
  readonly folder: string;
  readonly log: Log;
  readonly clock?: () => number;
  readonly watch?: WatchFile;
}

const noMarks: ReadonlySet<TenantMark> = new Set();

export class Marks {
  readonly #parts: MarksParts;
  readonly #path: string;
  readonly #changes = new Emitter<readonly string[]>();
  #said = new Map<string, SaidOfTenant>();
  readonly #sets = new Map<string, ReadonlySet<TenantMark>>();
  #turn: Promise<unknown> = Promise.resolve();
  #watching: Promise<Disposable> | undefined;

  constructor(parts: MarksParts) {
    this.#parts = parts;
    this.#path = join(parts.folder, 'marks.json');
  }

  /** The tenant ids whose marks changed, here or in another window. */
  get onDidChange(): Listen<readonly string[]> {
    return this.#changes.event;
  }

  /** Reads the marks and follows other windows. Never rejects. */
  async open(): Promise<void> {
    await this.refresh();
    this.#watching = (this.#parts.watch ?? watchFileWith())(this.#path, () => void this.refresh());
  }

  get(tenantId: string): ReadonlySet<TenantMark> {
    return this.#sets.get(tenantId) ?? noMarks;
  }

  /** All tenants with this mark. */
  tenantsWith(mark: TenantMark): readonly string[] {
    return [...this.#sets].filter(([, set]) => set.has(mark)).map(([tenantId]) => tenantId);
  }

  /** Holds at once; resolves when it is on the disk. Ends in `storageNotWritable`: then it holds in this window only. Never rejects. */
  async set(tenantIds: readonly string[], mark: TenantMark, on: boolean): Promise<Outcome<void>> {
    const at = (this.#parts.clock ?? Date.now)();
    const said = new Map<string, SaidOfTenant>();
    for (const id of tenantIds) {
      // Two clicks within one millisecond: the second one counts.
      const last = this.#said.get(id)?.[mark]?.at ?? -Infinity;
      said.set(id, { [mark]: { on, at: Math.max(at, last + 1) } });
    }
    this.#takeIn(said);
    return this.#inTurn(async () => {
      await this.#read();
      const file: MarksFile = { version: 1, tenants: Object.fromEntries(this.#said) };
      const written = await writeFileAtomic(this.#path, JSON.stringify(file));
      if (!written.ok) {
        this.#parts.log.warn(`Marks cannot be saved: ${written.failure.code ?? written.failure.kind}`);
      }
      return written;
    });
  }

  /** Takes in what other windows saved. Never rejects. */
  async refresh(): Promise<void> {
    await this.#inTurn(async () => {
      await this.#read();
      return success(undefined);
    });
  }

  async dispose(): Promise<void> {
    (await this.#watching)?.dispose();
    await this.#turn;
    this.#changes.dispose();
  }

  async #read(): Promise<void> {
    const file = await readJsonFile(this.#path, isMarksFile, this.#parts.log);
    if (file) {
      this.#takeIn(new Map(Object.entries(file.tenants)));
    }
  }

  #takeIn(news: ReadonlyMap<string, SaidOfTenant>): void {
    const changed: string[] = [];
    for (const [id, said] of news) {
      const merged = mergeSaid(this.#said.get(id) ?? {}, said);
      this.#said.set(id, merged);
      const set = new Set(marks.filter((mark) => merged[mark]?.on));
      const before = this.get(id);
      if (set.size !== before.size || [...set].some((mark) => !before.has(mark))) {
        changed.push(id);
        this.#sets.set(id, set);
      }
    }
    if (changed.length > 0) {
      try {
        this.#changes.fire(changed);
      } catch (error) {
        this.#parts.log.error(`A view of the marks: ${error instanceof Error ? error.message : 'unknown error'}`);
      }
    }
  }

  async #inTurn(run: () => Promise<Outcome<void>>): Promise<Outcome<void>> {
    const turn = this.#turn.then(run);
    this.#turn = turn;
    return turn;
  }
}

function mergeSaid(a: SaidOfTenant, b: SaidOfTenant): SaidOfTenant {
  const merged: Partial<Record<TenantMark, Said>> = { ...a };
  for (const mark of marks) {
    const [x, y] = [a[mark], b[mark]];
    if (y && (!x || y.at > x.at || (y.at === x.at && y.on))) {
      merged[mark] = y;
    }
  }
  return merged;
}

function isMarksFile(value: unknown): value is MarksFile {
  return isFields(value) && value['version'] === 1 && isRecordOf(value['tenants'], isSaidOfTenant);
}

function isSaidOfTenant(value: unknown): value is SaidOfTenant {
  return isFields(value) && marks.every((mark) => isMaybe(value[mark], isSaid));
}

function isSaid(value: unknown): value is Said {
  return isFields(value) && typeof value['on'] === 'boolean' && isTime(value['at']);
}
