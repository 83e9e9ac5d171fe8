/** Saved partner IDs in a file of the mode's folder, for the sandbox, whose IDs never mix with the user's own. */
import { join } from 'node:path';
import { Emitter } from '../../shared/async/emitter.ts';
import { errorsTo } from '../../shared/ports/log.ts';
import type { SavedPartnerId } from '../../shared/model/model.ts';
import { usablePartnerIds, type OwnPartnerIds } from '../../shared/ports/ownPartnerIds.ts';
import { WatchedJsonFile, type KeeperParts } from './watchedJsonFile.ts';

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** `initial` as long as there is no file. A list that cannot be saved holds in this window until it can be. */
export function partnerIdsInFile(
  { folder, ...parts }: KeeperParts,
  initial: readonly SavedPartnerId[],
): OwnPartnerIds & { refresh(): Promise<void>; dispose(): Promise<void> } {
  const changes = new Emitter<void>(errorsTo(parts.log, 'A view of saved partner IDs'));
  /** What the file holds, as far as it could be read. */
  let saved = initial;
  let current = initial;
  const take = (ids: readonly SavedPartnerId[]): void => {
    const changed = JSON.stringify(ids) !== JSON.stringify(current);
    current = ids;
    if (changed) {
      changes.fire();
    }
  };
  const file = new WatchedJsonFile<readonly unknown[]>({
    path: join(folder, 'partner-ids.json'),
    what: 'Saved partner IDs of the sandbox',
    format: { version: 0, guard: isList },
    takeIn: (content) => {
      const held = usablePartnerIds(content);
      const ids = withChanges(held, saved, current);
      saved = held;
      take(ids);
    },
    content: () => current,
    saved: (content) => {
      saved = usablePartnerIds(content);
    },
    ...parts,
  });
  return {
    open: () => file.open(),
    list: () => current,
    refresh: () => file.refresh(),
    async save(ids) {
      take(ids);
      return file.write();
    },
    onDidChange: changes.event,
    async dispose() {
      await file.dispose();
      changes.dispose();
    },
  };
}

/** What was made of `before` here, made of what the file holds now: another window may have saved, or it could not be read before. */
function withChanges(
  held: readonly SavedPartnerId[],
  before: readonly SavedPartnerId[],
  after: readonly SavedPartnerId[],
): readonly SavedPartnerId[] {
  const labels = new Map(before.map(({ id, label }) => [id, label]));
  const changed = new Map(
    after.filter(({ id, label }) => !labels.has(id) || labels.get(id) !== label).map((one) => [one.id, one]),
  );
  const gone = new Set(before.map(({ id }) => id));
  after.forEach(({ id }) => gone.delete(id));
  const kept = held.filter(({ id }) => !gone.has(id)).map((one) => changed.get(one.id) ?? one);
  const there = new Set(kept.map(({ id }) => id));
  return [...kept, ...[...changed.values()].filter(({ id }) => !there.has(id))];
}
