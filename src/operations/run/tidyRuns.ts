/** What runs leave behind and nobody needs any more: old journals, and what killed windows left. */
import type { Log } from '../../shared/ports/log.ts';
import { forLog } from '../../shared/escaping/foreignText.ts';
import { realFiles } from '../../storage/fileSystem.ts';
import { tidyFolder } from '../../storage/setAside.ts';
import { isUnbegun, pruneJournals, readRun } from '../journal/journal.ts';
import { clearAbandoned, takeRun, type LeasePlace } from './leases.ts';
import { hasEnded, journalPath, runIds, unendedRunIds } from '../journal/runFiles.ts';

export interface TidyPlace {
  /** The folder of journals. */
  readonly journals: string;
  readonly leases: LeasePlace;
  readonly log: Log;
}

/** A lease that a window was killed with a moment ago may be taken by then; milliseconds. */
const lookAgainAfter = 15_000;

/** `false`: some leases are held. */
export async function tidyRuns(place: TidyPlace): Promise<boolean> {
  const { journals, leases, log } = place;
  await pruneJournals(journals, leases.clock.now(), log);
  await removeUnbegun(place);
  return clearAbandoned(leases, await resumable(place));
}

/** Once, and once more where leases seem to be held: the window before may have been killed just now. */
export async function tidyAtStart(place: TidyPlace, closing: AbortSignal): Promise<void> {
  const { journals, leases, log } = place;
  await tidyFolder(journals, log, { clock: leases.clock });
  if (!(await tidyRuns(place))) {
    await leases.clock.wait(lookAgainAfter, closing);
    if (!closing.aborted) {
      await tidyRuns(place);
    }
  }
}

/** What is said of a run after its end may be its last line. */
async function resumable({ journals, log }: TidyPlace): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const id of await unendedRunIds(journals)) {
    const record = await readRun(journals, id, log);
    if (record !== undefined && record.ended === undefined) {
      ids.push(id);
    }
  }
  return ids;
}

/** Journals of windows that were killed before the first line was whole. Whoever is about to write it holds the run's lease. */
async function removeUnbegun({ journals, leases, log }: TidyPlace): Promise<void> {
  for (const id of await runIds(journals)) {
    const path = journalPath(journals, id);
    if ((await hasEnded(path)) === true || !(await isUnbegun(journals, id))) {
      continue;
    }
    const owner = await takeRun(leases, id);
    if (owner.kind !== 'held') {
      continue;
    }
    if (await isUnbegun(journals, id)) {
      await realFiles.remove(path).catch(() => undefined);
      log.info(`Journal ${forLog(id)} has nothing in it and was removed`);
    }
    await owner.lease.release();
  }
}
