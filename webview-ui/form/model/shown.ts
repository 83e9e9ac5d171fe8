/** Which rows are shown, and in which order. */
import { targetStatuses, type TargetStatus, type TenantTarget } from '../../../src/shared/form/messages.ts';
import { itemOf, type Filter, type FormState, type Row, type Sort } from './state.ts';

/** Places of the rows that search and filter let through, in the order of `sorted`. */
export function shownPlaces(state: FormState, sorted: readonly number[]): readonly number[] {
  const words = state.query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0 && state.filter === 'all' && state.kind === 'both') {
    return sorted;
  }
  const passes = test(state, state.filter);
  return sorted.filter((place) => {
    const row = state.rows[place];
    return (
      row !== undefined &&
      (state.kind === 'both' || row.target.kind === state.kind) &&
      words.every((word) => isFound(row, word)) &&
      passes(row.target.key, place)
    );
  });
}

/** An ID is found by its beginning: any few digits are somewhere in the middle of some ID. */
function isFound({ searched, target }: Row, word: string): boolean {
  return (
    searched.includes(word) ||
    target.tenantId.toLowerCase().startsWith(word) ||
    (target.kind === 'subscription' && target.subscriptionId.toLowerCase().startsWith(word))
  );
}

function test(state: FormState, filter: Filter): (key: string, place: number) => boolean {
  const { rows } = state;
  switch (filter) {
    case 'all':
      return () => true;
    case 'needsAttention':
      return (_, place) => rows[place]?.target.needsAttention === true;
    case 'selected':
      return (key) => state.selected.has(key) || state.filtered.has(key);
    case 'inList':
      return (_, place) => tenantAt(rows, place)?.listed !== undefined;
    case 'notAsExpected':
      return (_, place) => tenantAt(rows, place)?.expected !== undefined;
    case 'inRun':
      return (key) => itemOf(state, key) !== undefined;
    case 'failed':
    case 'skipped':
    case 'done':
      return (key) => itemOf(state, key)?.state === filter;
    default:
      return (_, place) => rows[place]?.target.status === filter;
  }
}

function tenantAt(rows: readonly Row[], place: number): TenantTarget | undefined {
  const target = rows[place]?.target;
  return target?.kind === 'tenant' ? target : undefined;
}

/** What only a subscription can be. */
const ofSubscriptions: readonly TargetStatus[] = ['noneReported', 'submitted', 'confirmed'];

/** Filters that make sense now, in the order of the menu. */
export function filtersOf(state: FormState): readonly Filter[] {
  const { page } = state;
  return [
    'all',
    ...(page?.run === undefined ? [] : (['inRun', 'failed', 'skipped', 'done'] as const)),
    'needsAttention',
    'selected',
    ...targetStatuses.filter((status) => state.subscriptions > 0 || !ofSubscriptions.includes(status)),
    ...(page?.list === undefined ? [] : (['inList'] as const)),
    ...(page === undefined || page.expected.count === 0 ? [] : (['notAsExpected'] as const)),
  ];
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

const actionOrder = ['change', 'link', 'remove', 'cannot', 'nothing'];
const itemOrder = [
  'running',
  'throttled',
  'signInNeeded',
  'failed',
  'unclear',
  'queued',
  'skipped',
  'cancelled',
  'done',
];

/** A rank and a text for each row: ranks first, then texts. Later changes of a row do not move it. */
function sortKeys(state: FormState, sort: NonNullable<Sort>): readonly (readonly [number, string])[] {
  return state.rows.map(({ target }, place) => {
    switch (sort.column) {
      case 'name':
        return [0, `${target.name}\n${target.kind === 'tenant' ? (target.domain ?? '') : target.tenant}`];
      case 'identity':
        return [0, target.identity];
      case 'access':
        return [0, target.access];
      case 'current':
        return [targetStatuses.indexOf(target.status), target.current];
      case 'action': {
        const planned = state.planned[place];
        return planned === undefined ? [actionOrder.length, ''] : [actionOrder.indexOf(planned.do), planned.text];
      }
      case 'result': {
        const item = itemOf(state, target.key);
        return item === undefined ? [itemOrder.length, ''] : [itemOrder.indexOf(item.state), item.text];
      }
    }
  });
}

/**
 * Sorts in steps of a few milliseconds, so that ten thousand names do not hold up a key: each `yield` is a place to pause.
 * Stable in both directions.
 */
export function* sortedPlaces(state: FormState, sort: Sort): Generator<undefined, readonly number[]> {
  const places = state.rows.map((_, place) => place);
  if (sort === undefined) {
    return places;
  }
  const keys = sortKeys(state, sort);
  yield;
  const sign = sort.descending ? -1 : 1;
  const compare = (a: number, b: number): number => {
    const [one, other] = [keys[a], keys[b]];
    if (one === undefined || other === undefined) {
      return a - b;
    }
    return sign * (one[0] - other[0] || collator.compare(one[1], other[1])) || a - b;
  };
  const chunk = 256;
  let runs: number[][] = [];
  for (let from = 0; from < places.length; from += chunk) {
    runs.push(places.slice(from, from + chunk).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const merged: number[][] = [];
    for (let index = 0; index < runs.length; index += 2) {
      merged.push(yield* merge(runs[index] ?? [], runs[index + 1] ?? [], compare));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

function* merge(
  left: readonly number[],
  right: readonly number[],
  compare: (a: number, b: number) => number,
): Generator<undefined, number[]> {
  const all: number[] = [];
  let [a, b] = [0, 0];
  while (a < left.length || b < right.length) {
    const [one, other] = [left[a], right[b]];
    if (other === undefined || (one !== undefined && compare(one, other) <= 0)) {
      all.push(one ?? 0);
      a += 1;
    } else {
      all.push(other);
      b += 1;
    }
    if (all.length % 256 === 0) {
      yield;
    }
  }
  return all;
}
