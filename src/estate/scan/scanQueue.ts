/**
 * The tenants to be checked: at most so many at once, the most wanted first, each one once however many ask for it. Those whose
 * token is at hand have places of their own: VS Code gives out one token at a time, and they need not wait for any.
 */
import type { Disposable } from '../../shared/async/emitter.ts';
import { tenantKey, type TenantRef } from '../../shared/model/model.ts';
import { onAbort } from '../../shared/async/raceAbort.ts';
import { mostAtOnce, type Concurrency } from '../../shared/async/pace.ts';

/** What became of one tenant's check. */
export type CheckResult = 'checked' | 'needsPerson' | 'failed' | 'gone' | 'cancelled';

export interface CheckCounts {
  readonly tenants: number;
  readonly checked: number;
  /** Sign-in needed, or access to the account not yet allowed. */
  readonly needsPerson: number;
  readonly failed: number;
  /** Not there any more. */
  readonly gone: number;
  /** Not reached, or stopped half-way. */
  readonly cancelled: number;
}

export const noCounts: CheckCounts = { tenants: 0, checked: 0, needsPerson: 0, failed: 0, gone: 0, cancelled: 0 };

export interface ScanQueueParts {
  /** In each of the two lanes. */
  readonly concurrency: Concurrency;
  /** Asked when a tenant is added. */
  readonly hasToken: (ref: TenantRef) => boolean;
  /** None of these throws or rejects. `check` stops touching anything once the signal has fired. */
  readonly check: (ref: TenantRef, signal: AbortSignal) => Promise<CheckResult>;
  /** A check that had begun will not be finished. */
  readonly abandoned: (ref: TenantRef) => void;
  /** Lower first; asked again for every tenant at every pick. */
  readonly priority: (ref: TenantRef) => number;
  readonly progressed: (done: number, total: number) => void;
}

/** By `tenantKey`. */
interface Lane {
  readonly waiting: Map<string, Job>;
  readonly running: Map<string, Job>;
}

interface Job {
  readonly ref: TenantRef;
  readonly lane: Lane;
  readonly controller: AbortController;
  readonly requests: Set<ScanRequest>;
  urgent: boolean;
}

/** One caller's tenants. */
interface ScanRequest {
  readonly jobs: Set<Job>;
  counts: { -readonly [K in keyof CheckCounts]: number };
  end: () => void;
}

export class ScanQueue implements Disposable {
  readonly #parts: ScanQueueParts;
  readonly #tokenAtHand: Lane = { waiting: new Map(), running: new Map() };
  readonly #tokenToBeAsked: Lane = { waiting: new Map(), running: new Map() };
  readonly #listening: Disposable | undefined;
  #done = 0;

  constructor(parts: ScanQueueParts) {
    this.#parts = parts;
    const { concurrency } = parts;
    this.#listening = typeof concurrency === 'number' ? undefined : concurrency.onDidChange(() => this.#fill());
  }

  dispose(): void {
    this.#listening?.dispose();
  }

  /**
   * Resolves when each of the tenants is checked, or the signal fires. A tenant that is waiting or being checked already
   * is not checked twice; one that two callers want goes on when one of them gives up.
   */
  async add(refs: readonly TenantRef[], signal: AbortSignal, urgent = false): Promise<CheckCounts> {
    const request: ScanRequest = { jobs: new Set(), counts: { ...noCounts }, end: () => undefined };
    const ended = new Promise<void>((resolve) => (request.end = resolve));
    for (const ref of refs) {
      const job = this.#job(ref);
      job.urgent ||= urgent;
      job.requests.add(request);
      request.jobs.add(job);
    }
    request.counts.tenants = request.jobs.size;
    const release = onAbort([signal], () => this.#release(request));
    if (request.jobs.size > 0) {
      this.#pump();
      await ended;
    }
    release();
    return request.counts;
  }

  #job(ref: TenantRef): Job {
    const key = tenantKey(ref);
    for (const { running, waiting } of [this.#tokenAtHand, this.#tokenToBeAsked]) {
      const known = running.get(key) ?? waiting.get(key);
      if (known) {
        return known;
      }
    }
    const lane = this.#parts.hasToken(ref) ? this.#tokenAtHand : this.#tokenToBeAsked;
    const job: Job = { ref, lane, controller: new AbortController(), requests: new Set(), urgent: false };
    lane.waiting.set(key, job);
    return job;
  }

  #pump(): void {
    this.#fill();
    this.#tell();
  }

  #fill(): void {
    for (const lane of [this.#tokenAtHand, this.#tokenToBeAsked]) {
      while (lane.running.size < mostAtOnce(this.#parts.concurrency)) {
        const job = this.#next(lane);
        if (!job) {
          break;
        }
        lane.waiting.delete(tenantKey(job.ref));
        lane.running.set(tenantKey(job.ref), job);
        void this.#run(job);
      }
    }
  }

  #next({ waiting }: Lane): Job | undefined {
    let best: Job | undefined;
    let bestPriority = Infinity;
    for (const job of waiting.values()) {
      const priority = job.urgent ? -Infinity : this.#parts.priority(job.ref);
      if (!best || priority < bestPriority) {
        best = job;
        bestPriority = priority;
      }
    }
    return best;
  }

  async #run(job: Job): Promise<void> {
    const result = await this.#parts.check(job.ref, job.controller.signal);
    if (job.controller.signal.aborted) {
      return;
    }
    job.lane.running.delete(tenantKey(job.ref));
    this.#done += 1;
    for (const request of job.requests) {
      request.counts[result] += 1;
      request.jobs.delete(job);
      if (request.jobs.size === 0) {
        request.end();
      }
    }
    this.#pump();
  }

  #release(request: ScanRequest): void {
    request.counts.cancelled += request.jobs.size;
    for (const job of request.jobs) {
      job.requests.delete(request);
      if (job.requests.size === 0) {
        job.lane.waiting.delete(tenantKey(job.ref));
        if (job.lane.running.delete(tenantKey(job.ref))) {
          job.controller.abort();
          this.#parts.abandoned(job.ref);
        }
      }
    }
    request.jobs.clear();
    request.end();
    this.#pump();
  }

  #tell(): void {
    const open = [this.#tokenAtHand, this.#tokenToBeAsked].reduce(
      (sum, { waiting, running }) => sum + waiting.size + running.size,
      0,
    );
    this.#done = open === 0 ? 0 : this.#done;
    this.#parts.progressed(this.#done, this.#done + open);
  }
}
