/** The truth: who holds what and since when, what was sent, and what each window was shown. */
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { shortTarget, type TargetId } from '../world/estate.ts';
import type { VirtualTime } from '../world/time.ts';
import type { Trace } from '../world/trace.ts';

/** Partner ID; `undefined`: none. */
export type Held = string | undefined;

/** A request that writes, from the moment it was handed to the network. */
export interface Sending {
  readonly number: number;
  readonly at: number;
  readonly step: number;
  readonly window: string;
  readonly target: TargetId;
  readonly how: string;
  /** What the target would hold. */
  readonly to: Held;
  /** The same for what the pipeline itself sends again. */
  readonly requestId: string;
  /** The run and the item that it belongs to, as far as the journals tell. */
  run?: { readonly id: string; readonly item: number };
  /** The status of the service's answer to it, whether that came through or not. */
  status?: number;
}

/** A well-formed answer to a reading that a window was given. */
export interface Reading {
  readonly window: string;
  readonly target: TargetId;
  readonly value: Held;
  /** When the service looked. */
  readonly servedStep: number;
  /** It shows what was there before a change. */
  readonly stale: boolean;
}

export interface Change {
  readonly at: number;
  readonly step: number;
  readonly target: TargetId;
  readonly from: Held;
  readonly to: Held;
  /** Absent: a colleague, by another tool. */
  readonly by?: Sending;
}

export class Ledger {
  readonly sendings: Sending[] = [];
  readonly readings: Reading[] = [];
  readonly changes: Change[] = [];
  readonly #sandbox: Sandbox;
  readonly #time: VirtualTime;
  readonly #trace: Trace;
  readonly #first = new Map<TargetId, Held>();

  constructor(sandbox: Sandbox, time: VirtualTime, trace: Trace, targets: readonly TargetId[]) {
    this.#sandbox = sandbox;
    this.#time = time;
    this.#trace = trace;
    for (const target of targets) {
      this.#first.set(target, this.held(target));
    }
  }

  held(target: TargetId): Held {
    const [kind, first = '', second = ''] = target.split('|');
    if (kind === 'dpor') {
      return this.#sandbox.designated(first);
    }
    const record = this.#sandbox.record(first, second);
    return record?.active === true ? record.partnerId : undefined;
  }

  /** Every value that the target had from then on, the one that it had then included. */
  heldSince(target: TargetId, at: number): readonly Held[] {
    const changes = this.changes.filter((one) => one.target === target);
    const before = changes.filter((one) => one.at <= at).at(-1);
    const first = before ? before.to : this.#first.get(target);
    return [first, ...changes.filter((one) => one.at > at).map((one) => one.to)];
  }

  lastChange(target: TargetId): Change | undefined {
    return this.changes.findLast((one) => one.target === target);
  }

  /** A colleague changes it by another tool. */
  changeByColleague(target: TargetId, to: Held): void {
    const [kind, first = '', second = ''] = target.split('|');
    const from = this.held(target);
    if (from === to) {
      return;
    }
    if (kind === 'dpor') {
      this.#sandbox.setDesignated(first, to);
    } else {
      this.#sandbox.setLink(first, second, to);
    }
    this.note(target, from, undefined);
  }

  /** What came of something that may have changed the target. */
  note(target: TargetId, from: Held, by: Sending | undefined): void {
    const to = this.held(target);
    if (from !== to) {
      const { now: at, step, elapsed } = this.#time;
      this.changes.push({ at, step, target, from, to, ...(by && { by }) });
      const who = by ? `sending ${String(by.number)}` : 'a colleague';
      this.#trace.say(elapsed, `${shortTarget(target)}: ${from ?? 'none'} → ${to ?? 'none'} by ${who}`);
    }
  }
}
