import type { Disposable } from './emitter.ts';
import { mostAtOnce, type Concurrency } from './pace.ts';

/**
 * Does the work for each item, so many at once, in their order; once `stopped` nothing new is begun. Rejects with the first
 * rejection of `work`, while others may still be under way.
 */
export async function forEachLimit<T>(
  items: Iterable<T>,
  most: Concurrency,
  work: (item: T) => Promise<void>,
  stopped: () => boolean = () => false,
): Promise<void> {
  const rest = items[Symbol.iterator]();
  let running = 0;
  let listening: Disposable | undefined;
  const all = new Promise<void>((resolve, reject) => {
    const begin = (): void => {
      while (running < mostAtOnce(most) && !stopped()) {
        const next = rest.next();
        if (next.done === true) {
          break;
        }
        running += 1;
        work(next.value).then(() => {
          running -= 1;
          begin();
        }, reject);
      }
      if (running === 0) {
        resolve();
      }
    };
    listening = typeof most === 'number' ? undefined : most.onDidChange(begin);
    begin();
  });
  try {
    await all;
  } finally {
    listening?.dispose();
  }
}
