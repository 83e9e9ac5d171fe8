/** What a scan comes to. */
import type { Failure } from '../../shared/model/failure.ts';
import type { IdentityKey, IdentityState } from '../../shared/model/model.ts';
import { noCounts, type CheckCounts } from './scanQueue.ts';

export interface ScanSummary extends CheckCounts {
  /** It was stopped before its end; what was reached is in the store. */
  readonly stopped: boolean;
  /** Identities whose tenants could not be listed or may not be asked for, and why. */
  readonly notScanned: readonly { readonly key: IdentityKey; readonly state: IdentityState }[];
  /** Why nothing could be scanned at all. */
  readonly failure?: Failure;
}

export const nothing: ScanSummary = { ...noCounts, stopped: false, notScanned: [] };
export const stoppedBefore: ScanSummary = { ...nothing, stopped: true };

export function together(a: ScanSummary, b: ScanSummary): ScanSummary {
  return {
    tenants: a.tenants + b.tenants,
    checked: a.checked + b.checked,
    needsPerson: a.needsPerson + b.needsPerson,
    failed: a.failed + b.failed,
    gone: a.gone + b.gone,
    cancelled: a.cancelled + b.cancelled,
    stopped: a.stopped || b.stopped,
    notScanned: [...a.notScanned, ...b.notScanned],
    failure: a.failure ?? b.failure,
  };
}
