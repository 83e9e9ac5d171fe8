/** A write that was sent without a proof of what became of it, and what later readings prove. Pure. */
import type { Failure } from './failure.ts';

/** A partner as a reading or a plan names it. */
export interface NamedPartner {
  readonly partnerId: string;
  /** Untrusted text. */
  readonly partnerName?: string;
}

export interface UnclearWrite {
  /** What was to be held after it; absent: it was a removal. */
  readonly to?: NamedPartner;
  /** What a reading showed just before it; absent: nothing was held. */
  readonly from?: NamedPartner;
  /** When it was announced, in milliseconds since 1970. */
  readonly at: number;
  /** Why nothing proves what became of it. */
  readonly failure: Failure;
  /** The run it belongs to and its place there, so that the journal learns what a later reading proves. */
  readonly run?: { readonly id: string; readonly item: number };
}

/**
 * Milliseconds after which a reading that still shows the former state is taken for a proof that nothing was written.
 * assumed: two minutes for a PAL, of which no documentation says how late a write may take effect (36 s were seen against a stand-in);
 * ten for a DPOR, whose portal speaks of *some time*.
 */
export const settledAfterMs = { pal: 2 * 60_000, dpor: 10 * 60_000 } as const;

export type Verdict =
  | 'written'
  /** The former state, read long after the write was sent. */
  | 'notWritten'
  /** Something that is neither the former state nor the one that was written: somebody else has changed it since. */
  | 'changedSince';

/** What a reading at `now` proves of an unclear write; `undefined`: nothing yet. `holds` absent: nothing is held. */
export function verdictOf(
  write: UnclearWrite,
  holds: string | undefined,
  now: number,
  kind: keyof typeof settledAfterMs,
): Verdict | undefined {
  if (holds === write.to?.partnerId) {
    return 'written';
  }
  if (holds !== write.from?.partnerId) {
    return 'changedSince';
  }
  return isSettled(write.at, now, kind) ? 'notWritten' : undefined;
}

/** Whether a write sent at `at` shows by now, if it was carried out at all. */
export function isSettled(at: number, now: number, kind: keyof typeof settledAfterMs): boolean {
  return now - at >= settledAfterMs[kind];
}
