/** What would put back what a run wrote: pure. Undo is a plan like any other, reviewed, confirmed and run. */
import { checkPartnerId } from '../shared/partnerId.ts';
import { tenantKey } from '../shared/model.ts';
import type { PalState, TenantRef } from '../shared/model.ts';
import { obstacleIn } from './plan.ts';
import type { Plan, PlanContext, PlannedAction } from './plan.ts';
import { writtenBy, writtenCount } from './runRecord.ts';
import type { RunRecord, Written } from './runRecord.ts';

/**
 * Whether a run can be undone: it ended and wrote something. *Undo last run* is about the newest such run. An undo is a run,
 * too: once a run was undone, the undo is the last one and what can be undone.
 */
export function isUndoable(run: RunRecord): boolean {
  return run.ended !== undefined && writtenCount(run) > 0;
}

/** Tenants that the run wrote to, or may have written to. */
export function writtenTenants(run: RunRecord): readonly TenantRef[] {
  return run.items.flatMap((record) => (writtenBy(record) === undefined ? [] : [record.item.tenant]));
}

/**
 * The plan that undoes a run, from what its tenants hold now (`current`, freshly read). Only what still holds what the
 * run wrote is put back; others are named as changed since, and an earlier state that is not known is never written.
 */
export function undoPlan(run: RunRecord, current: ReadonlyMap<string, PalState>, context: PlanContext): Plan {
  return {
    intent: { kind: 'undo', runId: run.id },
    items: run.items.flatMap((record) => {
      const written = writtenBy(record);
      const { tenant, tenantName, domain } = record.item;
      const now = current.get(tenantKey(tenant)) ?? { kind: 'notChecked' };
      return written === undefined
        ? []
        : [
            {
              tenant,
              tenantName,
              domain,
              identityName: context.identityName(tenant.identity),
              action: undoAction(written, now, context),
            },
          ];
    }),
  };
}

function undoAction({ from, to }: Written, now: PalState, context: PlanContext): PlannedAction {
  if (from === undefined || (from !== null && checkPartnerId(from.id).kind !== 'usable')) {
    return { do: 'cannot', why: { kind: 'earlierStateUnknown' } };
  }
  const obstacle = obstacleIn(now);
  if (obstacle !== undefined) {
    return { do: 'cannot', why: obstacle };
  }
  const link = now.kind === 'linked' ? now.link : undefined;
  if (link?.partnerId === from?.id) {
    return { do: 'nothing', why: link === undefined ? 'notLinked' : 'alreadySo' };
  }
  if (link?.partnerId !== to?.id) {
    return { do: 'cannot', why: { kind: 'changedSince', is: link?.partnerId, isName: link?.partnerName } };
  }
  const fromName = link?.partnerName;
  const toName = from === null ? undefined : (from.name ?? context.partnerName(from.id));
  if (from === null) {
    return link === undefined ? { do: 'nothing', why: 'notLinked' } : { do: 'remove', from: link.partnerId, fromName };
  }
  return link === undefined
    ? { do: 'link', to: from.id, toName }
    : { do: 'change', from: link.partnerId, fromName, to: from.id, toName };
}
