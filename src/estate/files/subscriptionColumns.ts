/**
 * Subscriptions as the snapshot holds them: by columns, since an estate has tens of thousands of them, most columns say the
 * same of all of a tenant's, and rows wait until the file is read.
 */
import type { Subscription } from '../../shared/model/model.ts';
import { isFields, isListOf, isText, type Guard } from '../../shared/validation/guards.ts';

/** One value for all, or one each in the order of `ids`, with null for those that have none. */
export type Column<T> = { readonly all: T } | { readonly each: readonly (T | null)[] };

/** A column that is absent holds nothing of any of them. */
export interface SubscriptionColumns {
  readonly ids: readonly string[];
  readonly names?: Column<string>;
  readonly states?: Column<string>;
  readonly quotaIds?: Column<string>;
  /** The tenant that owns it, where it is another than the one through which it is seen. */
  readonly owners?: Column<string>;
  readonly managedBy?: Column<readonly string[]>;
}

export function columnsOf(list: readonly Subscription[], tenantId: string): SubscriptionColumns {
  return {
    ids: list.map((one) => one.subscriptionId),
    names: columnOf(list.map((one) => one.displayName)),
    states: columnOf(list.map((one) => one.state)),
    quotaIds: columnOf(list.map((one) => one.quotaId)),
    owners: columnOf(list.map((one) => (one.tenantId === tenantId ? undefined : one.tenantId))),
    managedBy: columnOf(list.map((one) => one.managedByTenantIds)),
  };
}

/** What can be told of the list without making it. */
export function listFacts({ ids, quotaIds }: SubscriptionColumns): {
  readonly count: number;
  readonly quotaIds: readonly (string | null)[];
} {
  const offers = quotaIds === undefined ? [null] : 'all' in quotaIds ? [quotaIds.all] : quotaIds.each;
  return { count: ids.length, quotaIds: ids.length === 0 ? [] : offers };
}

export function subscriptionsOf(columns: SubscriptionColumns, tenantId: string): readonly Subscription[] {
  const name = reader(columns.names);
  const owner = reader(columns.owners);
  const state = reader(columns.states);
  const quotaId = reader(columns.quotaIds);
  const managedBy = reader(columns.managedBy);
  return columns.ids.map((subscriptionId, index) => ({
    subscriptionId,
    displayName: name(index),
    tenantId: owner(index) ?? tenantId,
    state: state(index),
    quotaId: quotaId(index),
    managedByTenantIds: managedBy(index),
  }));
}

export function isSubscriptionColumns(value: unknown): value is SubscriptionColumns {
  if (!isFields(value) || !isListOf(value['ids'], isText)) {
    return false;
  }
  const count = value['ids'].length;
  return (
    ['names', 'states', 'quotaIds', 'owners'].every((name) => isColumn(value[name], isText, count)) &&
    isColumn(value['managedBy'], isTexts, count)
  );
}

function columnOf<T>(values: readonly (T | undefined)[]): Column<T> | undefined {
  const first = values[0];
  if (values.every((value) => value === undefined)) {
    return undefined;
  }
  const text = JSON.stringify(first);
  return first !== undefined && values.every((value) => value === first || JSON.stringify(value) === text)
    ? { all: first }
    : { each: values.map((value) => value ?? null) };
}

function reader<T>(column: Column<T> | undefined): (index: number) => T | undefined {
  if (column === undefined) {
    return () => undefined;
  }
  if ('all' in column) {
    return () => column.all;
  }
  return (index) => column.each[index] ?? undefined;
}

function isColumn(value: unknown, guard: Guard<unknown>, count: number): boolean {
  if (value === undefined) {
    return true;
  }
  if (!isFields(value)) {
    return false;
  }
  const each = value['each'];
  return each === undefined
    ? guard(value['all'])
    : Array.isArray(each) && each.length === count && each.every((one) => one === null || guard(one));
}

function isTexts(value: unknown): value is readonly string[] {
  return isListOf(value, isText);
}
