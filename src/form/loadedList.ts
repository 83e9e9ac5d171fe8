/** The list of targets that was loaded into the form, kept in a file of the mode's folder over a reload of the window. */
import { join } from 'node:path';
import { targetsOf, type MatchedTarget } from '../operations/lists/matchTargets.ts';
import { decodeText, parseTargets, type ParsedTargets } from '../operations/lists/parseTargets.ts';
import type { LineProblem } from '../operations/lists/targetLine.ts';
import { isFields, isText } from '../shared/validation/guards.ts';
import type { Log } from '../shared/ports/log.ts';
import { tenantKey, type TenantRow } from '../shared/model/model.ts';
import type { Outcome } from '../shared/model/outcome.ts';
import { Sequencer } from '../shared/async/sequencer.ts';
import { readJsonFile, replaceJsonFile } from '../storage/jsonFile.ts';

interface ListFile {
  readonly version: 1;
  /** Empty: forgotten. */
  readonly source: string;
  readonly text: string;
}

export interface LoadedList {
  readonly source: string;
  readonly parsed: ParsedTargets;
  readonly matched: readonly MatchedTarget[];
  readonly byKey: ReadonlyMap<string, MatchedTarget>;
  /** Lines that cannot be used: for what they say, or because they match no tenant. */
  readonly problems: readonly LineProblem[];
}

export class FormList {
  readonly #path: string;
  readonly #log: Log;
  readonly #writing = new Sequencer();
  #loaded: LoadedList | undefined;

  constructor(folder: string, log: Log) {
    this.#path = join(folder, 'form-list.json');
    this.#log = log;
  }

  get loaded(): LoadedList | undefined {
    return this.#loaded;
  }

  /** What was loaded before the window was. */
  async open(rows: readonly TenantRow[]): Promise<void> {
    const reading = await readJsonFile(this.#path, format, this.#log);
    if (reading.kind === 'read' && reading.value.source !== '' && !this.#loaded) {
      this.#take(reading.value.source, parseTargets(reading.value.text), rows);
    } else if (reading.kind === 'notReadable') {
      const { kind, code } = reading.failure;
      this.#log.warn(`The form's list of before cannot be used and is left alone: ${code ?? kind}`);
    }
  }

  /**
   * Reads a file that the user chose; resolves when it is kept. Ends in `storageNotWritable`, `storageNotReadable`,
   * `storageNewer`, and then it is loaded and does not outlast the window.
   */
  async load(
    file: { readonly name: string; readonly bytes: Uint8Array },
    rows: readonly TenantRow[],
  ): Promise<Outcome<void>> {
    const text = decodeText(file.bytes);
    this.#take(file.name, parseTargets(text), rows);
    return this.#write({ version: 1, source: file.name, text });
  }

  /** Which tenants it means, now that others are known. */
  matchAgain(rows: readonly TenantRow[]): void {
    if (this.#loaded) {
      this.#take(this.#loaded.source, this.#loaded.parsed, rows);
    }
  }

  /** Ends like `load`: then the list comes back with the next window. */
  async forget(): Promise<Outcome<void>> {
    this.#loaded = undefined;
    return this.#write({ version: 1, source: '', text: '' });
  }

  #take(source: string, parsed: ParsedTargets, rows: readonly TenantRow[]): void {
    const { matched, problems } = targetsOf(parsed, rows);
    this.#loaded = {
      source,
      parsed,
      matched,
      byKey: new Map(matched.map((one) => [tenantKey(one.ref), one])),
      problems,
    };
  }

  /** One after the other. A list that is forgotten is an empty one: a file that cannot be deleted would bring it back. */
  async #write(file: ListFile): Promise<Outcome<void>> {
    return this.#writing.run(async () => {
      const written = await replaceJsonFile(this.#path, file, format, this.#log);
      if (!written.ok) {
        this.#log.warn(`The form's list cannot be kept: ${written.failure.code ?? written.failure.kind}`);
      }
      return written;
    });
  }
}

function isListFile(value: unknown): value is ListFile {
  return isFields(value) && value['version'] === 1 && isText(value['source']) && isText(value['text']);
}

const format = { version: 1, guard: isListFile };
