/** What runs leave behind and nobody needs any more: old journals, and what killed windows left. */
import type { Log } from '../shared/log.ts';
import { tidyFolder } from '../storage/setAside.ts';
import { pruneJournals, removeUnbegun } from './journal.ts';
import { clearAbandoned, type LeasePlace } from './leases.ts';
import { unendedRunIds } from './runFiles.ts';

export interface TidyPlace {
  /** The folder of journals. */
  readonly journals: string;
  readonly leases: LeasePlace;
  readonly log: Log;
}

/** A lease that a window was killed with a moment ago may be taken by then; milliseconds. */
const lookAgainAfter = 15_000;

/** `false`: some leases are held. Never rejects. */
export async function tidyRuns({ journals, leases, log }: TidyPlace): Promise<boolean> {
  await pruneJournals(journals, leases.timers.now(), log);
  return clearAbandoned(leases, await unendedRunIds(journals));
}

/** Once, and once more where leases seem to be held: the window before may have been killed just now. Never rejects. */
export async function tidyAtStart(place: TidyPlace, closing: AbortSignal): Promise<void> {
  const { journals, leases, log } = place;
  await removeUnbegun(journals, leases.timers.now(), log);
  await tidyFolder(journals, log, { timers: leases.timers });
  if (!(await tidyRuns(place))) {
    await leases.timers.wait(lookAgainAfter, closing);
    if (!closing.aborted) {
      await tidyRuns(place);
    }
  }
}
