/** The state, and what was worked out from it once for all parts. */
import { shownPlaces } from './shown.ts';
import { initialState, type FormState } from './state.ts';
import { summarize, type Summary } from './summary.ts';

export interface View {
  readonly state: FormState;
  /** Places of the rows that are shown, in their order. */
  readonly shown: readonly number[];
  readonly summary: Summary;
}

/** What an older view was worked out from. */
interface Viewed {
  readonly view: View;
  readonly sorted: readonly number[];
}

/** Goes through thousands of rows only where something changed that it depends on: a key that moves the focus waits for none of it. */
export class Viewer {
  #last: Viewed = { view: { state: initialState, shown: [], summary: summarize(initialState, []) }, sorted: [] };

  /** `sorted`: places of all rows, in the order to show them in. */
  viewOf(state: FormState, sorted: readonly number[]): View {
    const { view, sorted: before } = this.#last;
    if (view.state === state && before === sorted) {
      return view;
    }
    const shown = before === sorted && sameShown(view.state, state) ? view.shown : shownPlaces(state, sorted);
    const summary = shown === view.shown && sameSummary(view.state, state) ? view.summary : summarize(state, shown);
    this.#last = { view: { state, shown, summary }, sorted };
    return this.#last.view;
  }
}

function sameShown(one: FormState, other: FormState): boolean {
  return (
    one.rows === other.rows &&
    one.query === other.query &&
    one.filter === other.filter &&
    one.kind === other.kind &&
    one.filtered === other.filtered &&
    one.selected === other.selected &&
    one.items === other.items &&
    one.page?.run?.id === other.page?.run?.id
  );
}

function sameSummary(one: FormState, other: FormState): boolean {
  return one.rows === other.rows && one.selected === other.selected && one.planned === other.planned;
}
