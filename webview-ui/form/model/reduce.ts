/** How the form's state changes: what the host says, and what the user does. Pure. */
import type { Draft, FromHost, Knowledge, Page, PlannedTarget } from '../../../src/shared/form/messages.ts';
import { Row, type Filter, type FormState, type KindFilter, type Place, type Sort } from './state.ts';

export type FormEvent =
  | { readonly kind: 'fromHost'; readonly message: FromHost }
  | { readonly kind: 'drafted'; readonly draft: Draft }
  | { readonly kind: 'draftSent'; readonly number: number }
  | { readonly kind: 'selected'; readonly keys: Iterable<string>; readonly on: boolean }
  | { readonly kind: 'cleared' }
  | { readonly kind: 'filtered'; readonly filter: Filter }
  | { readonly kind: 'kindChosen'; readonly of: KindFilter }
  | { readonly kind: 'searched'; readonly query: string }
  | { readonly kind: 'sorted'; readonly sort: Sort }
  | { readonly kind: 'moved'; readonly to: string | undefined; readonly anchor?: boolean }
  | { readonly kind: 'asked'; readonly what: string; readonly place: Place }
  | { readonly kind: 'answered'; readonly what: string; readonly place: Place; readonly error?: string }
  | { readonly kind: 'known'; readonly of: string; readonly is: Knowledge };

export function reduce(state: FormState, event: FormEvent): FormState {
  switch (event.kind) {
    case 'fromHost':
      return heard(state, event.message);
    case 'drafted':
      return {
        ...state,
        draft: event.draft,
        draftPending: true,
        // Until it is sent, whatever comes is for an older one.
        draftNumber: Number.MAX_SAFE_INTEGER,
        errors: without(state.errors, 'partnerId', 'apply'),
      };
    case 'draftSent':
      return { ...state, draftNumber: event.number };
    case 'selected':
      return { ...state, selected: changedSet(state.selected, event.keys, event.on) };
    case 'cleared':
      return { ...state, selected: new Set(), anchor: undefined };
    case 'filtered':
      return { ...state, filter: event.filter, filtered: state.selected };
    case 'kindChosen':
      return { ...state, kind: event.of };
    case 'searched':
      return { ...state, query: event.query };
    case 'sorted':
      return { ...state, sort: event.sort };
    case 'moved':
      return { ...state, current: event.to, anchor: event.anchor === false ? state.anchor : event.to };
    case 'asked':
      return {
        ...state,
        asking: new Set([...state.asking, event.what]),
        errors: without(state.errors, event.place),
      };
    case 'answered': {
      const asking = new Set(state.asking);
      asking.delete(event.what);
      const errors = without(state.errors, event.place);
      return {
        ...state,
        asking,
        errors: event.error === undefined ? errors : { ...errors, [event.place]: event.error },
      };
    }
    case 'known':
      return { ...state, knowledge: { of: event.of, is: event.is } };
  }
}

function heard(state: FormState, message: FromHost): FormState {
  switch (message.kind) {
    case 'opened':
      return {
        ...state,
        opened: message.mode,
        draft: message.draft,
        draftNumber: 0,
        draftPending: false,
        knowledge: undefined,
        selected: new Set(message.selected),
        // Of a session that was left no answer is waited for, and its plan is not that of this one.
        ...(state.opened === undefined ? {} : { asking: new Set(), errors: {}, planned: [] }),
      };
    case 'page':
      return withPage(state, message.page);
    case 'targets':
      return withPart(
        state,
        message.generation,
        message.from,
        message.of,
        message.targets.map((one) => new Row(one)),
      );
    case 'changed': {
      if (message.generation !== state.generation) {
        return state;
      }
      const rows = [...state.rows];
      for (const [place, target] of message.targets) {
        // A place names the target that was there all along; anything else is not of this generation.
        if (rows[place]?.target.key === target.key) {
          rows[place] = new Row(target);
        }
      }
      return { ...state, rows };
    }
    case 'actions':
      return message.generation === state.generation && message.draft >= state.draftNumber
        ? withActions(state, message)
        : state;
    case 'runItems': {
      const known = state.items?.run === message.run ? state.items.byKey : undefined;
      const byKey = new Map(known);
      for (const item of message.items) {
        byKey.set(item.key, item);
      }
      return { ...state, items: { run: message.run, byKey } };
    }
    case 'select':
      return {
        ...state,
        selected: new Set(message.also === true ? [...state.selected, ...message.keys] : message.keys),
      };
    case 'announce':
    case 'answer':
      return state;
  }
}

function withPage(state: FormState, page: Page): FormState {
  const next: FormState = { ...state, page };
  const [before, now] = [state.page?.run?.id, page.run?.id];
  if (now !== undefined && now !== before) {
    return {
      ...next,
      filter: 'inRun',
      kind: 'both',
      query: '',
      errors: without(state.errors, 'apply'),
      beforeRun: state.beforeRun ?? { filter: state.filter, kind: state.kind, query: state.query },
    };
  }
  if (now === undefined && before !== undefined) {
    return {
      ...next,
      filter: state.beforeRun?.filter ?? 'all',
      filtered: state.selected,
      kind: state.beforeRun?.kind ?? 'both',
      query: state.beforeRun?.query ?? '',
      sort: state.sort?.column === 'result' ? undefined : state.sort,
      beforeRun: undefined,
      items: undefined,
      errors: without(state.errors, 'apply'),
    };
  }
  return pruned(filterThatIs(next));
}

/** A filter for something that is gone would show nothing and say nothing. */
function filterThatIs(state: FormState): FormState {
  const gone =
    (state.filter === 'inList' && state.page?.list === undefined) ||
    (state.filter === 'notAsExpected' && state.page?.expected.count === 0);
  return gone ? { ...state, filter: 'all' } : state;
}

function withPart(state: FormState, generation: number, from: number, of: number, rows: readonly Row[]): FormState {
  if (generation < state.generation || (state.incoming !== undefined && generation < state.incoming.generation)) {
    return state;
  }
  const begun = from === 0 ? [] : state.incoming?.generation === generation ? state.incoming.rows : undefined;
  if (begun?.length !== from) {
    return state;
  }
  const all = from === 0 ? rows : begun.concat(rows);
  if (all.length < of) {
    const incoming = { generation, of, rows: all };
    // The first of the first ones are shown at once: thousands follow moments later.
    return from === 0 && state.generation === 0 ? withRows({ ...state, incoming }, all) : { ...state, incoming };
  }
  return pruned(withRows({ ...state, generation, incoming: undefined, planned: [] }, all));
}

function withRows(state: FormState, rows: readonly Row[]): FormState {
  const subscriptions = rows.reduce((count, { target }) => (target.kind === 'subscription' ? count + 1 : count), 0);
  // A filter for what is gone would show nothing and say nothing.
  return { ...state, rows, places: placesOf(rows), subscriptions, kind: subscriptions === 0 ? 'both' : state.kind };
}

function placesOf(rows: readonly Row[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const [place, { target }] of rows.entries()) {
    places.set(target.key, place);
  }
  return places;
}

/** What was selected and is gone for good leaves the selection; while rows are still coming it may come back. */
function pruned(state: FormState): FormState {
  const settled = state.page?.estate.state === 'rows' && state.page.scan === undefined && state.incoming === undefined;
  if (!settled || state.generation === 0 || [...state.selected].every((key) => state.places.has(key))) {
    return state;
  }
  return { ...state, selected: new Set([...state.selected].filter((key) => state.places.has(key))) };
}

function withActions(
  state: FormState,
  message: {
    readonly actions: readonly PlannedTarget[];
    readonly at?: readonly number[];
    readonly of: readonly number[];
  },
): FormState {
  const { actions, at, of } = message;
  const planned = at === undefined ? new Array<PlannedTarget | undefined>(state.rows.length) : [...state.planned];
  for (const [index, action] of of.entries()) {
    const place = at === undefined ? index : at[index];
    if (place !== undefined && place < state.rows.length) {
      planned[place] = actions[action];
    }
  }
  // A part tells of what changed in the estate, not that all of the draft has been worked out.
  return at === undefined
    ? { ...state, planned, plannedTimes: state.plannedTimes + 1, draftPending: false }
    : { ...state, planned };
}

function changedSet(set: ReadonlySet<string>, keys: Iterable<string>, on: boolean): ReadonlySet<string> {
  const next = new Set(set);
  for (const key of keys) {
    if (on) {
      next.add(key);
    } else {
      next.delete(key);
    }
  }
  return next;
}

function without(errors: FormState['errors'], ...places: readonly Place[]): FormState['errors'] {
  return Object.fromEntries(Object.entries(errors).filter(([place]) => !places.includes(place as Place)));
}
