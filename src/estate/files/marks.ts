/** Pinned, hidden, *not ours*: what the person said of tenants, per tenant id, shared by all windows. */
import { join } from 'node:path';
import { Emitter, type Listen } from '../../shared/async/emitter.ts';
import type { TenantMark } from '../../shared/model/model.ts';
import type { Outcome } from '../../shared/model/outcome.ts';
import { FollowedFile, type KeeperParts } from './sharedJsonFile.ts';
import { isFields, isMaybe, isRecordOf, isTime } from '../../shared/validation/guards.ts';

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

const noMarks: ReadonlySet<TenantMark> = new Set();

export class Marks {
  readonly #clock: () => number;
  readonly #file: FollowedFile<MarksFile>;
  readonly #changes = new Emitter<readonly string[]>();
  #said = new Map<string, SaidOfTenant>();
  readonly #sets = new Map<string, ReadonlySet<TenantMark>>();

  constructor({ folder, clock = Date.now, ...parts }: KeeperParts) {
    this.#clock = clock;
    this.#file = new FollowedFile({
      path: join(folder, 'marks.json'),
      what: 'Marks',
      format: { version: 1, guard: isMarksFile },
      takeIn: ({ tenants }) => this.#takeIn(new Map(Object.entries(tenants))),
      content: () => ({ version: 1, tenants: Object.fromEntries(this.#said) }),
      ...parts,
    });
  }

  /** The tenant ids whose marks changed, here or in another window. */
  get onDidChange(): Listen<readonly string[]> {
    return this.#changes.event;
  }

  /** Reads the marks and follows other windows. Never rejects. */
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
   * holds in this window only, until it can be saved. Never rejects.
   */
  async set(tenantIds: readonly string[], mark: TenantMark, on: boolean): Promise<Outcome<void>> {
    const at = this.#clock();
    const said = new Map<string, SaidOfTenant>();
    for (const id of tenantIds) {
      // Two clicks within one millisecond: the second one counts.
      const last = this.#said.get(id)?.[mark]?.at ?? -Infinity;
      said.set(id, { [mark]: { on, at: Math.max(at, last + 1) } });
    }
    this.#takeIn(said);
    return this.#file.write();
  }

  /** Takes in what other windows saved. Never rejects. */
  async refresh(): Promise<void> {
    await this.#file.refresh();
  }

  async dispose(): Promise<void> {
    await this.#file.dispose();
    this.#changes.dispose();
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
      this.#file.tell(() => this.#changes.fire(changed));
    }
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
