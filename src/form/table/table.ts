/** The form's table as the page has it: which targets stand at which line, and what changed since it was last told. */
import { inOrder, rowNames } from '../../estate/store/rowOrder.ts';
import type { StoreChange, Store } from '../../estate/store/store.ts';
import type { Target } from '../../shared/form/messages.ts';
import { tenantKey, type TenantRef, type TenantRow, type MarkReader } from '../../shared/model/model.ts';
import { entryKey, entriesOf, type TableEntry } from './tableEntry.ts';
import { sameTarget, targetOf, type TargetContext } from './target.ts';

export type TableEstate = Pick<Store, 'identities' | 'tenants' | 'allTenants' | 'tenant'>;

export interface TableParts {
  readonly store: TableEstate;
  readonly marks: MarkReader;
  /** Shown even if hidden: selected, or named by the list. */
  readonly included: (key: string) => boolean;
  /** The last one that the page was told by another form. */
  readonly generation?: number;
  /** Asked anew at each update. */
  readonly context: () => Omit<TargetContext, 'names' | 'identityName'>;
}

export type TableUpdate =
  | { readonly kind: 'same' }
  /** Targets came, went or moved: all of it is new. */
  | { readonly kind: 'generation' }
  /** Places of the targets that read otherwise now; those whose status did not change but whose row did are in `rows` only. */
  | { readonly kind: 'changed'; readonly targets: readonly number[]; readonly rows: readonly number[] };

interface Line {
  entry: TableEntry;
  target: Target;
}

export class TargetTable {
  readonly #parts: TableParts;
  #lines: Line[] = [];
  #at = new Map<string, number>();
  #names: TargetContext['names'] = new Map();
  #generation: number;

  constructor(parts: TableParts) {
    this.#parts = parts;
    this.#generation = parts.generation ?? 0;
  }

  /** Grows when targets come, go or move. */
  get generation(): number {
    return this.#generation;
  }

  entries(): readonly TableEntry[] {
    return this.#lines.map(({ entry }) => entry);
  }

  entry(at: number): TableEntry | undefined {
    return this.#lines[at]?.entry;
  }

  targets(): readonly Target[] {
    return this.#lines.map(({ target }) => target);
  }

  target(at: number): Target | undefined {
    return this.#lines[at]?.target;
  }

  /** What has these keys as the store has it now, in the table's order; of hidden tenants as well. */
  placesOf(keys: readonly string[]): readonly TableEntry[] {
    const wanted = new Set(keys);
    const isWanted = (entry: TableEntry): boolean => wanted.has(entryKey(entry));
    return this.#ordered((row) => entriesOf(row).some(isWanted)).filter(isWanted);
  }

  update(changes: readonly StoreChange[]): TableUpdate {
    const refs = changes.flatMap((change) => (change.kind === 'tenants' ? change.refs : []));
    const onlyTenants = changes.every(({ kind }) => kind === 'tenants');
    if (changes.length === 0) {
      return { kind: 'same' };
    }
    return onlyTenants ? this.#updateSome(refs) : this.#updateAll();
  }

  #updateSome(refs: readonly TenantRef[]): TableUpdate {
    const context = this.#context();
    const rows = new Set<number>();
    const targets = new Set<number>();
    for (const ref of refs) {
      const at = this.#at.get(tenantKey(ref));
      const row = at === undefined ? undefined : this.#parts.store.tenant(ref);
      if (at !== undefined && row && row !== this.#lines[at]?.entry.row) {
        const entries = entriesOf(row);
        if (!this.#standAt(at, entries)) {
          // It is known of another subscription now that DPOR applies to it, or does not.
          return this.#updateAll();
        }
        for (const [index, entry] of entries.entries()) {
          rows.add(at + index);
          if (this.#replace(at + index, entry, context)) {
            targets.add(at + index);
          }
        }
      }
    }
    return rows.size === 0 ? { kind: 'same' } : { kind: 'changed', targets: [...targets], rows: [...rows] };
  }

  /** Whether just these, and no more of their tenant, stand there. */
  #standAt(at: number, entries: readonly TableEntry[]): boolean {
    const after = this.#lines[at + entries.length];
    return (
      entries.every((entry, index) => this.#lines[at + index]?.target.key === entryKey(entry)) &&
      (after === undefined || after.entry.kind === 'tenant')
    );
  }

  #updateAll(): TableUpdate {
    const { store, marks, included } = this.#parts;
    const shown = this.#ordered(
      (row) => !marks.get(row.ref.tenantId).has('hidden') || entriesOf(row).some((entry) => included(entryKey(entry))),
    );
    this.#names = rowNames(store.allTenants().map(({ info }) => info));
    const context = this.#context();
    const same =
      shown.length === this.#lines.length &&
      shown.every((entry, at) => this.#lines[at]?.target.key === entryKey(entry));
    if (!same) {
      this.#lines = shown.map((entry) => ({ entry, target: targetOf(entry, context) }));
      this.#at = new Map(this.#lines.map(({ target }, at) => [target.key, at]));
      this.#generation += 1;
      return { kind: 'generation' };
    }
    const rows: number[] = [];
    const targets: number[] = [];
    for (const [at, entry] of shown.entries()) {
      const other = entry.row !== this.#lines[at]?.entry.row;
      if (this.#replace(at, entry, context)) {
        targets.push(at);
        rows.push(at);
      } else if (other) {
        rows.push(at);
      }
    }
    return rows.length === 0 ? { kind: 'same' } : { kind: 'changed', targets, rows };
  }

  /** Whether it reads otherwise now. */
  #replace(at: number, entry: TableEntry, context: TargetContext): boolean {
    const before = this.#lines[at];
    const target = targetOf(entry, context);
    this.#lines[at] = { entry, target };
    return before === undefined || !sameTarget(before.target, target);
  }

  /** As the tree has them: identity by identity, each tenant before its subscriptions. */
  #ordered(wanted: (row: TenantRow) => boolean): readonly TableEntry[] {
    const { store, marks } = this.#parts;
    return store
      .identities()
      .flatMap(({ identity }) => inOrder(store.tenants(identity.key).filter(wanted), marks))
      .flatMap(entriesOf);
  }

  #context(): TargetContext {
    const names = new Map(this.#parts.store.identities().map(({ identity }) => [identity.key, identity.name]));
    return { ...this.#parts.context(), names: this.#names, identityName: (key) => names.get(key) ?? key };
  }
}
