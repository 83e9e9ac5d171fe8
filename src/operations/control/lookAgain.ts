import type { Clock } from '../../shared/async/clock.ts';
import { lookAgainMs, type UnfinishedRun } from '../journal/unfinishedRuns.ts';

type Looked = Pick<UnfinishedRun, 'where'>;

/**
 * Looks again as long as another window is at one of these runs: an extension host that was killed is started anew by VS Code at
 * once, and until its heartbeat is 10 s old it counts as another window that lives.
 */
export async function lookAgain(
  runs: readonly Looked[],
  look: () => Promise<readonly Looked[]>,
  clock: Clock,
  closing: AbortSignal,
): Promise<void> {
  let left = runs;
  while (left.some(({ where }) => where === 'anotherWindow')) {
    await clock.wait(lookAgainMs, closing);
    if (closing.aborted) {
      return;
    }
    left = await look();
  }
}
