/** The items of a run with what became of each, and what that says of the partner IDs among them. */
import type { Failure } from '../shared/failure.ts';
import type { FinalState, ItemState, SkippedWhy } from './itemState.ts';
import { isWrite } from './plan.ts';
import type { Plan, PlanItem } from './plan.ts';
import type { RunRecord } from './runRecord.ts';

export interface RunCounts {
  /** Written, or found as wanted after writing. */
  readonly done: number;
  /** Already as wanted, so nothing was written. */
  readonly alreadySo: number;
  readonly failed: number;
  readonly skipped: number;
  readonly cancelled: number;
}

export interface RunProgress {
  readonly done: number;
  readonly total: number;
  /** Those that wait until somebody has signed in. */
  readonly waiting: number;
}

export interface RunItemState {
  readonly item: PlanItem;
  readonly state: ItemState;
}

export class RunStates {
  /** Places of items whose write an earlier window announced without saying what became of it. */
  readonly open: ReadonlySet<number>;
  readonly #plan: Plan;
  readonly #states: ItemState[];
  /** The IDs that a tenant was linked to, by this window or an earlier one, with the name that came back. */
  readonly #linked = new Map<string, string | undefined>();

  /** `record`: what earlier windows did of it. */
  constructor(plan: Plan, record: RunRecord | undefined) {
    const records = record?.items ?? [];
    this.#plan = plan;
    this.open = new Set(records.flatMap((one, index) => (one.open ? [index] : [])));
    this.#states = plan.items.map((item, index) => {
      const ended = this.open.has(index) ? undefined : records[index]?.outcome;
      const linked = ended?.result.kind === 'done' && ended.wrote !== 'no' && item.subscription === undefined;
      if (linked && ended.result.link !== undefined) {
        this.noteLinked(ended.result.link.partnerId, ended.result.link.partnerName);
      }
      return ended?.result ?? firstState(item);
    });
  }

  items(): readonly RunItemState[] {
    return this.#plan.items.map((item, index) => ({ item, state: this.#states[index] ?? { kind: 'queued' } }));
  }

  at(index: number): ItemState | undefined {
    return this.#states[index];
  }

  set(index: number, state: ItemState): void {
    this.#states[index] = state;
  }

  /** Of the tenants that are written to, as the person confirmed their number. */
  progress(): RunProgress {
    const writes = this.items().filter(({ item }) => isWrite(item.action));
    return {
      done: writes.filter(({ state }) => !isUnended(state)).length,
      total: writes.length,
      waiting: this.waitingForSignIn().length,
    };
  }

  /** Places of the items that wait: of the tenants that are to be linked to one ID, or of all. */
  queued(id?: string): readonly number[] {
    return this.#places((state, index) => state.kind === 'queued' && (id === undefined || this.#target(index) === id));
  }

  /** Places of the items that wait for a sign-in: of the tenants that are to be linked to one ID, or of all. */
  waitingForSignIn(id?: string): readonly number[] {
    return this.#places(
      (state, index) => state.kind === 'signInNeeded' && (id === undefined || this.#target(index) === id),
    );
  }

  /** Places of the items that wait to get this ID, subscriptions included. */
  waitingFor(id: string): readonly number[] {
    return this.#places((state, index) => {
      const action = this.#plan.items[index]?.action;
      return (
        (state.kind === 'queued' || state.kind === 'signInNeeded') &&
        (action?.do === 'link' || action?.do === 'change') &&
        action.to === id
      );
    });
  }

  /** Places of the items that have no end yet. */
  unended(): readonly number[] {
    return this.#places(isUnended);
  }

  /** Whether all items ended as they were meant to: none is cancelled and none waits. */
  areWhole(): boolean {
    return this.#states.every((state) => state.kind !== 'cancelled' && !isUnended(state));
  }

  /** Of an ID that several tenants get, the name that came first counts. */
  noteLinked(id: string, name: string | undefined): void {
    if (!this.#linked.has(id)) {
      this.#linked.set(id, name);
    }
  }

  isLinked(id: string): boolean {
    return this.#linked.has(id);
  }

  linkedName(id: string): string | undefined {
    return this.#linked.get(id);
  }

  /** With what Azure refused this ID; an earlier window may have sent it. */
  refusalOf(id: string): Failure | undefined {
    for (const [index, state] of this.#states.entries()) {
      if (state.kind === 'failed' && state.failure.kind === 'partnerIdInvalid' && this.#target(index) === id) {
        return state.failure;
      }
    }
    return undefined;
  }

  counts(): RunCounts {
    const counts = { done: 0, alreadySo: 0, failed: 0, skipped: 0, cancelled: 0 };
    for (const state of this.#states) {
      switch (state.kind) {
        case 'done':
          counts[state.note === 'alreadySo' ? 'alreadySo' : 'done'] += 1;
          break;
        case 'failed':
        case 'skipped':
        case 'cancelled':
          counts[state.kind] += 1;
          break;
        case 'queued':
        case 'signInNeeded':
        case 'running':
          break;
      }
    }
    return counts;
  }

  #places(fits: (state: ItemState, index: number) => boolean): readonly number[] {
    return this.#states.flatMap((state, index) => (fits(state, index) ? [index] : []));
  }

  /** The ID that a tenant is to be linked to. */
  #target(index: number): string | undefined {
    const item = this.#plan.items[index];
    const isLink = item?.subscription === undefined && (item?.action.do === 'link' || item?.action.do === 'change');
    return isLink ? item.action.to : undefined;
  }
}

export function skipped(why: SkippedWhy): FinalState {
  return { kind: 'skipped', why };
}

function isUnended({ kind }: ItemState): boolean {
  return kind === 'queued' || kind === 'signInNeeded' || kind === 'running';
}

function firstState(item: PlanItem): ItemState {
  switch (item.action.do) {
    case 'link':
    case 'change':
    case 'remove':
      return { kind: 'queued' };
    case 'nothing':
      return { kind: 'done', note: 'alreadySo' };
    case 'cannot':
      return skipped({ kind: 'cannot', obstacle: item.action.why });
  }
}
