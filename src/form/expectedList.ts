/** The loaded list as what the user expects from now on. */
import * as l10n from '@vscode/l10n';
import type { ExpectedEntry, ExpectedList } from '../estate/files/expectedPartnerIds.ts';
import type { Draft, Page } from '../shared/form/messages.ts';
import { expectedEntries } from '../operations/lists/matchTargets.ts';
import { checkPartnerId } from '../shared/model/partnerId.ts';
import { timeAgo } from '../shared/text/relativeTime.ts';
import type { LoadedList } from './loadedList.ts';

/** A partner ID for each tenant that the list names: its own, or the one of a draft to link. Those with none are not in it. */
export function expectedOf(list: LoadedList, draft: Draft): readonly ExpectedEntry[] {
  const check = checkPartnerId(draft.partnerId);
  // While removing, the field is not shown, and what stands in it is nobody's wish.
  return expectedEntries(list.matched, draft.action === 'link' && check.kind === 'usable' ? check.id : undefined);
}

/** Whether it is just what is kept. */
export function isKept(entries: readonly ExpectedEntry[], kept: ExpectedList | undefined): boolean {
  const wanted = new Map(kept?.entries.map(({ tenantId, partnerId }) => [tenantId, partnerId]));
  return (
    entries.length > 0 &&
    wanted.size === entries.length &&
    entries.every(({ tenantId, partnerId }) => wanted.get(tenantId) === partnerId)
  );
}

export function expectedText(kept: ExpectedList | undefined, now: number, locale?: string): Page['expected'] {
  if (!kept) {
    return { count: 0 };
  }
  const ago = timeAgo(kept.keptAt, now, { locale });
  return {
    count: kept.entries.length,
    text: kept.source === undefined ? l10n.t('kept {0}', ago) : l10n.t('{0}, kept {1}', kept.source, ago),
  };
}
