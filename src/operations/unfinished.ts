/** Runs that wait for somebody to go on with them, and plans on their way into the journal and back. */
import type { JournalItem } from './journalLine.ts';
import { isWrite } from './plan.ts';
import type { Plan, PlanContext, PlanItem } from './plan.ts';
import type { RunRecord } from './runRecord.ts';

/** A run without an end: its window was closed or killed, or is at it right now. */
export interface UnfinishedRun {
  readonly id: string;
  readonly startedAt: number;
  readonly plan: Plan;
  /** `nobody`: it can be resumed or discarded. */
  readonly where: 'nobody' | 'anotherWindow';
  /** Items that ended. */
  readonly done: number;
  /** Writes that were announced and about which nothing more is known. */
  readonly open: number;
  /** Items that were not begun. */
  readonly left: number;
}

export function unfinishedRun(record: RunRecord, held: boolean, context: PlanContext): UnfinishedRun {
  const writes = record.items.filter(({ item }) => isWrite(item.action));
  const open = writes.filter((item) => item.open).length;
  const done = writes.filter((item) => !item.open && item.outcome !== undefined).length;
  return {
    id: record.id,
    startedAt: record.startedAt,
    plan: planOf(record, context),
    where: held ? 'anotherWindow' : 'nobody',
    done,
    open,
    left: writes.length - open - done,
  };
}

/** The plan as it was reviewed, with the names that identities have now. */
export function planOf({ head }: RunRecord, context: PlanContext): Plan {
  return {
    intent: head.intent,
    partnerName: head.partnerName,
    items: head.items.map((item): PlanItem => ({ ...item, identityName: context.identityName(item.tenant.identity) })),
  };
}

/** A journal names identities by key: their names are people's. */
export function withoutPerson({ tenant, tenantName, domain, action }: PlanItem): JournalItem {
  return { tenant, tenantName, domain, action };
}
