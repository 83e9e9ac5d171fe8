/** The form's table as the page has it: which targets stand in which place, and what changed since it was last told. */
import { inOrder, rowNames } from '../estate/order.ts';
import type { StoreChange } from '../estate/store.ts';
import type { Target } from '../shared/form/messages.ts';
import {
  sameTenant,
  tenantKey,
  type IdentityRow,
  type TenantMark,
  type TenantRef,
  type TenantRow,
} from '../shared/model.ts';
import { sameTarget, targetOf, type TargetContext } from './targetRow.ts';

export interface TableEstate {
  identities(): readonly IdentityRow[];
  tenants(identity: string): readonly TenantRow[];
  allTenants(): readonly TenantRow[];
  tenant(ref: TenantRef): TenantRow | undefined;
}

export interface TableParts {
  readonly store: TableEstate;
  readonly marks: { get(tenantId: string): ReadonlySet<TenantMark> };
  /** Shown even if hidden: selected, or named by the list. */
  readonly included: (key: string) => boolean;
  /** The last one that the page was told by another form. */
  readonly generation?: number;
  /** Asked anew at each update. */
  readonly context: () => Omit<TargetContext, 'names' | 'identityName'>;
}

export type TableUpdate =
  | { readonly kind: 'same' }
  /** Rows came, went or moved: all of it is new. */
  | { readonly kind: 'generation' }
  /** Places of the rows that read otherwise now; those whose status did not change but whose row did are in `rows` only. */
  | { readonly kind: 'changed'; readonly targets: readonly number[]; readonly rows: readonly number[] };

interface Place {
  row: TenantRow;
  target: Target;
}

export class TargetTable {
  readonly #parts: TableParts;
  #places: Place[] = [];
  #at = new Map<string, number>();
  #names: TargetContext['names'] = new Map();
  #generation: number;

  constructor(parts: TableParts) {
    this.#parts = parts;
    this.#generation = parts.generation ?? 0;
  }

  /** Grows when rows come, go or move. */
  get generation(): number {
    return this.#generation;
  }

  get length(): number {
    return this.#places.length;
  }

  rows(): readonly TenantRow[] {
    return this.#places.map(({ row }) => row);
  }

  row(at: number): TenantRow | undefined {
    return this.#places[at]?.row;
  }

  targets(): readonly Target[] {
    return this.#places.map(({ target }) => target);
  }

  target(at: number): Target | undefined {
    return this.#places[at]?.target;
  }

  /** The rows with these keys as the store has them now, in the table's order; hidden ones as well. */
  rowsOf(keys: readonly string[]): readonly TenantRow[] {
    const wanted = new Set(keys);
    return this.#ordered((row) => wanted.has(tenantKey(row.ref)));
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
      const place = at === undefined ? undefined : this.#places[at];
      if (at !== undefined && row && place && row !== place.row) {
        rows.add(at);
        if (this.#replace(place, row, context)) {
          targets.add(at);
        }
      }
    }
    return rows.size === 0 ? { kind: 'same' } : { kind: 'changed', targets: [...targets], rows: [...rows] };
  }

  #updateAll(): TableUpdate {
    const { store, marks, included } = this.#parts;
    const shown = this.#ordered(({ ref }) => !marks.get(ref.tenantId).has('hidden') || included(tenantKey(ref)));
    this.#names = rowNames(store.allTenants().map(({ info }) => info));
    const context = this.#context();
    const sameRows =
      shown.length === this.#places.length &&
      shown.every(({ ref }, at) => this.#places[at] !== undefined && sameTenant(this.#places[at].row.ref, ref));
    if (!sameRows) {
      this.#places = shown.map((row) => ({ row, target: targetOf(row, context) }));
      this.#at = new Map(this.#places.map(({ target }, at) => [target.key, at]));
      this.#generation += 1;
      return { kind: 'generation' };
    }
    const rows: number[] = [];
    const targets: number[] = [];
    for (const [at, place] of this.#places.entries()) {
      const row = shown[at];
      if (row) {
        const other = row !== place.row;
        if (this.#replace(place, row, context)) {
          targets.push(at);
          rows.push(at);
        } else if (other) {
          rows.push(at);
        }
      }
    }
    return rows.length === 0 ? { kind: 'same' } : { kind: 'changed', targets, rows };
  }

  /** Whether it reads otherwise now. */
  #replace(place: Place, row: TenantRow, context: TargetContext): boolean {
    const target = targetOf(row, context);
    const differs = !sameTarget(place.target, target);
    place.row = row;
    place.target = target;
    return differs;
  }

  /** As the tree has them: identity by identity. */
  #ordered(wanted: (row: TenantRow) => boolean): readonly TenantRow[] {
    const { store, marks } = this.#parts;
    return store.identities().flatMap(({ identity }) => inOrder(store.tenants(identity.key).filter(wanted), marks));
  }

  #context(): TargetContext {
    const names = new Map(this.#parts.store.identities().map(({ identity }) => [identity.key, identity.name]));
    return { ...this.#parts.context(), names: this.#names, identityName: (key) => names.get(key) ?? key };
  }
}
