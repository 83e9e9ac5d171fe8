/** Runs that wait for somebody to go on with them, and plans on their way into the journal and back. */
import { dporChange, dporPartner } from '../plan/dporChange.ts';
import type { LinkedTo, JournalItem } from './journalLine.ts';
import { isWrite, type Plan, type PlanContext, type PlanItem } from '../plan/plan.ts';
import { isUnproved, type ItemRecord, type RunRecord } from './runRecord.ts';
import { dporSubmitted, type DporState } from '../../shared/model/dpor.ts';
import type { Failure } from '../../shared/model/failure.ts';
import type { PalState, TenantRef } from '../../shared/model/model.ts';
import type { NamedPartner, UnclearWrite } from '../../shared/model/unclearWrite.ts';

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
  const open = writes.filter(isUnproved).length;
  const done = writes.filter((item) => !isUnproved(item) && item.outcome !== undefined).length;
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

/** What a journal knows of a target since `at`: what it holds, or that a write of it proves nothing yet. */
export type Recalled = RecalledPal | RecalledDpor;

export interface RecalledPal {
  readonly tenant: TenantRef;
  readonly pal: Extract<PalState, { readonly kind: 'linked' | 'notLinked' | 'unclear' }>;
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
  return record.items.flatMap((one, index): readonly Recalled[] => {
    const { tenant, subscription } = one.item;
    const { outcome } = one;
    if (isUnproved(one)) {
      const write = held ? undefined : unprovedWrite(one, { id: record.id, item: index });
      if (write === undefined) {
        return [];
      }
      return [
        subscription
          ? {
              tenant,
              subscriptionId: subscription.id,
              dpor: { kind: 'unclear', write, source: 'portalService' },
              at: write.at,
            }
          : { tenant, pal: { kind: 'unclear', write }, at: write.at },
      ];
    }
    if (subscription) {
      const told = recalledDpor(one);
      return told ? [{ tenant, subscriptionId: subscription.id, ...told }] : [];
    }
    if (outcome?.result.kind !== 'done') {
      return [];
    }
    const { link } = outcome.result;
    return [{ tenant, pal: link === undefined ? { kind: 'notLinked' } : { kind: 'linked', link }, at: outcome.at }];
  });
}

/** `undefined`: nothing was announced. */
function unprovedWrite({ item, intent, outcome }: ItemRecord, run: UnclearWrite['run']): UnclearWrite | undefined {
  if (intent === undefined || !isWrite(item.action)) {
    return undefined;
  }
  const failure: Failure = (outcome?.result.kind === 'unclear' && outcome.result.failure) || {
    kind: 'interrupted',
    tenantId: item.tenant.tenantId,
  };
  // A journal that does not say what was there before: what was reviewed.
  const from =
    intent.from ?? (intent.from === undefined && item.action.do !== 'link' ? { id: item.action.from } : null);
  return { to: partnerOf(intent.to), from: partnerOf(from), at: intent.at, failure, run };
}

function partnerOf(held: LinkedTo): NamedPartner | undefined {
  return held === null ? undefined : dporPartner(held.id, held.name);
}

function recalledDpor({ item, outcome }: ItemRecord): Pick<RecalledDpor, 'dpor' | 'at'> | undefined {
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
