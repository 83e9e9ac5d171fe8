/** The partner IDs that the user expects in tenants: a list loaded from a file and kept, per tenant id, shared by all windows. */
import { systemClock, type Clock } from '../../shared/async/clock.ts';
import { join } from 'node:path';
import { Emitter, type Event } from '../../shared/async/emitter.ts';
import { errorsTo } from '../../shared/ports/log.ts';
import { failed, type Outcome } from '../../shared/model/outcome.ts';
import { checkPartnerId } from '../../shared/model/partnerId.ts';
import { WatchedJsonFile, type KeeperParts } from './watchedJsonFile.ts';
import { isFields, isListOf, isMaybe, isText, isTime } from '../../shared/validation/guards.ts';

export interface ExpectedPartnerId {
  readonly partnerId: string;
  /** The user's own or untrusted text. */
  readonly label?: string;
}

export interface ExpectedEntry extends ExpectedPartnerId {
  readonly tenantId: string;
}

export interface ExpectedList {
  /** Each tenant once. */
  readonly entries: readonly ExpectedEntry[];
  /** Milliseconds since 1970. */
  readonly keptAt: number;
  /** The name of the file that the list came from, without its folder. */
  readonly source?: string;
}

/** Where expected partner IDs are looked up. */
export type ExpectedReader = Pick<Expected, 'get'>;

interface ExpectedFile {
  readonly version: 1;
  /** Absent: forgotten. The file stays, as a missing one cannot be told from one that is not readable right now. */
  readonly list?: ExpectedList;
  /** Milliseconds since 1970; absent in files of earlier versions, which tell when the list was kept. */
  readonly saidAt?: number;
}

/** One list per mode; the window that kept one last wins as a whole, as a list is one statement. */
export class Expected {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #file: WatchedJsonFile<ExpectedFile>;
  readonly #changes: Emitter<void>;
  #list: ExpectedList | undefined;
  #byTenant: ReadonlyMap<string, ExpectedEntry> = new Map();
  #saidAt = -Infinity;
  /** While this window has something to write, what the file holds is the past. */
  #toWrite = 0;

  constructor({ folder, clock = systemClock, ...parts }: KeeperParts) {
    this.#clock = clock;
    this.#changes = new Emitter(errorsTo(parts.log, 'A view of expected partner IDs'));
    this.#file = new WatchedJsonFile({
      path: join(folder, 'expected.json'),
      what: 'Expected partner IDs',
      format: { version: 1, guard: isExpectedFile },
      takeIn: (file) => {
        // What this window could not save yet counts until another one has said something since.
        const overtaken = !this.#file.hasUnsaved || saidAt(file) > this.#saidAt;
        if (this.#toWrite === 0 && overtaken) {
          this.#saidAt = saidAt(file);
          this.#take(file.list);
        }
      },
      content: () => ({ version: 1, list: this.#list, saidAt: this.#saidAt }),
      ...parts,
    });
  }

  /** Another list counts, or none any more, here or through another window. */
  get onDidChange(): Event<void> {
    return this.#changes.event;
  }

  /** Reads the list and follows other windows. */
  async open(): Promise<void> {
    await this.#file.open();
  }

  get(tenantId: string): ExpectedPartnerId | undefined {
    return this.#byTenant.get(tenantId);
  }

  /** `undefined`: no list is kept. */
  list(): ExpectedList | undefined {
    return this.#list;
  }

  /**
   * Replaces the list; of several entries for a tenant the last counts. Holds at once; resolves when it is on the disk.
   * Ends in `storageNotWritable`, `storageNotReadable`, `storageNewer`: then it holds in this window only, until it can be saved.
   *
   */
  async keep(entries: readonly ExpectedEntry[], source?: string): Promise<Outcome<void>> {
    const distinct = new Map(entries.map((entry) => [entry.tenantId, entry]));
    const unusable = [...distinct.values()].some(({ partnerId }) => checkPartnerId(partnerId).kind !== 'usable');
    if (unusable) {
      return failed({ kind: 'partnerIdInvalid' });
    }
    const plain = [...distinct.values()].map(({ tenantId, partnerId, label }) => ({
      tenantId,
      partnerId,
      ...(label === undefined ? {} : { label }),
    }));
    const keptAt = this.#clock.now();
    return this.#write({ entries: plain, keptAt, ...(source === undefined ? {} : { source }) });
  }

  /** Nothing is expected any more. Ends like `keep`. */
  async forget(): Promise<Outcome<void>> {
    return this.#write(undefined);
  }

  /** Takes in what another window kept. */
  async refresh(): Promise<void> {
    await this.#file.refresh();
  }

  async dispose(): Promise<void> {
    await this.#file.dispose();
    this.#changes.dispose();
  }

  async #write(list: ExpectedList | undefined): Promise<Outcome<void>> {
    this.#toWrite += 1;
    this.#saidAt = Math.max(this.#clock.now(), this.#saidAt + 1);
    this.#take(list);
    const written = await this.#file.write();
    this.#toWrite -= 1;
    return written;
  }

  #take(list: ExpectedList | undefined): void {
    if (JSON.stringify(list) === JSON.stringify(this.#list)) {
      return;
    }
    this.#list = list;
    this.#byTenant = new Map(list?.entries.map((entry) => [entry.tenantId, entry]));
    this.#changes.fire();
  }
}

function isExpectedFile(value: unknown): value is ExpectedFile {
  return (
    isFields(value) &&
    value['version'] === 1 &&
    isMaybe(value['list'], isExpectedList) &&
    isMaybe(value['saidAt'], isTime)
  );
}

function saidAt({ list, saidAt: at }: ExpectedFile): number {
  return at ?? list?.keptAt ?? -Infinity;
}

function isExpectedList(value: unknown): value is ExpectedList {
  return (
    isFields(value) &&
    isListOf(value['entries'], isEntry) &&
    isTime(value['keptAt']) &&
    isMaybe(value['source'], isText)
  );
}

function isEntry(value: unknown): value is ExpectedEntry {
  return (
    isFields(value) &&
    isText(value['tenantId']) &&
    isText(value['partnerId']) &&
    checkPartnerId(value['partnerId']).kind === 'usable' &&
    isMaybe(value['label'], isText)
  );
}
