/** *Validate*: what can be said of a partner ID before anything is sent. */
import { partnerSeen, type LearntPartners } from '../estate/partnerSeen.ts';
import type { Knowledge } from '../shared/form/messages.ts';
import type { SavedPartnerId } from '../shared/model.ts';
import { checkPartnerId } from '../shared/partnerId.ts';
import { knownOf, problemText } from '../shared/partnerIdText.ts';

export function knowledgeOf(text: string, store: LearntPartners, own: readonly SavedPartnerId[]): Knowledge {
  const check = checkPartnerId(text);
  if (check.kind === 'refused') {
    return { severity: 'error', sentences: [problemText(check.why)], canSave: false };
  }
  const seen = partnerSeen(store, check.id);
  return {
    severity: check.unusualLength ? 'warning' : 'info',
    sentences: [...knownOf(check.id, check.unusualLength, seen)],
    canSave: !own.some(({ id }) => id === check.id),
  };
}
