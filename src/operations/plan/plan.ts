/** What would change: pure, from what is known and what is wanted. Nothing here asks Azure or guesses. */
import type { NoDporWhy } from '../../shared/model/agreement.ts';
import {
  shownPal,
  stalePal,
  tenantKey,
  type CoveringTenant,
  type IdentityKey,
  type PalState,
  type PartnerLink,
  type TenantRef,
  type TenantRow,
} from '../../shared/model/model.ts';
import type { Failure } from '../../shared/model/failure.ts';

/** One wish for all tenants. */
export type PalIntent = { readonly kind: 'link'; readonly partnerId: string } | { readonly kind: 'remove' };

/** A partner ID for each tenant: the items say which. */
export interface ListIntent {
  readonly kind: 'list';
}

/** Undo is a plan of its own kind: each item goes back to what it was before that run. */
export interface UndoIntent {
  readonly kind: 'undo';
  readonly runId: string;
}

export type PlanIntent = PalIntent | ListIntent | UndoIntent;

/** Why nothing can be planned for a tenant, or for a subscription. */
export type Obstacle =
  /** Not read yet, or being read right now: the caller reads first and plans again. */
  | { readonly kind: 'notChecked' }
  | { readonly kind: 'signInNeeded'; readonly failure?: Failure }
  | { readonly kind: 'accountNotAllowed' }
  | { readonly kind: 'notAvailableInCloud' }
  /** Seen through Azure Lighthouse only: what is to be linked are those tenants. */
  | { readonly kind: 'covered'; readonly through: readonly CoveringTenant[] }
  | { readonly kind: 'unknown'; readonly failure: Failure }
  /** A write was sent, and no reading has proved yet what became of it: nothing is planned upon a state that may still change. */
  | { readonly kind: 'unclear'; readonly failure: Failure }
  /** Undo only: what the run wrote is no longer held. `is` absent: not linked, or none reported. */
  | { readonly kind: 'changedSince'; readonly is?: string; readonly isName?: string }
  /** Undo only: the journal does not say what was there before, and a guess is never written. */
  | { readonly kind: 'earlierStateUnknown' }
  /** DPOR only, like all below: the agreement, or the offer, says so. */
  | { readonly kind: 'doesNotApply'; readonly why: NoDporWhy }
  /** Whether DPOR applies is not known: the agreement was not read (no `failure`), could not be, or names no type. */
  | { readonly kind: 'agreementNotKnown'; readonly failure?: Failure }
  /** What is known is from another session, or the user's own word: Azure is asked first. `failure`: it was, in vain. */
  | { readonly kind: 'notReadInSession'; readonly failure?: Failure }
  | { readonly kind: 'clientNotAccepted' }
  /** The user wants nothing of it asked for them. */
  | { readonly kind: 'guidedMode' }
  /** A change was submitted, and Azure has still time to show it. */
  | { readonly kind: 'stillWaitedFor' }
  /** Undo only: what was submitted does not show. */
  | { readonly kind: 'notVisibleYet' };

/** Every action carries its own IDs, so that one run can put a different ID into each tenant (list, undo). */
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

/** The subscription whose DPOR an item is about. */
export interface PlannedSubscription {
  readonly id: string;
  /** Untrusted text. */
  readonly name?: string;
}

export interface PlanItem {
  readonly tenant: TenantRef;
  /** Seen through `tenant`; absent: the item is about the tenant's PAL. For a DPOR `link` means *designate*. */
  readonly subscription?: PlannedSubscription;
  readonly tenantName?: string;
  readonly domain?: string;
  readonly identityName: string;
  readonly action: PlannedAction;
  /** When what the action begins with was last known to be so, where it could not be read since. Absent: it is what was read last. */
  readonly asOf?: number;
}

/** What is read and written as one: the PAL of an (identity, tenant), or the DPOR of a subscription. */
export type PlanTarget = Pick<PlanItem, 'tenant' | 'subscription'>;

export type AssociationKind = 'PAL' | 'DPOR';

export function associationKind({ subscription }: Pick<PlanItem, 'subscription'>): AssociationKind {
  return subscription === undefined ? 'PAL' : 'DPOR';
}

/** Key for maps: that of the tenant, with `|<subscription id>` for a DPOR. */
export function targetKey({ tenant, subscription }: PlanTarget): string {
  return subscription === undefined ? tenantKey(tenant) : `${tenantKey(tenant)}|${subscription.id}`;
}

export interface Plan {
  readonly intent: PlanIntent;
  /** The name of the one ID to link, where any link of the estate shows it; a list has names per item. */
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
  const wanted: Wanted = intent.kind === 'link' ? { id: intent.partnerId } : undefined;
  return {
    intent,
    partnerName: intent.kind === 'link' ? context.partnerName(intent.partnerId) : undefined,
    items: planned(
      rows.map((row) => ({ row, wanted })),
      context,
    ),
  };
}

/** A tenant and the partner ID that it is to hold. */
export interface ListTarget {
  readonly row: TenantRow;
  readonly partnerId: string;
}

/** Like `planPal` to link, with a partner ID for each row; of an (identity, tenant) that comes twice, the first wins. */
export function planList(targets: readonly ListTarget[], context: PlanContext): Plan {
  const wanted = targets.map(({ row, partnerId }) => ({
    row,
    wanted: { id: partnerId, name: context.partnerName(partnerId) },
  }));
  return { intent: { kind: 'list' }, items: planned(wanted, context) };
}

/** `undefined`: no link, nobody designated. */
export type Wanted = { readonly id: string; readonly name?: string } | undefined;

/** What is held by a target as far as it is known; `link` absent: not linked, or none reported. */
export type CurrentState =
  { readonly kind: 'holds'; readonly link?: PartnerLink } | { readonly kind: 'obstacle'; readonly why: Obstacle };

export function palStanding(pal: PalState): CurrentState {
  const why = obstacleIn(pal);
  return why ? { kind: 'obstacle', why } : { kind: 'holds', link: pal.kind === 'linked' ? pal.link : undefined };
}

function planned(
  targets: readonly { readonly row: TenantRow; readonly wanted: Wanted }[],
  context: PlanContext,
): readonly PlanItem[] {
  const items = new Map<string, PlanItem>();
  for (const { row, wanted } of targets) {
    const key = tenantKey(row.ref);
    if (!items.has(key)) {
      items.set(key, {
        tenant: row.ref,
        tenantName: row.info.displayName,
        domain: row.info.defaultDomain,
        identityName: context.identityName(row.ref.identity),
        action: plannedAction(palStanding(shownPal(row)), wanted),
        ...asOfRow(row),
      });
    }
  }
  return [...items.values()];
}

/** A run reads anew before it writes, so a plan may begin with what was known last; it says how old that is. */
function asOfRow(row: TenantRow): Pick<PlanItem, 'asOf'> {
  const stale = row.pal.kind === 'checking' ? undefined : stalePal(row);
  return stale ? { asOf: stale.asOf } : {};
}

/** What brings a target from what it holds to what it is to hold. */
export function plannedAction(standing: CurrentState, wanted: Wanted): PlannedAction {
  if (standing.kind === 'obstacle') {
    return { do: 'cannot', why: standing.why };
  }
  const { link } = standing;
  const to = wanted && { to: wanted.id, ...(wanted.name ? { toName: wanted.name } : {}) };
  if (link === undefined) {
    return to === undefined ? { do: 'nothing', why: 'notLinked' } : { do: 'link', ...to };
  }
  if (link.partnerId === wanted?.id) {
    return { do: 'nothing', why: 'alreadySo' };
  }
  const from = { from: link.partnerId, fromName: link.partnerName };
  return to === undefined ? { do: 'remove', ...from } : { do: 'change', ...from, ...to };
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
    case 'covered':
      return { kind: 'covered', through: pal.through };
    case 'unclear':
      return { kind: 'unclear', failure: pal.write.failure };
    case 'unknown':
      return { kind: 'unknown', failure: pal.failure };
  }
}

/** What of a plan is about tenants: all that scripts can do. */
export function palPart(plan: Plan): Plan {
  return { ...plan, items: plan.items.filter((item) => associationKind(item) === 'PAL') };
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

/** The partner ID that is held after this action; `undefined`: not linked, or none reported. */
export function goalOf(action: WriteAction): string | undefined {
  return action.do === 'remove' ? undefined : action.to;
}

/** The partner ID that the plan showed as held now; `undefined`: not linked, or none reported. */
export function reviewedOf(action: WriteAction): string | undefined {
  return action.do === 'link' ? undefined : action.from;
}

/**
 * The partner IDs of which the run links one tenant first and asks, in the order of the plan: nobody has seen a name for
 * them, and they are to go into several tenants. An undo asks nothing, as the service has accepted each of its IDs before;
 * and for subscriptions nothing is asked, as an ID is validated there before anything is saved.
 */
export function askedIds(plan: Plan): readonly string[] {
  if ((plan.intent.kind !== 'link' && plan.intent.kind !== 'list') || plan.partnerName) {
    return [];
  }
  const tenants = new Map<string, number>();
  const known = new Set<string>();
  for (const { action, subscription } of plan.items) {
    if (subscription === undefined && (action.do === 'link' || action.do === 'change')) {
      tenants.set(action.to, (tenants.get(action.to) ?? 0) + 1);
      if (action.toName) {
        known.add(action.to);
      }
    }
  }
  return [...tenants].flatMap(([id, count]) => (count > 1 && !known.has(id) ? [id] : []));
}
