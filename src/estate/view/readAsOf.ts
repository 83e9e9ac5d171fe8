import type { TenantRow } from '../../shared/model/model.ts';

/**
 * Since when what is shown is known: the end of the last full scan (`scannedAt`), or a later time by which each tenant that Azure ever
 * told of has been read again, by a run or one by one. Milliseconds since 1970.
 */
export function readAsOf(scannedAt: number | undefined, rows: readonly TenantRow[]): number | undefined {
  let oldest = Number.POSITIVE_INFINITY;
  for (const { confirmed } of rows) {
    oldest = Math.min(oldest, confirmed?.at ?? oldest);
  }
  return scannedAt === undefined || oldest === Number.POSITIVE_INFINITY ? scannedAt : Math.max(scannedAt, oldest);
}
