/**
 * Virtual time: whatever waits, for a timer, a file or an answer, is an event in one queue, and time jumps from one to the next.
 * Each event belongs to a host (a window's process, or the service), which may be dead or asleep. The product gets at it through the
 * globals (`Date.now`, `performance.now`, `setTimeout`, …), which `installGlobals` replaces for this thread; so the real timers of `src` run as they are.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

/** A process: what it does happens while it lives and is awake. */
export interface Host {
  readonly name: string;
  dead: boolean;
  /** Milliseconds since 1970: until then nothing of it happens. */
  asleepUntil: number;
}

export interface Waiting {
  readonly at: number;
  readonly order: number;
  readonly host: Host;
  /** Absent once it was called off. */
  run: (() => void) | undefined;
}

export type DriveEnd = 'done' | 'nothing left' | 'too long';

const realImmediate = globalThis.setImmediate;
const hosts = new AsyncLocalStorage<Host>();
const nobody: Host = { name: '-', dead: false, asleepUntil: 0 };

/** More than any schedule takes; one beyond it never ends. */
const mostSteps = 400_000;
const longestMs = 48 * 60 * 60_000;

/** 2025-06-15: far from any change of clocks. */
const beginning = 1_750_000_000_000;

export function hostNow(): Host {
  return hosts.getStore() ?? nobody;
}

export function inHost<T>(host: Host, run: () => T): T {
  return hosts.run(host, run);
}

export class VirtualTime {
  /** Milliseconds since 1970. */
  now = beginning;
  /** Counts events: what happens in one step happens at one moment, nothing comes in between. */
  step = 0;
  readonly #queue: Waiting[] = [];
  #order = 0;

  /** Milliseconds since the beginning. */
  get elapsed(): number {
    return this.now - beginning;
  }

  /** Calls `run` in this host after `ms`. */
  after(ms: number, host: Host, run: () => void): Waiting {
    const one: Waiting = { at: this.now + Math.max(0, ms), order: (this.#order += 1), host, run };
    this.#push(one);
    return one;
  }

  /** Resolves after `ms`, unless the host is dead by then. */
  wait(ms: number, host: Host = hostNow()): Promise<void> {
    return new Promise((resolve) => {
      this.after(ms, host, resolve);
    });
  }

  /** Lets everything happen until `until` settles. */
  async drive(until: Promise<unknown>): Promise<DriveEnd> {
    let done = false;
    const note = (): void => {
      done = true;
    };
    until.then(note, note);
    for (let steps = 0; steps < mostSteps && this.elapsed < longestMs; steps += 1) {
      await settled();
      if (done) {
        return 'done';
      }
      const next = this.#pop();
      if (next === undefined) {
        return 'nothing left';
      }
      this.#happen(next);
    }
    return 'too long';
  }

  #happen(next: Waiting): void {
    const { host, run } = next;
    if (run === undefined || host.dead) {
      return;
    }
    this.now = Math.max(this.now, next.at);
    if (host.asleepUntil > this.now) {
      // In the order in which it waited: `order` stays.
      this.#push({ ...next, at: host.asleepUntil });
      return;
    }
    this.step += 1;
    inHost(host, run);
  }

  #push(one: Waiting): void {
    const queue = this.#queue;
    queue.push(one);
    for (let at = queue.length - 1; at > 0;) {
      const above = (at - 1) >> 1;
      if (!this.#swapIf(at, above)) {
        return;
      }
      at = above;
    }
  }

  #pop(): Waiting | undefined {
    const queue = this.#queue;
    const first = queue[0];
    const last = queue.pop();
    if (first === undefined || last === undefined || queue.length === 0) {
      return first;
    }
    queue[0] = last;
    for (let at = 0; ;) {
      const left = 2 * at + 1;
      const least = isBefore(queue[left + 1], queue[left]) ? left + 1 : left;
      if (!this.#swapIf(least, at)) {
        return first;
      }
      at = least;
    }
  }

  /** Swaps the two where the lower one in the heap (`below`) comes first. */
  #swapIf(below: number, above: number): boolean {
    const queue = this.#queue;
    const [lower, upper] = [queue[below], queue[above]];
    if (lower === undefined || upper === undefined || !isBefore(lower, upper)) {
      return false;
    }
    queue[below] = upper;
    queue[above] = lower;
    return true;
  }
}

function isBefore(one: Waiting | undefined, other: Waiting | undefined): boolean {
  return (
    one !== undefined && (other === undefined || one.at < other.at || (one.at === other.at && one.order < other.order))
  );
}

/** Everything that follows from the last event without waiting has happened: promises are settled before an immediate's turn. */
function settled(): Promise<void> {
  return new Promise((resolve) => realImmediate(resolve));
}

/** Replaces the clock, the timers and `Math.random` of this thread by those of whichever time is current. */
export function installGlobals(current: () => { readonly time: VirtualTime; readonly random: () => number }): void {
  const handleOf = (waiting: Waiting): object => {
    const handle = { waiting, ref: () => handle, unref: () => handle, hasRef: () => false };
    return handle;
  };
  const stop = (handle: unknown): void => {
    const waiting = (handle as { readonly waiting?: Waiting } | undefined)?.waiting;
    if (waiting) {
      waiting.run = undefined;
    }
  };
  const once = (callback: (...given: unknown[]) => void, ms = 0, ...given: unknown[]): object =>
    handleOf(current().time.after(ms, hostNow(), () => callback(...given)));
  const every = (callback: (...given: unknown[]) => void, ms = 0, ...given: unknown[]): object => {
    const handle = { waiting: undefined as Waiting | undefined, ref: () => handle, unref: () => handle };
    const again = (): void => {
      handle.waiting = current().time.after(Math.max(1, ms), hostNow(), () => {
        again();
        callback(...given);
      });
    };
    again();
    return handle;
  };
  Date.now = () => Math.floor(current().time.now);
  performance.now = () => current().time.now;
  Math.random = () => current().random();
  Object.assign(globalThis, {
    setTimeout: once,
    clearTimeout: stop,
    setInterval: every,
    clearInterval: stop,
    setImmediate: (callback: (...given: unknown[]) => void, ...given: unknown[]) => once(callback, 0, ...given),
    clearImmediate: stop,
  });
}
