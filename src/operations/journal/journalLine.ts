/**
 * The lines of a journal file: JSON, one per line, each with the version of this format.
 * No token, no secret and no person's name: identities by key only.
 */
import type { Failure } from '../../shared/model/failure.ts';
import type { PartnerLink, TenantRef } from '../../shared/model/model.ts';
import type { FinalState } from '../plan/itemState.ts';
import type { PlanIntent, PlannedAction, PlannedSubscription, WriteAction } from '../plan/plan.ts';

/**
 * 2: items may be about the DPOR of a subscription. 3: results may be unclear, and announced writes refused. Files of earlier versions
 * are read as before.
 */
export const journalVersion = 3;

export type JournalVersion = 1 | 2 | typeof journalVersion;

/** What a target holds; `null`: not linked, or none reported. A field of this type that is absent means *not known*. */
export type LinkedTo = { readonly id: string; readonly name?: string } | null;

export interface JournalItem {
  readonly tenant: TenantRef;
  readonly tenantName?: string;
  readonly domain?: string;
  /** Absent: the item is about the tenant's PAL. */
  readonly subscription?: PlannedSubscription;
  readonly action: PlannedAction;
}

interface Line {
  readonly v: JournalVersion;
  readonly at: number;
}

/** First line, synced before anything else happens. */
export interface RunLine extends Line {
  readonly kind: 'run';
  readonly id: string;
  readonly window: string;
  readonly intent: PlanIntent;
  readonly partnerName?: string;
  readonly items: readonly JournalItem[];
}

/** Synced before the request is sent. `item` is the place in the run line's list. */
export interface IntentLine extends Line {
  readonly kind: 'intent';
  readonly item: number;
  readonly from?: LinkedTo;
  readonly to: LinkedTo;
}

/** After the request and its verification, when an item ended without one, or when a later reading proved what had been unclear. */
export interface OutcomeLine extends Line {
  readonly kind: 'outcome';
  readonly item: number;
  readonly result: FinalState;
  /** Whether this run wrote to the target. */
  readonly wrote: 'yes' | 'no' | 'perhaps';
  /** Read again after writing, and found as wanted. */
  readonly verified: boolean;
  readonly from?: LinkedTo;
  readonly to?: LinkedTo;
  readonly requestId?: string;
  readonly correlationId?: string;
}

/** The announced write was refused or never sent, so that nothing was done: the item is as if it had not begun. */
export interface RefusedLine extends Line {
  readonly kind: 'refused';
  readonly item: number;
  /** Absent: it was never sent. */
  readonly failure?: Failure;
}

/** The question after the first link of an ID without a known name: asked, then answered. A list may have several. */
export interface GateLine extends Line {
  readonly kind: 'gate';
  readonly partnerId: string;
  readonly partnerName?: string;
  readonly answer?: boolean;
}

/** Another window, or this one later, took the run over. */
export interface ResumedLine extends Line {
  readonly kind: 'resumed';
  readonly window: string;
}

export interface EndLine extends Line {
  readonly kind: 'end';
  readonly how: RunEnding;
}

/** `discarded`: an unfinished run that the user chose not to resume. */
export type RunEnding = 'finished' | 'cancelled' | 'discarded';

export type JournalLine = RunLine | IntentLine | OutcomeLine | RefusedLine | GateLine | ResumedLine | EndLine;

export function plannedLinkedTo(action: WriteAction): LinkedTo {
  return action.do === 'remove' ? null : { id: action.to, name: action.toName };
}

export function linkedToOf(link: PartnerLink | undefined): LinkedTo {
  return link === undefined ? null : { id: link.partnerId, name: link.partnerName };
}
