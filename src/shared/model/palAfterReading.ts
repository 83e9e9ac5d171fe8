/** What a reading of a PAL, of a scan or of a run, makes of its state. */
import type { PalState, PartnerLink } from './model.ts';
import type { Outcome } from './outcome.ts';

/** `undefined`: it was cancelled, which says nothing about the tenant. */
export function palAfterReading(reading: Outcome<PartnerLink | undefined>): PalState | undefined {
  if (reading.ok) {
    return reading.value === undefined ? { kind: 'notLinked' } : { kind: 'linked', link: reading.value };
  }
  const { failure } = reading;
  switch (failure.kind) {
    case 'cancelled':
      return undefined;
    case 'signInNeeded':
      return { kind: 'signInNeeded', failure };
    case 'accountNotAllowed':
    case 'notAvailableInCloud':
      return { kind: failure.kind };
    default:
      return { kind: 'unknown', failure };
  }
}
