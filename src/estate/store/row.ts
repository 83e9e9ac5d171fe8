/** How one tenant's row changes: pure, one function per thing that can happen to it. */
import {
  checkedPal,
  isConfirmed,
  type ConfirmedPal,
  type LinkDrift,
  type PalState,
  type SubscriptionsState,
  type TenantInfo,
  type TenantRef,
  type TenantRow,
} from '../../shared/model/model.ts';

import type { Activity, FailedWrite } from '../../shared/model/activity.ts';
import { verdictOf } from '../../shared/model/unclearWrite.ts';
import { withListed } from './dporRow.ts';

/** What a run's journal knows of a tenant: what it holds, or a write that proves nothing yet. */
export type RecalledPal = ConfirmedPal | Extract<PalState, { readonly kind: 'unclear' }>;

export function newRow(ref: TenantRef, info: TenantInfo): TenantRow {
  return { ref, info, pal: { kind: 'notChecked' }, subscriptions: { kind: 'notChecked' } };
}

/** `undefined`: not linked. */
export function linkedId(pal: ConfirmedPal): string | undefined {
  return pal.kind === 'linked' ? pal.link.partnerId : undefined;
}

export function withPalChecking(row: TenantRow): TenantRow {
  if (row.pal.kind === 'checking') {
    return row;
  }
  return { ...row, pal: { kind: 'checking' }, lastKnown: row.pal.kind === 'notChecked' ? undefined : row.pal };
}

/**
 * A check of the PAL ended. A scan compares with the last answer of Azure; a run knows what it did, and clears drift. An unclear write
 * stays so until a reading proves what became of it.
 */
export function withPalChecked(row: TenantRow, pal: PalState, by: 'scan' | 'run', at: number): TenantRow {
  const before = checkedPal(row);
  if (by === 'scan' && before.kind === 'unclear') {
    const verdict = isConfirmed(pal) ? verdictOf(before.write, linkedId(pal), at, 'pal') : undefined;
    return verdict === undefined
      ? { ...row, pal: before, lastKnown: undefined, checkedAt: at }
      : withAnswer(row, pal, verdict === 'changedSince' ? 'scan' : 'run', at);
  }
  return withAnswer(row, pal, by, at);
}

function withAnswer(row: TenantRow, pal: PalState, by: 'scan' | 'run', at: number): TenantRow {
  const next: TenantRow = {
    ...(isConfirmed(pal) ? withFailedWrite(row, undefined, undefined) : row),
    pal,
    lastKnown: undefined,
    checkedAt: at,
    confirmed: isConfirmed(pal) ? { pal, at } : row.confirmed,
  };
  if (by === 'run') {
    return isConfirmed(pal) ? { ...next, drift: undefined, driftClearedAt: at } : next;
  }
  return isConfirmed(pal) ? { ...next, drift: driftAfter(row, pal, at) } : next;
}

/** What a run noted down, or that a write of its was left open: taken where the row's own check is older. */
export function withPalRecalled(row: TenantRow, pal: RecalledPal, at: number): TenantRow {
  if (at <= (row.checkedAt ?? -Infinity)) {
    return row;
  }
  const next = withAnswer(row, pal, 'run', at);
  return row.pal.kind === 'checking' ? { ...next, pal: row.pal, lastKnown: pal } : next;
}

/** What was there when the user last knew stays the point of comparison; put back to that, nothing has changed. */
function driftAfter(row: TenantRow, pal: ConfirmedPal, at: number): LinkDrift | undefined {
  if (!row.confirmed) {
    return undefined;
  }
  const before = linkedId(row.confirmed.pal);
  const is = linkedId(pal);
  if (before === is) {
    return row.drift;
  }
  const was = row.drift ? row.drift.was : before;
  return was === is ? undefined : { was, is, noticedAt: at };
}

/** The last known list stays beside *checking* and *unknown*, so that rows do not vanish during a refresh. */
export function withSubscriptions(row: TenantRow, state: SubscriptionsState, at: number): TenantRow {
  const list = row.subscriptions.kind === 'notChecked' ? undefined : row.subscriptions.list;
  switch (state.kind) {
    case 'notChecked':
      return { ...row, subscriptions: state };
    case 'checking':
      return { ...row, subscriptions: { ...state, list: state.list ?? list } };
    case 'known':
      return {
        ...row,
        subscriptions: state,
        subscriptionsCheckedAt: at,
        subscriptionsListedAt: at,
        dpor: withListed(row, state.list, at),
      };
    case 'unknown':
      return { ...row, subscriptions: { ...state, list: state.list ?? list }, subscriptionsCheckedAt: at };
  }
}

export function withoutPalChecking(row: TenantRow): TenantRow {
  return row.pal.kind === 'checking' ? { ...row, pal: checkedPal(row), lastKnown: undefined } : row;
}

/** The row as it was before a check that is still under way; the same row where none is. */
export function withoutChecking(row: TenantRow, subscriptionsBefore: SubscriptionsState | undefined): TenantRow {
  const rest = withoutPalChecking(row);
  return row.subscriptions.kind === 'checking'
    ? { ...rest, subscriptions: subscriptionsBefore ?? { kind: 'notChecked' } }
    : rest;
}

/** `subscriptionId` absent: of the PAL. `activity` absent: none any more. What failed before is over once it is tried anew. */
export function withActivity(
  row: TenantRow,
  subscriptionId: string | undefined,
  activity: Activity | undefined,
): TenantRow {
  const next = withEntry(row.activity, subscriptionId, activity);
  const rest = activity ? withFailedWrite(row, subscriptionId, undefined) : row;
  return next === rest.activity ? rest : { ...rest, activity: next };
}

/** `subscriptionId` absent: of the PAL. `write` absent: none any more. */
export function withFailedWrite(
  row: TenantRow,
  subscriptionId: string | undefined,
  write: FailedWrite | undefined,
): TenantRow {
  const next = withEntry(row.failedWrites, subscriptionId, write);
  return next === row.failedWrites ? row : { ...row, failedWrites: next };
}

/** The same map where nothing changes; none instead of an empty one. */
function withEntry<K, V>(
  map: ReadonlyMap<K, V> | undefined,
  key: K,
  value: V | undefined,
): ReadonlyMap<K, V> | undefined {
  if (value === undefined && map?.has(key) !== true) {
    return map;
  }
  const next = new Map(map);
  if (value === undefined) {
    next.delete(key);
  } else {
    next.set(key, value);
  }
  return next.size > 0 ? next : undefined;
}

export function withDriftDismissed(row: TenantRow, at: number): TenantRow {
  return { ...row, drift: undefined, driftClearedAt: Math.max(at, row.drift?.noticedAt ?? at) };
}
