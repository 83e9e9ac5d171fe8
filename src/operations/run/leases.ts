/** Who may do what across windows: one owner per run, one window at a time per target. */
import { createHash } from 'node:crypto';
import { tenantKey } from '../../shared/model/model.ts';
import type { Failure } from '../../shared/model/failure.ts';
import { clearLeases } from '../../storage/clearLeases.ts';
import { leaseHolder, tryLease, type Lease, type LeaseAttempt } from '../../storage/lease.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { PlanTarget } from '../plan/plan.ts';

/** A write takes well under a second; a window that was killed in the middle of one is taken over after 10 s. */
const patience = { ms: 30_000, every: 250 };

export interface LeasePlace {
  readonly folder: string;
  readonly windowId: string;
  readonly clock: Clock;
}

export type TargetAttempt =
  | { readonly kind: 'held'; readonly lease: Lease }
  | { readonly kind: 'busy' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly failure: Failure };

/**
 * Takes the lease of one PAL, which belongs to an (identity, tenant), or of one DPOR, which belongs to a subscription whoever sees it
 * and through whichever tenant: held around read, write and verification. Waits for another window up to 30 s; `onWait` tells that it does.
 */
export async function takeTarget(
  place: LeasePlace,
  { tenant, subscription }: PlanTarget,
  signal: AbortSignal,
  onWait: () => void,
): Promise<TargetAttempt> {
  const name = subscription === undefined ? `pal-${hashed(tenantKey(tenant))}` : `dpor-${hashed(subscription.id)}`;
  const until = place.clock.now() + patience.ms;
  let waited = false;
  while (!signal.aborted) {
    const attempt = await tryLease(place.folder, name, place.windowId, { clock: place.clock });
    if (attempt.kind !== 'busy') {
      return attempt;
    }
    if (place.clock.now() >= until) {
      return { kind: 'busy' };
    }
    if (!waited) {
      waited = true;
      onWait();
    }
    // Two windows that gave way to each other must not come back at the same moment again.
    await place.clock.wait(patience.every * (0.5 + Math.random()), signal);
  }
  return { kind: 'cancelled' };
}

function hashed(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

export function takeRun(place: LeasePlace, runId: string): Promise<LeaseAttempt> {
  return tryLease(place.folder, runLease(runId), place.windowId, { clock: place.clock });
}

export async function isRunHeld(place: LeasePlace, runId: string): Promise<boolean> {
  return (await leaseHolder(place.folder, runLease(runId), { clock: place.clock }))?.live ?? false;
}

/** There is one of each mode, taken again with each scan. */
const scanLease = 'scan';

/** Removes what killed windows left, except for what these runs will be taken over by. `false`: some are held. */
export function clearAbandoned(place: LeasePlace, unended: readonly string[]): Promise<boolean> {
  const spared = new Set([scanLease, ...unended.map(runLease)]);
  return clearLeases(place.folder, place.windowId, (name) => spared.has(name), { clock: place.clock });
}

function runLease(runId: string): string {
  return `run-${runId}`;
}
