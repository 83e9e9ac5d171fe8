/** The real Azure room over the sandbox, with any number of windows on one folder. */
import { mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import type { Azure } from '../../../../src/shared/ports/azure.ts';
import { azureCloud } from '../../../../src/azure/clouds/cloud.ts';
import { connect } from '../../../../src/azure/connect.ts';
import { Store } from '../../../../src/estate/store/store.ts';
import type { OpenForAppend } from '../../../../src/operations/journal/journalFile.ts';
import { Operations, type OperationsParts } from '../../../../src/operations/operations.ts';
import type { DporPlanContext } from '../../../../src/operations/plan/dporPlan.ts';
import {
  planList,
  planPal,
  type PalIntent,
  type Plan,
  type PlanContext,
} from '../../../../src/operations/plan/plan.ts';
import type { Run } from '../../../../src/operations/run/run.ts';
import { generatedObjectId, generatedTenantId } from '../../../../src/sandbox/scenario/generator.ts';
import { samplePartnerIds } from '../../../../src/sandbox/scenario/partners.ts';
import { createSandbox, type Sandbox } from '../../../../src/sandbox/sandbox.ts';
import type { FaultAnswer, FaultRule } from '../../../../src/sandbox/switches/faults.ts';
import type { TenantRef } from '../../../../src/shared/model/model.ts';
import type { Outcome } from '../../../../src/shared/model/outcome.ts';
import type { Clock } from '../../../../src/shared/async/clock.ts';
import type { Concurrency } from '../../../../src/shared/async/pace.ts';
import { manualClock } from '../../support/manualClock.ts';

export const identity = 'sample:generated-0';
/** Known to the service; the sandbox's generated estates link nobody to it. */
export const wanted = samplePartnerIds.proseware;
export const wantedName = 'Proseware Managed IT';
export const other = samplePartnerIds.fabrikam;
export const never = new AbortController().signal;

export function ref(tenant: number): TenantRef {
  return { identity, tenantId: generatedTenantId(tenant) };
}

/** Time passes as fast as anybody waits for it, for all windows alike. */
export function quickClock(): Clock & { pass(ms: number): void; stopTicks(): void } {
  const manual = manualClock();
  return {
    ...manual,
    wait: async (ms, signal) => {
      for (let turn = 0; turn < 3; turn++) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      if (signal?.aborted !== true) {
        manual.pass(ms);
      }
    },
  };
}

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
  readonly tenants: number;
  #windows: Window[] = [];

  constructor(folder: string, tenants: number, subscriptionsPerTenant = 0) {
    this.folder = folder;
    this.tenants = tenants;
    this.sandbox = createSandbox({
      switches: { scenario: { kind: 'generated', tenants, subscriptionsPerTenant, linkedShare: 0 } },
    });
    const silent = (): void => undefined;
    this.azure = connect({
      cloud: azureCloud,
      sources: [this.sandbox.identities],
      httpClient: this.sandbox.httpClient,
      log: { debug: silent, info: silent, warn: silent, error: silent },
    });
  }

  static async open(tenants: number, subscriptionsPerTenant = 0): Promise<World> {
    return new World(await mkdtemp(join(tmpdir(), 'operations-')), tenants, subscriptionsPerTenant);
  }

  /** What Azure holds, by tenant: partner ID or `undefined`. */
  held(): readonly (string | undefined)[] {
    return Array.from({ length: this.tenants }, (_, tenant) => this.heldIn(tenant));
  }

  heldIn(tenant: number): string | undefined {
    const record = this.sandbox.record(generatedTenantId(tenant), generatedObjectId(tenant));
    return record?.active ? record.partnerId : undefined;
  }

  /** Another tool's change. */
  put(tenant: number, partnerId: string | undefined): void {
    this.sandbox.setLink(generatedTenantId(tenant), generatedObjectId(tenant), partnerId);
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
    const lines: string[] = [];
    const note = (line: string): void => void lines.push(line);
    const log = { debug: note, info: note, warn: note, error: note };
    const { clock } = options;
    const store = new Store(clock);
    store.putIdentities([
      { identity: { key: identity, kind: 'sample', name: 'me@contoso.example' }, state: { kind: 'ready' } },
    ]);
    store.putTenants(
      identity,
      Array.from({ length: this.tenants }, (_, tenant) => ({
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
    const window = { operations, store, lines };
    this.#windows.push(window);
    return window;
  }

  /** Reads every tenant into the window's store, then plans as a command does. */
  async plan(window: Window, intent: PalIntent, name?: string): Promise<Plan> {
    await this.#read(window);
    return planPal(
      window.store.tenants(identity),
      intent,
      contextOf(window, () => name),
    );
  }

  /** Like `plan`, from a list: the ID of each tenant in turn, none for those left out. */
  async planList(
    window: Window,
    ids: readonly (string | undefined)[],
    name: (id: string) => string | undefined = () => undefined,
  ): Promise<Plan> {
    await this.#read(window);
    const targets = window.store.tenants(identity).flatMap((row) => {
      const partnerId = ids[generatedNumber(row.ref)];
      return partnerId === undefined ? [] : [{ row, partnerId }];
    });
    targets.sort((a, b) => generatedNumber(a.row.ref) - generatedNumber(b.row.ref));
    return planList(targets, contextOf(window, name));
  }

  async #read(window: Window): Promise<void> {
    for (let tenant = 0; tenant < this.tenants; tenant++) {
      const link = await this.azure.readLink(ref(tenant), never);
      if (link.ok) {
        window.store.setPal(
          ref(tenant),
          link.value === undefined ? { kind: 'notLinked' } : { kind: 'linked', link: link.value },
          'scan',
        );
      } else {
        window.store.setPal(ref(tenant), { kind: 'unknown', failure: link.failure }, 'scan');
      }
    }
    this.sandbox.clearRequests();
  }

  async close(): Promise<void> {
    await Promise.all(this.#windows.map(({ operations }) => operations.dispose()));
    this.azure.dispose();
    this.sandbox.dispose();
    await rm(this.folder, { recursive: true, force: true });
  }
}

function generatedNumber({ tenantId }: TenantRef): number {
  for (let tenant = 0; ; tenant++) {
    if (generatedTenantId(tenant) === tenantId) {
      return tenant;
    }
  }
}

export function contextOf(window: Window, partnerName: PlanContext['partnerName']): DporPlanContext {
  return {
    readInSession: () => true,
    identityName: (key) => window.store.identity(key)?.identity.name ?? key,
    partnerName,
  };
}

export function valueOf<T>(outcome: Outcome<T>): T {
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value;
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
