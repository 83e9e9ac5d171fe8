/** What the user chose to see. The only place where that is kept: grouping and order in a file, the rest for as long as the window is open. */
import { join } from 'node:path';
import { Emitter, type Event } from '../../shared/async/emitter.ts';
import { Sequencer } from '../../shared/async/sequencer.ts';
import { success, type Outcome } from '../../shared/model/outcome.ts';
import type { Log } from '../../shared/ports/log.ts';
import { isFields, isMaybe } from '../../shared/validation/guards.ts';
import { readJsonFile, replaceJsonFile } from '../../storage/jsonFile.ts';
import type { Chosen, Filter } from './filter.ts';
import { groupings, type Grouping } from './grouping.ts';
import { sortings, type Sorting } from './sorting.ts';

export interface ViewChoiceParts {
  /** The mode's folder. */
  readonly folder: string;
  readonly log: Log;
}

interface ViewFile {
  readonly version: 1;
  readonly grouping?: Grouping;
  readonly sorting?: Sorting;
}

/** Windows that are open do not follow each other: rows would move under the pointer. */
export class ViewChoice {
  readonly #path: string;
  readonly #log: Log;
  readonly #changes = new Emitter<void>();
  readonly #turns = new Sequencer();
  #filter: Filter = 'all';
  #showHidden = false;
  #chosen: Chosen | undefined;
  #grouping: Grouping | undefined;
  #sorting: Sorting = 'name';

  constructor({ folder, log }: ViewChoiceParts) {
    this.#path = join(folder, 'view.json');
    this.#log = log;
  }

  get onDidChange(): Event<void> {
    return this.#changes.event;
  }

  get filter(): Filter {
    return this.#filter;
  }

  /** Those that the filter `chosen` lets through. */
  get chosen(): Chosen | undefined {
    return this.#chosen;
  }

  /** Tenants marked *hidden* are shown as well. */
  get showHidden(): boolean {
    return this.#showHidden;
  }

  /** `undefined`: the user has not chosen one. */
  get grouping(): Grouping | undefined {
    return this.#grouping;
  }

  get sorting(): Sorting {
    return this.#sorting;
  }

  /** Reads what was chosen before, in any window. */
  async open(): Promise<void> {
    const reading = await readJsonFile(this.#path, format, this.#log);
    if (reading.kind === 'read') {
      this.#grouping = reading.value.grouping;
      this.#sorting = reading.value.sorting ?? 'name';
    }
  }

  setFilter(filter: Filter): void {
    if (this.#filter !== filter) {
      this.#filter = filter;
      this.#chosen = undefined;
      this.#changes.fire();
    }
  }

  /** Shows just these until another filter is chosen. */
  showOnly(chosen: Chosen): void {
    this.#filter = 'chosen';
    this.#chosen = chosen;
    this.#changes.fire();
  }

  setShowHidden(show: boolean): void {
    if (this.#showHidden !== show) {
      this.#showHidden = show;
      this.#changes.fire();
    }
  }

  /** Holds at once. Ends in `storageNotWritable`, `storageNotReadable`, `storageNewer`: then it holds in this window only. */
  async setGrouping(grouping: Grouping): Promise<Outcome<void>> {
    if (this.#grouping === grouping) {
      return success(undefined);
    }
    this.#grouping = grouping;
    this.#changes.fire();
    return this.#save();
  }

  /** Like `setGrouping`. */
  async setSorting(sorting: Sorting): Promise<Outcome<void>> {
    if (this.#sorting === sorting) {
      return success(undefined);
    }
    this.#sorting = sorting;
    this.#changes.fire();
    return this.#save();
  }

  async dispose(): Promise<void> {
    await this.#turns.last;
    this.#changes.dispose();
  }

  #save(): Promise<Outcome<void>> {
    return this.#turns.run(() =>
      replaceJsonFile<ViewFile>(
        this.#path,
        { version: 1, grouping: this.#grouping, sorting: this.#sorting },
        format,
        this.#log,
      ),
    );
  }
}

const format = { version: 1, guard: isViewFile };

function isViewFile(value: unknown): value is ViewFile {
  return (
    isFields(value) &&
    value['version'] === 1 &&
    isMaybe(value['grouping'], (one) => isOneOf(groupings, one)) &&
    isMaybe(value['sorting'], (one) => isOneOf(sortings, one))
  );
}

function isOneOf<T>(all: readonly T[], value: unknown): value is T {
  return all.some((one) => one === value);
}
