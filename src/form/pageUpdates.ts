/** What the page was told of the form, and what it is to be told next: all of it, or what has changed since. */
import type { StoreChange } from '../estate/store/store.ts';
import type { FromHost, Page } from '../shared/form/messages.ts';
import type { Mode } from '../shared/model/model.ts';
import type { FormRuns } from './runs/formRuns.ts';
import type { DraftState } from './draftState.ts';
import { changedTargets, tableParts } from './table/tableMessages.ts';

export interface PageUpdatesParts {
  readonly state: DraftState;
  readonly runs: Pick<FormRuns, 'followed'>;
  readonly mode: Mode;
  readonly page: () => Page;
  readonly post: (message: FromHost) => void;
}

export class PageUpdates {
  readonly #parts: PageUpdatesParts;
  #pending: StoreChange[] = [];
  #pageSent = '';
  #runSent: string | undefined;

  constructor(parts: PageUpdatesParts) {
    this.#parts = parts;
  }

  /** For the next news. */
  note(change: StoreChange): void {
    this.#pending.push(change);
  }

  all(): void {
    const { state, mode, post } = this.#parts;
    this.#pageSent = '';
    this.#runSent = undefined;
    this.#pending = [];
    state.update([{ kind: 'all' }]);
    post({ kind: 'opened', mode, draft: state.draft, selected: state.takeToSelect() });
    this.#table();
    this.#page();
    this.#run();
  }

  postChanges(): void {
    const { state, post } = this.#parts;
    const update = state.update(this.#pending.splice(0));
    switch (update.kind) {
      case 'same':
        break;
      case 'generation':
        this.#table();
        break;
      case 'changed':
        if (update.targets.length > 0) {
          post(changedTargets(state.table, update.targets));
        }
        this.actions(update.rows);
        break;
    }
    this.#page();
    this.#run();
  }

  /** What would happen. `at`: only for these places. */
  actions(at?: readonly number[]): void {
    const { state, post } = this.#parts;
    const { table, draftRequest } = state;
    const entries = at === undefined ? table.entries() : at.flatMap((index) => table.entry(index) ?? []);
    const { actions, of } = state.planned(entries);
    post({
      kind: 'actions',
      generation: table.generation,
      draft: draftRequest,
      actions: [...actions],
      ...(at === undefined ? {} : { at: [...at] }),
      of: [...of],
    });
  }

  #table(): void {
    tableParts(this.#parts.state.table).forEach((part) => this.#parts.post(part));
    this.actions();
  }

  #page(): void {
    const page = this.#parts.page();
    const text = JSON.stringify(page);
    if (text !== this.#pageSent) {
      this.#pageSent = text;
      this.#parts.post({ kind: 'page', page });
    }
  }

  #run(): void {
    const { followed } = this.#parts.runs;
    if (followed) {
      const items = followed.items(this.#runSent === followed.run.id ? 'changed' : 'all');
      this.#runSent = followed.run.id;
      if (items.length > 0) {
        this.#parts.post({ kind: 'runItems', run: followed.run.id, items });
      }
    }
  }
}
