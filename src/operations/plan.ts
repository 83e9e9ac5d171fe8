/** What would change: pure, from what is known and what is wanted. Nothing here asks Azure or guesses. */
import { tenantKey } from '../shared/model.ts';
import type { IdentityKey, PalState, TenantRef, TenantRow } from '../shared/model.ts';
import type { Failure } from '../shared/failure.ts';

export type PalIntent = { readonly kind: 'link'; readonly partnerId: string } | { readonly kind: 'remove' };

/** Undo is a plan of its own kind: each item goes back to what it was before that run. */
export type PlanIntent = PalIntent | { readonly kind: 'undo'; readonly runId: string };

/** Why nothing can be planned for a tenant. */
export type Obstacle =
  /** Not read yet, or being read right now: the caller reads first and plans again. */
  | { readonly kind: 'notChecked' }
  | { readonly kind: 'signInNeeded'; readonly failure?: Failure }
  | { readonly kind: 'accountNotAllowed' }
  | { readonly kind: 'notAvailableInCloud' }
  | { readonly kind: 'unknown'; readonly failure: Failure }
  /** Undo only: the tenant no longer holds what the run wrote. `is` absent: not linked. */
  | { readonly kind: 'changedSince'; readonly is?: string; readonly isName?: string }
  /** Undo only: the journal does not say what was there before, and a guess is never written. */
  | { readonly kind: 'earlierStateUnknown' };

/** Every action carries its own IDs, so that one run can put a different ID into each tenant (undo). */
export type PlannedAction =
  | { readonly do: 'link'; readonly to: string; readonly toName?: string }
  | {
      readonly do: 'change';
      readonly from: string;
      readonly fromName?: string;
      readonly to: string;
      readonly toName?: string;
    }
  | { readonly do: 'remove'; readonly from: string; readonly fromName?: string }
  | { readonly do: 'nothing'; readonly why: 'alreadySo' | 'notLinked' }
  | { readonly do: 'cannot'; readonly why: Obstacle };

export type WriteAction = Extract<PlannedAction, { do: 'link' | 'change' | 'remove' }>;

export interface PlanItem {
  readonly tenant: TenantRef;
  readonly tenantName?: string;
  readonly domain?: string;
  readonly identityName: string;
  readonly action: PlannedAction;
}

export interface Plan {
  readonly intent: PlanIntent;
  /** The name of the ID to link, where any link of the estate shows it. */
  readonly partnerName?: string;
  readonly items: readonly PlanItem[];
}

export interface PlanContext {
  identityName(key: IdentityKey): string;
  partnerName(partnerId: string): string | undefined;
}

export interface PlanCounts {
  readonly link: number;
  readonly change: number;
  readonly remove: number;
  readonly nothing: number;
  readonly cannot: number;
  /** `link` + `change` + `remove`. */
  readonly writes: number;
}

/**
 * The plan for these rows, in their order, each (identity, tenant) once. `link` is what people expect of an upsert: links
 * what is not linked, changes what holds another ID, leaves alone what is as wanted.
 */
export function planPal(rows: readonly TenantRow[], intent: PalIntent, context: PlanContext): Plan {
  const seen = new Set<string>();
  const items: PlanItem[] = [];
  for (const row of rows) {
    const key = tenantKey(row.ref);
    if (!seen.has(key)) {
      seen.add(key);
      items.push({
        tenant: row.ref,
        tenantName: row.info.displayName,
        domain: row.info.defaultDomain,
        identityName: context.identityName(row.ref.identity),
        action: plannedAction(row.pal, intent),
      });
    }
  }
  return { intent, partnerName: intent.kind === 'link' ? context.partnerName(intent.partnerId) : undefined, items };
}

function plannedAction(pal: PalState, intent: PalIntent): PlannedAction {
  const obstacle = obstacleIn(pal);
  if (obstacle !== undefined) {
    return { do: 'cannot', why: obstacle };
  }
  const link = pal.kind === 'linked' ? pal.link : undefined;
  switch (intent.kind) {
    case 'link':
      if (link === undefined) {
        return { do: 'link', to: intent.partnerId };
      }
      return link.partnerId === intent.partnerId
        ? { do: 'nothing', why: 'alreadySo' }
        : { do: 'change', from: link.partnerId, fromName: link.partnerName, to: intent.partnerId };
    case 'remove':
      return link === undefined
        ? { do: 'nothing', why: 'notLinked' }
        : { do: 'remove', from: link.partnerId, fromName: link.partnerName };
  }
}

/** What keeps a state from being planned upon; `undefined` for the two that are known: linked and not linked. */
export function obstacleIn(pal: PalState): Obstacle | undefined {
  switch (pal.kind) {
    case 'linked':
    case 'notLinked':
      return undefined;
    case 'notChecked':
    case 'checking':
      return { kind: 'notChecked' };
    case 'signInNeeded':
      return { kind: 'signInNeeded', failure: pal.failure };
    case 'accountNotAllowed':
    case 'notAvailableInCloud':
      return { kind: pal.kind };
    case 'unknown':
      return { kind: 'unknown', failure: pal.failure };
  }
}

export function planCounts(plan: Plan): PlanCounts {
  const counts = { link: 0, change: 0, remove: 0, nothing: 0, cannot: 0 };
  for (const item of plan.items) {
    counts[item.action.do] += 1;
  }
  return { ...counts, writes: counts.link + counts.change + counts.remove };
}

export function isWrite(action: PlannedAction): action is WriteAction {
  return action.do === 'link' || action.do === 'change' || action.do === 'remove';
}

/** The partner ID that a tenant holds after this action; `undefined`: not linked. */
export function goalOf(action: WriteAction): string | undefined {
  return action.do === 'remove' ? undefined : action.to;
}

/** The partner ID that the plan showed as held now; `undefined`: not linked. */
export function reviewedOf(action: WriteAction): string | undefined {
  return action.do === 'link' ? undefined : action.from;
}

/**
 * Whether the run links one tenant first and asks: several tenants are to hold an ID that nobody has seen a name for.
 * An undo needs no question, as the service has accepted each of its IDs before.
 */
export function needsGate(plan: Plan): boolean {
  return (
    plan.intent.kind === 'link' &&
    !plan.partnerName &&
    plan.items.filter((item) => item.action.do === 'link' || item.action.do === 'change').length > 1
  );
}
