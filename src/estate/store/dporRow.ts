/** How what is known of a subscription's DPOR changes within its tenant's row: pure, one function per thing that can happen. */
import { dporApplies, type AgreementState } from '../../shared/model/agreement.ts';
import { dporFailed, nothingKnownOfDpor, type DporState, type SubscriptionDpor } from '../../shared/model/dpor.ts';
import { subscriptionList, type Subscription, type TenantRow } from '../../shared/model/model.ts';

export function dporOf(row: TenantRow, subscriptionId: string): SubscriptionDpor {
  return row.dpor?.get(subscriptionId) ?? nothingKnownOfDpor;
}

/** Whether an agreement names an Enterprise Agreement; what the offer says plays no part. */
function isEa(agreement: AgreementState): boolean {
  return dporApplies({}, agreement).kind === 'applies';
}

/** An agreement was read at `at`, or could not be. A failure takes away nothing that is known and is noted beside it; a cancelled reading changes nothing. */
export function withAgreement(row: TenantRow, subscriptionId: string, next: AgreementState, at: number): TenantRow {
  const before = dporOf(row, subscriptionId);
  if (next.kind === 'notChecked' || (next.kind === 'unknown' && next.failure.kind === 'cancelled')) {
    return row;
  }
  if (next.kind === 'unknown' && before.agreement.kind === 'known') {
    return withOne(row, subscriptionId, { ...before, agreementFailed: { failure: next.failure, at } });
  }
  const left = next.kind === 'known' && isEa(before.agreement) && !isEa(next) ? at : before.leftEaAt;
  return withOne(row, subscriptionId, {
    ...before,
    agreement: next,
    agreementAt: at,
    agreementFailed: undefined,
    leftEaAt: isEa(next) ? undefined : left,
  });
}

/** What could not be read again is as old as it was. */
export function withDpor(row: TenantRow, subscriptionId: string, dpor: DporState, at: number): TenantRow {
  const before = dporOf(row, subscriptionId);
  return before.dpor === dpor
    ? row
    : withOne(row, subscriptionId, { ...before, dpor, dporAt: dporFailed(dpor) ? (before.dporAt ?? at) : at });
}

/**
 * A list of subscriptions was read at `at`: what is not in it is forgotten, and what was not in the list known before is new.
 * Without a list from before nothing is new, since nobody can tell.
 */
export function withListed(row: TenantRow, list: readonly Subscription[], at: number): TenantRow['dpor'] {
  const before = new Set(subscriptionList(row.subscriptions).map(({ subscriptionId }) => subscriptionId));
  const known = row.dpor ?? new Map<string, SubscriptionDpor>();
  const next = new Map<string, SubscriptionDpor>();
  for (const { subscriptionId } of list) {
    const one = known.get(subscriptionId);
    if (before.size > 0 && !before.has(subscriptionId)) {
      next.set(subscriptionId, { ...(one ?? nothingKnownOfDpor), newSince: at });
    } else if (one) {
      next.set(subscriptionId, one);
    }
  }
  return next.size > 0 ? next : undefined;
}

export function hasNew(row: TenantRow): boolean {
  return row.dpor !== undefined && [...row.dpor.values()].some(({ newSince }) => newSince !== undefined);
}

/** The user took notice of the tenant's new subscriptions at `at`. */
export function withNewDismissed(row: TenantRow, at: number): TenantRow {
  const next = new Map(row.dpor);
  for (const [id, one] of next) {
    if (one.newSince !== undefined) {
      next.set(id, { ...one, newSince: undefined, newClearedAt: Math.max(at, one.newSince) });
    }
  }
  return { ...row, dpor: next.size > 0 ? next : undefined };
}

function withOne(row: TenantRow, subscriptionId: string, one: SubscriptionDpor): TenantRow {
  return { ...row, dpor: new Map(row.dpor).set(subscriptionId, one) };
}
