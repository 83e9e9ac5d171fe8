import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createHttpHeaders, type HttpClient } from '@azure/core-rest-pipeline';
import { systemClock } from '../../src/shared/async/clock.ts';
import { Scanner } from '../../src/estate/scan/scanner.ts';
import { Store } from '../../src/estate/store/store.ts';
import type { OpenForAppend } from '../../src/operations/journal/journalFile.ts';
import { Operations } from '../../src/operations/operations.ts';
import { planPal } from '../../src/operations/plan/plan.ts';
import { samplePartnerIds } from '../../src/sandbox/scenario/partners.ts';
import type { Concurrency } from '../../src/shared/async/pace.ts';
import { bigAzure, latencyMs, networkBound, silent, size, type BigAzure } from './estate.ts';
import type { Bench, Figure } from './figure.ts';

/** As shipped before it was automatic. */
const before = 8;

/** From how many requests at once on the service of the second measurement throttles. */
const tooMany = 16;

/** Every tenant of the big estate linked to another ID: read, written, read again, with journal, leases and store. */
export const linksBench: Bench = {
  name: 'links',
  run: async () => [...(await quick()), ...(await throttled())],
};

async function quick(): Promise<readonly Figure[]> {
  const big = bigAzure();
  const store = await scanned(big);
  const { sandbox, newPace } = big;
  const links = await link(big, store, newPace());
  const requests = sandbox.requests().length;
  const bound = networkBound(size.tenants, requests / size.tenants);
  big.azure.dispose();
  return [
    {
      what: `${String(size.tenants)} links planned, run and verified`,
      value: links.ms / 1000,
      unit: 's',
      budget: 3,
      note: `planned in ${links.plannedMs.toFixed(1)} ms; ${(links.cpuMs / 1000).toFixed(2)} s of processor time, the stand-in's share included`,
    },
    { what: '  requests per link', value: requests / size.tenants, unit: '' },
    {
      what: '  network bound',
      value: bound / 1000,
      unit: 's',
      note: `${((100 * bound) / links.ms).toFixed(0)} % of the time taken`,
    },
    {
      what: '  journal on the disk',
      value: links.journalBytes / 1024,
      unit: 'KB',
      note: `${String(links.syncs)} syncs, ${(links.syncMs / links.syncs).toFixed(2)} ms each`,
    },
  ];
}

/** Never slower than with the fixed number from before, and each tenant linked. */
async function throttled(): Promise<readonly Figure[]> {
  const took: number[] = [];
  const refused: number[] = [];
  for (const fixed of [undefined, before]) {
    let count = 0;
    const big = bigAzure((client) => throttling(client, () => (count += 1)));
    const store = await scanned(big);
    count = 0;
    took.push((await link(big, store, fixed ?? big.newPace())).ms);
    refused.push(count);
    big.azure.dispose();
  }
  const [automatic = Number.NaN, fixed = Number.NaN] = took;
  return [
    {
      what: `the same where ${String(tooMany)} requests at once are throttled, beside ${String(before)} at once`,
      value: automatic / fixed,
      unit: '',
      budget: 1,
      note: `${(automatic / 1000).toFixed(2)} s beside ${(fixed / 1000).toFixed(2)} s; ${String(refused[0])} requests throttled, no tenant failed`,
    },
  ];
}

/** Refuses what comes while so many are under way, as Azure does: 429 with the least `Retry-After` there is. */
function throttling(client: HttpClient, refused: () => void): HttpClient {
  let underWay = 0;
  return {
    async sendRequest(request) {
      underWay += 1;
      try {
        if (underWay < tooMany) {
          return await client.sendRequest(request);
        }
        refused();
        await new Promise((resolve) => setTimeout(resolve, latencyMs));
        const headers = createHttpHeaders({ 'content-type': 'application/json', 'retry-after': '1' });
        return { request, status: 429, headers, bodyAsText: '{"error":{"code":"TooManyRequests","message":""}}' };
      } finally {
        underWay -= 1;
      }
    },
  };
}

/** What is known before a run, from a scan that is throttled by nothing: a few at once. */
async function scanned({ azure, sandbox }: BigAzure): Promise<Store> {
  const store = new Store(systemClock, silent);
  await new Scanner({ azure: async () => azure, store, log: silent, concurrency: tooMany / 2 - 1 }).scanAll();
  sandbox.clearRequests();
  return store;
}

interface Links {
  readonly ms: number;
  readonly plannedMs: number;
  readonly cpuMs: number;
  readonly journalBytes: number;
  readonly syncs: number;
  readonly syncMs: number;
}

async function link({ azure }: BigAzure, store: Store, concurrency: Concurrency): Promise<Links> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-links-'));
  let [syncs, syncMs] = [0, 0];
  const openFile: OpenForAppend = async (path, how) => {
    const file = await open(path, how === 'new' ? 'ax' : 'a');
    return {
      appendFile: (text, encoding) => file.appendFile(text, encoding),
      datasync: async () => {
        const begin = performance.now();
        await file.datasync();
        syncs += 1;
        syncMs += performance.now() - begin;
      },
      close: () => file.close(),
    };
  };
  const operations = new Operations({
    folder,
    windowId: 'bench',
    azure: async () => azure,
    store,
    log: silent,
    concurrency: () => concurrency,
    openFile,
  });
  try {
    const cpuBefore = process.cpuUsage();
    const begin = performance.now();
    const plan = planPal(
      store.allTenants(),
      { kind: 'link', partnerId: samplePartnerIds.proseware },
      { identityName: (key) => key, partnerName: () => 'Proseware Managed IT' },
    );
    const plannedMs = performance.now() - begin;
    const run = await operations.start(plan);
    if (!run.ok) {
      throw new Error(`The run did not start: ${run.failure.kind}`);
    }
    const { counts } = await run.value.finished;
    const ms = performance.now() - begin;
    const cpu = process.cpuUsage(cpuBefore);
    if (counts.done !== size.tenants) {
      throw new Error(`Only ${String(counts.done)} of ${String(size.tenants)} were linked`);
    }
    const journal = await readFile(join(folder, 'journal', `${run.value.id}.jsonl`));
    return { ms, plannedMs, cpuMs: (cpu.user + cpu.system) / 1000, journalBytes: journal.length, syncs, syncMs };
  } finally {
    await operations.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}
