import { setTimeout as delay } from 'node:timers/promises';

/** Asks again until the question holds (does not throw), and ends in its answer; after `withinMs` in its last error. */
export async function eventually<T>(question: () => T | Promise<T>, withinMs = 20_000): Promise<T> {
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
