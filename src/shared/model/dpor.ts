/**
 * Digital Partner of Record (DPOR) of a subscription: what is known of it, from whom, and what an answer makes of it. Pure.
 * There is no published API: every state that claims something says where its knowledge comes from.
 */
import { dporApplies, type AgreementState, type NoDporWhy } from './agreement.ts';
import type { Failure, Stale } from './failure.ts';
import type { Outcome } from './outcome.ts';
import { verdictOf, type UnclearWrite } from './unclearWrite.ts';

/**
 * How a DPOR is found out and set: not decided yet (the user is asked at the first click that needs it), by the portal's
 * undocumented service, or by the user in the portal.
 */
export type DporMode = 'ask' | 'portalService' | 'guided';

export interface DporModeChoice {
  get(): DporMode;
  /** Keeps the user's answer. */
  set(mode: DporMode): Promise<Outcome<void>>;
}

export interface DporPartner {
  readonly partnerId: string;
  /** Untrusted text. */
  readonly partnerName?: string;
}

/**
 * What a well-formed answer to a reading says. *None reported* is all that can be said of the service's not-found-like answer: it
 * comes where none is designated, where access is missing and where the subscription is wrong alike.
 */
export type DporReading =
  | { readonly kind: 'designated'; readonly partner: DporPartner }
  | { readonly kind: 'noneReported'; readonly ambiguous: true };

/** A change that was sent by this product, or made by the user in the portal. */
export type DporChange =
  { readonly do: 'designate'; readonly partner: DporPartner } | { readonly do: 'remove'; readonly partnerId?: string };

interface Submitted extends Rereadable {
  readonly change: DporChange;
  /** What was read before it was sent; absent: none reported. */
  readonly before?: DporPartner;
  /** When the service took it. */
  readonly at: number;
  readonly source: 'portalService';
}

/** A reading that came to nothing at `at` (milliseconds since 1970). */
export interface FailedReading {
  readonly failure: Failure;
  readonly at: number;
}

/** What is known stays when it cannot be read again: it is then as of its own time. Absent: the last reading did not fail. */
interface Rereadable {
  readonly failed?: FailedReading;
}

/** Each kind is a state of its own; none is a guess. Times (`at`) are milliseconds since 1970. */
export type DporState =
  | { readonly kind: 'notChecked' }
  | (Rereadable & {
      readonly kind: 'designated';
      readonly partner: DporPartner;
      readonly at: number;
      readonly source: 'portalService';
    })
  /** What the user said that they did in the portal; nobody checked it. */
  | (Rereadable & {
      readonly kind: 'confirmed';
      readonly change: DporChange;
      readonly at: number;
      readonly source: 'person';
    })
  /** The service took a change and does not show it yet; it is being waited for. */
  | ({ readonly kind: 'submitted' } & Submitted)
  /** The same, and the waiting has ended. */
  | ({ readonly kind: 'submittedNotVisible' } & Submitted)
  /** A change was sent, and no reading has proved yet what became of it. */
  | { readonly kind: 'unclear'; readonly write: UnclearWrite; readonly source: 'portalService' }
  | (Rereadable & { readonly kind: 'noneReported'; readonly at: number; readonly source: 'portalService' })
  | { readonly kind: 'doesNotApply'; readonly why: NoDporWhy; readonly source: 'agreement' | 'offer' }
  | { readonly kind: 'unknown'; readonly failure: Failure; readonly source: 'portalService' | 'agreement' }
  | { readonly kind: 'notAvailableInCloud'; readonly source: 'cloud' };

/** What is known of one subscription, as seen through one (identity, tenant). Times are milliseconds since 1970. */
export interface SubscriptionDpor {
  readonly agreement: AgreementState;
  /** When the agreement was last read. */
  readonly agreementAt?: number;
  /** The last reading of a known agreement, where that failed: it is as of `agreementAt`. */
  readonly agreementFailed?: FailedReading;
  /** When an agreement was first read that is no Enterprise Agreement, of a subscription that had one before. */
  readonly leftEaAt?: number;
  readonly dpor: DporState;
  /** When `dpor` was last learnt. */
  readonly dporAt?: number;
  /** When the subscription appeared beside those that were known of its tenant; absent: it was there from the beginning. */
  readonly newSince?: number;
  /** When the user took notice of it: nothing that appeared before that is new, in any window. */
  readonly newClearedAt?: number;
}

export const nothingKnownOfDpor: SubscriptionDpor = { agreement: { kind: 'notChecked' }, dpor: { kind: 'notChecked' } };

function arrived(change: DporChange, reading: DporReading): boolean {
  return change.do === 'designate'
    ? reading.kind === 'designated' && reading.partner.partnerId === change.partner.partnerId
    : reading.kind === 'noneReported';
}

/** Whether a reading may still come from before a change: what was there then, or an answer that can mean several things. */
function mayBeOld(before: DporPartner | undefined, reading: DporReading): boolean {
  return reading.kind === 'noneReported' || reading.partner.partnerId === before?.partnerId;
}

/**
 * The state after a reading that ended at `at`. A failure takes away nothing that is known, and notes why it could not be read again;
 * it is *unknown* only where nothing was known. A cancelled reading changes nothing. While a change is waited for, an answer from
 * before it is no news.
 */
export function dporAfterReading(before: DporState, outcome: Outcome<DporReading>, at: number): DporState {
  if (!outcome.ok) {
    return outcome.failure.kind === 'cancelled' ? before : afterFailure(before, { failure: outcome.failure, at });
  }
  const reading = outcome.value;
  if (
    (before.kind === 'submitted' || before.kind === 'submittedNotVisible') &&
    !arrived(before.change, reading) &&
    mayBeOld(before.before, reading)
  ) {
    return withoutFailed(before);
  }
  if (before.kind === 'unclear') {
    const holds = reading.kind === 'designated' ? reading.partner.partnerId : undefined;
    if (verdictOf(before.write, holds, at, 'dpor') === undefined) {
      return before;
    }
  }
  return reading.kind === 'designated'
    ? { kind: 'designated', partner: reading.partner, at, source: 'portalService' }
    : { kind: 'noneReported', at, source: 'portalService' };
}

function afterFailure(before: DporState, failed: FailedReading): DporState {
  switch (before.kind) {
    case 'unclear':
      return before;
    case 'confirmed':
    case 'submitted':
    case 'submittedNotVisible':
      return withFailed(before, failed);
    case 'designated':
    case 'noneReported':
      return failed.failure.kind === 'notAvailableInCloud' ? notInCloud : withFailed(before, failed);
    case 'notChecked':
    case 'unknown':
    case 'doesNotApply':
    case 'notAvailableInCloud':
      return failed.failure.kind === 'notAvailableInCloud'
        ? notInCloud
        : { kind: 'unknown', failure: failed.failure, source: 'portalService' };
  }
}

const notInCloud: DporState = { kind: 'notAvailableInCloud', source: 'cloud' };

/** What is known, and that it could not be read again; what claims nothing stays as it is. */
export function withFailed(state: DporState, failed: FailedReading): DporState {
  switch (state.kind) {
    case 'designated':
    case 'confirmed':
    case 'submitted':
    case 'submittedNotVisible':
    case 'noneReported':
      return { ...state, failed };
    case 'unclear':
    case 'notChecked':
    case 'doesNotApply':
    case 'unknown':
    case 'notAvailableInCloud':
      return state;
  }
}

/** The same after a reading that did not fail. */
export function withoutFailed(state: DporState): DporState {
  if (!('failed' in state)) {
    return state;
  }
  const { failed, ...rest } = state;
  return failed === undefined ? state : rest;
}

/** The last reading of what is known, where that failed. */
export function dporFailed(state: DporState): FailedReading | undefined {
  return 'failed' in state ? state.failed : undefined;
}

/** `undefined`: what Azure told is no older than the last reading, or it told nothing. What is waited for, or confirmed, is no reading. */
export function staleDpor(state: DporState): Stale | undefined {
  return (state.kind === 'designated' || state.kind === 'noneReported') && state.failed
    ? { asOf: state.at, failure: state.failed.failure }
    : undefined;
}

/** Why a DPOR could not be read the last time; what is known of it may still stand, as of its time. */
export function dporFailure(state: DporState): Failure | undefined {
  return state.kind === 'unknown' ? state.failure : dporFailed(state)?.failure;
}

/** The service took a change at `at`; `before` is what the reading before it said. */
export function dporSubmitted(change: DporChange, before: DporPartner | undefined, at: number): DporState {
  return { kind: 'submitted', change, before, at, source: 'portalService' };
}

/** Nobody waits any more. */
export function dporNotWaitedFor(state: DporState): DporState {
  return state.kind === 'submitted' ? { ...state, kind: 'submittedNotVisible' } : state;
}

/** What the user said that they did in the portal, at `at`. */
export function dporConfirmed(change: DporChange, at: number): DporState {
  return { kind: 'confirmed', change, at, source: 'person' };
}

/** What to show of a subscription: *does not apply* hides whatever else is known; an agreement that could not be read is no *not checked*. */
export function shownDpor(subscription: { readonly quotaId?: string }, known: SubscriptionDpor): DporState {
  const applies = dporApplies(subscription, known.agreement);
  if (applies.kind === 'doesNotApply') {
    return applies;
  }
  return known.dpor.kind === 'notChecked' && known.agreement.kind === 'unknown'
    ? { kind: 'unknown', failure: known.agreement.failure, source: 'agreement' }
    : known.dpor;
}
