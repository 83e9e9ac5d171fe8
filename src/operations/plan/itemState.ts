/** What became of one item of a run, in the product's words: queued, running, throttled, done, unclear, failed, skipped, cancelled. */
import type { Failure } from '../../shared/model/failure.ts';
import type { PartnerLink } from '../../shared/model/model.ts';
import type { Obstacle } from './plan.ts';

export type SkippedWhy =
  /** The plan already said so. */
  | { readonly kind: 'cannot'; readonly obstacle: Obstacle }
  /** Something else is held than the user reviewed and confirmed. `is` absent: not linked, or none reported. */
  | { readonly kind: 'changedSinceReviewed'; readonly is?: PartnerLink }
  | { readonly kind: 'runningInAnotherWindow' }
  /** Azure refused this partner ID in the first tenant; sending it to the others is no use. */
  | { readonly kind: 'partnerIdRefused'; readonly failure: Failure }
  /** DPOR only, like all below: the billing service does not take this client, and nothing more was sent to it. */
  | { readonly kind: 'clientNotAccepted' }
  | { readonly kind: 'notAvailableInCloud' }
  /** In journals of versions 1 and 2, which knew no unclear result. */
  | { readonly kind: 'perhapsSubmitted' };

export type DoneNote =
  | 'alreadySo'
  /** No good answer came, but reading shows that the tenant holds what was wanted. */
  | 'foundByReading'
  /** Azure answered that it is done; reading it again failed. */
  | 'notVerified'
  /** DPOR only: Azure took it, and shows it some minutes later. */
  | 'submitted'
  /** Done and read again; whose link it is, the answers alone say, since the token says nothing (AD FS). */
  | 'byAnswer';

export type FinalState =
  | { readonly kind: 'done'; readonly link?: PartnerLink; readonly note?: DoneNote }
  /** Its write was announced, and no reading has proved what became of it. `failure`: why no answer does. */
  | { readonly kind: 'unclear'; readonly failure: Failure }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'skipped'; readonly why: SkippedWhy };

export type ItemState =
  | { readonly kind: 'queued' }
  /** It waits until somebody has signed in, and then begins anew; the others go on. Nothing of it was done. `failure`: what it ends in otherwise. */
  | { readonly kind: 'signInNeeded'; readonly failure: Failure }
  | { readonly kind: 'running'; readonly waitingForAnotherWindow?: boolean }
  /** Azure refused its write for now; it begins anew after `waitMs`. Nothing of it was done. */
  | { readonly kind: 'throttled'; readonly waitMs: number }
  | FinalState
  | { readonly kind: 'cancelled' };
