import type { Event } from '../async/emitter.ts';
import { checkPartnerId } from '../model/partnerId.ts';
import type { SavedPartnerId } from '../model/model.ts';
import type { Outcome } from '../model/outcome.ts';

/** The user's *own* partner IDs: a setting in Azure mode, a file of its own in the sandbox. */
export interface OwnPartnerIds {
  /** Reads what is kept; until then the list is what it begins with. Absent: there is nothing to be read first. */
  open?(): Promise<void>;
  list(): readonly SavedPartnerId[];
  /** Ends in `storageNotWritable`, `storageNotReadable`, `storageNewer`. */
  save(ids: readonly SavedPartnerId[]): Promise<Outcome<void>>;
  readonly onDidChange: Event<void>;
  dispose(): void | Promise<void>;
}

/** What can be used of a list that a user or a file holds; anything else in it is left out, the first of equal IDs wins. */
export function usablePartnerIds(value: unknown): readonly SavedPartnerId[] {
  if (!Array.isArray(value)) {
    return [];
  }
  const found = new Map<string, SavedPartnerId>();
  for (const entry of value as readonly unknown[]) {
    const check = checkPartnerId(idText(entry));
    if (isEntry(entry) && check.kind === 'usable' && !found.has(check.id)) {
      const label = 'label' in entry && typeof entry.label === 'string' ? entry.label.trim() : '';
      found.set(check.id, { id: check.id, ...(label === '' ? {} : { label }) });
    }
  }
  return [...found.values()];
}

/** What of a list cannot be used: kept as it is when the list is saved, since a user wrote it. */
export function unusableEntries(value: unknown): readonly unknown[] {
  return Array.isArray(value)
    ? (value as readonly unknown[]).filter((entry) => checkPartnerId(idText(entry)).kind !== 'usable')
    : [];
}

function isEntry(entry: unknown): entry is { readonly id: unknown; readonly label?: unknown } {
  return typeof entry === 'object' && entry !== null && 'id' in entry;
}

/** Numbers are what people write for digits; they are taken as far as they are exact. */
function idText(entry: unknown): string {
  if (!isEntry(entry)) {
    return '';
  }
  return typeof entry.id === 'string' ? entry.id : Number.isSafeInteger(entry.id) ? String(entry.id) : '';
}
