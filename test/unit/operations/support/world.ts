/** The real Azure room over the sandbox, with any number of windows on one folder, and targets of one association. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Azure } from '../../../../src/shared/ports/azure.ts';
import { azureCloud } from '../../../../src/azure/clouds/cloud.ts';
import { connect } from '../../../../src/azure/connect.ts';
import { Store } from '../../../../src/estate/store/store.ts';
import type { OpenForAppend } from '../../../../src/operations/journal/journalFile.ts';
import type { JournalLine } from '../../../../src/operations/journal/journalLine.ts';
import type { RunRecord } from '../../../../src/operations/journal/runRecord.ts';
import { Operations, type OperationsParts } from '../../../../src/operations/operations.ts';
import type { DporPlanContext } from '../../../../src/operations/plan/dporPlan.ts';
import {
  planList,
  type PalIntent,
  type Plan,
  type PlanContext,
  type PlanItem,
} from '../../../../src/operations/plan/plan.ts';
import type { Run, RunOptions } from '../../../../src/operations/run/run.ts';
import { WriteWatch } from '../../../../src/operations/run/writeWatch.ts';
import { generatedTenantId } from '../../../../src/sandbox/scenario/generator.ts';
import { samplePartnerIds } from '../../../../src/sandbox/scenario/partners.ts';
import { createSandbox, type Sandbox } from '../../../../src/sandbox/sandbox.ts';
import type { FaultAnswer, FaultRule } from '../../../../src/sandbox/switches/faults.ts';
import type { TenantRef } from '../../../../src/shared/model/model.ts';
import type { Clock } from '../../../../src/shared/async/clock.ts';
import type { Concurrency } from '../../../../src/shared/async/pace.ts';
import { rememberingLog, silent } from '../../support/logs.ts';
import { valueOf } from '../../support/outcomes.ts';
import { quickClock } from '../../support/manualClock.ts';
import { identity, pal, subscriptionsPerTenant, type Between, type TestedAssociation } from './associations.ts';

export { identity, never, ref } from './associations.ts';
export { quickClock, valueOf };

/** Known to the service; the sandbox's generated estates link nobody to it. */
export const wanted = samplePartnerIds.proseware;
export const wantedName = 'Proseware Managed IT';
export const other = samplePartnerIds.fabrikam;

export interface Window {
  readonly operations: Operations;
  readonly store: Store;
  readonly lines: string[];
}

export interface WindowOptions {
  readonly clock?: Clock;
  readonly openFile?: OpenForAppend;
  readonly concurrency?: Concurrency;
  readonly azure?: Azure;
  readonly folder?: string;
  readonly dporRead?: OperationsParts['dporRead'];
}

export class World {
  readonly folder: string;
  readonly sandbox: Sandbox;
  readonly azure: Azure;
  readonly targets: number;
  readonly association: TestedAssociation;
  readonly #windows: Window[] = [];
  readonly #watches: WriteWatch[] = [];

  constructor(folder: string, targets: number, association = pal) {
    this.folder = folder;
    this.targets = targets;
    this.association = association;
    this.sandbox = createSandbox({
      switches: { scenario: { kind: 'generated', tenants: targets, subscriptionsPerTenant, linkedShare: 0 } },
    });
    this.azure = connect({
      cloud: azureCloud,
      sources: [this.sandbox.identities],
      httpClient: this.sandbox.httpClient,
      log: silent,
    });
  }

  static async open(targets: number, association?: TestedAssociation): Promise<World> {
    return new World(await mkdtemp(join(tmpdir(), 'operations-')), targets, association);
  }

  /** What Azure holds, by target: partner ID or `undefined`. */
  held(): readonly (string | undefined)[] {
    return Array.from({ length: this.targets }, (_, target) => this.heldIn(target));
  }

  heldIn(target: number): string | undefined {
    return this.association.heldIn(this, target);
  }

  /** Another tool's change. */
  put(target: number, partnerId: string | undefined): void {
    this.association.put(this, target, partnerId);
  }

  /** What the window says of a target. */
  known({ store }: Window, target: number): string {
    return this.association.known(store, target);
  }

  /** Azure as windows have it, with something between them and it. */
  between(between: Between): Azure {
    return this.association.between(this.azure, between);
  }

  fault(answer: FaultAnswer, match: FaultRule['match'], times?: number): void {
    this.sandbox.setSwitches({ faults: [...this.sandbox.switches().faults, { answer, match, times }] });
  }

  noFaults(): void {
    this.sandbox.setSwitches({ faults: [] });
  }

  /** Writes that were sent, by tenant. */
  writes(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { method, tenantId } of this.sandbox.requests()) {
      if (method !== 'GET' && tenantId !== undefined) {
        counts.set(tenantId, (counts.get(tenantId) ?? 0) + 1);
      }
    }
    return counts;
  }

  writeCount(): number {
    return [...this.writes().values()].reduce((sum, count) => sum + count, 0);
  }

  window(options: WindowOptions = {}): Window {
    const log = rememberingLog();
    const { clock } = options;
    const store = new Store(clock);
    store.putIdentities([
      { identity: { key: identity, kind: 'sample', name: 'me@contoso.example' }, state: { kind: 'ready' } },
    ]);
    store.putTenants(
      identity,
      Array.from({ length: this.targets }, (_, tenant) => ({
        tenantId: generatedTenantId(tenant),
        displayName: `Customer ${String(tenant)}`,
        defaultDomain: `customer${String(tenant)}.example`,
      })),
    );
    const operations = new Operations({
      folder: options.folder ?? this.folder,
      windowId: `window-${String(this.#windows.length)}`,
      azure: () => Promise.resolve(options.azure ?? this.azure),
      store,
      log,
      clock: options.clock ?? quickClock(),
      openFile: options.openFile,
      dporRead: options.dporRead,
      concurrency: () => options.concurrency ?? 4,
    });
    const window = { operations, store, lines: log.lines };
    this.#windows.push(window);
    return window;
  }

  /** Reads every tenant into the window's store, then plans as a command does. */
  /** Reads all targets, and plans upon that. */
  async plan(window: Window, intent: PalIntent, name?: string): Promise<Plan> {
    await this.read(window);
    return this.planRead(window, intent, name);
  }

  /** Plans upon what was read before. */
  planRead({ store }: Window, intent: PalIntent, name?: string, association = this.association): Plan {
    return association.planRead(
      this,
      store,
      intent,
      contextOf({ store }, () => name),
    );
  }

  /** Like `plan`, from a list: the ID of each tenant in turn, none for those left out. */
  async planList(
    window: Window,
    ids: readonly (string | undefined)[],
    name: (id: string) => string | undefined = () => undefined,
  ): Promise<Plan> {
    await this.read(window);
    const targets = window.store.tenants(identity).flatMap((row) => {
      const partnerId = ids[generatedNumber(row.ref)];
      return partnerId === undefined ? [] : [{ row, partnerId }];
    });
    targets.sort((a, b) => generatedNumber(a.row.ref) - generatedNumber(b.row.ref));
    return planList(targets, contextOf(window, name));
  }

  async read({ store }: Window, association = this.association): Promise<void> {
    await association.read(this, store);
    this.sandbox.clearRequests();
  }

  /** What a run has in its journal, as it was written and as it is read back. */
  async journal({ operations }: Window, { id }: Run): Promise<{ lines: readonly JournalLine[]; record: RunRecord }> {
    const record = await operations.record(id);
    assert.ok(record);
    const text = await readFile(join(this.folder, 'journal', `${id}.jsonl`), 'utf8');
    return {
      lines: text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as JournalLine),
      record,
    };
  }

  /** Reads again what the window's writes left open. */
  watch({ operations, store }: Window, clock: Clock, mayAsk = (): boolean => true): WriteWatch {
    const watch = new WriteWatch({
      azure: () => Promise.resolve(this.azure),
      store,
      log: silent,
      mayAsk,
      settled: (settlement) => operations.noteSettled(settlement),
      clock,
    });
    this.#watches.push(watch);
    return watch;
  }

  async close(): Promise<void> {
    await Promise.all(this.#watches.map((watch) => watch.dispose()));
    await Promise.all(this.#windows.map(({ operations }) => operations.dispose()));
    this.azure.dispose();
    this.sandbox.dispose();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Runs a plan until it has ended. */
export async function runToEnd({ operations }: Window, plan: Plan, options?: RunOptions): Promise<Run> {
  const run = valueOf(await operations.start(plan, options));
  await run.finished;
  return run;
}

function generatedNumber({ tenantId }: TenantRef): number {
  for (let tenant = 0; ; tenant++) {
    if (generatedTenantId(tenant) === tenantId) {
      return tenant;
    }
  }
}

export function contextOf({ store }: Pick<Window, 'store'>, partnerName: PlanContext['partnerName']): DporPlanContext {
  return {
    readInSession: () => true,
    identityName: (key) => store.identity(key)?.identity.name ?? key,
    partnerName,
  };
}

/** The state of every item in one word each, with its note or reason. */
export function words(run: Run): readonly string[] {
  return run.items().map(({ state }) => {
    switch (state.kind) {
      case 'done':
        return state.note ?? 'done';
      case 'unclear':
        return `unclear ${state.failure.kind}`;
      case 'failed':
        return `failed ${state.failure.kind}`;
      case 'skipped':
        return `skipped ${state.why.kind}`;
      case 'queued':
      case 'signInNeeded':
      case 'throttled':
      case 'running':
      case 'cancelled':
        return state.kind;
    }
  });
}

/** What each item of a plan does, or why it does not, in a word each. */
export function actions(items: readonly PlanItem[]): readonly string[] {
  return items.map(({ action }) => {
    switch (action.do) {
      case 'link':
        return `link ${action.to}`;
      case 'change':
        return `change ${action.from} ${action.to}`;
      case 'remove':
        return `remove ${action.from}`;
      case 'nothing':
        return `nothing: ${action.why}`;
      case 'cannot':
        return `cannot: ${action.why.kind}`;
    }
  });
}

/** Lets turns go by until it is so. */
export async function turns(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

export async function journalFiles(folder: string): Promise<readonly string[]> {
  return (await readdir(join(folder, 'journal')).catch(() => [])).sort();
}

export async function journalText(folder: string): Promise<string> {
  const names = await journalFiles(folder);
  return readFile(join(folder, 'journal', names.at(-1) ?? ''), 'utf8');
}

/** Puts a journal into the place of another at once, as nothing but a kill leaves it: windows tidy beside each other, and an empty one goes. */
export async function replaceJournal(path: string, content: string | Uint8Array): Promise<void> {
  await writeFile(`${path}.new`, content);
  await rename(`${path}.new`, path);
}
