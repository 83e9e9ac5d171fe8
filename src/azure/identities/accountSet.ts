/** Which accounts there are, and whether that has changed by someone else's hand. Pure. */
export class AccountSet {
  /** `undefined` until somebody has looked: there is nobody to tell of a change. */
  #known: ReadonlySet<string> | undefined;

  /** What a listing found; whoever listed knows it already. */
  listed(ids: Iterable<string>): void {
    this.#known = new Set(ids);
  }

  /** An account that this window itself signed in to. */
  signedIn(id: string): void {
    if (this.#known) {
      this.#known = new Set([...this.#known, id]);
    }
  }

  /** What is there after a session event; true when that is news. Sessions change far more often than accounts do. */
  changedTo(ids: Iterable<string>): boolean {
    const before = this.#known;
    if (!before) {
      return false;
    }
    const now = new Set(ids);
    this.#known = now;
    return now.size !== before.size || [...now].some((id) => !before.has(id));
  }
}
