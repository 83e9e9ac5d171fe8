/**
 * Does the work for each item, so many at once, in their order; once `stopped` nothing new is begun. Rejects with the first
 * rejection of `work`, while others may still be under way.
 */
export async function atOnce<T>(
  items: Iterable<T>,
  most: number,
  work: (item: T) => Promise<void>,
  stopped: () => boolean = () => false,
): Promise<void> {
  const rest = items[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    while (!stopped()) {
      const next = rest.next();
      if (next.done === true) {
        return;
      }
      await work(next.value);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, most) }, worker));
}
