/** When a scan starts by itself: the view became visible, the estate is old enough, and no other window is at it. */
import { systemClock, type Clock } from '../../shared/async/clock.ts';
import { join } from 'node:path';
import type { Lease } from '../../storage/lease.ts';
import type { EstateFile } from '../files/estateFile.ts';
import type { ScanSummary } from './scanSummary.ts';

export interface AutoScanFacts {
  /** Setting `partnerLink.refreshAfter`, in hours; 0: never. */
  readonly refreshAfterHours: number;
  /** When the last full scan ended; `undefined`: never. */
  readonly knownAsOf: number | undefined;
  readonly now: number;
  /** When the user last stopped such a scan in this window: showing the view again does not insist. */
  readonly stoppedAt?: number;
  /** A scan is under way in this window. */
  readonly scanning: boolean;
}

export type AutoScanDecision = 'scan' | 'switchedOff' | 'underWay' | 'freshEnough' | 'stoppedBefore';

const hour = 3_600_000;

/** After a stopped scan: this long until the next one by itself, or `refreshAfter` if that is less. */
const restAfterStopHours = 1;

/** Pure. A time in the future (the clock was set back) counts as old. */
export function decideAutoScan(facts: AutoScanFacts): AutoScanDecision {
  const { refreshAfterHours, knownAsOf, now, stoppedAt } = facts;
  if (!(refreshAfterHours > 0)) {
    return 'switchedOff';
  }
  if (facts.scanning) {
    return 'underWay';
  }
  if (knownAsOf !== undefined && within(knownAsOf, now, refreshAfterHours)) {
    return 'freshEnough';
  }
  if (stoppedAt !== undefined && within(stoppedAt, now, Math.min(restAfterStopHours, refreshAfterHours))) {
    return 'stoppedBefore';
  }
  return 'scan';
}

function within(at: number, now: number, hours: number): boolean {
  return at <= now && now - at < hours * hour;
}

export interface AutoScanParts {
  /** The mode's folder. */
  readonly folder: string;
  readonly refreshAfterHours: () => number;
  readonly knownAsOf: () => number | undefined;
  readonly scanning: () => boolean;
  /** Read before the scan and saved before the lease is given back, so that the next window sees that it is done. */
  readonly file: Pick<EstateFile, 'refresh' | 'flush'>;
  readonly scanAll: () => Promise<ScanSummary>;
  /** `undefined`: another window has it. */
  readonly lease: (folder: string, name: string) => Promise<Pick<Lease, 'release'> | undefined>;
  readonly clock?: Pick<Clock, 'now'>;
}

export type AutoScanResult =
  | { readonly kind: 'scanned'; readonly summary: ScanSummary }
  | { readonly kind: 'notScanned'; readonly why: Exclude<AutoScanDecision, 'scan'> | 'anotherWindow' };

export class AutoScan {
  readonly #parts: AutoScanParts;
  #stoppedAt: number | undefined;
  #asking = false;

  constructor(parts: AutoScanParts) {
    this.#parts = parts;
  }

  /** To be called whenever the view becomes visible. Resolves when the scan, if any, has ended. */
  async viewBecameVisible(): Promise<AutoScanResult> {
    const first = this.#decide();
    if (first !== 'scan' || this.#asking) {
      return { kind: 'notScanned', why: first === 'scan' ? 'underWay' : first };
    }
    this.#asking = true;
    try {
      const lease = await this.#parts.lease(join(this.#parts.folder, 'leases'), 'scan');
      if (!lease) {
        return { kind: 'notScanned', why: 'anotherWindow' };
      }
      try {
        // Another window may have ended its scan between the first decision and the lease.
        await this.#parts.file.refresh();
        const second = this.#decide();
        if (second !== 'scan') {
          return { kind: 'notScanned', why: second };
        }
        const summary = await this.#parts.scanAll();
        this.#stoppedAt = summary.stopped ? (this.#parts.clock ?? systemClock).now() : undefined;
        await this.#parts.file.flush();
        return { kind: 'scanned', summary };
      } finally {
        await lease.release();
      }
    } finally {
      this.#asking = false;
    }
  }

  #decide(): AutoScanDecision {
    return decideAutoScan({
      refreshAfterHours: this.#parts.refreshAfterHours(),
      knownAsOf: this.#parts.knownAsOf(),
      now: (this.#parts.clock ?? systemClock).now(),
      stoppedAt: this.#stoppedAt,
      scanning: this.#parts.scanning(),
    });
  }
}
