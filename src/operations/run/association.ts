/** The two kinds of association that a run changes: how each is read, sent and told. All else of a run is the same for both. */
import type { Clock } from '../../shared/async/clock.ts';
import type { Store } from '../../estate/store/store.ts';
import type { Azure, MayBeSent, WriteAnswer } from '../../shared/ports/azure.ts';
import { dporOf } from '../../estate/store/dporRow.ts';
import { dporAfterReading, dporSubmitted, type DporReading, type DporState } from '../../shared/model/dpor.ts';
import type { PartnerLink, TenantRef, TenantRow } from '../../shared/model/model.ts';
import { success, type Outcome } from '../../shared/model/outcome.ts';
import { palAfterReading } from '../../shared/model/palAfterReading.ts';
import type { NamedPartner, UnclearWrite } from '../../shared/model/unclearWrite.ts';
import type { Activity } from '../../shared/model/activity.ts';
import type { ItemState, SkippedWhy } from '../plan/itemState.ts';
import { dporChange, dporPartner } from '../plan/dporChange.ts';
import { currentDpor } from '../plan/dporPlan.ts';
import {
  palStanding,
  type PlannedSubscription,
  type PlanTarget,
  type CurrentState,
  type WriteAction,
} from '../plan/plan.ts';

export type AssociationStore = Pick<Store, 'setPal' | 'tenant' | 'setDpor' | 'setActivity' | 'setFailedWrite'>;

export interface AssociationParts {
  readonly azure: Azure;
  readonly store: AssociationStore;
  readonly clock: Pick<Clock, 'now'>;
  /** Gets to know of each well-formed answer about a subscription: its DPOR has been read in this session. */
  readonly dporRead?: (ref: TenantRef, subscriptionId: string) => void;
}

/** A well-formed answer: who is linked or designated. `undefined`: not linked, or none reported. */
export type Holder = PartnerLink | undefined;

/** A write as a run knows it, for the store. */
export interface UnprovedWrite extends Pick<UnclearWrite, 'at' | 'failure' | 'run'> {
  readonly action: WriteAction;
  readonly before: Holder;
}

interface Common {
  /** Why nothing of this kind is to be begun now; nothing is asked for it. */
  refusal(): SkippedWhy | undefined;
  read(signal: AbortSignal): Promise<Outcome<Holder>>;
  /** The one request of an action; never repeated. `before`: what was just read. `mayBeSent`: asked when it is about to leave. */
  send(action: WriteAction, before: Holder, signal: AbortSignal, mayBeSent: MayBeSent): Promise<Outcome<WriteAnswer>>;
  /** Only foreign changes count as drift: a state that the run brought about is told as the run's. */
  tell(reading: Outcome<Holder>, by: 'scan' | 'run'): void;
  /** A write was announced, and nothing proves what became of it. */
  tellUnclear(what: UnprovedWrite): void;
  /** What can be put back upon a fresh reading; `undefined`: it was cancelled. */
  standing(reading: Outcome<Holder>): CurrentState | undefined;
}

/** A reading right after a write shows it, or within seconds: it decides what became of the write. */
export interface ShownAtOnce extends Common {
  readonly shows: 'atOnce';
}

/** A write shows minutes later: a reading that is as before says nothing about it. */
export interface ShownLater extends Common {
  readonly shows: 'later';
  /** Azure took the write. */
  tellSubmitted(action: WriteAction, before: Holder): void;
}

export type Association = ShownAtOnce | ShownLater;

export function associationOf(target: PlanTarget, parts: AssociationParts): Association {
  return target.subscription === undefined
    ? palAssociation(target.tenant, parts)
    : dporAssociation(target.tenant, target.subscription, parts);
}

function palAssociation(tenant: TenantRef, { azure, store }: AssociationParts): ShownAtOnce {
  return {
    shows: 'atOnce',
    refusal: () => undefined,
    read: (signal) => azure.readLink(tenant, signal),
    send: (action, before, signal, mayBeSent) => {
      switch (action.do) {
        case 'link':
          return azure.createLink(tenant, action.to, signal, mayBeSent);
        case 'change':
          return azure.changeLink(tenant, action.to, signal, mayBeSent);
        case 'remove':
          // The exact ID that was read is removed: what DELETE does with another one is not known.
          return azure.removeLink(tenant, before?.partnerId ?? action.from, signal, mayBeSent);
      }
    },
    tell: (reading, by) => {
      const pal = palAfterReading(reading);
      if (pal !== undefined) {
        store.setPal(tenant, pal, by);
      }
    },
    tellUnclear: (what) => {
      store.setPal(tenant, { kind: 'unclear', write: unclearWrite(what) }, 'run');
    },
    standing: (reading) => {
      const pal = palAfterReading(reading);
      return pal && palStanding(pal);
    },
  };
}

function dporAssociation(tenant: TenantRef, { id }: PlannedSubscription, parts: AssociationParts): ShownLater {
  const { azure, store, clock } = parts;
  const after = (row: TenantRow | undefined, reading: Outcome<Holder>): DporState =>
    dporAfterReading(row ? dporOf(row, id).dpor : { kind: 'notChecked' }, readingOf(reading), clock.now());
  return {
    shows: 'later',
    refusal: () => {
      const service = azure.portalService();
      return service === 'mayBeAsked' ? undefined : { kind: service };
    },
    read: async (signal) => {
      const reading = await azure.readDpor(tenant, id, signal);
      if (!reading.ok) {
        return reading;
      }
      parts.dporRead?.(tenant, id);
      return success(holderOf(reading.value));
    },
    send: async (action, _before, signal, mayBeSent) => {
      const answer =
        action.do === 'remove'
          ? await azure.removeDpor(tenant, id, signal, mayBeSent)
          : await azure.setDpor(tenant, id, action.to, signal, mayBeSent);
      if (!answer.ok) {
        return answer;
      }
      const { partner, ...request } = answer.value;
      return success({ ...request, link: partner });
    },
    tell: (reading) => {
      store.setDpor(tenant, id, after(store.tenant(tenant), reading));
    },
    tellUnclear: (what) => {
      store.setDpor(tenant, id, { kind: 'unclear', write: unclearWrite(what), source: 'portalService' });
    },
    standing: (reading) => {
      if (!reading.ok && reading.failure.kind === 'cancelled') {
        return undefined;
      }
      const state = after(store.tenant(tenant), reading);
      return state.kind === 'submittedNotVisible'
        ? { kind: 'obstacle', why: { kind: 'notVisibleYet' } }
        : currentDpor(state, reading.ok);
    },
    tellSubmitted: (action, before) => {
      const former = before && dporPartner(before.partnerId, before.partnerName);
      store.setDpor(tenant, id, dporSubmitted(dporChange(action), former, clock.now()));
    },
  };
}

function unclearWrite({ action, before, at, failure, run }: UnprovedWrite): UnclearWrite {
  const to = action.do === 'remove' ? undefined : named(action.to, action.toName);
  return { to, from: before && named(before.partnerId, before.partnerName), at, failure, run };
}

function named(partnerId: string, partnerName: string | undefined): NamedPartner {
  return partnerName === undefined ? { partnerId } : { partnerId, partnerName };
}

function holderOf(reading: DporReading): Holder {
  return reading.kind === 'designated' ? reading.partner : undefined;
}

function readingOf(outcome: Outcome<Holder>): Outcome<DporReading> {
  if (!outcome.ok) {
    return outcome;
  }
  const { value } = outcome;
  return success(
    value === undefined
      ? { kind: 'noneReported', ambiguous: true }
      : { kind: 'designated', partner: dporPartner(value.partnerId, value.partnerName) },
  );
}

/** What a run does to a target, and that it failed: it stays there when the run has ended. */
export function showOnRow(
  store: Pick<AssociationStore, 'setActivity' | 'setFailedWrite'>,
  { tenant, subscription }: PlanTarget,
  action: WriteAction,
  state: ItemState,
): void {
  const write = { of: subscription ? 'dpor' : 'pal', do: action.do } as const;
  const activity: Activity | undefined =
    state.kind === 'throttled'
      ? state
      : state.kind === 'running' && state.waitingForAnotherWindow !== true
        ? { kind: 'writing', ...write }
        : undefined;
  store.setActivity(tenant, subscription?.id, activity);
  if (state.kind === 'failed') {
    store.setFailedWrite(tenant, subscription?.id, { ...write, failure: state.failure });
  }
}
