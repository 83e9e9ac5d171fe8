/** Looks for runs that nobody goes on with: read by every window as it starts, so that it imports next to nothing. */
import type { Clock } from '../../shared/async/clock.ts';
import { runsBegunAt, unendedRunIds } from './runFiles.ts';

/**
 * Milliseconds between looks for runs of other windows. With the 10 s after which a window without a sign of life counts as gone, and the
 * pauses of whoever offers, an interrupted run is offered within half a minute.
 */
export const lookForRunsMs = 10_000;

/**
 * Calls `offer` while there are runs without an end: now, and whenever one has begun in any window, until the signal fires. A window that
 * was open before a run began is the one that is left when the other is killed.
 */
export async function lookForUnfinishedRuns(
  journals: string,
  offer: () => Promise<void>,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  let seen: number | undefined;
  while (!signal.aborted) {
    const now = await runsBegunAt(journals);
    if (now !== undefined && now !== seen) {
      seen = now;
      if ((await unendedRunIds(journals)).length > 0) {
        await offer();
      }
    }
    await clock.wait(lookForRunsMs, signal);
  }
}
