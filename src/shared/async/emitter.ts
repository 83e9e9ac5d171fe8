/** What undoes a registration. Structurally a `vscode.Disposable`, so that pure rooms need no `vscode`. */
export interface Disposable {
  dispose(): void;
}

export type Event<T> = (listener: (event: T) => void) => Disposable;

export interface EmitterOptions {
  /** Gets what a listener throws, which then does not reach whoever fires. */
  readonly onError?: (error: unknown) => void;
}

/** A typed event for rooms that may not import `vscode`. A listener that throws does not stop the others. */
export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<(event: T) => void>();
  readonly #onError: EmitterOptions['onError'];

  constructor({ onError }: EmitterOptions = {}) {
    this.#onError = onError;
  }

  readonly event: Event<T> = (listener) => {
    const own = (event: T): void => listener(event);
    this.#listeners.add(own);
    return { dispose: () => this.#listeners.delete(own) };
  };

  /** Without `onError`, throws what listeners threw, after all of them were called. */
  fire(event: T): void {
    const errors: unknown[] = [];
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch (error) {
        errors.push(error);
      }
    }
    if (this.#onError) {
      errors.forEach(this.#onError);
    } else if (errors.length > 0) {
      throw errors.length === 1 ? errors[0] : new AggregateError(errors, 'Several listeners failed');
    }
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
