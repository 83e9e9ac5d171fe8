import { systemClock } from '../../../../src/shared/async/clock.ts';
import type { Disposable } from '../../../../src/shared/async/emitter.ts';
import type { SandboxClock } from '../../../../src/sandbox/switches/delays.ts';

/** The stand-in's time, which a test may hold: what has latency then ends only when it is let go on. */
export class HeldTime implements SandboxClock {
  readonly #held = new Set<() => void>();
  readonly now = (): number => systemClock.now();
  #holds = false;

  hold(): void {
    this.#holds = true;
  }

  goOn(): void {
    this.#holds = false;
    const due = [...this.#held];
    this.#held.clear();
    due.forEach((run) => run());
  }

  start(ms: number, run: () => void): Disposable {
    if (!this.#holds) {
      return systemClock.start(ms, run);
    }
    const own = (): void => run();
    this.#held.add(own);
    return { dispose: () => this.#held.delete(own) };
  }
}
