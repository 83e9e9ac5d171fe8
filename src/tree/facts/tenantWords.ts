/** What is said of a tenant in more than one place. */
import * as l10n from '@vscode/l10n';
import { forTree, oneLine } from '../../shared/escaping/foreignText.ts';
import { knownPal, shownPal, type SavedPartnerId, type TenantRow } from '../../shared/model/model.ts';
import { activityStatus, palStatus, type Status } from '../../shared/text/statusTable.ts';
import { partnerText } from '../../shared/text/statusText.ts';
import type { RowContext } from './rowContext.ts';
import { longestSpoken } from './rowWords.ts';

/** Checked, with something known from before; what a run does comes first. The row keeps what is known: only its mark says *checking…*. */
export function isReadAgain(row: TenantRow): boolean {
  return row.pal.kind === 'checking' && row.lastKnown !== undefined && !row.activity?.has(undefined);
}

export function statusNow(row: TenantRow, own: readonly SavedPartnerId[]): Status {
  const activity = row.activity?.get(undefined);
  return activity ? activityStatus(activity) : palStatus(shownPal(row), own);
}

/** While a run writes it, what the run does; while it is checked again, with what was last known. */
export function palWords(row: TenantRow, own: readonly SavedPartnerId[]): string {
  const now = oneLine(statusNow(row, own).long, longestSpoken);
  return isReadAgain(row) ? l10n.t('{0} (was {1})', now, forTree(palStatus(knownPal(row), own).long)) : now;
}

/** `''` where nothing changed since the last scan. With the partner's name where there is room for it. */
export function driftText(row: TenantRow, named?: RowContext): string {
  if (!row.drift) {
    return '';
  }
  const { was } = row.drift;
  return was === undefined
    ? l10n.t('changed: was not linked')
    : l10n.t('changed: was {0}', forTree(partnerText({ partnerId: was, partnerName: named?.partnerName(was) })));
}

export function markTexts(row: TenantRow, context: RowContext): readonly string[] {
  const marks = context.marks(row.ref.tenantId);
  return [
    ...(marks.has('notOurs') ? [l10n.t('not ours')] : []),
    ...(marks.has('pinned') ? [l10n.t('pinned')] : []),
    ...(marks.has('hidden') ? [l10n.t('hidden')] : []),
  ];
}
