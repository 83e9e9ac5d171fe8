/** Saved partner IDs in a file of the mode's folder, for the sandbox, whose IDs never mix with the person's own. */
import { join } from 'node:path';
import { Emitter } from '../shared/emitter.ts';
import type { Log } from '../shared/log.ts';
import type { SavedPartnerId } from '../shared/model.ts';
import { usablePartnerIds, type OwnPartnerIds } from '../shared/ownPartnerIds.ts';
import { readJsonFile, writeFileAtomic } from '../storage/atomicFile.ts';

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** `initial` as long as there is no file. Never rejects; a file that cannot be written is logged and the list kept in memory. */
export function partnerIdsInFile(folder: string, initial: readonly SavedPartnerId[], log: Log): OwnPartnerIds {
  const path = join(folder, 'partner-ids.json');
  const changes = new Emitter<void>();
  let current = initial;
  return {
    async open() {
      const stored = await readJsonFile(path, isList, log);
      current = stored === undefined ? initial : usablePartnerIds(stored);
    },
    list: () => current,
    async save(ids) {
      current = ids;
      changes.fire();
      const written = await writeFileAtomic(path, JSON.stringify(ids));
      if (!written.ok) {
        log.warn(`Saved partner IDs of the sandbox cannot be written: ${written.failure.kind}`);
      }
      return written;
    },
    onDidChange: changes.event,
    dispose: () => {
      changes.dispose();
    },
  };
}
