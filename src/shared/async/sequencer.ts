/** Runs tasks one after another, in the order in which they came. One that fails does not stop the next. */
export class Sequencer {
  #last: Promise<void> = Promise.resolve();

  /** Resolves when what has come until now has ended; another promise whenever something has come since. */
  get last(): Promise<void> {
    return this.#last;
  }

  /** Ends as the task does. */
  run<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(task);
    this.#last = turn.then(noop, noop);
    return turn;
  }
}

function noop(): void {}
