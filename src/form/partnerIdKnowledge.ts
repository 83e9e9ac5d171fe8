/** *Validate*: what can be said of a partner ID before anything is sent. */
import * as l10n from '@vscode/l10n';
import { partnerNames, type LearntPartners } from '../estate/store/partnerNames.ts';
import type { Knowledge } from '../shared/form/messages.ts';
import type { SavedPartnerId } from '../shared/model/model.ts';
import { checkPartnerId } from '../shared/model/partnerId.ts';
import { knownOf, problemText } from '../shared/text/partnerIdText.ts';

export function knowledgeOf(text: string, store: LearntPartners, own: readonly SavedPartnerId[]): Knowledge {
  const check = checkPartnerId(text);
  if (check.kind === 'refused') {
    return { severity: 'error', sentences: [problemText(check.why)], canSave: false };
  }
  const seen = partnerNames(store, check.id);
  return {
    severity: check.unusualLength ? 'warning' : 'info',
    sentences: [...knownOf(check.id, check.unusualLength, seen)],
    canSave: !own.some(({ id }) => id === check.id),
  };
}

/** The same once the portal's own validation has accepted the ID, asked through a subscription. */
export function validatedKnowledge(known: Knowledge, name: string | undefined, through: string): Knowledge {
  return {
    ...known,
    sentences: [
      name === undefined
        ? l10n.t('The portal’s Validate ID accepts it, asked through {0}, and sends no name.', through)
        : l10n.t('{0}, as the portal’s Validate ID says, asked through {1}.', name, through),
    ],
  };
}
