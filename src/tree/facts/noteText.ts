import * as l10n from '@vscode/l10n';
import { staleSubscriptions, type TenantRow } from '../../shared/model/model.ts';
import { failureReason } from '../../shared/text/failureText.ts';
import { timeAgo } from '../../shared/text/relativeTime.ts';
import type { RowContext } from './rowContext.ts';

/** Why subscriptions are missing, or may be out of date. */
export function noteLabel(row: TenantRow, { now, time }: RowContext): string {
  const { subscriptions, pal } = row;
  switch (subscriptions.kind) {
    case 'unknown': {
      const reason = failureReason(subscriptions.failure);
      const stale = staleSubscriptions(row);
      return stale === undefined
        ? l10n.t('subscriptions unknown ({0})', reason)
        : stale.asOf === undefined
          ? l10n.t('subscriptions as last known; could not be checked since: {0}', reason)
          : l10n.t('subscriptions as of {0}; could not be checked since: {1}', timeAgo(stale.asOf, now, time), reason);
    }
    case 'checking':
      return l10n.t('checking…');
    case 'notChecked':
    case 'known':
      return pal.kind === 'checking' ? l10n.t('checking…') : l10n.t('subscriptions not checked');
  }
}
