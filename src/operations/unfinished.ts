/** Runs that wait for somebody to go on with them, and plans on their way into the journal and back. */
import { dporChange, dporPartner } from './dporChange.ts';
import type { JournalItem } from './journalLine.ts';
import { isWrite } from './plan.ts';
import type { Plan, PlanContext, PlanItem } from './plan.ts';
import type { ItemRecord, RunRecord } from './runRecord.ts';
import { dporSubmitted, type DporState } from '../shared/dpor.ts';
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

/** What a journal knows of a target since `at`: what it holds, or (a write without an answer) that this must be read. */
export type Recalled = RecalledPal | RecalledDpor;

export interface RecalledPal {
  readonly tenant: TenantRef;
  readonly pal: Extract<PalState, { readonly kind: 'linked' | 'notLinked' | 'notChecked' }>;
  readonly at: number;
}

export interface RecalledDpor {
  readonly tenant: TenantRef;
  readonly subscriptionId: string;
  readonly dpor: DporState;
  readonly at: number;
}

/** For the store of a window that did not hear of it. What a live run has open is that run's to tell. */
export function recalledFrom(record: RunRecord, held: boolean): readonly Recalled[] {
  return record.items.flatMap((one): readonly Recalled[] => {
    const { tenant, subscription } = one.item;
    const { intent, outcome, open } = one;
    if (subscription) {
      const told = recalledDpor(one, held);
      return told ? [{ tenant, subscriptionId: subscription.id, ...told }] : [];
    }
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

function recalledDpor(
  { item, intent, outcome, open }: ItemRecord,
  held: boolean,
): Pick<RecalledDpor, 'dpor' | 'at'> | undefined {
  if (open) {
    return held || intent === undefined ? undefined : { dpor: { kind: 'notChecked' }, at: intent.at };
  }
  if (outcome?.result.kind !== 'done') {
    return undefined;
  }
  const { at } = outcome;
  const { link, note } = outcome.result;
  if (note === 'submitted' && isWrite(item.action)) {
    const before = outcome.from ? dporPartner(outcome.from.id, outcome.from.name) : undefined;
    return { dpor: dporSubmitted(dporChange(item.action), before, at), at };
  }
  return {
    dpor: link
      ? { kind: 'designated', partner: dporPartner(link.partnerId, link.partnerName), at, source: 'portalService' }
      : { kind: 'noneReported', at, source: 'portalService' },
    at,
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
export function withoutPerson({ tenant, tenantName, domain, subscription, action }: PlanItem): JournalItem {
  return { tenant, tenantName, domain, subscription, action };
}
