/** What would put back what a run wrote: pure. Undo is a plan like any other, reviewed, confirmed and run. */
import { checkPartnerId } from '../../shared/model/partnerId.ts';
import {
  associationKind,
  targetKey,
  type AssociationKind,
  type Plan,
  type PlanContext,
  type PlannedAction,
  type PlanTarget,
  type CurrentState,
} from '../plan/plan.ts';
import { writtenBy, writtenCount, type RunRecord, type Written } from './runRecord.ts';
import { isSettled } from '../../shared/model/unclearWrite.ts';

/**
 * Whether a run can be undone: it ended and wrote something. *Undo last run* is about the newest such run. An undo is a run,
 * too: once a run was undone, the undo is the last one and what can be undone.
 */
export function isUndoable(run: RunRecord): boolean {
  return run.ended !== undefined && writtenCount(run) > 0;
}

/** What the run wrote to, or may have written to. */
export function writtenTargets(run: RunRecord): readonly PlanTarget[] {
  return run.items.flatMap(({ item, ...record }) => (writtenBy(record) === undefined ? [] : [item]));
}

/**
 * The plan that undoes a run, from what its targets hold now (`current`, freshly read, by `targetKey`). Only what still holds what the
 * run wrote is put back; others are named as changed since, and an earlier state that is not known is never written. A
 * designation before which none was reported is undone by removing it, and its texts say what *none reported* may have meant. `now` is
 * when that was read, in milliseconds since 1970: a write that may show yet is not called undone.
 */
export function undoPlan(
  run: RunRecord,
  current: ReadonlyMap<string, CurrentState>,
  context: PlanContext,
  now: number,
): Plan {
  return {
    intent: { kind: 'undo', runId: run.id },
    items: run.items.flatMap((record) => {
      const written = writtenBy(record);
      const { tenant, tenantName, domain, subscription } = record.item;
      const held = current.get(targetKey(record.item)) ?? { kind: 'obstacle', why: { kind: 'notChecked' } };
      return written === undefined
        ? []
        : [
            {
              tenant,
              tenantName,
              domain,
              subscription,
              identityName: context.identityName(tenant.identity),
              action: undoAction(written, held, associationKind(record.item), context, now),
            },
          ];
    }),
  };
}

function undoAction(
  { from, to, certain, at }: Written,
  held: CurrentState,
  kind: AssociationKind,
  context: PlanContext,
  now: number,
): PlannedAction {
  if (from === undefined || (from !== null && checkPartnerId(from.id).kind !== 'usable')) {
    return { do: 'cannot', why: { kind: 'earlierStateUnknown' } };
  }
  if (held.kind === 'obstacle') {
    return { do: 'cannot', why: held.why };
  }
  const { link } = held;
  if (link?.partnerId === from?.id) {
    if (kind === 'DPOR' && !certain) {
      // No answer came when it was sent, and it may show yet.
      return { do: 'cannot', why: { kind: 'notVisibleYet' } };
    }
    if (!certain && !isSettled(at, now, 'pal')) {
      return { do: 'cannot', why: { kind: 'unclear', failure: { kind: 'interrupted' } } };
    }
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
