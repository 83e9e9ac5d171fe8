/** Words that rows, tooltips and the tenant page share. */
import * as l10n from '@vscode/l10n';
import { subscriptionCount } from '../../estate/store/lazySubscriptions.ts';
import { shortDomain, shownName, type RowName } from '../../estate/store/rowOrder.ts';
import type { SavedPartnerId, SubscriptionsState, TenantInfo, TenantRow } from '../../shared/model/model.ts';
import type { Stale } from '../../shared/model/failure.ts';
import { failedWriteText } from '../../shared/model/activity.ts';
import { failureWord, reasonAndAdvice } from '../../shared/text/failureText.ts';
import { timeAgo } from '../../shared/text/relativeTime.ts';
import { rightIn, staleText } from '../../shared/text/statusText.ts';
import { forTree, oneLine } from '../../shared/escaping/foreignText.ts';
import type { RowContext } from './rowContext.ts';

/** The parts that say something. */
export function joined(separator: string, parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(separator);
}

export function tenantCountText(count: number): string {
  return count === 1 ? l10n.t('1 tenant') : l10n.t('{0} tenants', count);
}

/** The partner IDs that are right in a tenant. */
export function ownIn({ ref }: TenantRow, context: RowContext): readonly SavedPartnerId[] {
  return rightIn(context.own, context.expected(ref.tenantId));
}

/** Room for what to do behind what it is; what is spoken takes no place on the row. */
export const longestSpoken = 500;

/** A status as it is spoken, with its age, why and what to do where it could not be read again. */
export function spokenStatus(text: string, stale: Stale | undefined, { now, time }: RowContext): string {
  return oneLine(stale ? staleText(text, stale, (at) => timeAgo(at, now, time)) : text, longestSpoken);
}

/** `''` where the last run did not fail here; with what to do where there is room for it. */
export function failedWriteOn(row: TenantRow, subscriptionId: string | undefined, room: 'row' | 'spoken'): string {
  const write = row.failedWrites?.get(subscriptionId);
  if (write === undefined) {
    return '';
  }
  return room === 'row'
    ? forTree(failedWriteText(write, failureWord(write.failure)))
    : oneLine(failedWriteText(write, reasonAndAdvice(write.failure)), longestSpoken);
}

/** `Contoso (contosodev)`. A name of nothing visible gives way to the id. */
export function nameText(name: RowName | undefined, info: TenantInfo): string {
  const shown = forTree(name?.name ?? shownName(info)) || info.tenantId;
  return name?.beside === undefined ? shown : `${shown} (${forTree(shortDomain(name.beside))})`;
}

/** `Disabled` as the product says it; another state than Azure's usual ones comes out as it came. */
export function subscriptionStateText(state: string): string {
  switch (state) {
    case 'Enabled':
      return l10n.t('enabled');
    case 'Warned':
      return l10n.t('warned');
    case 'PastDue':
      return l10n.t('past due');
    case 'Disabled':
      return l10n.t('disabled');
    case 'Deleted':
      return l10n.t('deleted');
    default:
      return forTree(state);
  }
}

/** Known to have none, or known so until the check that is under way. */
export function hasNone(subscriptions: SubscriptionsState): boolean {
  switch (subscriptions.kind) {
    case 'known':
      return subscriptionCount(subscriptions) === 0;
    case 'checking':
      return subscriptions.list?.length === 0;
    case 'notChecked':
    case 'unknown':
      return false;
  }
}
