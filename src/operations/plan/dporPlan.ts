/** What would change of DPORs, alone or beside PALs: pure, from what is known and what is wanted, and never from a guess. */
import type { PortalService } from '../../shared/ports/azure.ts';
import { dporOf } from '../../estate/store/dporRow.ts';
import { dporApplies } from '../../shared/model/agreement.ts';
import { dporFailed, staleDpor, type DporState, type FailedReading } from '../../shared/model/dpor.ts';
import type { Failure } from '../../shared/model/failure.ts';
import type { Subscription, TenantRef, TenantRow } from '../../shared/model/model.ts';
import {
  planPal,
  plannedAction,
  type Obstacle,
  type PalIntent,
  type Plan,
  type PlanContext,
  type PlanItem,
  type CurrentState,
  type Wanted,
} from './plan.ts';

/** A subscription as seen through a tenant. */
export interface DporTarget {
  readonly row: TenantRow;
  readonly subscription: Pick<Subscription, 'subscriptionId' | 'displayName' | 'quotaId'>;
}

export interface DporPlanContext extends PlanContext {
  /**
   * Whether Azure gave a well-formed answer about this subscription in this session, to a reading or a validation: what the store
   * holds may be of yesterday.
   */
  readInSession(ref: TenantRef, subscriptionId: string): boolean;
  /** Absent: not asked yet. */
  readonly portalService?: PortalService;
  /** The user designates in the portal: nothing is sent for them, whatever was read before they said so. */
  readonly guided?: boolean;
}

/** The plan for these subscriptions, in their order, each once, whoever sees it: DPOR belongs to the subscription. */
export function planDpor(targets: readonly DporTarget[], intent: PalIntent, context: DporPlanContext): Plan {
  return planMixed([], targets, intent, context);
}

/** One plan for the PALs of these rows and the DPORs of these subscriptions, with one partner ID for all or the removal of all. */
export function planMixed(
  rows: readonly TenantRow[],
  targets: readonly DporTarget[],
  intent: PalIntent,
  context: DporPlanContext,
): Plan {
  const pal = planPal(rows, intent, context);
  return { ...pal, items: [...pal.items, ...dporItems(targets, wantedBy(intent, context), context)] };
}

function wantedBy(intent: PalIntent, context: PlanContext): Wanted {
  return intent.kind === 'link' ? { id: intent.partnerId, name: context.partnerName(intent.partnerId) } : undefined;
}

function dporItems(targets: readonly DporTarget[], wanted: Wanted, context: DporPlanContext): readonly PlanItem[] {
  const items = new Map<string, PlanItem>();
  for (const target of targets) {
    const { row, subscription } = target;
    const { subscriptionId: id, displayName: name } = subscription;
    const before = items.get(id);
    // Of two ways to a subscription the one counts by which something is known.
    if (before === undefined || before.action.do === 'cannot') {
      const action = plannedAction(standingOf(target, context), wanted);
      if (before === undefined || action.do !== 'cannot') {
        items.set(id, {
          tenant: row.ref,
          subscription: { id, name: name || undefined },
          tenantName: row.info.displayName,
          domain: row.info.defaultDomain,
          identityName: context.identityName(row.ref.identity),
          action,
          ...asOfDpor(target),
        });
      }
    }
  }
  return [...items.values()];
}

function asOfDpor({ row, subscription }: DporTarget): Pick<PlanItem, 'asOf'> {
  const stale = staleDpor(dporOf(row, subscription.subscriptionId).dpor);
  return stale ? { asOf: stale.asOf } : {};
}

function standingOf({ row, subscription }: DporTarget, context: DporPlanContext): CurrentState {
  const known = dporOf(row, subscription.subscriptionId);
  const why =
    applicabilityObstacle(dporApplies(subscription, known.agreement), known.agreement) ?? serviceObstacle(context);
  if (why) {
    return { kind: 'obstacle', why };
  }
  const read = context.readInSession(row.ref, subscription.subscriptionId);
  const failure = dporFailed(known.dpor)?.failure;
  return failure && !read && failure.kind !== 'clientNotAccepted'
    ? { kind: 'obstacle', why: { kind: 'notReadInSession', failure } }
    : currentDpor(known.dpor, read);
}

function applicabilityObstacle(
  applies: ReturnType<typeof dporApplies>,
  agreement: ReturnType<typeof dporOf>['agreement'],
): Obstacle | undefined {
  switch (applies.kind) {
    case 'applies':
      return undefined;
    case 'doesNotApply':
      return { kind: 'doesNotApply', why: applies.why };
    case 'notKnown':
      return {
        kind: 'agreementNotKnown',
        failure: agreement.kind === 'unknown' ? agreement.failure : undefined,
      };
  }
}

function serviceObstacle({ portalService, guided }: DporPlanContext): Obstacle | undefined {
  if (guided) {
    return { kind: 'guidedMode' };
  }
  return portalService === undefined || portalService === 'mayBeAsked' ? undefined : { kind: portalService };
}

/**
 * What a DPOR can be planned upon. *None reported* is a beginning like another, in words that claim no more; what was submitted and
 * is not waited for any more stands as it was read before. `read`: Azure said so in this session.
 */
export function currentDpor(state: DporState, read: boolean): CurrentState {
  switch (state.kind) {
    case 'designated':
      return heldIfRead(state.partner, read, state.failed);
    case 'noneReported':
      return heldIfRead(undefined, read, state.failed);
    case 'submittedNotVisible':
      return heldIfRead(state.before, read, state.failed);
    case 'submitted':
      return { kind: 'obstacle', why: { kind: 'stillWaitedFor' } };
    case 'confirmed':
      return { kind: 'obstacle', why: { kind: 'notReadInSession' } };
    case 'notChecked':
    case 'notAvailableInCloud':
      return { kind: 'obstacle', why: { kind: state.kind } };
    case 'doesNotApply':
      return { kind: 'obstacle', why: { kind: 'doesNotApply', why: state.why } };
    case 'unclear':
      return { kind: 'obstacle', why: { kind: 'unclear', failure: state.write.failure } };
    case 'unknown':
      return { kind: 'obstacle', why: notRead(state.failure) };
  }
}

/** A reading that failed leaves what Azure said earlier in this session: the run reads anew before it writes. */
function heldIfRead(
  link: Extract<CurrentState, { kind: 'holds' }>['link'],
  read: boolean,
  failed: FailedReading | undefined,
): CurrentState {
  return read
    ? { kind: 'holds', link }
    : { kind: 'obstacle', why: failed ? notRead(failed.failure) : { kind: 'notReadInSession' } };
}

function notRead(failure: Failure): Obstacle {
  return failure.kind === 'clientNotAccepted' ? { kind: 'clientNotAccepted' } : { kind: 'unknown', failure };
}
