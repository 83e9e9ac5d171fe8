/** Milliseconds after which it is done even if the page always has something to do. */
const latestMs = 1_000;

/** Does it when the page has nothing else to do, in the order in which it was asked to. */
export function whenIdle(then: () => void): void {
  if ('requestIdleCallback' in globalThis) {
    requestIdleCallback(then, { timeout: latestMs });
  } else {
    // A browser that does not tell has a user who waits for it all the same.
    setTimeout(then);
  }
}
