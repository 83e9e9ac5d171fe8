/** What the user chose to see. The only place where that is kept. */
import type { Chosen, Filter } from './filter.ts';
import { Emitter, type Disposable, type Event } from '../../shared/async/emitter.ts';

export class ViewChoice implements Disposable {
  readonly #changes = new Emitter<void>();
  #filter: Filter = 'all';
  #showHidden = false;
  #chosen: Chosen | undefined;

  get onDidChange(): Event<void> {
    return this.#changes.event;
  }

  get filter(): Filter {
    return this.#filter;
  }

  /** Those that the filter `chosen` lets through. */
  get chosen(): Chosen | undefined {
    return this.#chosen;
  }

  /** Tenants marked *hidden* are shown as well. */
  get showHidden(): boolean {
    return this.#showHidden;
  }

  setFilter(filter: Filter): void {
    if (this.#filter !== filter) {
      this.#filter = filter;
      this.#chosen = undefined;
      this.#changes.fire();
    }
  }

  /** Shows just these until another filter is chosen. */
  showOnly(chosen: Chosen): void {
    this.#filter = 'chosen';
    this.#chosen = chosen;
    this.#changes.fire();
  }

  setShowHidden(show: boolean): void {
    if (this.#showHidden !== show) {
      this.#showHidden = show;
      this.#changes.fire();
    }
  }

  dispose(): void {
    this.#changes.dispose();
  }
}
