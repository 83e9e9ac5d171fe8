/** The order of the rows, worked out in slices so that no key waits for it. */
import { sortedPlaces } from './model/shown.ts';
import type { FormState } from './model/state.ts';

/** Milliseconds of one slice. */
const sliceMs = 8;

export class Sorter {
  readonly #ready: () => void;
  readonly #channel = new MessageChannel();
  #key = '';
  #places: readonly number[] = [];
  #rows = '';
  #steps: Generator<undefined, readonly number[]> | undefined;

  constructor(ready: () => void) {
    this.#ready = ready;
    // A message comes at once where a timer would wait.
    this.#channel.port1.onmessage = () => this.#slice();
  }

  /** The order as far as it is known: while a new one is being worked out, the one before. */
  placesOf(state: FormState): readonly number[] {
    const { sort, generation } = state;
    // The first part of the first rows is shown before the others are there.
    const rows = `${String(generation)} ${String(state.rows.length)}`;
    const key = `${rows} ${sort === undefined ? '' : `${sort.column} ${String(sort.descending)} ${sort.column === 'action' ? String(state.plannedTimes) : ''}`}`;
    if (key !== this.#key) {
      this.#key = key;
      if (rows !== this.#rows || sort === undefined) {
        this.#rows = rows;
        this.#places = state.rows.map((_, place) => place);
      }
      this.#steps = sort === undefined ? undefined : sortedPlaces(state, sort);
      if (this.#steps !== undefined) {
        this.#channel.port2.postMessage(undefined);
      }
    }
    return this.#places;
  }

  #slice(): void {
    const until = performance.now() + sliceMs;
    while (this.#steps !== undefined) {
      const step = this.#steps.next();
      if (step.done === true) {
        this.#steps = undefined;
        this.#places = step.value;
        this.#ready();
        return;
      }
      if (performance.now() > until) {
        this.#channel.port2.postMessage(undefined);
        return;
      }
    }
  }
}
