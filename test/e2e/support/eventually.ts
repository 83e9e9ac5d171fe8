import { setTimeout as delay } from 'node:timers/promises';

/** For what comes about by itself: ten times what it takes on a machine that has something else to do. */
export const patience = 60_000;

/** For a run of dozens of requests, and for what Azure shows some time later. */
export const longPatience = 3 * patience;

/** Asks again until the question holds (does not throw), and ends in its answer; after `withinMs` in its last error. */
export async function eventually<T>(question: () => T | Promise<T>, withinMs = patience): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    try {
      return await question();
    } catch (error) {
      if (Date.now() > until) {
        throw error;
      }
    }
    await delay(100);
  }
}
