/** Runs that wait for somebody to go on with them, and plans on their way into the journal and back. */
import type { JournalItem } from './journalLine.ts';
import { isWrite } from './plan.ts';
import type { Plan, PlanContext, PlanItem } from './plan.ts';
import type { RunRecord } from './runRecord.ts';
import type { PalState, TenantRef } from '../shared/model.ts';

/** Between looks at a run that another window is at, or seems to be. */
export const lookAgainMs = 3_000;

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

/** What a journal knows of a tenant since `at`: what it holds, or (a write without an answer) that this must be read. */
export interface Recalled {
  readonly tenant: TenantRef;
  readonly pal: Extract<PalState, { readonly kind: 'linked' | 'notLinked' | 'notChecked' }>;
  readonly at: number;
}

/** For the store of a window that did not hear of it. What a live run has open is that run's to tell. */
export function recalledFrom(record: RunRecord, held: boolean): readonly Recalled[] {
  return record.items.flatMap(({ item: { tenant }, intent, outcome, open }): readonly Recalled[] => {
    if (open) {
      return held || intent === undefined ? [] : [{ tenant, pal: { kind: 'notChecked' }, at: intent.at }];
    }
    if (outcome?.result.kind !== 'done') {
      return [];
    }
    const { link } = outcome.result;
    return [{ tenant, pal: link === undefined ? { kind: 'notLinked' } : { kind: 'linked', link }, at: outcome.at }];
  });
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
