import type { Disposable, Listen } from './emitter.ts';
import { checkPartnerId } from './partnerId.ts';
import type { SavedPartnerId } from './model.ts';

/** The person's *own* partner IDs: a setting in Azure mode, a file of its own in the sandbox. */
export interface OwnPartnerIds extends Disposable {
  list(): readonly SavedPartnerId[];
  save(ids: readonly SavedPartnerId[]): Promise<void>;
  readonly onDidChange: Listen<void>;
}

/** What can be used of a list that a person or a file holds; anything else in it is left out, the first of equal IDs wins. */
export function usablePartnerIds(value: unknown): readonly SavedPartnerId[] {
  if (!Array.isArray(value)) {
    return [];
  }
  const found = new Map<string, SavedPartnerId>();
  for (const entry of value as readonly unknown[]) {
    if (typeof entry !== 'object' || entry === null || !('id' in entry) || typeof entry.id !== 'string') {
      continue;
    }
    const check = checkPartnerId(entry.id);
    if (check.kind === 'usable' && !found.has(check.id)) {
      const label = 'label' in entry && typeof entry.label === 'string' ? entry.label.trim() : '';
      found.set(check.id, { id: check.id, ...(label === '' ? {} : { label }) });
    }
  }
  return [...found.values()];
}
