/** An estate of many tenants over the sandbox, and what its service and the journal recorded, read from the disk. */
import assert from 'node:assert/strict';
import { azureCloud } from '../../../src/azure/clouds/cloud.ts';
import { connect } from '../../../src/azure/connect.ts';
import { Scanner } from '../../../src/estate/scan/scanner.ts';
import { writeSnapshot } from '../../../src/estate/files/snapshotFile.ts';
import { Store } from '../../../src/estate/store/store.ts';
import { readRuns } from '../../../src/operations/journal/journal.ts';
import type { RunRecord } from '../../../src/operations/journal/runRecord.ts';
import type { FaultRule } from '../../../src/sandbox/switches/faults.ts';
import { openSandbox } from '../../../src/sandbox/open.ts';
import { createSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import type { StateEvent } from '../../../src/sandbox/state/state.ts';
import type { SwitchesChange } from '../../../src/sandbox/switches/switches.ts';
import type { SampleTenant } from '../../../src/sandbox/scenario/world.ts';
import type { Log } from '../../../src/shared/ports/log.ts';
import { eventually, longPatience } from './eventually.ts';
import { sandboxMode, type VSCode } from './vscode.ts';
import type { Workbench } from './workbench.ts';

export const tenantCount = 43;

/** Linked to the own partner ID from the beginning, so that the partner's name is known before the first link. */
const linkedAtFirst = 3;

export const notLinkedAtFirst = tenantCount - linkedAtFirst;

export const own = { id: '4810337', shown: '4810337 · Contoso Consulting' } as const;

/** No tenant of the estate has it, so that its partner's name is not known before the first link. */
export const unseen = {
  id: '5557123',
  name: 'Summit Stone Digital',
  shown: '5557123 · Summit Stone Digital',
} as const;

const scenario = { kind: 'generated', tenants: tenantCount, subscriptionsPerTenant: 1, linkedShare: 0.05 } as const;

const silent: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** Below global storage before VS Code starts. */
export const manyTenants = { ...sandboxMode, 'sandbox/switches.json': { scenario } } as const;

/** The `estate.json` of a window that scanned all of it some hours ago. */
export async function estateFrom(hoursAgo: number): Promise<string> {
  const clock = { now: () => Date.now() - hoursAgo * 3_600_000 };
  const sandbox = createSandbox({ switches: { scenario } });
  const azure = connect({
    cloud: azureCloud,
    sources: [sandbox.identities],
    httpClient: sandbox.httpClient,
    log: silent,
  });
  const store = new Store(clock);
  const scanner = new Scanner({ azure: () => Promise.resolve(azure), store, log: silent, clock });
  const { checked } = await scanner.scanAll();
  assert.equal(checked, tenantCount);
  await scanner.dispose();
  azure.dispose();
  return writeSnapshot(store.snapshot(), Infinity).text;
}

/** Of forty or more: two are in flight, eighteen are done, and the others are not begun. */
export const hold = { unsent: 10, unanswered: [11], from: 20 } as const;

/** The same, and both in flight have taken effect, so that no tenant stays unclear. */
export const holdAfterEffect = { unanswered: [10, 11], from: 20 } as const;

/** Until a dead window's heartbeat is old enough, and one more look. */
export const untilOffered = longPatience;

/** Where a held run stands: by the places of tenants in the order of their names. */
export interface Hold {
  /** Its write was sent and has not taken effect. */
  readonly unsent?: number;
  /** Their writes took effect and the answers do not come. */
  readonly unanswered: readonly number[];
  /** From here on no tenant is read, so that none is written either. */
  readonly from: number;
}

/** One tenant as the service holds it, and how often it was written to. */
export interface Served {
  readonly name: string;
  readonly partnerId: string | undefined;
  readonly writes: number;
}

export class ManyTenants {
  readonly #code: VSCode;
  readonly #sandbox: Sandbox;

  constructor(code: VSCode) {
    this.#code = code;
    const opened = openSandbox({ folder: code.storagePath('sandbox'), log: silent });
    assert.ok(opened.ok);
    this.#sandbox = opened.value;
  }

  /** By name, as lists have them. */
  get tenants(): readonly SampleTenant[] {
    return this.#sandbox.scenario().identities[0]?.tenants ?? [];
  }

  /** Those without a link at the beginning. */
  get notLinked(): readonly SampleTenant[] {
    return this.tenants.filter(({ link }) => link === undefined);
  }

  /** What the requests of every window meet from now on. */
  steer(change: SwitchesChange = {}): void {
    this.#sandbox.setSwitches({ latencyMs: 0, faults: [], ...change });
  }

  /** Links a tenant behind the product's back. */
  link({ tenantId, objectId }: SampleTenant, partnerId: string): void {
    this.#sandbox.setLink(tenantId, objectId, partnerId);
  }

  /** The next run over these tenants comes to a stand where `hold` says; what is begun before is done. */
  holdRunOver(tenants: readonly SampleTenant[], hold: Hold): void {
    const writes = ['PUT', 'PATCH', 'DELETE'];
    this.steer({
      faults: [
        ...(hold.unsent === undefined
          ? []
          : hangs(tenants, hold.unsent, { methods: writes, answer: { kind: 'hang' } })),
        ...hold.unanswered.flatMap((place) =>
          hangs(tenants, place, { methods: writes, answer: { kind: 'hang', applied: true } }),
        ),
        ...unread(tenants, hold.from),
      ],
    });
  }

  /** The next run over these tenants comes to a stand after so many of them, with nothing in flight but readings. */
  holdReadings(tenants: readonly SampleTenant[], after: number): void {
    this.steer({ faults: unread(tenants, after) });
  }

  /** Ends when the last run has so many tenants done and so many writes announced of which nothing more is known. */
  async runStandsAt(done: number, open: number, withinMs?: number): Promise<RunRecord> {
    return eventually(async () => {
      const run = await this.lastRun();
      const now = {
        done: run.items.filter(isWritten).length,
        open: run.items.filter((item) => item.open).length,
      };
      assert.deepEqual(now, { done, open });
      return run;
    }, withinMs);
  }

  /** When the service took writes to the tenant of this name: milliseconds since 1970. */
  async writtenAt(name: string): Promise<readonly number[]> {
    const tenant = this.tenants.find(({ displayName }) => displayName === name);
    const events = await this.#events();
    return events.flatMap((event) =>
      (event.kind === 'link' || event.kind === 'unlink') && event.tenantId === tenant?.tenantId ? [event.at] : [],
    );
  }

  /** By name. */
  async served(): Promise<readonly Served[]> {
    const events = await this.#events();
    return this.tenants.map(({ tenantId, objectId, displayName }) => {
      const record = this.#sandbox.record(tenantId, objectId);
      return {
        name: displayName ?? '',
        partnerId: record?.active ? record.partnerId : undefined,
        writes: events.filter((event) => 'tenantId' in event && event.tenantId === tenantId).length,
      };
    });
  }

  /** Who is designated for the subscription of this name, whether it shows already or not. */
  designated(name: string): string | undefined {
    const found = this.tenants.flatMap((tenant) => tenant.subscriptions()).find((one) => one.displayName === name);
    assert.ok(found, `${name} is a subscription of the estate`);
    return this.#sandbox.designated(found.subscriptionId);
  }

  /** Newest first. */
  runs(): Promise<readonly RunRecord[]> {
    return readRuns(this.#code.storagePath('sandbox', 'journal'), silent, 50);
  }

  async lastRun(): Promise<RunRecord> {
    const [last] = await this.runs();
    assert.ok(last, 'No run has begun');
    return last;
  }

  async #events(): Promise<readonly StateEvent[]> {
    const text = (await this.#code.readText('sandbox/service.jsonl')) ?? '';
    return text
      .slice(0, text.lastIndexOf('\n') + 1)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as StateEvent);
  }
}

function hangs(
  tenants: readonly SampleTenant[],
  index: number,
  rule: Omit<FaultRule, 'match'> & { readonly methods: readonly string[] },
): readonly FaultRule[] {
  return rule.methods.map((method): FaultRule => ({
    match: { method, pathIncludes: '/partners', tenantId: tenants[index]?.tenantId ?? '' },
    answer: rule.answer,
  }));
}

/** All of them: how many are read at once goes with how quickly Azure answers. */
function unread(tenants: readonly SampleTenant[], from: number): readonly FaultRule[] {
  return [...tenants.keys()]
    .slice(from)
    .flatMap((index) => hangs(tenants, index, { methods: ['GET'], answer: { kind: 'hang' } }));
}

function isWritten({ outcome, open }: RunRecord['items'][number]): boolean {
  return outcome !== undefined && !open;
}

/** Runs a command of the palette over every tenant that it offers, up to the list that is reviewed. */
export async function planForAll(workbench: Workbench, command: string, partnerId?: string): Promise<void> {
  await workbench.runCommand(`Partner Link: ${command}…`);
  await workbench.quickInput.titled(command);
  await workbench.quickInput.checkAll();
  await workbench.quickInput.accept();
  if (partnerId === own.id) {
    await workbench.quickInput.choose(own.id);
  } else if (partnerId !== undefined) {
    await workbench.quickInput.choose('Enter another partner ID…');
    await workbench.quickInput.answer(partnerId);
  }
  await workbench.quickInput.titled(/^Review the list: /);
}

/** The same, confirmed with the modal's button. */
export async function runForAll(
  workbench: Workbench,
  command: string,
  partnerId: string | undefined,
  button: string,
): Promise<void> {
  await planForAll(workbench, command, partnerId);
  await workbench.quickInput.choose('Continue…');
  await workbench.dialog.choose(button);
}
