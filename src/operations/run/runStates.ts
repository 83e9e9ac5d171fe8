/** The items of a run with what became of each, and what that says of the partner IDs among them. */
import type { Failure } from '../../shared/model/failure.ts';
import type { FinalState, ItemState, SkippedWhy } from '../plan/itemState.ts';
import { ItemsByPartnerId, tenantsTarget } from '../plan/itemsByPartnerId.ts';
import { isWrite, type Plan, type PlanItem } from '../plan/plan.ts';
import { isUnproved, type RunRecord } from '../journal/runRecord.ts';

export interface RunCounts {
  /** Written, or found as wanted after writing. */
  readonly done: number;
  /** Already as wanted, so nothing was written. */
  readonly alreadySo: number;
  /** Announced, and nothing proves what became of them. */
  readonly unclear: number;
  readonly failed: number;
  readonly skipped: number;
  readonly cancelled: number;
}

export interface RunProgress {
  readonly done: number;
  readonly total: number;
  /** Those that wait until somebody has signed in. */
  readonly waiting: number;
  /** Those that Azure refused for now, and that begin anew when it asked them to. */
  readonly throttled: number;
}

export interface RunItemState {
  readonly item: PlanItem;
  readonly state: ItemState;
}

/** What is asked at each change is counted as the states change, so that a run of many items takes no longer for each. */
export class RunStates {
  /** Places of items whose write an earlier window announced without a proof of what became of it, and when it did. */
  readonly unresolved: ReadonlyMap<number, number>;
  readonly #plan: Plan;
  readonly #changed: (index: number, state: ItemState) => void;
  readonly #states: ItemState[];
  /** The IDs that a tenant was linked to, by this window or an earlier one, with the name that came back. */
  readonly #linked = new Map<string, string | undefined>();
  /** With what Azure refused an ID in a tenant; the first that was heard of counts. */
  readonly #refused = new Map<string, Failure>();
  readonly #byId: ItemsByPartnerId;
  readonly #queued = new Set<number>();
  readonly #signInNeeded = new Set<number>();
  readonly #throttled = new Set<number>();
  readonly #writes: number;
  #endedWrites = 0;

  /** `record`: what earlier windows did of it. `changed` is called after each change. */
  constructor(plan: Plan, record?: RunRecord, changed: (index: number, state: ItemState) => void = () => {}) {
    const records = record?.items ?? [];
    this.#plan = plan;
    this.#changed = changed;
    this.#byId = new ItemsByPartnerId(plan);
    this.unresolved = new Map(
      records.flatMap((one, index) =>
        isUnproved(one) ? [[index, one.intent?.at ?? one.outcome?.at ?? 0] as const] : [],
      ),
    );
    this.#states = plan.items.map((item, index) => {
      const ended = this.unresolved.has(index) ? undefined : records[index]?.outcome;
      const linked = ended?.result.kind === 'done' && ended.wrote !== 'no' && item.subscription === undefined;
      if (linked && ended.result.link !== undefined) {
        this.noteLinked(ended.result.link.partnerId, ended.result.link.partnerName);
      }
      return ended?.result ?? firstState(item);
    });
    this.#writes = plan.items.filter(({ action }) => isWrite(action)).length;
    for (const [index, state] of this.#states.entries()) {
      this.#noteEntered(index, state);
    }
  }

  items(): readonly RunItemState[] {
    return this.#plan.items.map((item, index) => ({ item, state: this.#states[index] ?? { kind: 'queued' } }));
  }

  item(index: number): RunItemState | undefined {
    const [item, state] = [this.#plan.items[index], this.#states[index]];
    return item && state && { item, state };
  }

  at(index: number): ItemState | undefined {
    return this.#states[index];
  }

  set(index: number, state: ItemState): void {
    const before = this.#states[index];
    if (before !== undefined) {
      this.#noteLeft(index, before);
    }
    this.#states[index] = state;
    this.#noteEntered(index, state);
    this.#changed(index, state);
  }

  /** Of the tenants that are written to, as the user confirmed their number. */
  progress(): RunProgress {
    return {
      done: this.#endedWrites,
      total: this.#writes,
      waiting: this.#signInNeeded.size,
      throttled: this.#throttled.size,
    };
  }

  /** Places of the items that wait: of the tenants that are to be linked to one ID, or of all. */
  queued(id?: string): readonly number[] {
    return id === undefined ? inOrder(this.#queued) : this.#byId.tenants(id).filter((index) => this.#queued.has(index));
  }

  /** Place of the first tenant that waits to be linked to this ID. */
  firstQueued(id: string): number | undefined {
    return this.#byId.first(id, (index) => this.#queued.has(index));
  }

  /** Places of the items that wait for a sign-in: of the tenants that are to be linked to one ID, or of all. */
  waitingForSignIn(id?: string): readonly number[] {
    const all = inOrder(this.#signInNeeded);
    return id === undefined ? all : all.filter((index) => tenantsTarget(this.#plan.items[index]) === id);
  }

  /** Places of the items that wait to get this ID, subscriptions included. */
  waitingFor(id: string): readonly number[] {
    return this.#byId.all(id).filter((index) => this.#queued.has(index) || this.#signInNeeded.has(index));
  }

  /** Places of the items that have no end yet. */
  unended(): readonly number[] {
    return this.#states.flatMap((state, index) => (isUnended(state) ? [index] : []));
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
    return this.#refused.get(id);
  }

  counts(): RunCounts {
    const counts = { done: 0, alreadySo: 0, unclear: 0, failed: 0, skipped: 0, cancelled: 0 };
    for (const state of this.#states) {
      switch (state.kind) {
        case 'done':
          counts[state.note === 'alreadySo' ? 'alreadySo' : 'done'] += 1;
          break;
        case 'unclear':
        case 'failed':
        case 'skipped':
        case 'cancelled':
          counts[state.kind] += 1;
          break;
        case 'queued':
        case 'signInNeeded':
        case 'throttled':
        case 'running':
          break;
      }
    }
    return counts;
  }

  #noteLeft(index: number, state: ItemState): void {
    this.#queued.delete(index);
    this.#signInNeeded.delete(index);
    this.#throttled.delete(index);
    this.#endedWrites -= this.#isEndedWrite(index, state) ? 1 : 0;
  }

  #noteEntered(index: number, state: ItemState): void {
    this.#endedWrites += this.#isEndedWrite(index, state) ? 1 : 0;
    const id = tenantsTarget(this.#plan.items[index]);
    if (state.kind === 'queued') {
      this.#queued.add(index);
      if (id !== undefined) {
        this.#byId.fitsAgain(id, index);
      }
    } else if (state.kind === 'signInNeeded') {
      this.#signInNeeded.add(index);
    } else if (state.kind === 'throttled') {
      this.#throttled.add(index);
    } else if (state.kind === 'failed' && state.failure.kind === 'partnerIdInvalid' && id !== undefined) {
      this.#refused.set(id, this.#refused.get(id) ?? state.failure);
    }
  }

  #isEndedWrite(index: number, state: ItemState): boolean {
    const item = this.#plan.items[index];
    return item !== undefined && isWrite(item.action) && !isUnended(state);
  }
}

export function skipped(why: SkippedWhy): FinalState {
  return { kind: 'skipped', why };
}

function inOrder(places: ReadonlySet<number>): readonly number[] {
  return [...places].sort((a, b) => a - b);
}

function isUnended({ kind }: ItemState): boolean {
  return kind === 'queued' || kind === 'signInNeeded' || kind === 'throttled' || kind === 'running';
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
