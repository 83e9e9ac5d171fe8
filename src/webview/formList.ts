/** The list of targets that was loaded into the form, kept in a file of the mode's folder over a reload of the window. */
import { join } from 'node:path';
import { targetsOf, type MatchedTarget } from '../operations/targetsMatch.ts';
import { decodeText, parseTargets, type ParsedTargets } from '../operations/targetsFile.ts';
import type { LineProblem } from '../operations/targetLine.ts';
import { isFields, isText } from '../estate/guards.ts';
import type { Log } from '../shared/log.ts';
import { tenantKey, type TenantRow } from '../shared/model.ts';
import { readJsonFile, writeFileAtomic } from '../storage/atomicFile.ts';

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
  #loaded: LoadedList | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(folder: string, log: Log) {
    this.#path = join(folder, 'form-list.json');
    this.#log = log;
  }

  get loaded(): LoadedList | undefined {
    return this.#loaded;
  }

  /** What was loaded before the window was. Never rejects. */
  async open(rows: readonly TenantRow[]): Promise<void> {
    const file = await readJsonFile(this.#path, isListFile, this.#log);
    if (file && file.source !== '' && !this.#loaded) {
      this.#take(file.source, parseTargets(file.text), rows);
    }
  }

  /** Reads a file that the person chose; resolves when it is kept. Never rejects. */
  async load(file: { readonly name: string; readonly bytes: Uint8Array }, rows: readonly TenantRow[]): Promise<void> {
    const text = decodeText(file.bytes);
    this.#take(file.name, parseTargets(text), rows);
    await this.#write({ version: 1, source: file.name, text });
  }

  /** Which tenants it means, now that others are known. */
  matchAgain(rows: readonly TenantRow[]): void {
    if (this.#loaded) {
      this.#take(this.#loaded.source, this.#loaded.parsed, rows);
    }
  }

  async forget(): Promise<void> {
    this.#loaded = undefined;
    await this.#write(undefined);
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

  /** One after the other. `undefined` is kept as well: a file that cannot be deleted would bring the list back. */
  async #write(file: ListFile | undefined): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      const written = await writeFileAtomic(this.#path, JSON.stringify(file ?? { version: 1, source: '', text: '' }));
      if (!written.ok) {
        this.#log.warn(`The form's list cannot be kept: ${written.failure.code ?? written.failure.kind}`);
      }
    });
    await this.#writing;
  }
}

function isListFile(value: unknown): value is ListFile {
  return isFields(value) && value['version'] === 1 && isText(value['source']) && isText(value['text']);
}
