/** What a killed process left on the disk and at the service: gone on with by another window, a minute later, and judged. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPipelineRequest, type HttpClient, type PipelineRequest } from '@azure/core-rest-pipeline';
import { azureCloud } from '../../../src/azure/clouds/cloud.ts';
import { connect } from '../../../src/azure/connect.ts';
import { Store } from '../../../src/estate/store/store.ts';
import { itemResult } from '../../../src/operations/reports/itemResult.ts';
import { Operations } from '../../../src/operations/operations.ts';
import { goalOf, isWrite } from '../../../src/operations/plan/plan.ts';
import { readRecord, writtenBy, type RunRecord } from '../../../src/operations/journal/runRecord.ts';
import { isSnapshotFile } from '../../../src/estate/files/snapshotGuards.ts';
import { systemClock, type Clock } from '../../../src/shared/async/clock.ts';
import type { Predicate } from '../judge/predicates.ts';
import { askedBy } from '../service/asked.ts';
import { targetOf, type TargetId } from '../world/estate.ts';
import { sandboxOfKill } from './killedRun.ts';

export interface KillViolation {
  readonly predicate: Predicate;
  readonly what: string;
}

/** A minute later, when no lease of the killed one counts any more. */
const later: Clock = { ...systemClock, now: () => Date.now() + 60_000 };

export class KilledWorld {
  readonly folder: string;
  readonly seed: number;
  readonly sandbox: ReturnType<typeof sandboxOfKill>;
  readonly violations: KillViolation[] = [];
  /** Writes that arrived, by target. */
  readonly writes = new Map<TargetId, number>();
  readonly client: HttpClient = { sendRequest: (request) => this.#take(request) };

  constructor(folder: string, seed: number) {
    this.folder = folder;
    this.seed = seed;
    this.sandbox = sandboxOfKill(seed);
  }

  violated(predicate: Predicate, what: string): void {
    this.violations.push({ predicate, what });
  }

  held(target: TargetId): string | undefined {
    const [kind, first = '', second = ''] = target.split('|');
    const record = kind === 'pal' ? this.sandbox.record(first, second) : undefined;
    return kind === 'pal' ? (record?.active ? record.partnerId : undefined) : this.sandbox.designated(first);
  }

  records(): readonly RunRecord[] {
    const journals = join(this.folder, 'journal');
    return namesIn(journals).flatMap((name) => {
      const reading = readRecord(readFileSync(join(journals, name)));
      if (reading.kind !== 'run' && reading.kind !== 'empty') {
        this.violated('journalReadable', `${name} is ${reading.kind}`);
      }
      return reading.kind === 'run' ? [reading.record] : [];
    });
  }

  #take(request: PipelineRequest): ReturnType<HttpClient['sendRequest']> {
    const asked = askedBy(request);
    if (asked.kind === 'write') {
      const before = this.writes.get(asked.target) ?? 0;
      this.writes.set(asked.target, before + 1);
      const announced = this.records()
        .flatMap(({ items }) => items)
        .some(({ item, intent, open }) => open && targetOf(item) === asked.target && intent?.to?.id === asked.to);
      if (!announced) {
        this.violated('announced', `a write to ${asked.target} arrives unannounced`);
      }
      if (before > 0) {
        this.violated('sentOnce', `${asked.target} is written to for the ${String(before + 1)}. time`);
      }
    }
    return this.sandbox.httpClient.sendRequest(createPipelineRequest({ ...request, abortSignal: undefined }));
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

export async function goOnAndJudge(world: KilledWorld): Promise<void> {
  const silent = (): void => {};
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  const left = world.records().filter(({ ended }) => ended === undefined);
  judgeSnapshot(world);
  const azure = connect({
    cloud: azureCloud,
    sources: [world.sandbox.identities],
    httpClient: world.client,
    log,
  });
  const operations = new Operations({
    folder: world.folder,
    windowId: 'next',
    azure: () => Promise.resolve(azure),
    store: new Store(),
    log,
    clock: later,
  });
  // As every window does that opens.
  operations.tidy();
  const offered = await operations.unfinished();
  for (const { id } of left) {
    const found = offered.find((one) => one.id === id);
    const run = await operations.resume(id, { continueAfterFirst: () => Promise.resolve(true) });
    if (found?.where !== 'nobody' || !run.ok) {
      world.violated('offered', `${id}: ${found?.where ?? 'not offered'}, ${run.ok ? 'resumed' : run.failure.kind}`);
    }
    const result = run.ok ? await run.value.finished : undefined;
    if (result && result.how !== 'finished') {
      world.violated('runEnds', `${id}, resumed, is ${result.how}`);
    }
  }
  await operations.dispose();
  azure.dispose();
  world.records().forEach((record) => judgeRecord(world, record));
  for (const name of [...namesIn(world.folder), ...namesIn(join(world.folder, 'journal'))]) {
    if (name.includes('.corrupt-')) {
      world.violated('journalReadable', name);
    }
  }
  for (const name of namesIn(join(world.folder, 'leases')).filter((one) => one.startsWith('run-'))) {
    world.violated('leasesGo', `${name} is left`);
  }
}

function judgeSnapshot(world: KilledWorld): void {
  const { folder } = world;
  if (namesIn(folder).includes('estate.json')) {
    let content: unknown;
    try {
      content = JSON.parse(readFileSync(join(folder, 'estate.json'), 'utf8'));
    } catch {
      content = undefined;
    }
    if (!isSnapshotFile(content)) {
      world.violated('journalReadable', 'estate.json is half');
    }
  }
}

function judgeRecord(world: KilledWorld, record: RunRecord): void {
  for (const [index, one] of record.items.entries()) {
    const { action } = one.item;
    if (!isWrite(action)) {
      continue;
    }
    const target = targetOf(one.item);
    const arrived = (world.writes.get(target) ?? 0) > 0;
    const what = `item ${String(index)} of ${record.id}`;
    const { wrote, result } = itemResult(one, record);
    if (arrived && wrote === 'no') {
      world.violated('noFalseNo', `${what} (${result}) was written`);
    }
    if (arrived && writtenBy(one) === undefined) {
      world.violated('undoOffers', `${what} was written, and undo leaves it out`);
    }
    if (result === 'done' && world.held(target) !== goalOf(action)) {
      world.violated('noFalseDone', `${what} is done, and ${world.held(target) ?? 'none'} is held`);
    }
    if (arrived && (result === 'failed' || result === 'cancelled')) {
      world.violated('unclearIsNoFailure', `${what} is ${result}`);
    }
  }
}
